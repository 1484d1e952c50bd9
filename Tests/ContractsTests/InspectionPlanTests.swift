import Ethereum
import Hashing
import Numerics
import Routes
import Testing
import Venues
import Vocabulary

@testable import Contracts

struct InspectionPlanTests {
    private func whole(_ digest: Digest) -> UInt256 {
        UInt256(bigEndian: digest.bytes) ?? .zero
    }

    @Test func `proxy slots are the hashes that standards name`() {
        #expect(
            InspectionPlan.slots == [
                whole(Keccak256.hash("eip1967.proxy.implementation")) - 1,
                whole(Keccak256.hash("eip1967.proxy.beacon")) - 1,
                whole(Keccak256.hash("PROXIABLE")),
                whole(Keccak256.hash("org.zeppelinos.proxy.implementation")),
            ]
        )
    }

    private func pool(_ reserve: UInt256 = 1_000_000_000) throws -> DODOPool {
        try DODOPool(
            kind: .dsp,
            revision: .current,
            guidePrice: 1_000_000_000_000_000_000,
            slippage: 10_000_000_000_000_000,
            baseReserve: reserve,
            quoteReserve: reserve,
            baseTarget: reserve,
            quoteTarget: reserve,
            regime: .one,
            lpFeeRate: 300_000_000_000_000,
            maintainerFeeRate: .zero
        )
    }

    /// The plan of the fixture's first chain, its state, and answers that fit.
    private func scene(
        answering known: (Reliance) -> [KnownDecimals] = { _ in [] }
    ) throws -> (plan: InspectionPlan, pool: PoolDescription, honest: Inspection) {
        let fixture = try PlanFixture(ticks: [])
        let chain = try #require(fixture.fleet.chain(fixture.chain))
        let reliance = Reliance(fixture.fleet, chain)
        let description = try #require(reliance.pools.first)
        let venue = Venue.dodo(try pool())
        let plan = InspectionPlan(
            reliance,
            contracts: reliance.contracts.map(\.address),
            pools: [PoolSight(pool: description.key.address, state: .known(venue))],
            trader: .zero,
            answering: known(reliance)
        )
        let code = ContractSight(
            code: .known(Keccak256.hash("code")),
            slots: InspectionPlan.slots.map { _ in .known(.zero) }
        )
        let answers = plan.calls.map { call -> CallAnswer in
            let amount = UInt256(bigEndian: call.data.suffix(32)) ?? .zero
            if call.data.starts(with: PoolInterface.dodoQueryBase.selector) {
                let quote = try? venue.quote(selling: amount, of: .base)
                return .returned(ABIWords([quote?.received ?? .zero, 0, 0, 0]))
            }
            if call.data.starts(with: PoolInterface.dodoQueryQuote.selector) {
                let quote = try? venue.quote(selling: amount, of: .quote)
                return .returned(ABIWords([quote?.received ?? .zero, 0, 0, 0]))
            }
            if call.data.starts(with: PoolInterface.decimals.selector) {
                let isFeed = reliance.feeds.contains { $0.key.address == call.target }
                return .returned(ABIWords([isFeed ? 8 : 6]))
            }
            return .unknown(.reverted)
        }
        let honest = Inspection(
            contracts: plan.contracts.map { _ in code },
            answers: answers
        )
        return (plan, description, honest)
    }

    private func changed(
        _ inspection: Inspection,
        _ plan: InspectionPlan,
        where isMeant: (ContractCall) -> Bool,
        to answer: CallAnswer
    ) -> Inspection {
        var answers = inspection.answers
        for (index, call) in plan.calls.enumerated() where isMeant(call) { answers[index] = answer }
        return Inspection(contracts: inspection.contracts, answers: answers)
    }

    @Test func `what is as it must be is not complained of`() throws {
        let (plan, pool, honest) = try scene()
        #expect(plan.wrongDecimals(honest).isEmpty)
        #expect(plan.contradictions(honest).isEmpty)
        #expect(plan.probes(of: pool.key.address) == 6)
    }

    @Test func `one unit more or less than the maths says is a contradiction`() throws {
        let (plan, pool, honest) = try scene()
        let isSale = { (call: ContractCall) in
            call.data.starts(with: PoolInterface.dodoQueryQuote.selector)
        }
        let place = try #require(plan.calls.firstIndex(where: isSale))
        guard case .returned(let words) = honest.answers[place] else { throw CancellationError() }
        let paid = try words.word(0)
        for other in [paid + 1, paid - 1] {
            let last = plan.calls[place]
            let lie = changed(honest, plan, where: { $0 == last }, to: .returned(ABIWords([other])))
            #expect(plan.contradictions(lie).map(\.probe.pool) == [pool.key.address])
            #expect(plan.contradictions(lie).first?.answered == .pays(other))
        }
        let mock = changed(honest, plan, where: isSale, to: .unknown(.reverted))
        #expect(plan.contradictions(mock).first?.answered == .refuses)
        let silent = changed(honest, plan, where: isSale, to: .unknown(.unasked))
        #expect(plan.contradictions(silent).isEmpty)
    }

    @Test func `decimals that are not those of the file are named`() throws {
        let (plan, _, honest) = try scene()
        let isDecimals = { (call: ContractCall) in
            call.data.starts(with: PoolInterface.decimals.selector)
        }
        let lie = changed(honest, plan, where: isDecimals, to: .returned(ABIWords([0])))
        #expect(!plan.wrongDecimals(lie).isEmpty)
        #expect(plan.wrongDecimals(lie).allSatisfy { $0.found.isZero && $0.stated != 0 })
    }

    @Test
    func `tokens that are not those of the file are named, a pool without a word on them is not`()
        throws
    {
        let (plan, pool, honest) = try scene()
        #expect(plan.wrongTokens(honest).isEmpty)
        let isBase = { (call: ContractCall) in
            call.target == pool.key.address
                && call.data == PoolInterface.dodoBaseToken.calldata([])
        }
        let right = changed(
            honest,
            plan,
            where: isBase,
            to: .returned(ABIWords([pool.base.address.word]))
        )
        #expect(plan.wrongTokens(right).isEmpty)
        let swapped = changed(
            honest,
            plan,
            where: isBase,
            to: .returned(ABIWords([pool.quote.address.word]))
        )
        let wrong = try #require(plan.wrongTokens(swapped).first)
        #expect(wrong.pool == pool.key.address && wrong.found == pool.quote.address)
        #expect(wrong.stated == pool.base && wrong.side == "base")
        #expect(plan.contradictions(swapped).isEmpty && plan.wrongDecimals(swapped).isEmpty)
    }

    @Test func `of a contract that is known to answer wrongly only that answer is taken`() throws {
        let (plan, _, honest) = try scene { reliance in
            reliance.tokens.prefix(1).map { KnownDecimals(contract: $0.address, answer: 0) }
        }
        // It says six, as its token has: not what was known.
        let wrong = plan.wrongDecimals(honest)
        #expect(wrong.map(\.answer) == [0] && wrong.map(\.stated) == [6])
        #expect("\(wrong[0])" == "answers that it has 6 decimals, and not 0 as was known")
        let token = wrong[0].contract
        let isDecimals = { (call: ContractCall) in
            call.target == token && call.data.starts(with: PoolInterface.decimals.selector)
        }
        let known = changed(honest, plan, where: isDecimals, to: .returned(ABIWords([0])))
        #expect(plan.wrongDecimals(known).isEmpty)
    }

    @Test(arguments: 0..<4)
    func `each slot names whose code runs`(slot: Int) throws {
        let (plan, _, honest) = try scene()
        let target = Address(word: 0xBEEF) ?? .zero
        var slots = InspectionPlan.slots.map { _ in Reading<UInt256>.known(.zero) }
        // Some proxies keep flags beside the address.
        slots[slot] = .known(0xBEEF | UInt256.one << 200)
        var contracts = honest.contracts
        contracts[0] = ContractSight(code: contracts[0].code, slots: slots)
        let proxy = Inspection(contracts: contracts, answers: honest.answers)
        #expect(plan.delegate(of: 0, proxy) == .known(target))
        #expect(plan.delegate(of: 1, proxy) == .known(nil))
        #expect(proxy.digest != honest.digest)
    }

    @Test func `a beacon is believed about whom it runs, and a slot nobody read is no answer`()
        throws
    {
        let (plan, _, honest) = try scene()
        var answers = honest.answers
        answers[0] = .returned(ABIWords([0xBEEF]))
        let beacon = Inspection(contracts: honest.contracts, answers: answers)
        #expect(plan.delegate(of: 0, beacon) == .known(Address(word: 0xBEEF)))
        var contracts = honest.contracts
        contracts[0] = ContractSight(
            code: contracts[0].code,
            slots: InspectionPlan.slots.map { _ in .unknown(.unasked) }
        )
        let unread = Inspection(contracts: contracts, answers: honest.answers)
        #expect(plan.delegate(of: 0, unread) == .unknown(.unasked))
    }

    @Test func `what a fleet relies on has every address once, and says whom it concerns`() throws {
        let fixture = try PlanFixture(ticks: [])
        let chain = try #require(fixture.fleet.chain(fixture.chain))
        let reliance = Reliance(fixture.fleet, chain)
        let addresses = reliance.contracts.map(\.address)
        #expect(Set(addresses).count == addresses.count)
        let pool = try #require(reliance.pools.first)
        #expect(reliance.contract(pool.key.address)?.routes == ["route"])
        #expect(chain.multicall.flatMap { reliance.contract($0) }?.name == "multicall")
        #expect(chain.multicall.flatMap { reliance.contract($0) }?.routes == nil)
    }
}
