public import Numerics
public import Vocabulary

/// What the toy bot may do: one pair of chains with one pool each.
public struct Configuration: Hashable, Sendable {
    /// The route's first chain is the denominator of the deviation.
    public let first: ChainID
    public let second: ChainID
    /// A trade is considered from this deviation on.
    public let enter: BasisPoints
    /// Base units sold on the dear chain and bought on the cheap one.
    public let tradeSize: UInt256
    /// How far a fill may fall short of its quote.
    public let tolerance: BasisPoints
    /// A swap must be executed within this many blocks of the one it was decided on.
    public let deadlineBlocks: UInt64
    /// How long the bot sleeps between two looks.
    public let poll: Interval

    public init(
        first: ChainID,
        second: ChainID,
        enter: BasisPoints = BasisPoints(millionths: 6_000_000),
        tradeSize: UInt256,
        tolerance: BasisPoints = BasisPoints(millionths: 5_000_000),
        deadlineBlocks: UInt64 = 4,
        poll: Interval = Interval(milliseconds: 1_000)
    ) {
        self.first = first
        self.second = second
        self.enter = enter
        self.tradeSize = tradeSize
        self.tolerance = tolerance
        self.deadlineBlocks = deadlineBlocks
        self.poll = poll
    }
}
