public import Vocabulary

/// Why the books stayed as they were.
public enum Refusal: Error, Hashable, Sendable {
    case noEntries
    case tooManyEntries(Int, limit: Int)
    case unbalanced(Token)
    case overflow(Account)
    case tooManyAccounts(limit: Int)
}
