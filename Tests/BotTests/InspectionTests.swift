import Contracts
import Ethereum
import Hashing
import Numerics
import Parity
import Risk
import Routes
import Simulation
import Testing
import Venues
import Vocabulary
import Watch

@testable import Bot

/// Whether what contracts are is looked at, believed by two, and acted on.
struct InspectionTests {
    private static let period = PainScene.seconds(2 * DeskInspection.period + 20)

    private func condemning(_ world: SimulatedWorld) -> [Halt] {
        world.bot.halts.filter { $0.author == .bot(.contract) }
    }

    private func deviate(_ world: inout SimulatedWorld) throws {
        world.act(
            .swap(
                trader: SimulatedDemo.traderAccount,
                pool: SimulatedDemo.pool(0),
                selling: .base,
                amount: 20_000_000_000,
                least: .zero
            ),
            on: try PainScene.away()
        )
    }

    @Test func `what is seen first is remembered, and asked for again after so many blocks`() throws
    {
        var world = try #require(SimulatedDemo().world())
        _ = world.run(for: PainScene.seconds(10))
        for desk in world.bot.desks {
            #expect(desk.inspection.hasPassed)
            let reliance = Reliance(world.bot.settings!.fleet, desk.chain)
            let premises = world.bot.memory.premises(of: desk.chain.id)
            #expect(premises.entries.map(\.contract) == reliance.contracts.map(\.address))
        }
        let due = world.bot.desks.map(\.inspection.due)
        _ = world.run(for: Self.period)
        for (desk, before) in zip(world.bot.desks, due) {
            #expect(desk.inspection.due > before)
        }
        let premised = world.journal.count { entry in
            if case .chain(_, .premised) = entry.fact { true } else { false }
        }
        #expect(premised == 2)
        #expect(condemning(world).isEmpty)
        #expect(world.bot.quarantine.isEmpty)
    }

    @Test func `a pool whose code is replaced halts its route, and is named`() throws {
        var world = try SettlingTests.proved()
        let home = try PainScene.home()
        world.change(home) { $0.upgrade(SimulatedDemo.pool(0)) }
        let happened = world.run(for: Self.period)
        let halt = try #require(condemning(world).first)
        let name = try #require(world.bot.settings?.fleet.routes.first?.name)
        #expect(halt.scope == .route(name))
        #expect(halt.reason.contains("\(SimulatedDemo.pool(0))"))
        #expect(halt.reason.contains("had the code"))
        #expect(halt.reason.hasPrefix("\(Halt.Cause.contract.rawValue): "))
        let alert = try #require(
            PainScene.alerts(happened).first { $0.key.hasPrefix("contract") }
        )
        #expect(alert.severity == .critical)
        #expect(alert.text.contains("then resume"))
        let before = PainScene.plans(world).count
        try deviate(&world)
        _ = world.run(for: PainScene.seconds(60))
        #expect(PainScene.plans(world).count == before)
    }

    @Test func `the executor's other code halts its chain`() throws {
        var world = try SettlingTests.proved()
        let home = try PainScene.home()
        world.change(home) { $0.upgrade(SimulatedDemo.executorContract) }
        _ = world.run(for: Self.period)
        #expect(condemning(world).map(\.scope) == [.chain(home)])
    }

    @Test func `whoever resumes has accepted the other code`() throws {
        var world = try SettlingTests.proved()
        let home = try PainScene.home()
        world.change(home) { $0.upgrade(SimulatedDemo.pool(0)) }
        _ = world.run(for: Self.period)
        let scope = try #require(condemning(world).first?.scope)
        world.command(.resume(scope, by: "ann"))
        let before = PainScene.plans(world).count
        _ = world.run(for: Self.period)
        #expect(condemning(world).isEmpty)
        try deviate(&world)
        _ = world.run(for: PainScene.seconds(60))
        #expect(PainScene.plans(world).count > before)
    }

    @Test func `code that is replaced while nobody runs is noticed at the start`() throws {
        var world = try SettlingTests.proved()
        world.crash()
        let home = try PainScene.home()
        world.change(home) { $0.upgrade(SimulatedDemo.pool(0)) }
        _ = world.run(for: PainScene.seconds(20))
        #expect(condemning(world).count == 1)
    }

    @Test func `what was sealed before there were premises is read as ever`() throws {
        var world = try #require(SimulatedDemo().world())
        _ = world.run(for: PainScene.seconds(10))
        var bot = world.bot
        let whole = bot.state
        bot.memory.premises = []
        let old = bot.state
        #expect(old.count < whole.count)
        #expect(try Bot(state: old, entries: []).state == old)
        #expect(try Bot(state: whole, entries: []).state == whole)
    }
}

