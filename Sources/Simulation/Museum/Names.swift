import Parity
public import Risk

/// Names in scenarios are those of the bot's own explanations, with dashes for what parts their words.
enum DashedName {
    static func of(_ words: String) -> String {
        words.split { !$0.isLetter && !$0.isNumber }.joined(separator: "-")
    }
}

/// What stands where nothing new is begun: a cause, a breaker, a person, or any.
public enum HaltName: Hashable, Sendable {
    case any
    case cause(Halt.Cause)
    case breaker(Breaker)
    case person

    static let all: [HaltName] =
        [.any, .person] + Halt.Cause.allCases.map { .cause($0) }
        + Breaker.allCases.map { .breaker($0) }

    init?(word: String) {
        guard let name = Self.all.first(where: { $0.word == word }) else { return nil }
        self = name
    }

    var word: String {
        switch self {
        case .any: "any"
        case .person: "person"
        case .breaker(let breaker): DashedName.of(breaker.rawValue)
        case .cause(let cause):
            switch cause {
            case .shortfall: "shortfall"
            case .contradiction: "contradiction"
            case .nonces: "nonces"
            case .chainAhead: "chain-ahead"
            case .bridge: "bridge"
            case .unwinding: "unwinding"
            case .timeJump: "time-jump"
            case .tooManyHalts: "too-many-halts"
            case .contract: "contract"
            }
        }
    }

    func names(_ author: Halt.Author) -> Bool {
        switch (self, author) {
        case (.any, _), (.person, .person): true
        case (.cause(let cause), .bot(let other)): cause == other
        case (.breaker(let breaker), .breaker(let other)): breaker == other
        default: false
        }
    }
}

/// A check that a verdict can fail by.
public struct CheckName: Hashable, Sendable {
    let rule: Rule

    static let all = Rule.allCases.map { CheckName(rule: $0) }

    init(rule: Rule) {
        self.rule = rule
    }

    init?(word: String) {
        guard let name = Self.all.first(where: { $0.word == word }) else { return nil }
        self = name
    }

    var word: String { DashedName.of(rule.rawValue) }
}

/// What people are told of: the words with which an alert's key begins.
public enum AlertName: String, Hashable, Sendable, CaseIterable {
    case books, nonces, breaker, halts, lane, time, disputed, halted, signer, refused, unwound,
        parked,
        surplus, shortfall, late
    case gasMoney = "gas-money"
    case lossLimit = "loss-limit"

    func names(_ key: String) -> Bool {
        let words = DashedName.of(key)
        return words == rawValue || words.hasPrefix(rawValue + "-")
    }
}
