import Foundation

/// The public test vectors, read where they lie in the source tree.
public enum Vectors {
    /// The JSON object in `Tests/Vectors/<name>.json`.
    public static func load(_ name: String, file: StaticString = #filePath) throws -> JSON {
        let folder = URL(filePath: "\(file)").deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Vectors")
        let data = try Data(contentsOf: folder.appending(path: name + ".json"))
        return JSON(try JSONSerialization.jsonObject(with: data, options: .fragmentsAllowed))
    }
}

/// A JSON value as the tests read it; a missing key or a wrong type reads as `nil`.
public struct JSON: @unchecked Sendable {
    public let value: Any

    public init(_ value: Any) { self.value = value }

    public subscript(_ key: String) -> JSON {
        JSON((value as? [String: Any])?[key] ?? NSNull())
    }
    public subscript(_ index: Int) -> JSON {
        guard let array = value as? [Any], array.indices.contains(index) else {
            return JSON(NSNull())
        }
        return JSON(array[index])
    }
    public var string: String? { value as? String }
    public var int: Int? { (value as? NSNumber)?.intValue ?? string.flatMap { Int($0) } }
    public var bool: Bool? { (value as? NSNumber)?.boolValue }
    public var array: [JSON]? { (value as? [Any])?.map { JSON($0) } }
    public var object: [String: JSON]? { (value as? [String: Any])?.mapValues { JSON($0) } }
    public var isNull: Bool { value is NSNull }

    /// The bytes of a `0x…` hex string (or one without the prefix).
    public var bytes: [UInt8]? {
        guard var digits = string?[...] else { return nil }
        if digits.hasPrefix("0x") { digits = digits.dropFirst(2) }
        guard digits.utf8.count % 2 == 0 else { return nil }
        var bytes: [UInt8] = []
        var high: UInt8?
        for character in digits.utf8 {
            let digit: UInt8
            switch character {
            case 0x30...0x39: digit = character - 0x30
            case 0x41...0x46: digit = character - 0x37
            case 0x61...0x66: digit = character - 0x57
            default: return nil
            }
            if let first = high {
                bytes.append(first << 4 | digit)
                high = nil
            } else {
                high = digit
            }
        }
        return bytes
    }
}

extension JSON {
    /// A vector lacks what a test expects of it.
    public struct Missing: Error {
        public let expected: String
        public let found: String

        public init(expected: String, found: String) {
            self.expected = expected
            self.found = found
        }
    }

    public func text() throws -> String { try require(string, "text") }
    public func data() throws -> [UInt8] { try require(bytes, "hexadecimal bytes") }
    public func list() throws -> [JSON] { try require(array, "an array") }
    public func flag() throws -> Bool { try require(bool, "true or false") }

    /// The decimal digits of an integer, however it is written.
    public func digits() throws -> String {
        if let string { return string }
        return String(try require(int, "an integer"))
    }

    private func require<Value>(_ value: Value?, _ expected: String) throws -> Value {
        guard let value else { throw Missing(expected: expected, found: "\(self.value)") }
        return value
    }
}
