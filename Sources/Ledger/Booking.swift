public import Numerics
public import Vocabulary

/// A signed number of base units for one account.
public struct BookEntry: Hashable, Sendable {
    public let account: Account
    public let change: Int256

    public init(_ account: Account, _ change: Int256) {
        self.account = account
        self.change = change
    }
}

/// Which booking. Whoever books counts upwards, so that a repetition is told from news.
public struct BookingID: Hashable, Sendable {
    public let number: UInt64

    public init(_ number: UInt64) {
        self.number = number
    }
}

extension BookingID: Comparable {
    public static func < (left: BookingID, right: BookingID) -> Bool { left.number < right.number }
}

/// Entries that happen together or not at all. There is none that does not sum to zero per asset.
public struct Booking: Hashable, Sendable {
    public let id: BookingID
    public let entries: [BookEntry]

    public static let mostEntries = 32

    public init(_ id: BookingID, _ entries: [BookEntry]) throws(BookRefusal) {
        guard !entries.isEmpty else { throw .noEntries }
        guard entries.count <= Self.mostEntries else {
            throw .tooManyEntries(entries.count, limit: Self.mostEntries)
        }
        for (index, entry) in entries.enumerated() {
            let earlier = entries[..<index]
            guard !earlier.contains(where: { $0.account == entry.account }) else {
                throw .repeatedAccount(entry.account)
            }
            if !earlier.contains(where: { $0.account.asset == entry.account.asset }) {
                try Self.requireZeroSum(of: entry.account.asset, in: entries)
            }
        }
        self.id = id
        self.entries = entries
    }

    private static func requireZeroSum(
        of asset: Asset,
        in entries: [BookEntry]
    ) throws(BookRefusal) {
        var total = Int256.zero
        for entry in entries where entry.account.asset == asset {
            let (sum, overflow) = total.addingReportingOverflow(entry.change)
            guard !overflow else { throw .overflow(entry.account) }
            total = sum
        }
        guard total == .zero else { throw .unbalanced(asset, by: total) }
    }
}

extension BookEntry: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("account", account)
        writer.field("change", change)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(try reader.read(), try reader.read())
    }
}

extension BookingID: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        writer.number(number)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(try reader.number(as: UInt64.self))
    }
}

extension Booking: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("id", id)
        writer.field("entries", entries)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let (id, entries): (BookingID, [BookEntry]) = (try reader.read(), try reader.read())
        self = try reader.whole(try? Booking(id, entries), "booking")
    }
}
