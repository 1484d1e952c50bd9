/// Reads types and signatures as people write them: `transfer(address to, uint256 amount)`.
struct ABITextReader {
    private let text: [UInt8]
    private(set) var offset = 0

    /// Deeper tuples and arrays are refused; a reader's stack is finite.
    static let deepestType = 32
    static let longestFixedArray = 1 << 20

    init(_ text: String) {
        self.text = Array(text.utf8)
    }

    mutating func skipSpaces() {
        while offset < text.count, [0x20, 0x09, 0x0A, 0x0D].contains(text[offset]) { offset += 1 }
    }

    var isAtEnd: Bool { offset == text.count }

    /// Takes this punctuation if it is next, after any spaces.
    mutating func take(_ mark: Unicode.Scalar) -> Bool {
        skipSpaces()
        guard offset < text.count, UInt32(text[offset]) == mark.value else { return false }
        offset += 1
        return true
    }

    mutating func expect(_ mark: Unicode.Scalar) throws(ABITextError) {
        guard take(mark) else { throw .expected("'\(mark)'", at: offset) }
    }

    func finish() throws(ABITextError) {
        guard isAtEnd else { throw .expected("the end", at: offset) }
    }

    /// A name: letters, digits, underscores and dollars; empty when something else is next.
    mutating func word() -> String {
        skipSpaces()
        let start = offset
        while offset < text.count, Self.belongsToWord(text[offset]) { offset += 1 }
        return String(decoding: text[start..<offset], as: UTF8.self)
    }

    /// A word that may stand for something: it doesn't begin with a digit.
    mutating func name() throws(ABITextError) -> String {
        let name = word()
        guard let first = name.utf8.first, !(0x30...0x39).contains(first) else {
            throw .expected("a name", at: offset - name.utf8.count)
        }
        return name
    }

    private static func belongsToWord(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x24: true
        default: false
        }
    }

    mutating func type(depth: Int = 0) throws(ABITextError) -> ABIType {
        guard depth < Self.deepestType else { throw .tooDeep(at: offset) }
        skipSpaces()
        let start = offset
        let name = word()
        var type: ABIType
        if name.isEmpty || name == "tuple" {
            guard take("(") else { throw .expected("a type", at: start) }
            type = .tuple(try members(depth: depth + 1).map(\.type))
        } else {
            guard let simple = ABIType(simple: name) else {
                throw .unknownType(name, at: start)
            }
            type = simple
        }
        var nesting = depth
        while offset < text.count, text[offset] == 0x5B {
            nesting += 1
            guard nesting < Self.deepestType else { throw .tooDeep(at: offset) }
            offset += 1
            type = try arraySuffix(of: type)
        }
        return type
    }

    private mutating func arraySuffix(of element: ABIType) throws(ABITextError) -> ABIType {
        if take("]") { return .array(element) }
        let start = offset
        let digits = word()
        guard
            let count = Int(digits), count > 0, count <= Self.longestFixedArray,
            !digits.hasPrefix("0")
        else { throw .expected("']' or a length from 1 to \(Self.longestFixedArray)", at: start) }
        try expect("]")
        return .fixedArray(element, count)
    }

    /// The members up to the closing parenthesis; the opening one is read.
    mutating func members(
        depth: Int = 0,
        mayBeIndexed: Bool = false
    ) throws(ABITextError) -> [ABIParameter] {
        guard !take(")") else { return [] }
        var members: [ABIParameter] = []
        repeat {
            members.append(try member(depth: depth, mayBeIndexed: mayBeIndexed))
        } while take(",")
        try expect(")")
        return members
    }

    fileprivate mutating func member(
        depth: Int,
        mayBeIndexed: Bool
    ) throws(ABITextError) -> ABIParameter {
        let type = try type(depth: depth)
        var isIndexed = false
        while true {
            skipSpaces()
            let start = offset
            switch word() {
            case "":
                return ABIParameter(name: "", type: type, isIndexed: isIndexed)
            case "indexed":
                guard mayBeIndexed, !isIndexed else { throw .expected("a name", at: start) }
                isIndexed = true
            case "payable" where type == .address: break
            case "memory", "calldata", "storage": break
            default:
                offset = start
                return ABIParameter(name: try name(), type: type, isIndexed: isIndexed)
            }
        }
    }
}

extension ABIParameter {
    /// Reads types separated by commas, with or without names: `address to, uint256 amount`.
    public static func list(_ text: String) throws(ABITextError) -> [ABIParameter] {
        var reader = ABITextReader(text)
        reader.skipSpaces()
        var parameters: [ABIParameter] = []
        guard !reader.isAtEnd else { return parameters }
        repeat {
            parameters.append(try reader.member(depth: 0, mayBeIndexed: false))
        } while reader.take(",")
        try reader.finish()
        return parameters
    }
}

extension ABIType {
    /// Reads a type's text, such as `(address,uint256)[2][]`.
    public init(_ text: String) throws(ABITextError) {
        var reader = ABITextReader(text)
        self = try reader.type()
        reader.skipSpaces()
        try reader.finish()
    }

    fileprivate init?(simple name: String) {
        switch name {
        case "address": self = .address
        case "bool": self = .bool
        case "bytes": self = .bytes
        case "string": self = .string
        case "function": self = .function
        case "uint": self = .unsigned(256)
        case "int": self = .signed(256)
        default:
            if let bits = Self.number(in: name, after: "uint"), Self.isWidth(bits) {
                self = .unsigned(bits)
            } else if let bits = Self.number(in: name, after: "int"), Self.isWidth(bits) {
                self = .signed(bits)
            } else if let count = Self.number(in: name, after: "bytes"), (1...32).contains(count) {
                self = .fixedBytes(count)
            } else {
                return nil
            }
        }
    }

    private static func isWidth(_ bits: Int) -> Bool {
        bits % 8 == 0 && (8...256).contains(bits)
    }

    private static func number(in name: String, after prefix: String) -> Int? {
        guard name.hasPrefix(prefix) else { return nil }
        let digits = name.dropFirst(prefix.count)
        return digits.hasPrefix("0") ? nil : Int(digits)
    }
}

/// Why a text is no type or signature, and at which byte.
public enum ABITextError: Error, Hashable, Sendable {
    case expected(String, at: Int)
    case unknownType(String, at: Int)
    case tooDeep(at: Int)
}
