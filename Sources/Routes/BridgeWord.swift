/// What an argument of a bridge's function or event means. A signature names its arguments with these words;
/// where they stand in it is where they stand in calls and logs.
public enum BridgeWord: String, CaseIterable, Hashable, Sendable {
    /// The number by which both chains know a transfer.
    case transfer
    case token
    case sender
    /// What is on its way, or was paid: after the bridge's fee.
    case amount
    /// What was put in: before the bridge's fee.
    case gross
    /// The chain it goes to, by the number the bridge has for it.
    case destination
    case recipient
    /// The bridge contract, where its token is asked about it.
    case bridge
}

/// One function or event of a bridge. The raw values are what the configuration calls them.
public enum BridgePart: String, CaseIterable, Hashable, Sendable {
    /// Puts tokens in.
    case send
    /// Tokens went in.
    case departed
    /// Tokens came out at the other end.
    case released
    /// Tokens came out where they had gone in.
    case refunded
    case paused
    /// In basis points.
    case fee
    /// Less is refused.
    case least
    case dailyLimit = "daily_limit"
    /// Whether it takes a token, or goes to a chain.
    case supported
    /// How much of a token it may still mint now.
    case mintable
}

extension BridgePart {
    public var isEvent: Bool {
        switch self {
        case .departed, .released, .refunded: true
        case .send, .paused, .fee, .least, .dailyLimit, .supported, .mintable: false
        }
    }

    /// Without these nobody can tell what goes in and what comes out.
    public static let needed: [BridgePart] = [.send, .departed, .released]

    /// What a signature must name. `departed` needs the amount before or after the fee as well.
    public var neededWords: [BridgeWord] {
        switch self {
        case .send: [.amount]
        case .departed: [.transfer]
        case .released, .refunded: [.transfer, .recipient, .amount]
        case .paused, .fee, .least, .dailyLimit, .supported, .mintable: []
        }
    }

    /// What a signature may name. Functions take nothing else, since nobody could say what to give them;
    /// events may have more.
    public var possibleWords: [BridgeWord] {
        switch self {
        case .send: [.token, .amount, .destination, .recipient]
        case .departed: [.transfer, .token, .sender, .amount, .gross, .destination, .recipient]
        case .released, .refunded: [.transfer, .token, .recipient, .amount]
        case .paused: []
        case .fee, .least, .dailyLimit: [.token]
        case .supported: [.token, .destination]
        case .mintable: [.token, .bridge]
        }
    }

    /// What a view answers first; `nil` where the answer is nothing to us.
    public var answer: Answer? {
        switch self {
        case .send, .departed, .released, .refunded: nil
        case .paused, .supported: .yesOrNo
        case .fee, .least, .dailyLimit, .mintable: .number
        }
    }

    public enum Answer: Hashable, Sendable {
        case yesOrNo
        case number
    }
}
