public import Vocabulary

/// What a balance is for. Value enters and leaves our pockets only against one of the others.
public enum Bucket: Hashable, Sendable {
    case publicLiquidity, stabilisation, flash, buffer, reserve
    case inFlight(lane: UInt32)
    case fees, gas, bridgeFees, profit, capital, suspense, rounding
}

/// One column of the books: a token, which names its chain, and what it is for.
public struct Account: Hashable, Sendable {
    public let token: Token
    public let bucket: Bucket

    public init(token: Token, bucket: Bucket) {
        self.token = token
        self.bucket = bucket
    }
}
