import Numerics
public import Vocabulary

/// A whole set of books, as a checkpoint keeps them. What is read is judged again: bytes that make
/// no balanced books are refused.
extension Books: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("capacity", capacity)
        writer.field("balances", rows.map { BookEntry($0.account, $0.posted) })
        writer.field("open", open)
        writer.field("closings", closings.inOrder)
        writer.field("latest", latest)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let capacity: Capacity = try reader.read()
        let balances: [BookEntry] = try reader.read()
        let open: [Booking] = try reader.read()
        let closings: [Closing] = try reader.read()
        let latest: BookingID? = try reader.read()
        let books = Books(capacity, balances, open: open, closings: closings, latest: latest)
        self = try reader.whole(books, "books")
    }

    private init?(
        _ capacity: Capacity,
        _ balances: [BookEntry],
        open: [Booking],
        closings: [Closing],
        latest: BookingID?
    ) {
        self.init(capacity: capacity)
        guard
            balances.count <= capacity.accounts,
            open.count <= capacity.open,
            closings.count <= capacity.remembered,
            name(balances),
            sumToZero,
            resume(open, until: latest),
            resume(closings, until: latest)
        else { return nil }
    }

    private mutating func name(_ balances: [BookEntry]) -> Bool {
        for entry in balances {
            guard
                places.updateValue(rows.count, forKey: entry.account) == nil,
                !(entry.account.kind.isHolding && entry.change.isNegative)
            else { return false }
            rows.append(Row(account: entry.account, posted: entry.change))
        }
        return true
    }

    private mutating func resume(_ bookings: [Booking], until latest: BookingID?) -> Bool {
        for booking in bookings {
            guard let latest, booking.id <= latest else { return false }
            if let last = open.last, booking.id <= last.id { return false }
            for entry in booking.entries {
                guard let place = places[entry.account] else { return false }
                guard entry.change.isNegative else { continue }
                let (outgoing, overflow) =
                    rows[place].outgoing.addingReportingOverflow(entry.change)
                guard !overflow, !rows[place].posted.addingReportingOverflow(outgoing).overflow
                else { return false }
                rows[place].outgoing = outgoing
            }
            open.append(booking)
        }
        self.latest = latest
        return true
    }

    private mutating func resume(_ past: [Closing], until latest: BookingID?) -> Bool {
        for closing in past {
            guard
                let latest, closing.id <= latest,
                closings.wasPosted(closing.id) == nil,
                !open.contains(where: { $0.id == closing.id })
            else { return false }
            closings.append(closing)
        }
        return true
    }

    /// Whether every asset's column comes to nothing; invariant 1, over all that was ever booked.
    public var sumToZero: Bool {
        var totals: [Int256] = []
        var places: [Asset: Int] = [:]
        for row in rows {
            let place = places[row.account.asset] ?? totals.count
            if place == totals.count {
                places[row.account.asset] = place
                totals.append(.zero)
            }
            // Two's complement wraps both ways: a sum that is zero in the end is zero.
            totals[place] = totals[place] &+ row.posted
        }
        return totals.allSatisfy { $0 == .zero }
    }
}

extension Books.Capacity: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("accounts", UInt64(accounts))
        writer.field("open", UInt64(open))
        writer.field("remembered", UInt64(remembered))
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(
            accounts: try reader.number(as: Int.self),
            open: try reader.number(as: Int.self),
            remembered: try reader.number(as: Int.self)
        )
    }
}
