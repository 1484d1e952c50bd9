/// A small JSON document as a tree: for configuration-sized input, where a scanner would be clumsy.
///
/// A number is kept as it was written, so that no digit is lost to floating point.
public enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case number(String)
    case string(String)
    case array([JSONValue])
    /// In the order of the text; no key twice.
    case object([JSONMember])

    public init(parsing bytes: [UInt8]) throws(JSONError) {
        var scanner = JSONScanner(bytes)
        // Checked as a whole first: below, only what can be in order is read.
        var checker = scanner
        _ = try checker.skipValue()
        try checker.finish()
        self = try JSONValue(from: &scanner)
    }

    public init(parsing text: String) throws(JSONError) {
        try self.init(parsing: Array(text.utf8))
    }

    private init(from scanner: inout JSONScanner) throws(JSONError) {
        switch try scanner.peek() {
        case 0x22:
            self = .string(scanner.text(in: try scanner.skipString()))
        case 0x7B:
            var members: [JSONMember] = []
            var keys: Set<String> = []
            try scanner.forEachMember { range, scanner throws(JSONError) in
                let key = scanner.text(in: range)
                guard keys.insert(key).inserted else {
                    throw .duplicateKey(key, at: range.lowerBound)
                }
                members.append(JSONMember(key, try JSONValue(from: &scanner)))
            }
            self = .object(members)
        case 0x5B:
            var elements: [JSONValue] = []
            try scanner.forEachElement { scanner throws(JSONError) in
                elements.append(try JSONValue(from: &scanner))
            }
            self = .array(elements)
        case let first:
            let range = try scanner.skipValue()
            switch first {
            case 0x74: self = .bool(true)
            case 0x66: self = .bool(false)
            case 0x6E: self = .null
            default: self = .number(scanner.text(in: range))
            }
        }
    }
}

/// One key of an object and its value.
public struct JSONMember: Hashable, Sendable {
    public let key: String
    public let value: JSONValue

    public init(_ key: String, _ value: JSONValue) {
        self.key = key
        self.value = value
    }
}

extension JSONValue {
    /// The value under this key; `nil` when this is no object or has no such key.
    public subscript(_ key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }

    public var text: String? {
        if case .string(let text) = self { text } else { nil }
    }

    public var elements: [JSONValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    public var members: [JSONMember]? {
        if case .object(let members) = self { members } else { nil }
    }
}

extension JSONValue: CustomStringConvertible {
    /// The document on one line, without spaces.
    public var description: String {
        switch self {
        case .null: "null"
        case .bool(let flag): flag ? "true" : "false"
        case .number(let text): text
        case .string(let text): Self.quoted(text)
        case .array(let elements):
            "[" + elements.map(\.description).joined(separator: ",") + "]"
        case .object(let members):
            "{"
                + members.map { Self.quoted($0.key) + ":" + $0.value.description }
                .joined(separator: ",") + "}"
        }
    }

    /// The document over several lines, two spaces a level, with a line end behind.
    public var indented: String { indented(by: "") + "\n" }

    private func indented(by margin: String) -> String {
        let inner = margin + "  "
        switch self {
        case .array(let elements) where !elements.isEmpty:
            let lines = elements.map { inner + $0.indented(by: inner) }
            return "[\n" + lines.joined(separator: ",\n") + "\n\(margin)]"
        case .object(let members) where !members.isEmpty:
            let lines = members.map {
                inner + Self.quoted($0.key) + ": " + $0.value.indented(by: inner)
            }
            return "{\n" + lines.joined(separator: ",\n") + "\n\(margin)}"
        default: return description
        }
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case "\u{00}"..<"\u{20}":
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
