public import Vocabulary

/// What somebody saw of one chain, and when: the unit of recordings and of everything that plays them.
///
/// A sighting is whole: it says all that was read at its block, however a recording stores it. A stream of
/// them is in the order of `seen`; each chain's block numbers rise, or fall back where the chain was
/// reorganised.
public struct Sighting: Hashable, Sendable {
    /// By the clock of whoever looked: later than the block's own time by however long the way was.
    public let seen: Instant
    public let snapshot: Snapshot
    /// What a node suggested for a unit of gas: the price, or with a fee market the tip.
    public let suggestedGas: Reading<Wei>

    public init(
        seen: Instant,
        snapshot: Snapshot,
        suggestedGas: Reading<Wei> = .unknown(.unasked)
    ) {
        self.seen = seen
        self.snapshot = snapshot
        self.suggestedGas = suggestedGas
    }

    public var chain: ChainID { snapshot.chain }
    public var block: Block { snapshot.block }
}

extension Sighting: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("seen", seen)
        writer.field("snapshot", snapshot)
        writer.field("suggestedGas", suggestedGas)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(
            seen: try reader.read(),
            snapshot: try reader.read(),
            suggestedGas: try reader.read()
        )
    }
}
