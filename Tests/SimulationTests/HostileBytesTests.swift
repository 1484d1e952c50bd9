import Contracts
import Ethereum
import Hashing
import Numerics
import Routes
import TestSupport
import Testing
import Vocabulary

@testable import Simulation

/// Whatever bytes come, a chain answers, and nothing is made or lost.
@Suite struct HostileBytesTests {
    private static let contracts =
        ChainFixture.pools + [
            ChainFixture.base, ChainFixture.quote, ChainFixture.executor, ChainFixture.bridge,
            ChainFixture.feed, ChainFixture.aggregator, ChainFixture.address(4_242),
        ]

    /// A function of some contract with arguments that could mean something.
    private func calldata(_ chance: inout Chance) -> [UInt8] {
        let selectors = Selector.allCases
        let selector = selectors[Int(chance.next() % UInt64(selectors.count))].rawValue
        var bytes = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: selector >> UInt32($0)) }
        for _ in 0..<chance.next() % 9 {
            let word: UInt256 =
                switch chance.next() % 6 {
                case 0: Self.contracts[Int(chance.next() % UInt64(Self.contracts.count))].word
                case 1: UInt256(chance.next() % 16) * 32
                case 2: UInt256(chance.next() % 1_000_000_000)
                case 3: .max
                case 4: UInt256(limbs: chance.next() >> 1, 0, 0, 0)
                default:
                    UInt256(limbs: chance.next(), chance.next(), chance.next(), chance.next())
                }
            word.appendBigEndian(to: &bytes)
        }
        if chance.next() % 8 == 0 { bytes.removeLast(Int(chance.next() % UInt64(bytes.count))) }
        return bytes
    }

    @Test(arguments: 0..<6 as Range<UInt64>)
    func `any calldata gets an answer`(seed: UInt64) throws {
        var chance = Chance(seed: seed)
        var chain = try ChainFixture.chain()
        var nonces: [UInt64] = [0, 0, 0]
        let senders = [ChainFixture.trader, ChainFixture.owner, ChainFixture.operatorAccount]
        var succeeded = 0
        for _ in 0..<300 {
            let target = Self.contracts[Int(chance.next() % UInt64(Self.contracts.count))]
            let data = calldata(&chance)
            _ = try chain.call(to: target, data: data, from: ChainFixture.trader)
            let sender = Int(chance.next() % 3)
            let bytes = ChainFixture.bytes(
                chain,
                from: senders[sender],
                nonce: nonces[sender],
                to: target,
                data: data
            )
            let hash = chain.take(bytes)
            nonces[sender] += 1
            chain.step()
            let receipt = try #require(chain.receipt(hash))
            if receipt.succeeded { succeeded += 1 }
            #expect(receipt.succeeded || receipt.logs.isEmpty)
        }
        #expect(succeeded > 10, "\(succeeded) of seed \(seed)")
        for token in [ChainFixture.base, ChainFixture.quote] {
            let supply = try #require(chain.supply(of: token))
            #expect(supply.declared == supply.held, "seed \(seed)")
        }
    }

    @Test(arguments: 0..<4 as Range<UInt64>)
    func `changed bytes of a transaction are nobody's`(seed: UInt64) throws {
        var chance = Chance(seed: seed)
        var chain = try ChainFixture.chain()
        let call = ExecutorCall.pause
        let good = ChainFixture.bytes(chain, nonce: 0, data: call.calldata)
        for _ in 0..<400 {
            var bytes = good
            let place = Int(chance.next() % UInt64(bytes.count))
            bytes[place] ^= UInt8(1 + chance.next() % 255)
            if chance.next() % 4 == 0 { bytes.removeLast(Int(chance.next() % 20)) }
            if case .hash(let hash) = chain.submit(bytes, at: chain.head.time) {
                Issue.record("seed \(seed): \(hash) is taken, though nobody signed it")
            }
        }
        let answer = chain.submit(good, at: chain.head.time)
        #expect(answer == .hash(TransactionHash(Keccak256.hash(good))))
    }

    @Test func `an aggregate of any shape is read within its bytes`() throws {
        let chain = try ChainFixture.chain()
        let plan = try #require(SnapshotPlan(try FleetFixture.fleet(), chain: chain.rules.id))
        var chance = Chance(seed: 3)
        for _ in 0..<400 {
            var data = plan.aggregate
            for _ in 0...chance.next() % 3 {
                data[4 + Int(chance.next() % UInt64(data.count - 4))] = UInt8(chance.next() % 256)
            }
            if chance.next() % 2 == 0 { data.removeLast(Int(chance.next() % 300)) }
            _ = try chain.call(to: ChainFixture.aggregator, data: data)
        }
    }
}
