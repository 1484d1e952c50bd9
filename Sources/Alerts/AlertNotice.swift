public import Ethereum
public import Risk
public import Vocabulary

/// What a person is told of one trouble, once.
public struct AlertNotice: Hashable, Sendable {
    public enum Occasion: String, Hashable, Sendable {
        /// It has begun, or come back.
        case raised
        /// It is still there.
        case repeated
        /// It is there, and worse than was told.
        case worsened
        /// It is over.
        case recovered
        /// Something happened, once or several times since it was told last.
        case happened
    }

    public let key: AlertKey
    public let occasion: Occasion
    /// Of what is over: as bad as it was told.
    public let level: AlertLevel
    public let text: String
    public let since: Instant
    public let at: Instant
    /// Of this trouble, counted from one.
    public let number: UInt64
    /// How often it happened since it was told last; one for what stands.
    public let count: UInt64

    /// Longer texts are cut: a hundred halts need not be read on a phone.
    public static let longestText = 1_000
}

extension AlertNotice: CustomStringConvertible {
    /// One line that says all a person needs at first, but for how bad it is.
    public var description: String {
        let length = Self.rough(since, at)
        let what = "\(key): \(text)"
        return switch occasion {
        case .raised: what
        case .repeated: "still after \(length): \(what)"
        case .worsened: "worse after \(length): \(what)"
        case .recovered: "over after \(length): \(what)"
        case .happened: what + (count > 1 ? " (\(count) times in \(length))" : "")
        }
    }

    /// With it.
    private var line: String {
        occasion == .recovered ? description : "\(level.rawValue): \(self)"
    }

    private static func rough(_ since: Instant, _ now: Instant) -> String {
        let length = now > since ? now.milliseconds - since.milliseconds : 0
        return switch length {
        case ..<2_000: "\(length) ms"
        case ..<120_000: "\(length / 1_000) s"
        case ..<7_200_000: "\(length / 60_000) min"
        default: "\(length / 3_600_000) h"
        }
    }
}

extension AlertNotice {
    /// What a webhook and a command are given. Integers are strings; `text` is a whole line, as chats want it.
    public func json(strategy: String) -> JSONValue {
        .object([
            JSONMember("text", .string("\(strategy): \(line)")),
            JSONMember("strategy", .string(strategy)),
            JSONMember("key", .string("\(key)")),
            JSONMember("alert", .string(key.kind.rawValue)),
            JSONMember("subject", .string(key.subject)),
            JSONMember("occasion", .string(occasion.rawValue)),
            JSONMember("severity", .string(level.rawValue)),
            JSONMember("summary", .string(text)),
            JSONMember("since", .string(since.utc)),
            JSONMember("time", .string(at.utc)),
            JSONMember("number", .string("\(number)")),
            JSONMember("count", .string("\(count)")),
            JSONMember("advice", .string(key.kind.advice)),
            JSONMember("runbook", .string(key.kind.runbook)),
        ])
    }
}
