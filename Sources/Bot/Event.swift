public import Vocabulary

/// Something that happened, and when. The bot knows no other time than this one.
public struct Event: Hashable, Sendable {
    public let at: Instant
    public let happening: Happening

    public init(at: Instant, _ happening: Happening) {
        self.at = at
        self.happening = happening
    }

    public enum Happening: Hashable, Sendable {
        /// What the bot shall do was said, or said anew.
        case configured(Configuration)
        /// An endpoint answered a query, refused it, or let it time out.
        case answered(QueryNumber, Endpoint, Answer)
        /// The signer signed what it was asked to sign, or refused.
        case signed(SigningNumber, SigningOutcome)
        /// A time the bot had asked to be woken at has come.
        case woke
        /// An operator said something.
        case commanded(OperatorCommand)
    }
}

/// What an endpoint gave for a query. A timeout is its own answer: nothing is known.
public enum Answer: Hashable, Sendable {
    case value(Reply)
    case error(String)
    case timeout
}

public enum Reply: Hashable, Sendable {
    case snapshot(Snapshot)
    /// What became of a transaction; `nil` as long as the chain has not executed it.
    case receipt(Receipt?)
}

public enum SigningOutcome: Hashable, Sendable {
    case bytes([SignedTransaction])
    case refusal(String)
}

public enum OperatorCommand: Hashable, Sendable {
    /// No new plans; open trades finish or unwind.
    case halt(reason: String)
    case resume
}
