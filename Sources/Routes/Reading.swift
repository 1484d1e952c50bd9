public import Vocabulary

/// What a chain answered to one question, or why there is no answer.
///
/// Unknown is never zero, never "failed", and never the last value: whoever reads must say what then.
public enum Reading<Value: Equatable & Sendable>: Equatable, Sendable {
    case known(Value)
    case unknown(Unknown)

    public var value: Value? {
        if case .known(let value) = self { value } else { nil }
    }

    public var unknown: Unknown? {
        if case .unknown(let reason) = self { reason } else { nil }
    }

    public func map<Other: Equatable & Sendable>(_ transform: (Value) -> Other) -> Reading<Other> {
        switch self {
        case .known(let value): .known(transform(value))
        case .unknown(let reason): .unknown(reason)
        }
    }
}

/// Why something is not known.
public enum Unknown: String, CanonicalName, Hashable, Sendable {
    /// Nobody asked, or the answer has not come.
    case unasked
    /// The call reverted.
    case reverted
    /// The call succeeded with nothing: there is no code at the address.
    case empty
    /// Bytes came that are no answer to the question.
    case malformed
    /// The answer contradicts itself, another answer, or what is possible.
    case contradictory
    /// Two endpoints disagree.
    case disputed
    /// Too little of what was answered is young enough.
    case stale
    /// What was answered is not believed: elsewhere it has been caught in a contradiction.
    case quarantined
}

extension Reading: Hashable where Value: Hashable {}

extension Reading: Canonical where Value: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        switch self {
        case .known(let value): writer.choice(0, "known", value)
        case .unknown(let reason): writer.choice(1, "unknown", reason)
        }
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let start = reader.offset
        switch try reader.choice() {
        case 0: self = .known(try reader.read())
        case 1: self = .unknown(try reader.read())
        case let other: throw CanonicalError(.unknownChoice(other), at: start)
        }
    }
}
