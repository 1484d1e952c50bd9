public import Bot
public import Risk

// What the bot says by itself, in the words of its keys.

extension AlertKey {
    /// `nil` for what is seen as a state of its own, so that it isn't told twice: halts, the breakers that make
    /// them, and pools in quarantine.
    public init?(_ alert: Alert) {
        let words = alert.key.split(separator: " ", maxSplits: 1)
        let subject = words.count > 1 ? String(words[1]) : ""
        switch words.first {
        case "halted", "halts", "breaker", "pool": return nil
        case "gas": self.init(.gasMoney, String(subject.drop { !$0.isNumber }))
        case "loss": self.init(.lossLimit, Self.behind(subject))
        case "limit": self.init(.tradeLimit, subject)
        case "signer": self.init(.signer, subject)
        case "surplus": self.init(.surplus, subject)
        case "shortfall": self.init(.shortfall, subject)
        case "time": self.init(.timeJump)
        case "refused": self.init(.transactionRefused, subject)
        case "disputed": self.init(.disputed, subject)
        case "unwound": self.init(.unwound, subject)
        case "parked": self.init(.parked, subject)
        case "books": self.init(.books, subject)
        case "nonces": self.init(.nonces, subject)
        case "breakers": self.init(.breakers)
        case "lane": self.init(.bridgeLane, subject)
        case "late": self.init(.signedLate, subject)
        case "contract": self.init(.contract, subject)
        case "contracts": self.init(.contractsUnknown, subject)
        case "validators": self.init(.validators, subject)
        case "journal": self.init(.journal)
        default: self.init(.other, alert.key)
        }
    }

    private static func behind(_ subject: String) -> String {
        String(subject.drop { $0 != " " }.dropFirst())
    }
}

extension AlertLevel {
    public init(_ severity: Alert.Severity) {
        switch severity {
        case .notice: self = .notice
        case .warning: self = .warning
        case .critical: self = .critical
        }
    }
}
