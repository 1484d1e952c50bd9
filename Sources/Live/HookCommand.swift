public import Vocabulary

/// A program of the operator's that is handed each letter on its standard input.
public struct HookCommand: Hashable, Sendable {
    /// The program's path and its arguments; no shell reads them.
    public let arguments: [String]
    /// `NAME=value`, and nothing else.
    public let environment: [String]
    /// It is ended when it takes longer.
    public let limit: Interval

    public init(
        arguments: [String],
        environment: [String] = [],
        limit: Interval = Interval(milliseconds: 10_000)
    ) {
        self.arguments = arguments
        self.environment = environment
        self.limit = limit
    }
}

/// What came of trying to deliver something, for the log. Nothing in it can be a secret.
public enum CourierNotice: Hashable, Sendable {
    case delivered(Carrier, key: String)
    case failed(Carrier, key: String, reason: String, again: Interval)
    case givenUp(Carrier, key: String, reason: String)
    /// As many letters wait as may.
    case full(Carrier, key: String)
    /// The heart beats again, or for the first time.
    case beating
    case missedBeat(reason: String)
    /// No alert would arrive there.
    case withheldBeat(Carrier)

    public enum Carrier: String, Hashable, Sendable {
        case webhook
        case command
    }
}

extension CourierNotice {
    public var isTrouble: Bool {
        switch self {
        case .delivered, .beating: false
        case .failed, .givenUp, .full, .missedBeat, .withheldBeat: true
        }
    }
}

extension CourierNotice: CustomStringConvertible {
    public var description: String {
        switch self {
        case .delivered(let carrier, let key): "\(carrier.rawValue): told of \(key)"
        case .failed(let carrier, let key, let reason, let again):
            "\(carrier.rawValue): could not tell of \(key): \(reason); again in \(again)"
        case .givenUp(let carrier, let key, let reason):
            "\(carrier.rawValue): could not tell of \(key): \(reason); given up"
        case .full(let carrier, let key):
            "\(carrier.rawValue): too much waits to be told; \(key) is not"
        case .beating: "heartbeat: taken"
        case .missedBeat(let reason): "heartbeat: not taken: \(reason)"
        case .withheldBeat(let carrier):
            "heartbeat: withheld, since the \(carrier.rawValue) takes no alerts"
        }
    }
}
