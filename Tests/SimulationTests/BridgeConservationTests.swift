import Contracts
import Ethereum
import Hashing
import Numerics
import Routes
import TestSupport
import Testing
import Vocabulary

@testable import Simulation

/// Whatever is sent and taken back: what was minted there lies in the vault here.
@Suite struct BridgeConservationTests {
    /// What the vault has gained, and what has been minted beyond the start.
    private func books(_ world: BridgeTests.World) throws -> (vault: UInt256, minted: UInt256) {
        let vault = try #require(
            world.home.balance(of: ChainFixture.bridge, in: ChainFixture.base)
        )
        let supply = try #require(world.away.supply(of: ChainFixture.base))
        #expect(supply.declared == supply.held)
        return (vault - 100 * ChainFixture.million, supply.declared - 20 * ChainFixture.million)
    }

    @Test(arguments: 0..<8 as Range<UInt64>)
    func `vault and supply agree once nothing is under way`(seed: UInt64) throws {
        var chance = Chance(seed: seed)
        var world = try BridgeTests.World(custody: .mint)
        // Pools and accounts hold more than the twenty million counted above.
        let start = try books(world).minted
        // So much is always there to send back.
        _ = world.send(ChainFixture.million)
        world.step(60)
        for _ in 0..<60 {
            let amount = 1_000_000 + UInt256(chance.next() % 2_000_000_000)
            switch chance.next() % 4 {
            case 0: _ = world.send(amount)
            case 1:
                world.away.act(
                    .lock(
                        bridge: ChainFixture.bridge,
                        token: ChainFixture.base,
                        amount: amount,
                        sender: ChainFixture.executor,
                        recipient: ChainFixture.executor,
                        destination: world.home.rules.id
                    )
                )
            case 2: world.bridge.isPaused = chance.next() % 3 == 0
            default: break
            }
            world.step()
            // One behind the other these go deeper than the bridge waits: locks it has believed move.
            if chance.next() % 5 == 0 { world.home.reorganise(depth: 1 + Int(chance.next() % 2)) }
            if chance.next() % 5 == 0 { world.away.reorganise(depth: 1 + Int(chance.next() % 2)) }
            let (vault, minted) = try books(world)
            let outbound = world.bridge.open.filter { $0.lane.source.chain == world.home.rules.id }
            let waiting = outbound.reduce(UInt256.zero) { $0 + $1.owed }
            #expect(minted - start <= vault + waiting, "seed \(seed)")
        }
        world.bridge.isPaused = false
        world.step(120)
        #expect(world.bridge.open.isEmpty, "seed \(seed)")
        #expect(world.bridge.transits.count > 10, "seed \(seed)")
        let (vault, minted) = try books(world)
        #expect(vault == minted - start, "seed \(seed)")
    }
}
