import Numerics
import Vocabulary

// The lines of a scenario that say what is expected.

extension FaultLineReader {
    private enum Measure: String, CaseIterable {
        case loss
        case onBridge = "on-bridge"
        case insideTarget = "inside-target"
        case rest, converged
    }

    private static let subjects: [Expectation.Subject] = [
        .trade, .settled, .unwound, .nothingFilled, .parked, .transfer, .crash, .alert(nil),
        .halt(.any),
    ]

    /// What stands behind `expect`.
    mutating func claim() throws(FaultScriptError) -> Expectation.Claim {
        let word = wanted()
        if word.text == "no" {
            let subject = try subject(wanted(), isDenied: true)
            return .happens(subject, .exactly(0), try span())
        }
        switch word.text.flatMap(Measure.init(rawValue:)) {
        case .loss: return .loss(atMost: try most())
        case .onBridge: return .onBridge(atMost: try most())
        case .insideTarget: return .insideTarget(atLeast: try leastShare())
        case .rest: return try rest()
        case .converged: return .converges
        case nil:
            let subject = try subject(word, isDenied: false)
            let bound = try bound()
            return .happens(subject, bound, try span())
        }
    }

    private mutating func subject(
        _ word: Word,
        isDenied: Bool
    ) throws(FaultScriptError) -> Expectation.Subject {
        switch word.text {
        case "hold": return .hold(try checkName())
        case "halt": return .halt(try haltName() ?? .any)
        case "alert": return .alert(try alertName())
        default: break
        }
        if let subject = Self.subjects.first(where: { $0.word == word.text }) { return subject }
        var words = Self.subjects.map(\.word) + ["hold"]
        if !isDenied { words += ["no"] + Measure.allCases.map(\.rawValue) }
        throw unexpected(word, expected: words)
    }

    /// Whether a word belongs to what follows a name.
    private static func endsName(_ word: String?) -> Bool {
        guard let word else { return true }
        return ["at", "exactly", "from", "to"].contains(word)
    }

    private mutating func haltName() throws(FaultScriptError) -> HaltName? {
        guard !Self.endsName(ahead) else { return nil }
        let word = wanted()
        guard let name = word.text.flatMap(HaltName.init(word:)) else {
            throw unexpected(word, expected: HaltName.all.map(\.word))
        }
        return name
    }

    private mutating func alertName() throws(FaultScriptError) -> AlertName? {
        guard !Self.endsName(ahead) else { return nil }
        let word = wanted()
        guard let name = word.text.flatMap(AlertName.init(rawValue:)) else {
            throw unexpected(word, expected: AlertName.allCases.map(\.rawValue))
        }
        return name
    }

    private mutating func checkName() throws(FaultScriptError) -> CheckName {
        let word = wanted()
        guard let name = word.text.flatMap(CheckName.init(word:)) else {
            let nearest = word.text.flatMap {
                NearestWord.to($0, among: CheckName.all.map(\.word))
            }
            let expected = ["the name of a check with dashes, such as head-age"]
            throw error(
                word,
                .unexpected(found: word.text, expected: expected, nearest: nearest)
            )
        }
        return name
    }

    /// `at least 5`, `at most 5`, `exactly 5`; nothing is at least one.
    private mutating func bound() throws(FaultScriptError) -> Expectation.Bound {
        switch ahead {
        case "exactly":
            _ = next()
            return .exactly(try count())
        case "at":
            _ = next()
            let word = wanted()
            switch word.text {
            case "least": return .atLeast(try count(atLeast: 1))
            case "most": return .atMost(try count())
            default: throw unexpected(word, expected: ["least", "most"])
            }
        default: return .atLeast(1)
        }
    }

    private mutating func demand(_ wishes: String...) throws(FaultScriptError) {
        for wish in wishes {
            let word = wanted()
            guard word.text == wish else { throw unexpected(word, expected: [wish]) }
        }
    }

    /// `at most 5 USD`.
    private mutating func most() throws(FaultScriptError) -> Worth {
        try demand("at", "most")
        let word = wanted()
        let units = word.text.flatMap { try? DecimalNumber($0).scaled(to: Worth.decimals) }
        guard let units, let signed = Int256(magnitude: units, isNegative: false) else {
            throw unexpected(word, expected: ["a number of dollars such as 5 USD"])
        }
        try demand("USD")
        return Worth(units: signed)
    }

    private mutating func leastShare() throws(FaultScriptError) -> BasisPoints {
        try demand("at", "least")
        return try share()
    }

    private mutating func rest() throws(FaultScriptError) -> Expectation.Claim {
        let word = wanted()
        switch word.text {
        case "parity": return .restsInParity
        case "halted":
            guard let name = try haltName() else { return .restsHalted(.any) }
            return .restsHalted(name)
        default: throw unexpected(word, expected: ["parity", "halted"])
        }
    }
}
