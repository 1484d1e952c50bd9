import Bot
import Execution
import Ledger
import Numerics
import Risk
import Testing
import Venues
import Vocabulary

@testable import Simulation

/// That the auditor sees what he is there for: each promise is broken for him once.
struct AuditTests {
    /// An hour's honest entries, with trades in them.
    private static let honest: [Entry] = {
        var order = SimulatedOrder()
        order.seed = 3
        order.flow = 5
        var world = order.world()
        _ = world?.run(for: Interval(milliseconds: 1_500_000))
        return world?.journal ?? []
    }()

    private static func broken(by entries: [Entry]) -> [Violation.Broken] {
        var audit = WorldAudit()
        for entry in entries { audit.read(entry) }
        return audit.takeBroken()
    }

    /// Everything before the first of these and that one.
    private static func entries(
        through isLast: (Entry.Fact) -> Bool
    ) throws -> (before: [Entry], found: Entry) {
        let place = try #require(honest.firstIndex { isLast($0.fact) })
        return (Array(honest[..<place]), honest[place])
    }

    private static func isPlan(_ fact: Entry.Fact) -> Bool {
        if case .planned = fact { true } else { false }
    }

    private static func isClosing(_ fact: Entry.Fact) -> Bool {
        if case .closed = fact { true } else { false }
    }

    @Test func `an honest journal breaks nothing`() {
        #expect(Self.honest.contains { Self.isClosing($0.fact) })
        #expect(Self.broken(by: Self.honest).isEmpty)
    }

    @Test func `two things signed for one nonce are told`() throws {
        let (before, found) = try Self.entries(through: Self.isPlan)
        guard case .planned(let trade) = found.fact else { return }
        let signed = trade.legs[0].signed
        let again = Entry(at: found.at, .filledGap(signed))
        #expect(
            Self.broken(by: before + [found, again])
                == [.nonceTwice(signed.account, nonce: signed.payload.nonce)]
        )
    }

    @Test func `a leg signed twice is told`() throws {
        let (before, found) = try Self.entries(through: Self.isPlan)
        guard case .planned(let trade) = found.fact else { return }
        let leg = trade.legs[0]
        let again = Entry(
            at: found.at,
            .legSigned(saga: trade.saga, leg.side, leg.signed, leg.booking)
        )
        #expect(
            Self.broken(by: before + [found, again])
                .contains(.legTwice(saga: trade.saga, leg.side))
        )
    }

    @Test func `an ending that tells of fills nobody made is told`() throws {
        let (before, found) = try Self.entries(through: Self.isClosing)
        guard case .closed(let trade) = found.fact else { return }
        let unmade = before.filter { entry in
            if case .landed = entry.fact { false } else { true }
        }
        #expect(
            Self.broken(by: unmade + [found]).contains(.fills(saga: trade.saga, told: 2, made: 0))
        )
    }

    @Test func `a trade that ends twice, or never began, is told`() throws {
        let (before, found) = try Self.entries(through: Self.isClosing)
        guard case .closed(let trade) = found.fact else { return }
        #expect(Self.broken(by: before + [found, found]) == [.unknownSaga(trade.saga)])
        #expect(Self.broken(by: [found]) == [.unknownSaga(trade.saga)])
    }

    @Test func `what the books can't take is told`() throws {
        // Without what the books began with nothing can be spent.
        let beginning = try #require(Self.honest.firstIndex { $0.fact.isOfBooks })
        var entries = Self.honest
        entries.remove(at: beginning)
        let refusals = Self.broken(by: entries)
        #expect(
            refusals.contains { if case .booksRefuse = $0 { true } else { false } },
            "\(refusals)"
        )
    }

    @Test func `books that say another thing than the chain are told after a while`() throws {
        let order = SimulatedOrder()
        var world = try #require(order.world())
        _ = world.run(for: Interval(milliseconds: 900_000))
        var audit = WorldAudit()
        for entry in world.journal { audit.read(entry) }
        let tokens = [SimulatedDemo.baseToken, SimulatedDemo.quoteToken]
        func compare(_ times: Int) {
            for _ in 0..<times {
                audit.compare(world.first, holder: SimulatedDemo.executorContract, tokens: tokens)
            }
        }
        compare(200)
        #expect(audit.takeBroken().isEmpty)
        // Nobody tells the bot.
        let (id, now) = (world.first.rules.id, world.now)
        world.change(id) { chain in
            chain.act(
                .burn(
                    token: SimulatedDemo.quoteToken,
                    from: SimulatedDemo.executorContract,
                    amount: 1
                )
            )
            chain.makeBlock(at: now)
        }
        compare(WorldAudit.mostDiffering - 1)
        #expect(audit.takeBroken().isEmpty)
        compare(1)
        let broken = audit.takeBroken()
        #expect(broken.count == 1)
        guard case .booksDiffer(let asset, let told, let held)? = broken.first else {
            Issue.record("\(broken)")
            return
        }
        #expect(asset.chain == world.first.rules.id)
        #expect(told == Int256(magnitude: held + 1, isNegative: false))
    }

    @Test func `what is open when all should be over is told`() throws {
        var order = SimulatedOrder()
        order.seed = 3
        order.flow = 5
        var run = try #require(SimulatedRun(order))
        while run.world.audit.sagas.isEmpty || run.world.audit.lanes.allSatisfy(\.slots.isEmpty) {
            run.world.skip(for: Interval(milliseconds: 100))
        }
        run.judge()
        let broken = run.world.violations.map(\.broken)
        #expect(broken.contains { if case .openSagas = $0 { true } else { false } })
        #expect(broken.contains { if case .openNonces = $0 { true } else { false } })
    }

    @Test func `prices apart without a reason are told`() throws {
        var order = SimulatedOrder()
        order.seed = 3
        var run = try #require(SimulatedRun(order))
        run.world.skip(for: Interval(milliseconds: 900_000))
        run.judge()
        #expect(!run.world.violations.contains { $0.broken.isAboutParity })
        run.world.act(
            .swap(
                trader: SimulatedDemo.traderAccount,
                pool: SimulatedDemo.pool(0),
                selling: .base,
                amount: 50_000_000_000,
                least: .zero
            ),
            on: run.world.first.rules.id
        )
        run.world.skip(for: Interval(milliseconds: 2_400))
        run.judge()
        #expect(run.world.violations.contains { $0.broken.isAboutParity })
    }

    @Test func `money that goes missing is told as a shortfall and never as parity`() throws {
        var order = SimulatedOrder()
        order.seed = 3
        var world = try #require(order.world())
        _ = world.run(for: Interval(milliseconds: 900_000))
        let home = try #require(ChainID(SimulatedDemo.home))
        world.act(
            .burn(
                token: SimulatedDemo.baseToken,
                from: SimulatedDemo.executorContract,
                amount: 1_000_000
            ),
            on: home
        )
        _ = world.run(for: Interval(milliseconds: 300_000))
        #expect(world.violations.isEmpty)
        #expect(world.standingHalts.contains { $0.author == .bot(.shortfall) })
    }
}

extension Entry.Fact {
    fileprivate var isOfBooks: Bool {
        if case .books = self { true } else { false }
    }
}

extension Violation.Broken {
    fileprivate var isAboutParity: Bool {
        if case .notInParity = self { true } else { false }
    }
}
