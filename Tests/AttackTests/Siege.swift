import Bot
import Numerics
import Parity
import Simulation
import Testing
import Venues
import Vocabulary

/// One manipulation after the other in a world where nobody else does anything: never the ends of two blocks
/// in a row are touched.
struct Siege {
    private(set) var world: SimulatedWorld
    private(set) var stream: SeededStream
    private(set) var tally = Tally()
    private(set) var planned = 0
    private var debt: Debt?

    /// By then a dust transfer has proved every lane. Half a slot more, so that what is queued is queued
    /// between two blocks.
    static let warmth = Interval(milliseconds: 181_000)

    /// What was tried.
    struct Tally {
        var manipulations = 0
        /// By how they were made, in the order of all manners.
        var manners = Manipulation.Manner.allCases.map { _ in 0 }
        /// By tenfold steps from a hundredth of the pool.
        var magnitudes = [0, 0, 0, 0]
        /// Pushes a pool does not take.
        var impossible = 0
        /// The widest gap at a block end that nobody had touched, and at one that was.
        var widestAtRest = BasisPoints(millionths: 0)
        var widestPushed = BasisPoints(millionths: 0)

        mutating func add(_ other: Tally) {
            manipulations += other.manipulations
            for place in manners.indices { manners[place] += other.manners[place] }
            for place in magnitudes.indices { magnitudes[place] += other.magnitudes[place] }
            impossible += other.impossible
            widestAtRest = max(widestAtRest, other.widestAtRest)
            widestPushed = max(widestPushed, other.widestPushed)
        }
    }

    init(_ world: SimulatedWorld, seed: UInt64) {
        self.world = world
        stream = SeededStream(seed: seed, stream: 0xA77AC)
    }

    /// Lets everything begin, and opens a gap that stays.
    mutating func prepare(gap: BasisPoints, dear: Int) throws {
        // Between two blocks: what is queued then is in the next one.
        run(Self.warmth)
        guard gap.millionths > 0 else { return }
        let price = try world.market(dear).price()
        let whole = BasisPoints.millionthsInWhole
        let up = try #require(
            Price(numerator: UInt256(whole + gap.millionths), denominator: UInt256(whole))
        )
        let goal = try #require(Price(of: price, in: up.inverted, rounding: .down))
        let move = try #require(try world.market(dear).move(to: goal))
        world.swap(
            move.quote.sold,
            of: move.side,
            by: SimulatedDemo.traderAccount,
            on: dear,
            .beforeTransactions
        )
        run(Interval(milliseconds: 20_000))
    }

    mutating func run(_ interval: Interval) {
        for happening in world.run(for: interval) {
            if case .journalled(let entry) = happening, case .planned = entry.fact { planned += 1 }
        }
    }

    /// The same world as it is now, with other pushes to come.
    func anew(seed: UInt64) -> Siege {
        var siege = self
        siege.stream = SeededStream(seed: seed, stream: 0xA77AC)
        return siege
    }

    /// Whether a deviation that stands would be traded: nothing else is in the way.
    var isReady: Bool {
        world.bot.assessments(at: world.now).allSatisfy { assessment in
            assessment.verdict == .inParity && assessment.failed.allSatisfy { $0.rule == .enter }
        }
    }

    /// One block of each chain.
    mutating func slot() throws {
        if let debt {
            world.settle(debt, by: Arena.attacker)
            self.debt = nil
            try flash(on: 1 - debt.chain)
            run(Arena.slot)
            tally.widestAtRest = max(tally.widestAtRest, try world.gap().share)
            return
        }
        let chain = Int(stream.below(2))
        begin(Manipulation.drawn(from: &stream, on: chain))
        try flash(on: 1 - chain)
        run(Arena.slot)
        let gap = try world.gap().share
        if debt == nil {
            tally.widestAtRest = max(tally.widestAtRest, gap)
        } else {
            tally.widestPushed = max(tally.widestPushed, gap)
        }
    }

    private mutating func flash(on chain: Int) throws {
        begin(Manipulation.drawn(from: &stream, on: chain, [.flash]))
    }

    private mutating func begin(_ deed: Manipulation) {
        guard let (amount, debt) = world.begin(deed, by: Arena.attacker) else {
            tally.impossible += 1
            return
        }
        if let debt { self.debt = debt }
        tally.manipulations += 1
        if let place = Manipulation.Manner.allCases.firstIndex(of: deed.manner) {
            tally.manners[place] += 1
        }
        var share = amount / (UInt256(Arena.depth) * Arena.whole / 10)
        var magnitude = 0
        while share >= 1, magnitude < 3 {
            magnitude += 1
            share = share / 10
        }
        tally.magnitudes[magnitude] += 1
    }
}
