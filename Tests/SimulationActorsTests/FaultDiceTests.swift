import Simulation
import Testing
import Vocabulary

/// Dice that an expectation may throw.
private final class DiceCup {
    var dice: FaultDice

    init(_ plan: FaultPlan, seed: UInt64) { dice = FaultDice(plan, seed: seed) }

    var hasStopped: Bool { dice.hasStopped }
    func shouldFail(_ fault: Fault, on chain: ChainID? = nil) -> Bool {
        dice.shouldFail(fault, on: chain)
    }
    func strike(_ fault: Fault, on chain: ChainID) -> FaultShape? {
        dice.strike(fault, on: chain)
    }
    func prevails(_ fault: Fault, on chain: ChainID, at now: Instant) -> Bool {
        dice.prevails(fault, on: chain, at: now) != nil
    }
    func count(of fault: Fault) -> FaultDice.Count { dice.count(of: fault) }
    func advance(to now: Instant) { dice.advance(to: now) }
    func advance(toStep number: UInt64) { dice.advance(toStep: number) }
    func advance(toBlock number: UInt64, of chain: ChainID) {
        dice.advance(toBlock: number, of: chain)
    }
}

@Suite struct FaultDiceTests {
    static let home = LittleMarket.first
    static let away = LittleMarket.second

    static func minute(_ count: UInt64) -> Instant { Instant(milliseconds: count * 60_000) }

