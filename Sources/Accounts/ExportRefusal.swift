public import Ledger
public import Vocabulary

/// Why an entry can't be written as books of account.
public enum ExportRefusal: Error, Hashable, Sendable {
    /// The entries up to here do not make books: events are missing, or out of order.
    case books(BookRefusal)
    /// Behind the year 9999.
    case beyondCalendar(Instant)
    /// Two assets without a name of their own come out alike: name them.
    case commodityTaken(String, by: Asset, wantedBy: Asset)
}
