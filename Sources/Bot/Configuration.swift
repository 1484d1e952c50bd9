public import Numerics
public import Vocabulary

/// What the toy bot may do: one pair of chains with one pool each.
public struct Configuration: Hashable, Sendable {
    /// The route's first chain is the denominator of the deviation.
    public let first: ChainID
    public let second: ChainID
    /// A trade is considered from this deviation on, in whole basis points.
    public let enterBasisPoints: UInt256
    /// Base units sold on the dear chain and bought on the cheap one.
    public let tradeSize: UInt256
    /// How far a fill may fall short of its quote, in whole basis points.
    public let toleranceBasisPoints: UInt256
    /// A swap must be executed within this many blocks of the one it was decided on.
    public let deadlineBlocks: UInt64
    /// How long the bot sleeps between two looks.
    public let poll: Interval

    public init(
        first: ChainID,
        second: ChainID,
        enterBasisPoints: UInt256 = 6,
        tradeSize: UInt256,
        toleranceBasisPoints: UInt256 = 5,
        deadlineBlocks: UInt64 = 4,
        poll: Interval = Interval(milliseconds: 1_000)
    ) {
        self.first = first
        self.second = second
        self.enterBasisPoints = enterBasisPoints
        self.tradeSize = tradeSize
        self.toleranceBasisPoints = toleranceBasisPoints
        self.deadlineBlocks = deadlineBlocks
        self.poll = poll
    }
}
