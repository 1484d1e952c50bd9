public import Numerics
import Vocabulary

/// Double-entry books in base units, over chain × asset × purpose.
///
///     reserve ──► open ──► posted      (post: as planned; settle: as it happened)
///                  └─────► voided
///     settle ────────────► posted      (what nobody planned)
///
/// 1. Every booking, and so every asset's column, sums to zero after every event.
/// 2. A refused event changes nothing.
/// 3. A reservation moves no balance; voided, it leaves every balance and every available amount as
///    they would be without it.
/// 4. No holding is ever below zero, and no reservation takes what another one has.
/// 5. An id is opened once; a repeated event changes nothing, a contradictory one is refused.
/// 6. Accounts stay in the order they were first named; nothing depends on a hash's order.
public struct Books: Sendable {
    public let capacity: Capacity
    var rows: [Row] = []
    var places: [Account: Int] = [:]
    /// By ascending id.
    public internal(set) var open: [Booking] = []
    var closings: Closings
    /// The last id that was opened or settled.
    public internal(set) var latest: BookingID?

    /// What the books hold at most.
    public struct Capacity: Hashable, Sendable {
        /// Accounts ever named.
        public let accounts: Int
        /// Reservations at one time.
        public let open: Int
        /// Closed bookings of which a repetition is still recognised.
        public let remembered: Int

        public init(accounts: Int = 1_024, open: Int = 256, remembered: Int = 1_024) {
            self.accounts = max(accounts, 0)
            self.open = max(open, 0)
            self.remembered = max(remembered, 0)
        }
    }

    struct Row: Sendable {
        let account: Account
        var posted = Int256.zero
        /// What open reservations would take, as a negative number.
        var outgoing = Int256.zero
    }

    public enum Outcome: Hashable, Sendable {
        case applied
        /// Known before: nothing changed.
        case repeated
    }

    public init(capacity: Capacity = Capacity()) {
        self.capacity = capacity
        closings = Closings(capacity: capacity.remembered)
    }

    /// Every account ever named, in the order of naming.
    public var accounts: [Account] { rows.map(\.account) }

    /// What has happened, without what is planned.
    public func balance(of account: Account) -> Int256 {
        places[account].map { rows[$0].posted } ?? .zero
    }

    /// The balance less all that is reserved of it; what a reservation would bring does not count.
    ///
    /// Below zero where more happened than was planned: then nothing can be reserved.
    public func available(in account: Account) -> Int256 {
        places[account].map { rows[$0].posted &+ rows[$0].outgoing } ?? .zero
    }

    public mutating func apply(_ event: BookEvent) throws(BookRefusal) -> Outcome {
        switch event {
        case .reserve(let booking): try reserve(booking)
        case .post(let id): try post(id)
        case .settle(let booking): try settle(booking)
        case .void(let id): try void(id)
        }
    }

    private mutating func reserve(_ booking: Booking) throws(BookRefusal) -> Outcome {
        switch try stage(of: booking.id) {
        case .open(let place):
            guard open[place] == booking else { throw .conflicting(booking.id) }
            return .repeated
        case .closed: return .repeated
        case .new: break
        }
        guard open.count < capacity.open else { throw .tooManyOpen(limit: capacity.open) }
        for entry in booking.entries where entry.change.isNegative {
            try requireReservable(entry)
        }
        try nameAccounts(of: booking)
        for entry in booking.entries where entry.change.isNegative {
            if let place = places[entry.account] { rows[place].outgoing += entry.change }
        }
        open.append(booking)
        latest = booking.id
        return .applied
    }

    private mutating func post(_ id: BookingID) throws(BookRefusal) -> Outcome {
        switch try stage(of: id) {
        case .new: throw .unknown(id)
        case .closed(posted: false): throw .alreadyVoided(id)
        case .closed(posted: true): return .repeated
        case .open(let place): return try settle(open[place])
        }
    }

    private mutating func settle(_ booking: Booking) throws(BookRefusal) -> Outcome {
        let stage = try stage(of: booking.id)
        switch stage {
        case .closed(posted: false): throw .alreadyVoided(booking.id)
        case .closed(posted: true): return .repeated
        case .new, .open: break
        }
        for entry in booking.entries { try requirePostable(entry) }
        try nameAccounts(of: booking)
        if case .open(let place) = stage { release(at: place) }
        for entry in booking.entries {
            if let place = places[entry.account] { rows[place].posted += entry.change }
        }
        if stage == .new { latest = booking.id }
        closings.append(Closing(id: booking.id, wasPosted: true))
        return .applied
    }

    private mutating func void(_ id: BookingID) throws(BookRefusal) -> Outcome {
        switch try stage(of: id) {
        case .new: throw .unknown(id)
        case .closed(posted: true): throw .alreadyPosted(id)
        case .closed(posted: false): return .repeated
        case .open(let place):
            release(at: place)
            closings.append(Closing(id: id, wasPosted: false))
            return .applied
        }
    }

    private mutating func release(at place: Int) {
        for entry in open.remove(at: place).entries where entry.change.isNegative {
            if let place = places[entry.account] { rows[place].outgoing -= entry.change }
        }
    }
}

extension Books {
    private enum Stage: Hashable {
        case new
        case open(Int)
        case closed(posted: Bool)
    }

    private func stage(of id: BookingID) throws(BookRefusal) -> Stage {
        guard let latest, id <= latest else { return .new }
        if let place = open.firstIndex(where: { $0.id == id }) { return .open(place) }
        guard let posted = closings.wasPosted(id) else { throw .unknown(id) }
        return .closed(posted: posted)
    }

    private func requireReservable(_ entry: BookEntry) throws(BookRefusal) {
        let row = places[entry.account].map { rows[$0] } ?? Row(account: entry.account)
        let (outgoing, isBeyond) = row.outgoing.addingReportingOverflow(entry.change)
        let (rest, isDeep) = row.posted.addingReportingOverflow(outgoing)
        guard !isBeyond, !isDeep else { throw .overflow(entry.account) }
        guard entry.account.kind.isHolding, rest.isNegative else { return }
        throw .insufficient(entry.account, available: available(in: entry.account))
    }

    private func requirePostable(_ entry: BookEntry) throws(BookRefusal) {
        let row = places[entry.account].map { rows[$0] } ?? Row(account: entry.account)
        let (posted, isBeyond) = row.posted.addingReportingOverflow(entry.change)
        guard !isBeyond, !posted.addingReportingOverflow(row.outgoing).overflow else {
            throw .overflow(entry.account)
        }
        guard entry.account.kind.isHolding, posted.isNegative else { return }
        throw .overdrawn(entry.account, balance: row.posted)
    }

    /// The last check of every event, since it is the first to change something.
    private mutating func nameAccounts(of booking: Booking) throws(BookRefusal) {
        let unnamed = booking.entries.count { places[$0.account] == nil }
        guard rows.count + unnamed <= capacity.accounts else {
            throw .tooManyAccounts(limit: capacity.accounts)
        }
        for entry in booking.entries where places[entry.account] == nil {
            places[entry.account] = rows.count
            rows.append(Row(account: entry.account))
        }
    }
}
