public import Numerics
import Vocabulary

/// Double-entry books in base units.
///
/// 1. Every transaction, and so every token's column, sums to zero.
/// 2. A refused transaction changes nothing.
public struct Ledger: Sendable {
    /// Entries in one transaction.
    public static let mostEntries = 32

    /// Accounts ever touched.
    public let capacity: Int
    private var balances: [Account: Int256] = [:]

    public init(capacity: Int) {
        self.capacity = capacity
    }

    public func balance(of account: Account) -> Int256 {
        balances[account] ?? .zero
    }

    public mutating func post(_ entries: [Entry]) throws(Refusal) {
        guard !entries.isEmpty else { throw .noEntries }
        guard entries.count <= Self.mostEntries else {
            throw .tooManyEntries(entries.count, limit: Self.mostEntries)
        }
        var after = balances
        for entry in entries {
            try Self.requireZeroSum(of: entry.account.token, in: entries)
            let (sum, overflow) = (after[entry.account] ?? .zero)
                .addingReportingOverflow(entry.change)
            guard !overflow else { throw .overflow(entry.account) }
            after[entry.account] = sum
        }
        guard after.count <= capacity else { throw .tooManyAccounts(limit: capacity) }
        balances = after
    }

    private static func requireZeroSum(of token: Token, in entries: [Entry]) throws(Refusal) {
        var total = Int256.zero
        for entry in entries where entry.account.token == token {
            let (sum, overflow) = total.addingReportingOverflow(entry.change)
            guard !overflow else { throw .overflow(entry.account) }
            total = sum
        }
        guard total == .zero else { throw .unbalanced(token) }
    }
}
