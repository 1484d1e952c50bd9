import Contracts
import Ethereum
import Hashing
import Numerics
import Routes
import Testing
import Vocabulary

@testable import Simulation

/// Two chains and what passes between them.
@Suite struct BridgeTests {
    struct World {
        var home: VirtualChain
        var away: VirtualChain
        var bridge: VirtualBridge
        var nonce: UInt64 = 0

        init(custody: VirtualBridgeContract.Custody = .vault(ChainFixture.bridge)) throws {
            home = VirtualChain(
                try ChainFixture.genesis(try ChainFixture.rules(ChainFixture.home))
            )
            away = VirtualChain(
                try ChainFixture.genesis(
                    try ChainFixture.rules(ChainFixture.away),
                    custody: custody
                )
            )
            bridge = VirtualBridge(
                lanes: try FleetFixture.lanes().all,
                latency: BridgeLatency(
                    least: Interval(milliseconds: 10_000),
                    halfLife: Interval(milliseconds: 4_000)
                ),
                confirmations: 2,
                seed: 3
            )
        }

        mutating func step(_ count: Int = 1) {
            for _ in 0..<count {
                home.step()
                away.step()
                bridge.advance(to: home.head.time, &home, &away)
            }
        }

        mutating func send(_ amount: UInt256) -> Digest {
            let number = Keccak256.hash("send \(nonce)")
            let call = ExecutorCall.send(
                transfer: number,
                deadline: .max,
                token: ChainFixture.base,
                amount: amount
            )
            _ = home.take(ChainFixture.bytes(home, nonce: nonce, data: call.calldata))
            nonce += 1
            return number
        }

        func arrivals() -> [BridgeArrival] {
            let witnesses = bridge.lanes.map { LaneWitness($0, []) }
            return away.logs(in: 0...away.head.number).compactMap { log in
                witnesses.lazy.compactMap { $0.release(log) }.first
            }
        }

        func held(_ chain: VirtualChain) -> UInt256 {
            chain.balance(of: ChainFixture.executor, in: ChainFixture.base) ?? .zero
        }
    }

    private let amount: UInt256 = 1_000_000_000
    /// A tenth of a percent goes to the bridge.
    private let net: UInt256 = 999_000_000