// By hand: one chain's desk, asked and answered.

extension InspectionTests {
    private struct Hand {
        var bot: Bot
        let chain: VirtualChain
        let now: Instant

        init() throws {
            var demo = SimulatedDemo()
            demo.endpointsEach = 3
            var world = try #require(demo.world())
            _ = world.run(for: PainScene.seconds(21))
            bot = world.bot
            chain = world.first
            now = world.now
            bot.desks[0].inspection = DeskInspection()
            bot.step.begin(at: now)
            bot.inspect(at: 0)
        }

        var plan: InspectionPlan {
            get throws { try #require(bot.desks[0].inspection.asked?.plan) }
        }

        var asked: [Int] {
            bot.step.effects.compactMap { effect in
                guard case .ask(_, let endpoint, .inspect) = effect else { return nil }
                return endpoint.index
            }
        }

        var alerts: [Alert] {
            bot.step.effects.compactMap { effect in
                if case .alert(let alert) = effect { alert } else { nil }
            }
        }

        func honest() throws -> Inspection {
            let plan = try plan
            let block = try #require(bot.desks[0].inspection.asked?.block.hash)
            let answer = chain.answer(.inspect(plan, at: block), genesis: block, lag: 0)
            guard case .inspection(let inspection) = answer else { throw CancellationError() }
            return inspection
        }

        /// The same with another answer to every call that starts so.
        func lying(_ selector: [UInt8], _ word: UInt256) throws -> Inspection {
            let (plan, honest) = (try plan, try honest())
            let answers = zip(plan.calls, honest.answers).map { call, answer in
                call.data.starts(with: selector) ? .returned(ABIWords([word])) : answer
            }
            return Inspection(contracts: honest.contracts, answers: answers)
        }
    }

    private static let querySellBase: [UInt8] = [0x79, 0xA0, 0x48, 0x76]
    private static let decimals: [UInt8] = [0x31, 0x3C, 0xE5, 0x67]

    @Test func `two are asked, and one that says otherwise is not believed`() throws {
        var hand = try Hand()
        #expect(hand.asked.count == 2)
        let lie = try hand.lying(Self.decimals, 0)
        let honest = try hand.honest()
        hand.bot.take(lie, from: hand.asked[0], at: 0)
        hand.bot.take(honest, from: hand.asked[1], at: 0)
        #expect(hand.asked.count == 3)
        #expect(!hand.bot.hasInspected([hand.chain.rules.id]))
        hand.bot.take(honest, from: hand.asked[2], at: 0)
        #expect(hand.bot.hasInspected([hand.chain.rules.id]))
        #expect(hand.bot.halts.isEmpty)
    }

    @Test func `where no two say the same nothing follows, and it is told`() throws {
        var hand = try Hand()
        for (place, word) in [UInt256(1), 2, 3].enumerated() {
            hand.bot.take(try hand.lying(Self.decimals, word), from: hand.asked[place], at: 0)
        }
        #expect(!hand.bot.hasInspected([hand.chain.rules.id]))
        #expect(hand.bot.halts.isEmpty)
        #expect(hand.alerts.contains { $0.text.contains("disagree about what its contracts are") })
        #expect(hand.bot.desks[0].inspection.due > 0)
    }

    @Test func `silence is no answer, and is told when it lasts`() throws {
        var hand = try Hand()
        for _ in 0..<DeskInspection.manyFailures {
            hand.bot.step.begin(at: hand.now)
            if hand.bot.desks[0].inspection.asked == nil { hand.bot.inspect(at: 0) }
            for endpoint in 0..<3 { hand.bot.missInspection(from: endpoint, at: 0) }
        }
        #expect(hand.alerts.contains { $0.text.contains("until they do nothing is begun there") })
        #expect(!hand.bot.hasInspected([hand.chain.rules.id]))
    }

