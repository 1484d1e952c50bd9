public import Numerics
public import Vocabulary

/// An oracle feed that drifts, trembles, and jumps now and then.
public struct OracleWalk: Hashable, Sendable {
    public struct Manner: Hashable, Sendable {
        /// How often the feed is written.
        public let every: Interval
        /// The standard deviation of one step.
        public let tremble: BasisPoints
        /// What every step adds on top of that.
        public let drift: BasisPoints
        public let driftsDown: Bool
        /// The part of the way back to where it began that each step takes, in millionths.
        public let pull: UInt32
        public let jumpsPerHour: UInt64
        /// How large a jump is, in either direction.
        public let jump: ClosedRange<BasisPoints>

        public init(
            every: Interval,
            tremble: BasisPoints,
            drift: BasisPoints = BasisPoints(millionths: 0),
            driftsDown: Bool = false,
            pull: UInt32 = 0,
            jumpsPerHour: UInt64 = 0,
            jump: ClosedRange<BasisPoints> = BasisPoints(millionths: 0)...BasisPoints(millionths: 0)
        ) {
            self.every = every
            self.tremble = tremble
            self.drift = drift
            self.driftsDown = driftsDown
            self.pull = pull
            self.jumpsPerHour = jumpsPerHour
            self.jump = jump
        }
    }

    public let chain: ChainID
    public let feed: Int
    public let manner: Manner
    /// Where it began; it never leaves the range from a tenth to ten times that.
    public let home: UInt256
    public private(set) var value: UInt256
    public private(set) var jumps: UInt64 = 0
    private var next: Instant
    private var arrivals: PoissonArrivals
    private var stream: SeededStream

    /// Steps that one block makes at most; after a longer stand the feed goes on from there.
    private static let mostSteps = 64

    /// `start` with eighteen decimals. `nil` for a start of zero or beyond 10^36, where steps would not
    /// fit.
    public init?(
        chain: ChainID,
        feed: Int,
        start: UInt256,
        manner: Manner,
        stream: SeededStream
    ) {
        let largest: UInt256 = 1_000_000_000_000_000_000_000_000_000_000_000_000
        guard !start.isZero, start <= largest else { return nil }
        self.chain = chain
        self.feed = feed
        self.manner = manner
        home = start
        value = start
        next = Instant.start.advanced(by: manner.every)
        arrivals = PoissonArrivals(manner.jumpsPerHour)
        self.stream = stream
    }

    mutating func act(at now: Instant, block: BlockMark) -> [ActorDeed] {
        guard block.chain == chain else { return [] }
        let before = value
        var steps = 0
        while next <= now, steps < Self.mostSteps {
            step()
            steps += 1
            next = next.advanced(by: Interval(milliseconds: max(1, manner.every.milliseconds)))
        }
        if next <= now { next = now.advanced(by: manner.every) }
        for _ in 0..<arrivals.due(by: now, from: &stream) { leap() }
        guard steps > 0 || value != before else { return [] }
        return [ActorDeed(.setOracle(feed: feed, value: value), .opening)]
    }

    private mutating func step() {
        let trembles = Int256(Int128(stream.normal()) * Int128(clampedMillionths(manner.tremble)))
        let drift = Int256(clampedMillionths(manner.drift)) * Int256(Fraction48.one)
        let change = manner.driftsDown ? trembles - drift : trembles + drift
        let scale = Int256(Fraction48.one) * Int256(BasisPoints.millionthsInWhole)
        move(by: Int256(value) * change / scale)
        move(by: (Int256(home) - Int256(value)) * Int256(min(manner.pull, 1_000_000)) / 1_000_000)
    }

    private mutating func leap() {
        let size = stream.within(
            manner.jump.lowerBound.millionths...manner.jump.upperBound.millionths
        )
        let part = Int256(min(size, BasisPoints.millionthsInWhole))
        let change = Int256(value) * part / Int256(BasisPoints.millionthsInWhole)
        let isUp = stream.coin()
        jumps += 1
        move(by: isUp ? change : .zero - change)
    }

    /// Quotients round towards zero: a feed has no side to be against.
    private mutating func move(by change: Int256) {
        let moved = Int256(value) + change
        let low = max(UInt256.one, home / 10)
        value = moved.isNegative ? low : min(max(moved.magnitude, low), home * 10)
    }

    private func clampedMillionths(_ share: BasisPoints) -> UInt64 {
        min(share.millionths, BasisPoints.millionthsInWhole)
    }
}