    @Test func `what is locked here is released there, once and less the fee`() throws {
        var world = try World()
        let before = (world.held(world.home), world.held(world.away))
        let number = world.send(amount)
        world.step(2)
        let sent = world.home.logs(in: 0...2).compactMap { log -> Digest? in
            guard case .sent(number, _, _, let transfer)? = LogFact(log) else { return nil }
            return transfer
        }
        let transfer = try #require(sent.first)
        #expect(world.held(world.home) == before.0 - amount)
        world.step(40)
        #expect(world.held(world.away) == before.1 + net)
        #expect(world.arrivals().map(\.transfer) == [transfer])
        #expect(world.bridge.open.isEmpty)
        guard case .paid? = world.bridge.transits.first?.stage else {
            Issue.record("\(world.bridge.transits)")
            return
        }
        let processed = try world.away.call(
            to: ChainFixture.bridge,
            data: try ABISignature("processed(bytes32)").encodeCall([.bytes(transfer.bytes)])
        )
        #expect(processed == .returned(UInt256.one.bigEndianBytes))
        #expect(
            world.home.balance(of: ChainFixture.collector, in: ChainFixture.base) == amount - net
        )
    }

    @Test func `minted and burnt, no more than the limit in a period`() throws {
        var world = try World(custody: .mint)
        let lane = try #require(world.bridge.lanes.first { $0.source.chain.value == 138 })
        world.bridge.limit(lane.key, to: net, per: Interval(milliseconds: 100_000))
        let before = try #require(world.away.supply(of: ChainFixture.base)).declared
        _ = world.send(amount)
        _ = world.send(amount)
        world.step(30)
        #expect(world.away.supply(of: ChainFixture.base)?.declared == before + net)
        #expect(world.bridge.owed(on: lane.key) == net)
        world.step(60)
        #expect(world.away.supply(of: ChainFixture.base)?.declared == before + 2 * net)
        #expect(world.away.supply(of: ChainFixture.base)?.held == before + 2 * net)
    }

    @Test func `what goes into the vault comes out of it, what was minted is burnt`() throws {
        var world = try World(custody: .mint)
        let vault = try #require(world.home.balance(of: ChainFixture.bridge, in: ChainFixture.base))
        let supply = try #require(world.away.supply(of: ChainFixture.base)).declared
        _ = world.send(amount)
        world.step(60)
        #expect(world.home.balance(of: ChainFixture.bridge, in: ChainFixture.base) == vault + net)
        #expect(world.away.supply(of: ChainFixture.base)?.declared == supply + net)
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
        world.step(60)
        #expect(world.home.balance(of: ChainFixture.bridge, in: ChainFixture.base) == vault)
        let left = try #require(world.away.supply(of: ChainFixture.base))
        #expect(left.declared == supply && left.held == supply)
        let collected = world.away.balance(of: ChainFixture.collector, in: ChainFixture.base)
        #expect(collected == amount - net)
    }

    @Test func `an empty vault and a pause hold a transfer up, and nothing is lost`() throws {
        var world = try World()
        let drained = 100 * ChainFixture.million
        world.away.act(
            .transfer(
                token: ChainFixture.base,
                from: ChainFixture.bridge,
                to: ChainFixture.trader,
                amount: drained
            )
        )
        world.away.act(.pauseBridge(ChainFixture.bridge, true))
        _ = world.send(amount)
        world.step(40)
        #expect(world.arrivals().isEmpty)
        world.away.act(.pauseBridge(ChainFixture.bridge, false))
        world.step(10)
        #expect(world.arrivals().isEmpty)
        world.away.act(
            .mint(token: ChainFixture.base, to: ChainFixture.bridge, amount: amount)
        )
        world.step(10)
        #expect(world.arrivals().map(\.amount) == [net])
    }

    @Test func `of two payments a vault can pay one, the other waits for more`() throws {
        var world = try World()
        world.bridge.isPaused = true
        _ = world.send(amount)
        _ = world.send(amount)
        world.away.act(
            .transfer(
                token: ChainFixture.base,
                from: ChainFixture.bridge,
                to: ChainFixture.trader,
                amount: 100 * ChainFixture.million - net - 1
            )
        )
        world.step(60)
        #expect(world.arrivals().isEmpty)
        world.bridge.isPaused = false
        world.step(20)
        #expect(world.arrivals().count == 1)
        #expect(world.bridge.open.map(\.stage) == [.waiting])
        world.away.act(
            .mint(token: ChainFixture.base, to: ChainFixture.bridge, amount: amount)
        )
        world.step(20)
        #expect(world.arrivals().count == 2)
        #expect(world.bridge.open.isEmpty)
    }

    @Test func `every fault does what its name says`() throws {
        let short = BasisPoints(millionths: 1_000_000_000)
        for fault in [
            .lose, .deliverTwice, .deliverShort(short), .refund,
            .delay(Interval(milliseconds: 200_000)), .deliverByStranger,
            .expire(Interval(milliseconds: 200_000)),
        ] as [BridgeFault] {
            var world = try World()
            world.bridge.inject(fault)
            let before = world.held(world.home)
            _ = world.send(amount)
            world.step(60)
            let amounts = world.arrivals().map(\.amount)
            switch fault {
            case .lose, .refund: #expect(amounts.isEmpty)
            case .deliverTwice: #expect(amounts == [net, net])
            case .deliverShort: #expect(amounts == [net - net / 10])
            case .deliverByStranger: #expect(amounts == [net], "once, whoever does it")
            case .delay, .expire:
                #expect(amounts.isEmpty)
                world.step(80)
                #expect(world.arrivals().map(\.amount) == [net])
            }
            let isBack = fault == .refund
            #expect(world.held(world.home) == before - amount + (isBack ? net : .zero))
            _ = world.send(amount)
            world.step(60)
            #expect(world.arrivals().last?.amount == net, "the next one is none of its business")
        }
    }

    @Test func `a payment taken back comes again under its own hash`() throws {
        var world = try World()
        _ = world.send(amount)
        var steps = 0
        while world.arrivals().isEmpty, steps < 60 {
            world.step()
            steps += 1
        }
        let before = world.held(world.away)
        world.away.reorganise(depth: 1)
        #expect(world.arrivals().isEmpty)
        #expect(world.held(world.away) == before - net)
        world.step(10)
        #expect(world.arrivals().map(\.amount) == [net])
        #expect(world.bridge.open.isEmpty)
    }

    @Test func `a lock taken back before it counts is never paid`() throws {
        var world = try World()
        _ = world.send(amount)
        world.step()
        world.home.reorganise(depth: 1)
        // The operator's transaction is replaced by another of its nonce.
        let other = ChainFixture.bytes(world.home, nonce: 0, to: ChainFixture.trader)
        _ = world.home.take(other)
        world.step(40)
        #expect(world.arrivals().isEmpty && world.bridge.transits.isEmpty)
    }

    @Test func `a lock that was believed, taken back and mined later counts once`() throws {
        var world = try World()
        _ = world.send(amount)
        world.step(3)
        #expect(world.bridge.transits.count == 1)
        let receipts = try #require(world.home.receipts(world.home.block(.number(1)).hash))
        let hash = try #require(receipts.first?.transaction)
        guard case .mined(_, _, let bytes)? = world.home.transaction(hash) else {
            Issue.record("not mined")
            return
        }
        world.home.reorganise(depth: 3)
        world.home.evict(hash)
        world.step(4)
        _ = world.home.take(bytes)
        world.step(40)
        #expect(world.home.receipt(hash)?.number == 5)
        #expect(world.bridge.transits.count == 1)
        #expect(world.arrivals().map(\.amount) == [net])
    }

    @Test func `the executor's caps bound what is sent`() throws {
        var world = try World()
        for (amount, isSent) in [
            (ChainFixture.million, true), (ChainFixture.million + 1, false),
            (ChainFixture.million, true), (1_000_000, false), (1, false),
        ] as [(UInt256, Bool)] {
            let before = world.held(world.home)
            _ = world.send(amount)
            world.step()
            #expect(world.held(world.home) == before - (isSent ? amount : .zero), "\(amount)")
        }
        // The next day the whole cap is there again.
        world.home.makeBlock(at: Instant(milliseconds: 86_400_000))
        let before = world.held(world.home)
        _ = world.send(ChainFixture.million)
        world.home.step()
        #expect(world.held(world.home) == before - ChainFixture.million)
    }

    @Test func `latency has its least, and a tail that halves`() {
        let latency = BridgeLatency(
            least: Interval(milliseconds: 1_000),
            halfLife: Interval(milliseconds: 10_000)
        )
        var stream = SeededStream(seed: 9)
        let draws = (0..<4_000).map { _ in latency.drawn(&stream).milliseconds }
        #expect(draws.allSatisfy { $0 >= 1_000 })
        let late = draws.count { $0 > 11_000 }
        let later = draws.count { $0 > 21_000 }
        #expect((1_850...2_150).contains(late), "\(late)")
        #expect((900...1_100).contains(later), "\(later)")
    }

    @Test func `anybody with an allowance can lock`() throws {
        var world = try World()
        let token = ChainFixture.base
        let approve = try ABISignature("approve(address,uint256)").encodeCall([
            .address(ChainFixture.bridge), .unsigned(amount),
        ])
        let trader = ChainFixture.trader
        let order = BridgeInterface.lockAndRelease.order(
            bridge: ChainFixture.bridge,
            token: token,
            destination: UInt256(ChainFixture.away),
            recipient: trader
        )
        let lock = try #require(order).calldata(amount)
        _ = world.home.take(
            ChainFixture.bytes(world.home, from: trader, nonce: 0, to: token, data: approve)
        )
        _ = world.home.take(
            ChainFixture.bytes(
                world.home,
                from: trader,
                nonce: 1,
                to: ChainFixture.bridge,
                data: lock
            )
        )
        let again = world.home.take(
            ChainFixture.bytes(
                world.home,
                from: trader,
                nonce: 2,
                to: ChainFixture.bridge,
                data: lock
            )
        )
        let before = try #require(world.away.balance(of: trader, in: token))
        world.step(40)
        #expect(world.away.balance(of: trader, in: token) == before + net)
        #expect(world.home.receipt(again)?.succeeded == false, "the allowance is spent")
    }
}
