public import Vocabulary

/// Why nothing new is begun: where, since when, who says so, and until when.
///
/// Open trades finish or unwind all the same; a halt is about what is begun.
public struct Halt: Hashable, Sendable {
    public let scope: Scope
    public let author: Author
    public let reason: String
    public let since: Instant
    /// `nil` holds until somebody resumes.
    public let until: Instant?

    public enum Scope: Hashable, Sendable {
        case global
        case chain(ChainID)
        /// A route or a stabiliser, by its name: the fleet has each name once.
        case route(String)
    }

    public enum Author: Hashable, Sendable {
        case person(String)
        case breaker(Breaker)
        case bot(Cause)

        /// Whether one author's halt takes the place of the other's: all people speak as one.
        func isSameKind(as other: Author) -> Bool {
            switch (self, other) {
            case (.person, .person): true
            default: self == other
            }
        }

        var isPerson: Bool {
            if case .person = self { true } else { false }
        }
    }

    /// What the bot itself halts for.
    public enum Cause: String, CanonicalName, Hashable, Sendable {
        case shortfall = "a balance is less than the books can explain"
        case contradiction = "an answer contradicts what is known"
        case nonces = "a nonce lane has halted"
        case chainAhead = "the chain is ahead of the journal"
        case bridge = "money is not where the bridge should have put it"
        case unwinding = "an open leg could not be unwound within its bounds"
        case timeJump = "time has jumped"
        case tooManyHalts = "more halts than can be kept"
        case contract = "a contract is not what it must be"
    }

    /// In bytes of UTF-8.
    public static let longestName = 64
    public static let longestReason = 256

    /// What a person orders. Refuses what nobody could be held to: no name, no end after its beginning.
    public init(
        _ scope: Scope,
        by name: String,
        reason: String,
        since: Instant,
        until: Instant? = nil
    ) throws(HaltFault) {
        try Self.check(name: name)
        guard reason.utf8.count <= Self.longestReason else {
            throw .reasonTooLong(bytes: UInt64(reason.utf8.count))
        }
        if let until, until <= since { throw .overBeforeItBegins }
        self.init(scope: scope, author: .person(name), reason: reason, since: since, until: until)
    }

    /// What the bot orders itself, for so long or until somebody resumes; `reason` says it closer than the
    /// cause does and begins with it, unless it is too long to be kept.
    public init(
        _ scope: Scope,
        because cause: Cause,
        reason: String? = nil,
        since: Instant,
        holding: Interval? = nil
    ) {
        let isKept = reason.map { $0.utf8.count <= Self.longestReason } ?? false
        self.init(
            scope: scope,
            author: .bot(cause),
            reason: isKept ? reason ?? cause.rawValue : cause.rawValue,
            since: since,
            until: holding.map { since.advanced(by: $0) }
        )
    }

    init(_ trip: Trip) {
        self.init(
            scope: trip.scope,
            author: .breaker(trip.breaker),
            reason: trip.description,
            since: trip.at,
            until: nil
        )
    }

    private init(scope: Scope, author: Author, reason: String, since: Instant, until: Instant?) {
        self.scope = scope
        self.author = author
        self.reason = reason
        self.since = since
        self.until = until
    }

    static func check(name: String) throws(HaltFault) {
        guard !name.isEmpty else { throw .nameless }
        guard name.utf8.count <= longestName else {
            throw .nameTooLong(bytes: UInt64(name.utf8.count))
        }
    }

    public func isOver(at now: Instant) -> Bool {
        until.map { $0 <= now } ?? false
    }

    /// Whether it concerns a route over these chains.
    func applies(to route: String, over chains: [ChainID]) -> Bool {
        switch scope {
        case .global: true
        case .chain(let chain): chains.contains(chain)
        case .route(let name): name == route
        }
    }

    /// Read from a journal: any author.
    init?(read scope: Scope, _ author: Author, _ reason: String, _ since: Instant, _ end: Instant?)
    {
        if case .person(let name) = author {
            guard !name.isEmpty, name.utf8.count <= Self.longestName else { return nil }
        }
        guard reason.utf8.count <= Self.longestReason, end.map({ $0 >= since }) ?? true else {
            return nil
        }
        self.init(scope: scope, author: author, reason: reason, since: since, until: end)
    }
}

/// Why words make no halt, or lift none.
public enum HaltFault: Error, Hashable, Sendable {
    case nameless
    case nameTooLong(bytes: UInt64)
    case reasonTooLong(bytes: UInt64)
    case overBeforeItBegins
    case nothingToResume(Halt.Scope)
}