    @Test func `a plan of nothing never fails`() {
        let dice = DiceCup(FaultPreset.none.plan, seed: 1)
        for fault in Fault.allCases {
            for _ in 0..<1_000 { #expect(!dice.shouldFail(fault)) }
        }
        #expect(FaultTable(dice.dice).struck == 0)
        #expect(FaultTable(dice.dice).rows.count == Fault.allCases.count)
    }

    @Test func `a rate is met and counted, and the extremes are never and always`() {
        let plan = FaultPlan(rates: [
            .init(.rpcError, perMillion: 100_000), .init(.rpcLie, perMillion: 0),
            .init(.crash, perMillion: 2_000_000),
        ])
        let dice = DiceCup(plan, seed: 2)
        for _ in 0..<20_000 {
            _ = dice.shouldFail(.rpcError)
            _ = dice.shouldFail(.rpcLie)
            _ = dice.shouldFail(.crash)
        }
        #expect(dice.count(of: .rpcError).chances == 20_000)
        #expect(abs(Int(dice.count(of: .rpcError).struck) - 2_000) < 4 * 43)
        #expect(dice.count(of: .rpcLie).struck == 0)
        #expect(dice.count(of: .crash).struck == 20_000)
    }

    @Test func `a seed is a course of faults, whatever else had its chances`() {
        let plan = FaultPreset.all.plan
        func course(_ seed: UInt64, others: Int) -> [Bool] {
            let dice = DiceCup(plan, seed: seed)
            return (0..<5_000).map { _ in
                for _ in 0..<others { _ = dice.shouldFail(.rpcLie, on: Self.away) }
                return dice.shouldFail(.rpcDelay, on: Self.home)
            }
        }
        #expect(course(3, others: 0) == course(3, others: 2))
        #expect(course(3, others: 0) != course(4, others: 0))
    }

    @Test func `a cue takes the next chance after its moment, once`() {
        let plan = FaultPlan(cues: [
            .init(.time(Self.minute(10)), .rpcError), .init(.step(5), .crash),
        ])
        let dice = DiceCup(plan, seed: 5)
        dice.advance(to: Self.minute(9))
        #expect(!dice.shouldFail(.rpcError))
        dice.advance(to: Self.minute(11))
        dice.advance(to: Self.minute(12))
        #expect(!dice.shouldFail(.crash))
        #expect(dice.shouldFail(.rpcError))
        #expect(!dice.shouldFail(.rpcError))
        dice.advance(toStep: 4)
        #expect(!dice.shouldFail(.crash))
        dice.advance(toStep: 5)
        #expect(dice.shouldFail(.crash))
        #expect(!dice.shouldFail(.crash))
        #expect(dice.count(of: .rpcError).struck == 1)
        #expect(dice.count(of: .rpcError).chances == 3)
    }

    @Test func `a cue of a chain waits for that chain's block and that chain's chance`() {
        let plan = FaultPlan(cues: [
            .init(.block(7), .reorganisation, shape: FaultShape(chain: Self.home, depth: 4))
        ])
        let dice = DiceCup(plan, seed: 6)
        dice.advance(toBlock: 9, of: Self.away)
        #expect(!dice.shouldFail(.reorganisation, on: Self.home))
        dice.advance(toBlock: 7, of: Self.home)
        #expect(!dice.shouldFail(.reorganisation, on: Self.away))
        let shape = dice.strike(.reorganisation, on: Self.home)
        #expect(shape == FaultShape(chain: Self.home, depth: 4))
    }

    @Test func `a cue by chance fails the nth call, and from then on if it shall`() {
        let plan = FaultPlan(cues: [
            .init(.chance(3), .journalFailure), .init(.chance(2), .fullDisk, times: .always),
            .init(.chance(2), .tornWrite, times: .count(2)),
        ])
        let dice = DiceCup(plan, seed: 7)
        #expect(
            (1...5).map { _ in dice.shouldFail(.journalFailure) } == [
                false, false, true, false, false,
            ]
        )
        #expect((1...5).map { _ in dice.shouldFail(.fullDisk) } == [false, true, true, true, true])
        #expect(
            (1...5).map { _ in dice.shouldFail(.tornWrite) } == [false, true, true, false, false]
        )
    }

    @Test func `a script shifts nothing that happens by chance`() {
        let rates = [FaultPlan.Rate(.rpcError, perMillion: 100_000)]
        let cues = [FaultPlan.Cue(.chance(2), .rpcError)]
        let plain = DiceCup(FaultPlan(rates: rates), seed: 8)
        let scripted = DiceCup(FaultPlan(rates: rates, cues: cues), seed: 8)
        var byChance = (1...500).map { _ in plain.shouldFail(.rpcError) }
        #expect(!byChance[1])
        byChance[1] = true
        #expect((1...500).map { _ in scripted.shouldFail(.rpcError) } == byChance)
    }

    @Test func `what a plan leaves open is as it usually is`() throws {
        let plan = FaultPlan(
            rates: [.init(.gasSpike, perMillion: 1_000_000, shape: FaultShape(factor: 3))]
        )
        let dice = DiceCup(plan, seed: 9)
        let struck = dice.strike(.gasSpike, on: Self.home)
        let shape = try #require(struck)
        #expect(shape.factor == 3)
        #expect(shape.lasting == Fault.gasSpike.usualShape.lasting)
        #expect(shape.chain == Self.home)
    }

    @Test func `a chain's own rate goes before the general one`() {
        let plan = FaultPlan(rates: [
            .init(.rpcStale, perMillion: 1_000_000),
            .init(.rpcStale, perMillion: 0, shape: FaultShape(chain: Self.away)),
        ])
        let dice = DiceCup(plan, seed: 10)
        #expect(dice.shouldFail(.rpcStale, on: Self.home))
        #expect(!dice.shouldFail(.rpcStale, on: Self.away))
        #expect(dice.shouldFail(.rpcStale))
    }

    @Test func `once they stop nothing fails, scripted or not`() {
        let plan = FaultPlan(
            rates: [.init(.rpcError, perMillion: 1_000_000)],
            cues: [.init(.time(Self.minute(1)), .crash)],
            stopsAt: Self.minute(30)
        )
        let dice = DiceCup(plan, seed: 11)
        dice.advance(to: Self.minute(29))
        #expect(dice.shouldFail(.rpcError))
        dice.advance(to: Self.minute(30))
        #expect(dice.hasStopped)
        #expect(!dice.shouldFail(.rpcError))
        #expect(!dice.shouldFail(.crash))
        #expect(dice.count(of: .rpcError).chances == 1)
    }

    @Test func `a fault that lasts prevails on its chain until it is over`() {
        let shape = FaultShape(lasting: Interval(milliseconds: 120_000))
        let plan = FaultPlan(cues: [.init(.chance(2), .haltedChain, shape: shape)])
        let dice = DiceCup(plan, seed: 12)
        func halted(_ chain: ChainID, _ count: UInt64) -> Bool {
            dice.prevails(.haltedChain, on: chain, at: Self.minute(count))
        }
        #expect(!halted(Self.home, 1))
        #expect(halted(Self.home, 2))
        #expect(halted(Self.home, 3))
        #expect(!halted(Self.away, 3))
        #expect(!halted(Self.home, 4))
        #expect(dice.count(of: .haltedChain).chances == 4)
        #expect(dice.count(of: .haltedChain).struck == 1)
    }

    @Test func `what prevails is over when faults stop, and what does not last at once`() {
        let rates = [Fault.bridgePause, .rpcLie].map { FaultPlan.Rate($0, perMillion: 1_000_000) }
        let dice = DiceCup(FaultPlan(rates: rates), seed: 13)
        #expect(dice.prevails(.rpcLie, on: Self.home, at: .start))
        #expect(dice.prevails(.rpcLie, on: Self.home, at: .start))
        #expect(dice.count(of: .rpcLie).struck == 2)
        #expect(dice.prevails(.bridgePause, on: Self.home, at: .start))
        #expect(dice.prevails(.bridgePause, on: Self.home, at: .start))
        #expect(dice.count(of: .bridgePause).struck == 1)
        dice.dice.stop()
        #expect(!dice.prevails(.bridgePause, on: Self.home, at: .start))
    }

    @Test func `the full preset has every fault, and the small one has less of each`() {
        let all = FaultPreset.all.plan
        let some = FaultPreset.some.plan
        #expect(all.rates.map(\.fault) == Fault.allCases)
        #expect(some.rates.count > 5)
        for rate in some.rates {
            let full = all.rates[rate.fault.number]
            #expect(rate.perMillion <= full.perMillion)
        }
        #expect(FaultPreset(rawValue: "some") == .some)
    }

    @Test func `every fault has a number, an area and a name of its own`() {
        #expect(Fault.allCases.map(\.number) == Array(Fault.allCases.indices))
        #expect(Set(Fault.allCases.map(\.area)).count == Fault.Area.allCases.count)
        let words = FaultSetting.allCases.map(\.rawValue) + ["rate", "at", "stop", "always"]
        #expect(Fault.allCases.allSatisfy { !words.contains($0.rawValue) })
    }
}
