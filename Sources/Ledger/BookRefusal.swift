public import Numerics

/// Why the books stayed as they were.
public enum BookRefusal: Error, Hashable, Sendable {
    case noEntries
    case tooManyEntries(Int, limit: Int)
    case repeatedAccount(Account)
    case unbalanced(Asset, by: Int256)
    case overflow(Account)
    case tooManyAccounts(limit: Int)
    case tooManyOpen(limit: Int)
    /// A reservation of more than is free.
    case insufficient(Account, available: Int256)
    /// What is said to have happened would leave less than nothing: the books contradict the chain.
    case overdrawn(Account, balance: Int256)
    /// The same booking with other entries.
    case conflicting(BookingID)
    case alreadyPosted(BookingID)
    case alreadyVoided(BookingID)
    /// Never reserved, or closed so long ago that it is not remembered how.
    case unknown(BookingID)
}
