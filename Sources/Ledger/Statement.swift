public import Numerics
public import Vocabulary

/// What one chain says we have at one block.
public struct Statement: Hashable, Sendable {
    public let chain: ChainID
    public let block: BlockHash
    public let lines: [Line]
    /// Open bookings that this block contains, exactly as planned.
    public let included: [BookingID]
    /// Open bookings of which it is not known whether this block contains them, or how they ended.
    public let undecided: [BookingID]

    /// One balance, and the accounts it is shared by.
    public struct Line: Hashable, Sendable {
        public let asset: Asset
        /// The first takes what nobody can explain: best one that nothing is spent from.
        public let kinds: [AccountKind]
        public let balance: UInt256

        public init(_ asset: Asset, _ kinds: [AccountKind], balance: UInt256) {
            self.asset = asset
            self.kinds = kinds
            self.balance = balance
        }
    }

    /// A surplus takes two entries, and all of them are one booking.
    public static let mostLines = Booking.mostEntries / 2

    public static let mostBookings = 1_024

    /// Fails for too many lines or bookings, for another chain's assets, and for an account or a
    /// booking that is named twice; also for an account that no chain can count.
    public init?(
        chain: ChainID,
        block: BlockHash,
        lines: [Line],
        included: [BookingID] = [],
        undecided: [BookingID] = []
    ) {
        guard
            lines.count <= Self.mostLines,
            included.count + undecided.count <= Self.mostBookings
        else { return nil }
        var seen: Set<Account> = []
        for line in lines {
            guard line.asset.chain == chain, !line.kinds.isEmpty else { return nil }
            for kind in line.kinds {
                guard kind.isOnHand, seen.insert(Account(line.asset, kind)).inserted else {
                    return nil
                }
            }
        }
        var named: Set<BookingID> = []
        for id in included + undecided {
            guard named.insert(id).inserted else { return nil }
        }
        self.chain = chain
        self.block = block
        self.lines = lines
        self.included = included
        self.undecided = undecided
    }
}

extension Statement.Line: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("asset", asset)
        writer.field("kinds", kinds)
        writer.field("balance", balance)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(try reader.read(), try reader.read(), balance: try reader.read())
    }
}

extension Statement: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("chain", chain)
        writer.field("block", block)
        writer.field("lines", lines)
        writer.field("included", included)
        writer.field("undecided", undecided)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let statement = Statement(
            chain: try reader.read(),
            block: try reader.read(),
            lines: try reader.read(),
            included: try reader.read(),
            undecided: try reader.read()
        )
        self = try reader.whole(statement, "statement")
    }
}
