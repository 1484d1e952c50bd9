/// The right to act for one account on one chain, on this machine, whichever journal is used.
///
/// It lies outside the journal because a copied journal would bring its own lock along.
public struct AccountLock: ~Copyable {
    private let lock: HeldLock

    /// `directory` is shared by all bots of the machine and must exist. Accounts are told apart by their
    /// bytes, so two spellings of one address are one account.
    public init(directory: String, chain: UInt64, account: [UInt8]) throws(JournalFailure) {
        try self.init(directory: directory, chain: chain, account: account, calls: .kernel)
    }

    init(
        directory: String,
        chain: UInt64,
        account: [UInt8],
        calls: SystemCalls
    ) throws(JournalFailure) {
        let digits = Array("0123456789abcdef")
        let name = account.map { "\(digits[Int($0 >> 4)])\(digits[Int($0 & 15)])" }.joined()
        lock = try HeldLock(path: "\(directory)/\(chain)-\(name).lock", calls: calls)
    }
}
