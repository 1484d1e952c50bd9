public import Numerics
public import Vocabulary

/// What came of holding the books against a chain at one block.
public struct Reconciliation: Hashable, Sendable {
    public let chain: ChainID
    public let block: BlockHash
    /// One for each line, in the statement's order.
    public let findings: [Finding]
    /// What puts every surplus in suspense, for the books and the journal; a warning goes with it.
    public let suspense: Booking?

    public struct Finding: Hashable, Sendable {
        public let asset: Asset
        public let verdict: Verdict
    }

    public enum Verdict: Hashable, Sendable {
        case agrees
        /// An open booking of unknown fate could explain the difference: ask again when it is known.
        case undecided
        /// The chain has this much more than anything explains.
        case surplus(UInt256)
        /// The chain has this much less.
        case shortfall(UInt256)
    }

    /// Something is missing and nobody knows why: nothing may be traded until a person does.
    public var mustHalt: Bool {
        findings.contains { if case .shortfall = $0.verdict { true } else { false } }
    }
}

public enum ReconciliationError: Error, Hashable, Sendable {
    /// Said to be open, and is not: the statement is of other books.
    case notOpen(BookingID)
    case overflow(Asset)
    case booking(BookRefusal)
}

extension Books {
    /// Holds the balances against the chain's, net of our own open bookings. Changes nothing: what is
    /// found is booked by applying `suspense`, under the given id.
    public func reconciled(
        with statement: Statement,
        as id: BookingID
    ) throws(ReconciliationError) -> Reconciliation {
        let included = try open(statement.included)
        let undecided = try open(statement.undecided)
        var findings: [Reconciliation.Finding] = []
        var entries: [BookEntry] = []
        for line in statement.lines {
            let verdict = try verdict(on: line, included: included, undecided: undecided)
            findings.append(Reconciliation.Finding(asset: line.asset, verdict: verdict))
            guard case .surplus(let units) = verdict, let kind = line.kinds.first else { continue }
            guard let change = Int256(magnitude: units, isNegative: false) else {
                throw .overflow(line.asset)
            }
            entries.append(BookEntry(Account(line.asset, kind), change))
            Self.owe(change, of: line.asset, in: &entries)
        }
        return Reconciliation(
            chain: statement.chain,
            block: statement.block,
            findings: findings,
            suspense: try Self.booking(id, entries)
        )
    }

    private func open(_ ids: [BookingID]) throws(ReconciliationError) -> [Booking] {
        var bookings: [Booking] = []
        for id in ids {
            guard let booking = open.first(where: { $0.id == id }) else { throw .notOpen(id) }
            bookings.append(booking)
        }
        return bookings
    }

    private func verdict(
        on line: Statement.Line,
        included: [Booking],
        undecided: [Booking]
    ) throws(ReconciliationError) -> Reconciliation.Verdict {
        var expected = Int256.zero
        for kind in line.kinds {
            expected = try line.sum(expected, balance(of: Account(line.asset, kind)))
        }
        for booking in included { expected = try line.sum(expected, try line.change(by: booking)) }
        // A reservation takes at most what it says and may bring more: it bounds from below only.
        var (least, isOpen) = (expected, false)
        for booking in undecided where line.isTouched(by: booking) {
            isOpen = true
            let change = try line.change(by: booking)
            if change.isNegative { least = try line.sum(least, change) }
        }
        guard let found = Int256(magnitude: line.balance, isNegative: false) else {
            throw .overflow(line.asset)
        }
        if found < least {
            return .shortfall((try line.sum(least, .zero &- found)).magnitude)
        }
        if isOpen { return .undecided }
        if found == expected { return .agrees }
        return .surplus((try line.sum(found, .zero &- expected)).magnitude)
    }

    /// Two lines of one asset owe together.
    private static func owe(_ change: Int256, of asset: Asset, in entries: inout [BookEntry]) {
        let account = Account(asset, .suspense)
        if let index = entries.firstIndex(where: { $0.account == account }) {
            entries[index] = BookEntry(account, entries[index].change &- change)
        } else {
            entries.append(BookEntry(account, .zero &- change))
        }
    }

    private static func booking(
        _ id: BookingID,
        _ entries: [BookEntry]
    ) throws(ReconciliationError) -> Booking? {
        guard !entries.isEmpty else { return nil }
        do throws(BookRefusal) {
            return try Booking(id, entries)
        } catch {
            throw .booking(error)
        }
    }
}

extension Statement.Line {
    fileprivate func isTouched(by booking: Booking) -> Bool {
        booking.entries.contains { $0.account.asset == asset && kinds.contains($0.account.kind) }
    }

    fileprivate func change(by booking: Booking) throws(ReconciliationError) -> Int256 {
        var total = Int256.zero
        for entry in booking.entries
        where entry.account.asset == asset && kinds.contains(entry.account.kind) {
            total = try sum(total, entry.change)
        }
        return total
    }

    fileprivate func sum(_ left: Int256, _ right: Int256) throws(ReconciliationError) -> Int256 {
        let (sum, overflow) = left.addingReportingOverflow(right)
        guard !overflow else { throw .overflow(asset) }
        return sum
    }
}
