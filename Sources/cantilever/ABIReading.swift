import Ethereum
import Hashing
import Vocabulary

/// What decoded data says, for people and for programs.
struct ABIReading {
    private let title: String
    private let entries: [(name: String, type: String, value: JSONValue)]

    /// Reads the data as the options say.
    static func of(_ data: [UInt8], _ arguments: Arguments) throws(Failure) -> ABIReading {
        if arguments.has("--revert") {
            return ABIReading(ABIRevert(data: data, errors: try errors(arguments["--error"])))
        }
        if let text = arguments["--types"] {
            let types = try ABIInput.types(text)
            let values = try explaining { () throws(ABIError) in
                try ABIDecoder.decode(data, as: types.map(\.type))
            }
            return ABIReading("values", types, values)
        }
        if let text = arguments["--returns"] {
            let signature = try ABIInput.signature(text)
            let values = try explaining { () throws(ABIError) in try signature.decodeReturn(data) }
            return ABIReading(signature.canonical, signature.outputs, values)
        }
        if let text = arguments["--event"] {
            let topics = try ABIInput.topics(arguments["--topics"] ?? "")
            return try event(try ABIInput.signature(text), topics, data)
        }
        let signature = try ABIInput.signature(arguments.rest[0])
        let values = try explaining { () throws(ABIError) in try signature.decodeCall(data) }
        return ABIReading(signature.canonical, signature.inputs, values)
    }

    /// The caller's own error, and those in wide use.
    private static func errors(_ text: String?) throws(Failure) -> [ABISignature] {
        guard let text else { return ABISignature.knownErrors }
        let signature = try ABIInput.signature(text.hasPrefix("error ") ? text : "error " + text)
        return [signature] + ABISignature.knownErrors
    }

    private static func event(
        _ signature: ABISignature,
        _ topics: [Digest],
        _ data: [UInt8]
    ) throws(Failure) -> ABIReading {
        do throws(ABIEventError) {
            let arguments = try signature.decodeLog(topics: topics, data: data)
            let entries = zip(signature.inputs, arguments).map { input, argument in
                switch argument {
                case .value(let value):
                    (input.name, input.type.description, ABIReading.json(value))
                case .hash(let digest):
                    (input.name, "hash of \(input.type)", JSONValue.string(digest.description))
                }
            }
            return ABIReading(title: signature.canonical, entries: entries)
        } catch {
            throw Failure(.badData, ABIExplanation.words(for: error))
        }
    }

    private init(title: String, entries: [(String, String, JSONValue)]) {
        self.title = title
        self.entries = entries.map { (name: $0.0, type: $0.1, value: $0.2) }
    }

    private init(_ title: String, _ parameters: [ABIParameter], _ values: [ABIValue]) {
        self.init(
            title: title,
            entries: zip(parameters, values).map {
                ($0.name, $0.type.description, Self.json($1))
            }
        )
    }

    private init(_ revert: ABIRevert) {
        switch revert {
        case .empty: self.init(title: "reverted without data", entries: [])
        case .error(let reason):
            self.init(title: "Error(string)", entries: [("reason", "string", .string(reason))])
        case .panic(let reason):
            let code = JSONValue.string("0x" + String(reason.code, radix: 16))
            let meaning = JSONValue.string(reason.meaning)
            self.init(
                title: "Panic(uint256)",
                entries: [("code", "uint256", code), ("meaning", "text", meaning)]
            )
        case .custom(let error, let values):
            self.init(error.canonical, error.inputs, values)
        case .unknown(let data):
            let text = JSONValue.string(Hexadecimal.text(of: data))
            self.init(title: "unknown error", entries: [("data", "bytes", text)])
        }
    }

    private static func explaining<Value>(
        _ body: () throws(ABIError) -> Value
    ) throws(Failure) -> Value {
        do throws(ABIError) {
            return try body()
        } catch {
            throw Failure(.badData, ABIExplanation.words(for: error))
        }
    }

    private static func json(_ value: ABIValue) -> JSONValue {
        switch value {
        // As text: JSON numbers lose digits in most readers.
        case .unsigned(let number): .string(number.description)
        case .signed(let number): .string(number.description)
        case .address(let address): .string(address.checksummed)
        case .bool(let flag): .bool(flag)
        case .bytes(let bytes): .string(Hexadecimal.text(of: bytes))
        case .string(let text): .string(text)
        case .list(let values): .array(values.map(json))
        }
    }

    var document: JSONValue {
        let values = entries.map { entry in
            JSONValue.object([
                JSONMember("name", .string(entry.name)), JSONMember("type", .string(entry.type)),
                JSONMember("value", entry.value),
            ])
        }
        return .object([JSONMember("of", .string(title)), JSONMember("values", .array(values))])
    }

    var text: String {
        let lines = entries.map { entry in
            let name = entry.name.isEmpty ? "" : " \(entry.name)"
            return "  \(entry.type)\(name) = \(entry.value.text ?? entry.value.description)"
        }
        return ([title] + lines).joined(separator: "\n")
    }
}
