public import Ledger
import Numerics
import Vocabulary

/// The books as a text that `hledger` or `beancount` reads, entry by entry.
///
/// 1. Only what happened is written: what was posted as planned, or settled. Reservations wait until they
///    are posted, and voided ones never appear, so the totals are those of `Books`.
/// 2. An event that repeats an earlier one is written once, as the books book it once.
/// 3. Amounts are whole tokens, exactly; those of unnamed tokens are base units.
/// 4. Memory is that of the books: accounts, open reservations and the last closed ones, each bounded by
///    the capacity, however many entries there are.
///
/// An account is declared before it is first used, so that both programs can be strict about typing
/// errors. Beancount adds with 28 digits: sums beyond them it rounds, and hledger does not.
public struct BooksText: Sendable {
    public enum Format: Hashable, Sendable, CaseIterable {
        case hledger
        case beancount
    }

    public let format: Format
    private let names: AssetNames
    /// What all entries so far make.
    public private(set) var books: Books
    private var declared: Set<Account> = []
    private var commodities: [String: Asset] = [:]

    /// More than any bot's books hold, so that what they took is taken here.
    public static let usualCapacity = Books.Capacity(
        accounts: 65_536,
        open: 65_536,
        remembered: 65_536
    )

    public init(
        _ format: Format,
        names: AssetNames,
        capacity: Books.Capacity = usualCapacity
    ) {
        self.format = format
        self.names = names
        books = Books(capacity: capacity)
    }

    /// What stands before all entries.
    public var heading: String {
        switch format {
        case .hledger:
            "; The books of cantilever. Only what happened; times are UTC.\ndecimal-mark .\n"
        case .beancount: "; The books of cantilever. Only what happened; times are UTC.\n"
        }
    }

    /// The next entry's declarations and transactions; empty if nothing in it happened. After a refusal
    /// nothing more can be written.
    public mutating func text(of entry: BooksEntry) throws(ExportRefusal) -> String {
        guard let time = CalendarTime(entry.at) else { throw .beyondCalendar(entry.at) }
        var text = ""
        for booking in try happened(in: entry) {
            for change in booking.entries { text += try declaration(of: change.account) }
            text += transaction(booking, at: time, for: entry.plan)
        }
        return text
    }

    /// Takes the entry into the books without writing it.
    public mutating func skip(_ entry: BooksEntry) throws(ExportRefusal) {
        _ = try happened(in: entry)
    }

    /// The bookings that became true, in order.
    private mutating func happened(in entry: BooksEntry) throws(ExportRefusal) -> [Booking] {
        var bookings: [Booking] = []
        for event in entry.events {
            let booking: Booking? =
                switch event {
                case .settle(let booking): booking
                case .post(let id): books.open.first { $0.id == id }
                case .reserve, .void: nil
                }
            do throws(BookRefusal) {
                guard try books.apply(event) == .applied, let booking else { continue }
                bookings.append(booking)
            } catch { throw .books(error) }
        }
        return bookings
    }

    private mutating func declaration(of account: Account) throws(ExportRefusal) -> String {
        guard declared.insert(account).inserted else { return "" }
        let name = names.name(of: account.asset)
        let path = AccountPath(account, names)
        let holder = commodities.updateValue(account.asset, forKey: name.commodity)
        if let holder, holder != account.asset {
            throw .commodityTaken(name.commodity, by: holder, wantedBy: account.asset)
        }
        switch format {
        case .hledger:
            let zeros = String(repeating: "0", count: Int(name.decimals))
            let commodity = holder == nil ? "commodity 1000.\(zeros) \"\(name.commodity)\"\n" : ""
            return commodity + "account \(path.plain)\n"
        case .beancount:
            // As early as can be: a clock that was set back must not make an account late.
            return "1970-01-01 open \(path.capitalised) \(name.commodity)\n"
        }
    }

    private func transaction(_ booking: Booking, at time: CalendarTime, for plan: UInt64?) -> String
    {
        let number = booking.id.number
        let postings = booking.entries.map { entry in
            let name = names.name(of: entry.account.asset)
            let path = AccountPath(entry.account, names)
            let amount = Self.text(of: entry.change, decimals: name.decimals)
            return switch format {
            case .hledger: "    \(path.plain)  \(amount) \"\(name.commodity)\""
            case .beancount: "  \(path.capitalised)  \(amount) \(name.commodity)"
            }
        }
        let title = "booking \(number)" + (plan.map { " of plan \($0)" } ?? "")
        let lines: [String] =
            switch format {
            case .hledger: ["\(time.date) * (\(number)) \(title)  ; time: \(time.text)"]
            case .beancount:
                [
                    "\(time.date) * \"\(title)\"", "  booking: \"\(number)\"",
                    "  time: \"\(time.text)\"",
                ]
            }
        return "\n" + (lines + postings).joined(separator: "\n") + "\n"
    }

    private static func text(of change: Int256, decimals: UInt8) -> String {
        let digits = DecimalNumber(digits: change.magnitude, scale: decimals).description
        return (change.isNegative ? "-" : "") + digits
    }
}