    @Test func `a pool that pays something else is not believed until somebody resumes`() throws {
        var hand = try Hand()
        let lie = try hand.lying(Self.querySellBase, 12_345)
        for endpoint in hand.asked { hand.bot.take(lie, from: endpoint, at: 0) }
        let pool = ContractKey(chain: hand.chain.rules.id, address: SimulatedDemo.pool(0))
        #expect(hand.bot.quarantine.map(\.pool) == [pool])
        #expect(hand.bot.quarantine.first?.text.contains("pays 12345") == true)
        let checks = try #require(hand.bot.assessments(at: hand.now).first).checks
        let unknown = checks.filter { $0.rule == .poolKnown && !$0.passes }.map(\.left)
        #expect(unknown == [.unknown(.quarantined)])
        #expect(hand.alerts.contains { $0.key.hasPrefix("pool") && $0.severity == .critical })
        _ = hand.bot.handle(
            Event(at: hand.now, .commanded(.resume(.chain(pool.chain), by: "ann")))
        )
        #expect(hand.bot.quarantine.isEmpty)
        // At the next block that is agreed on.
        #expect(!hand.bot.hasInspected([pool.chain]))
    }

    @Test func `a token with other decimals halts whoever trades it`() throws {
        var hand = try Hand()
        let lie = try hand.lying(Self.decimals, 0)
        for endpoint in hand.asked { hand.bot.take(lie, from: endpoint, at: 0) }
        let name = try #require(hand.bot.settings?.fleet.routes.first?.name)
        let halt = try #require(hand.bot.halts.first)
        #expect(halt.scope == .route(name))
        #expect(halt.reason.contains("has 0 decimals, not 6"))
    }

    @Test func `what has no code halts whoever relies on it`() throws {
        var hand = try Hand()
        let honest = try hand.honest()
        let empty = Inspection(
            contracts: honest.contracts.map { ContractSight(code: .known(nil), slots: $0.slots) },
            answers: honest.answers
        )
        for endpoint in hand.asked { hand.bot.take(empty, from: endpoint, at: 0) }
        #expect(hand.bot.halts.contains { $0.scope == .chain(hand.chain.rules.id) })
        #expect(hand.alerts.contains { $0.text.contains("has no code") })
    }

    @Test func `what a proxy runs is inspected with it, and halts as it does`() throws {
        var hand = try Hand()
        let honest = try hand.honest()
        let pool = SimulatedDemo.pool(0)
        let place = try #require(try hand.plan.contracts.firstIndex(of: pool))
        var contracts = honest.contracts
        contracts[place] = ContractSight(
            code: contracts[place].code,
            slots: [.known(0xBEEF)] + contracts[place].slots.dropFirst()
        )
        let proxied = Inspection(contracts: contracts, answers: honest.answers)
        for endpoint in hand.asked { hand.bot.take(proxied, from: endpoint, at: 0) }
        let behind = try #require(Address(word: 0xBEEF))
        #expect(try hand.plan.contracts == [behind])
        func running(_ code: String) -> ContractSight {
            ContractSight(
                code: .known(Keccak256.hash(Array(code.utf8))),
                slots: InspectionPlan.slots.map { _ in .known(.zero) }
            )
        }
        let second = running("two")
        let first = Inspection(
            contracts: [running("one")],
            answers: try hand.plan.calls.map { _ in .unknown(.reverted) }
        )
        for endpoint in 0..<3 { hand.bot.take(first, from: endpoint, at: 0) }
        #expect(hand.bot.hasInspected([hand.chain.rules.id]))
        hand.bot.desks[0].inspection.due = 0
        hand.bot.inspect(at: 0)
        // From now on it is asked for with the others.
        #expect(try hand.plan.contracts.last == behind)
        let again = try hand.honest()
        var whole = contracts
        whole.append(second)
        let replaced = Inspection(contracts: whole, answers: again.answers)
        let before = hand.bot.halts.map(\.reason)
        for endpoint in 0..<3 { hand.bot.take(replaced, from: endpoint, at: 0) }
        let halt = try #require(hand.bot.halts.first { !before.contains($0.reason) })
        #expect(halt.reason.contains("what pool"))
        #expect(halt.reason.contains("\(behind)"))
    }
}
