public import Hashing

/// A named place for a value in a signature.
public struct ABIParameter: Hashable, Sendable {
    /// Empty where none was written.
    public let name: String
    public let type: ABIType
    public let isIndexed: Bool

    public init(name: String, type: ABIType, isIndexed: Bool = false) {
        self.name = name
        self.type = type
        self.isIndexed = isIndexed
    }
}

/// A function, an event or an error, from its human-readable signature.
public struct ABISignature: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        case function
        case event(isAnonymous: Bool)
        case error
    }

    public let kind: Kind
    public let name: String
    public let inputs: [ABIParameter]
    public let outputs: [ABIParameter]
    /// The hash of `canonical`: made once, since every log and call is told by it.
    public let digest: Digest

    /// Reads `transfer(address,uint256) returns (bool)`, `event Transfer(address indexed from, …)` or
    /// `error Unauthorized(address)`; without a word in front it is a function.
    public init(_ text: String) throws(ABITextError) {
        var reader = ABITextReader(text)
        var word = try reader.name()
        var kind = Kind.function
        if let written = Kind(word) {
            kind = written
            word = try reader.name()
        }
        name = word
        try reader.expect("(")
        let inputsStart = reader.offset
        inputs = try reader.members(mayBeIndexed: kind != .function && kind != .error)
        var outputs: [ABIParameter]?
        var next = reader.word()
        while !next.isEmpty {
            switch next {
            case "returns" where kind == .function && outputs == nil:
                try reader.expect("(")
                outputs = try reader.members()
            case "anonymous" where kind == .event(isAnonymous: false):
                kind = .event(isAnonymous: true)
            case "external", "public", "view", "pure", "payable", "nonpayable":
                guard kind == .function else { fallthrough }
            default: throw .expected(kind.ending, at: reader.offset - next.utf8.count)
            }
            next = reader.word()
        }
        reader.skipSpaces()
        try reader.finish()
        let mostIndexed = kind == .event(isAnonymous: true) ? 4 : 3
        guard inputs.count(where: \.isIndexed) <= mostIndexed else {
            throw .expected("at most \(mostIndexed) indexed arguments", at: inputsStart)
        }
        self.kind = kind
        self.outputs = outputs ?? []
        digest = Keccak256.hash(Self.canonical(name, inputs))
    }

    /// Name and types without spaces or names: what is hashed.
    public var canonical: String { Self.canonical(name, inputs) }

    private static func canonical(_ name: String, _ inputs: [ABIParameter]) -> String {
        name + ABIType.tuple(inputs.map(\.type)).description
    }

    /// The first four bytes of a call, or of an error's data.
    public var selector: [UInt8] { Array(digest.bytes.prefix(4)) }

    /// The calldata of a call with these arguments.
    public func encodeCall(_ values: [ABIValue]) throws(ABIError) -> [UInt8] {
        selector + (try ABIEncoder.encode(values, as: inputs.map(\.type)))
    }

    /// The arguments in the data of a call to this function, or of this error. Offsets in errors count from
    /// behind the selector.
    public func decodeCall(_ data: [UInt8]) throws(ABIError) -> [ABIValue] {
        guard data.starts(with: selector) else { throw ABIError(.wrongSelector) }
        return try ABIDecoder.decode(Array(data.dropFirst(4)), as: inputs.map(\.type))
    }

    public func decodeReturn(_ data: [UInt8]) throws(ABIError) -> [ABIValue] {
        try ABIDecoder.decode(data, as: outputs.map(\.type))
    }
}

extension ABISignature: CustomStringConvertible {
    /// The signature as people write it, names and all: reading it again gives the same.
    public var description: String {
        let arguments = Self.text(of: inputs)
        return switch kind {
        case .function where outputs.isEmpty: name + arguments
        case .function: name + arguments + " returns " + Self.text(of: outputs)
        case .event(let isAnonymous):
            "event " + name + arguments + (isAnonymous ? " anonymous" : "")
        case .error: "error " + name + arguments
        }
    }

    private static func text(of parameters: [ABIParameter]) -> String {
        let texts = parameters.map { parameter in
            parameter.type.description + (parameter.isIndexed ? " indexed" : "")
                + (parameter.name.isEmpty ? "" : " " + parameter.name)
        }
        return "(" + texts.joined(separator: ", ") + ")"
    }
}

extension ABISignature.Kind {
    /// The kind that a signature's first word names, if it does.
    fileprivate init?(_ word: String) {
        switch word {
        case "function": self = .function
        case "event": self = .event(isAnonymous: false)
        case "error": self = .error
        default: return nil
        }
    }

    /// What may stand behind the arguments.
    fileprivate var ending: String {
        switch self {
        case .function: "'returns' or the end"
        case .event(isAnonymous: false): "'anonymous' or the end"
        case .event(isAnonymous: true), .error: "the end"
        }
    }
}
