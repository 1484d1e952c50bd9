import Ethereum
import Numerics
import Venues

/// What is wrong with a pool's state: which field, and why.
struct WrongPool: Error {
    let field: String
    let why: String

    init(_ field: String, _ why: String) {
        self.field = field
        self.why = why
    }

    init(_ state: InvalidState) {
        field = state.field
        why =
            switch state.problem {
            case .isZero: "must not be zero"
            case .exceeds(let most): "must be at most \(most)"
            case .outOfOrder(let index): "entry \(index) is out of order or out of range"
            case .wrongCount(let count): "has \(count) entries, which is the wrong number"
            case .contradicts(let other): "contradicts '\(other)'"
            case .unknown: "is not known"
            }
    }
}

/// The fields of a pool's JSON object, each with its own error. All must be used up: a field that nobody
/// asked for is a mistyped one.
struct PoolFields {
    private let document: JSONValue
    private var asked: [String] = []

    init(_ document: JSONValue) throws(WrongPool) {
        guard document.members != nil else { throw WrongPool("the pool", "is no JSON object") }
        self.document = document
    }

    private mutating func value(_ field: String) throws(WrongPool) -> JSONValue {
        guard let value = optional(field) else { throw WrongPool(field, "is missing") }
        return value
    }

    private mutating func optional(_ field: String) -> JSONValue? {
        asked.append(field)
        return document[field]
    }

    mutating func text(_ field: String) throws(WrongPool) -> String {
        guard let text = try value(field).text else { throw WrongPool(field, "must be text") }
        return text
    }

    mutating func optionalText(_ field: String) throws(WrongPool) -> String? {
        guard let value = optional(field) else { return nil }
        guard let text = value.text else { throw WrongPool(field, "must be text") }
        return text
    }

    mutating func choice<Choice>(
        _ field: String,
        _ choices: [(String, Choice)]
    ) throws(WrongPool) -> Choice {
        let word = try text(field)
        guard let choice = choices.first(where: { $0.0 == word }) else {
            let names = choices.map(\.0).joined(separator: ", ")
            throw WrongPool(field, "is '\(word)', and must be one of \(names)")
        }
        return choice.1
    }

    mutating func number(_ field: String) throws(WrongPool) -> UInt256 {
        try Self.number(try value(field), field)
    }

    mutating func number(_ field: String, orElse other: UInt256) throws(WrongPool) -> UInt256 {
        guard let value = optional(field) else { return other }
        return try Self.number(value, field)
    }

    mutating func numbers(_ field: String) throws(WrongPool) -> [UInt256] {
        guard let elements = try value(field).elements else {
            throw WrongPool(field, "must be an array")
        }
        var numbers: [UInt256] = []
        for (index, element) in elements.enumerated() {
            numbers.append(try Self.number(element, "\(field)[\(index)]"))
        }
        return numbers
    }

    mutating func optionalNumbers(_ field: String) throws(WrongPool) -> [UInt256]? {
        guard document[field] != nil else {
            asked.append(field)
            return nil
        }
        return try numbers(field)
    }

    /// A number of few bits, such as a fee or a place.
    mutating func small<Small: FixedWidthInteger>(_ field: String) throws(WrongPool) -> Small {
        try Self.small(try signed(field), field)
    }

    mutating func signed(_ field: String) throws(WrongPool) -> Int256 {
        try Self.signed(try value(field), field)
    }

    /// The ticks of a pool: objects with an index and the liquidity that begins there.
    mutating func ticks(_ field: String) throws(WrongPool) -> [UniswapV3Pool.Tick] {
        guard let elements = try value(field).elements else {
            throw WrongPool(field, "must be an array")
        }
        var ticks: [UniswapV3Pool.Tick] = []
        for (place, element) in elements.enumerated() {
            let path = "\(field)[\(place)]"
            guard let index = element["index"], let net = element["liquidityNet"] else {
                throw WrongPool(path, "must have 'index' and 'liquidityNet'")
            }
            ticks.append(
                UniswapV3Pool.Tick(
                    index: try Self.small(try Self.signed(index, path + ".index"), path + ".index"),
                    liquidityNet: try Self.signed(net, path + ".liquidityNet")
                )
            )
        }
        return ticks
    }

    /// Refuses what was not asked for.
    func finish() throws(WrongPool) {
        let unknown = document.members?.first { !asked.contains($0.key) }
        guard let unknown else { return }
        throw WrongPool(unknown.key, Suggestion.unknown("field", unknown.key, among: asked))
    }

    private static func number(_ value: JSONValue, _ field: String) throws(WrongPool) -> UInt256 {
        guard let digits = digits(value), let number = try? UInt256(decimal: digits) else {
            throw WrongPool(field, "must be a whole number of at most 256 bits, in digits")
        }
        return number
    }

    private static func signed(_ value: JSONValue, _ field: String) throws(WrongPool) -> Int256 {
        guard let digits = digits(value), let number = try? Int256(decimal: digits) else {
            throw WrongPool(field, "must be a whole number of at most 256 bits, in digits")
        }
        return number
    }

    private static func small<Small: FixedWidthInteger>(
        _ number: Int256,
        _ field: String
    ) throws(WrongPool) -> Small {
        guard let small = Small(exactly: number) else {
            throw WrongPool(field, "must be between \(Small.min) and \(Small.max)")
        }
        return small
    }

    private static func digits(_ value: JSONValue) -> String? {
        switch value {
        case .string(let text), .number(let text): text
        default: nil
        }
    }
}
