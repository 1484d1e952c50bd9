public import Bot
public import Numerics
public import Venues
public import Vocabulary

/// What somebody other than the bot does to the toy market, and when.
public struct Act: Hashable, Sendable {
    public let at: Instant
    public let deed: Deed

    public init(at: Instant, _ deed: Deed) {
        self.at = at
        self.deed = deed
    }

    public enum Deed: Hashable, Sendable {
        /// A trader sells this amount into the chain's pool.
        case trade(ChainID, selling: Side, UInt256)
        /// A rival sells this amount right before the bot's next transaction on the chain.
        case outrun(ChainID, selling: Side, UInt256)
        /// The process dies when a plan is in the journal and none of its bytes is on the wire.
        case crashBetweenJournalAndWire
    }
}

/// What happened in the toy market, for whoever watches.
public struct ToyScene: Hashable, Sendable {
    public let at: Instant
    public let happened: Happened

    public enum Happened: Hashable, Sendable {
        case traded(ChainID, Side, UInt256)
        case journalled(Entry)
        case executed(ChainID, Receipt)
        case alerted(String)
        case crashed
        case restarted([Effect])
    }
}
