import Numerics
import Vocabulary

// Expectations as they are written.

extension Expectation: CustomStringConvertible {
    public var description: String { "expect \(claim)" }
}

extension Expectation.Claim: CustomStringConvertible {
    public var description: String {
        switch self {
        case .happens(let subject, .exactly(0), let span): "no \(subject)\(span)"
        case .happens(let subject, .atLeast(1), let span): "\(subject)\(span)"
        case .happens(let subject, let bound, let span): "\(subject) \(bound)\(span)"
        case .loss(let most): "loss at most \(ShortNumber.dollars(most))"
        case .onBridge(let most): "on-bridge at most \(ShortNumber.dollars(most))"
        case .insideTarget(let least): "inside-target at least \(ShortNumber.percent(least))"
        case .restsInParity: "rest parity"
        case .restsHalted(let name): "rest halted \(name.word)"
        case .converges: "converged"
        case .strikes(let fault): "\(fault.rawValue) strikes"
        case .keepsPromises: "no promise is broken"
        }
    }
}

extension Expectation.Subject: CustomStringConvertible {
    public var description: String {
        switch self {
        case .halt(.any): word
        case .halt(let name): "\(word) \(name.word)"
        case .hold(let name): "\(word) \(name.word)"
        case .alert(let name?): "\(word) \(name.rawValue)"
        default: word
        }
    }

    var word: String {
        switch self {
        case .trade: "trade"
        case .settled: "settled"
        case .unwound: "unwound"
        case .nothingFilled: "nothing-filled"
        case .parked: "parked"
        case .transfer: "transfer"
        case .halt: "halt"
        case .hold: "hold"
        case .alert: "alert"
        case .crash: "crash"
        }
    }
}

extension Expectation.Bound: CustomStringConvertible {
    public var description: String {
        switch self {
        case .atLeast(let count): "at least \(count)"
        case .atMost(let count): "at most \(count)"
        case .exactly(let count): "exactly \(count)"
        }
    }
}

extension Expectation.Span: CustomStringConvertible {
    public var description: String {
        var words = ""
        if from > .start { words += " from \(Interval(milliseconds: from.milliseconds))" }
        if let to { words += " to \(Interval(milliseconds: to.milliseconds))" }
        return words
    }
}

/// Numbers in expectations: without the zeros that mean nothing.
enum ShortNumber {
    static func percent(_ share: BasisPoints) -> String {
        trimmed(DecimalNumber(digits: UInt256(share.millionths), scale: 8).description) + " %"
    }

    static func dollars(_ worth: Worth) -> String { trimmed(worth.text(decimals: 2)) + " USD" }

    private static func trimmed(_ text: String) -> String {
        guard text.contains(".") else { return text }
        var digits = Substring(text)
        while digits.hasSuffix("0") { digits = digits.dropLast() }
        return String(digits.hasSuffix(".") ? digits.dropLast() : digits)
    }
}
