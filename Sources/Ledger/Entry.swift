public import Numerics

/// A signed number of base units for one account.
public struct Entry: Hashable, Sendable {
    public let account: Account
    public let change: Int256

    public init(account: Account, change: Int256) {
        self.account = account
        self.change = change
    }
}
