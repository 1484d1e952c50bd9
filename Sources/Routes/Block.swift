public import Vocabulary

/// A block as far as deciding needs it: which one, on top of which, when, and what gas costs in it.
public struct Block: Hashable, Sendable {
    public let number: UInt64
    public let hash: BlockHash
    public let parent: BlockHash
    /// The block's own time stamp.
    public let time: Instant
    /// `nil` where the chain has no fee market.
    public let baseFee: Wei?

    public init(
        number: UInt64,
        hash: BlockHash,
        parent: BlockHash,
        time: Instant,
        baseFee: Wei? = nil
    ) {
        self.number = number
        self.hash = hash
        self.parent = parent
        self.time = time
        self.baseFee = baseFee
    }
}

extension Block: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("number", number)
        writer.field("hash", hash)
        writer.field("parent", parent)
        writer.field("time", time)
        writer.field("baseFee", baseFee)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(
            number: try reader.read(),
            hash: try reader.read(),
            parent: try reader.read(),
            time: try reader.read(),
            baseFee: try reader.read()
        )
    }
}
