import Contracts
import Ethereum
import Execution
import Numerics
import Risk
import Simulation
import Testing
import Vocabulary

@testable import Bot

/// One leg filled and the other dead, in a whole world.
struct UnwindingTests {
    static func endings(_ entries: [Entry]) -> [ClosedTrade] {
        entries.compactMap { if case .closed(let trade) = $0.fact { trade } else { nil } }
    }

    static func isUnwinding(_ bot: Bot) -> Bool {
        bot.memory.sagas.contains { saga in
            if case .unwinding = saga.state { true } else { false }
        }
    }

    @Test func `a naked leg is mended, and what the dead leg burnt is in the result`() throws {
        var world = try SigningTests.proved()
        world.signingTime = Interval(milliseconds: 1_500)
        try SigningTests.disturb(&world)
        _ = SigningTests.run(&world, until: SigningTests.asksForTrade)
        let away = try #require(ChainID(SimulatedDemo.away))
        world.act(.revertNext(SimulatedDemo.operatorAccount), on: away, .beforeTransactions)
        let entries = SigningTests.run(&world, until: Self.isUnwinding)
        let wasted = world.bot.memory.sagas.flatMap(\.wasted)
        #expect(wasted.map(\.chain) == [away])
        #expect(SigningTests.plans(entries) == 1)
        world.signingTime = Interval(milliseconds: 1)
        let rest = SigningTests.journalled(world.run(for: Interval(milliseconds: 30_000)))
        guard case .unwound? = Self.endings(rest).first?.ending else {
            Issue.record("\(Self.endings(rest))")
            return
        }
    }

    @Test func `a halt at once leaves alone what mends a naked leg`() throws {
        var world = try SigningTests.proved()
        world.signingTime = Interval(milliseconds: 1_500)
        try SigningTests.disturb(&world)
        _ = SigningTests.run(&world, until: SigningTests.asksForTrade)
        let away = try #require(ChainID(SimulatedDemo.away))
        world.act(.revertNext(SimulatedDemo.operatorAccount), on: away, .beforeTransactions)
        _ = SigningTests.run(&world, until: Self.isUnwinding)
        world.signingTime = Interval(milliseconds: 1)
        let halt = try Halt(.global, by: "Ada", reason: "", since: world.now)
        world.command(.halt(halt, now: true))
        let rest = SigningTests.journalled(world.run(for: Interval(milliseconds: 60_000)))
        guard case .unwound? = Self.endings(rest).first?.ending else {
            Issue.record("\(Self.endings(rest))")
            return
        }
    }

    @Test func `a nonce that somebody else used ends its leg, and the other is mended`() throws {
        var world = try SigningTests.proved()
        try SigningTests.disturb(&world)
        _ = SigningTests.run(&world) { bot in !bot.memory.sagas.isEmpty }
        let away = try #require(ChainID(SimulatedDemo.away))
        let key = AccountKey(chain: away, account: SimulatedDemo.operatorAccount)
        let nonce = try #require(world.bot.memory.lane(key)?.slots.last?.nonce)
        let gwei: UInt256 = 1_000_000_000
        let stranger = Transaction.feeMarket(
            FeeMarketTransaction(
                call: TransactionCall(
                    nonce: nonce,
                    gasLimit: 21_000,
                    to: SimulatedDemo.traderAccount,
                    value: .zero,
                    data: []
                ),
                maximumPriorityFee: 300 * gwei,
                maximumFee: 400 * gwei,
                chain: away
            )
        )
        let envelope = TransactionEnvelope(
            transaction: stranger,
            signature: SenderRule.standInSignature(of: stranger, by: key.account)
        )
        let now = world.now
        _ = world.change(away) { $0.submit(envelope.encoded, at: now) }
        let rest = SigningTests.journalled(world.run(for: Interval(milliseconds: 400_000)))
        #expect(world.chain(away).receipt(envelope.hash)?.succeeded == true)
        guard case .unwound? = Self.endings(rest).first?.ending else {
            Issue.record("\(Self.endings(rest)) \(world.bot.memory.sagas.map(\.state))")
            return
        }
    }

    @Test func `gas above its ceiling delays what mends a naked leg, and does not park it at once`()
        throws
    {
        var world = try SigningTests.proved()
        world.signingTime = Interval(milliseconds: 1_500)
        try SigningTests.disturb(&world)
        _ = SigningTests.run(&world, until: SigningTests.asksForTrade)
        let away = try #require(ChainID(SimulatedDemo.away))
        world.act(.revertNext(SimulatedDemo.operatorAccount), on: away, .beforeTransactions)
        _ = SigningTests.run(&world) { bot in
            bot.memory.sagas.contains { if case .naked = $0.state { true } else { false } }
        }
        world.signingTime = Interval(milliseconds: 1)
        for _ in 0..<30 {
            world.change(away) { $0.setBaseFee(Wei(1_000_000_000_000)) }
            _ = world.run(for: Interval(milliseconds: 2_000))
        }
        let rest = world.journal.compactMap { entry in
            if case .closed(let trade) = entry.fact { trade.ending } else { nil }
        }
        for ending in rest {
            if case .parked(_, let reason) = ending { Issue.record("\(reason)") }
        }
        _ = world.run(for: Interval(milliseconds: 120_000))
        #expect(world.bot.memory.sagas.filter(\.isTrading).isEmpty)
    }

    @Test func `dust that does not go is not sent again and again`() throws {
        var world = try #require(SimulatedDemo().world())
        for number in [SimulatedDemo.home, SimulatedDemo.away] {
            world.act(
                .pauseExecutor(SimulatedDemo.executorContract, true),
                on: try #require(ChainID(number))
            )
        }
        let entries = SigningTests.journalled(world.run(for: Interval(milliseconds: 600_000)))
        let sent = entries.count { if case .sent = $0.fact { true } else { false } }
        #expect(sent <= 4)
    }
}
