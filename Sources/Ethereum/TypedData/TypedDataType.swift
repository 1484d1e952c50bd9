/// The type of a field as EIP-712 spells it, read strictly.
///
/// Types are hashed as text, so a type or a name that can be spelt in two ways, or that can hold a
/// bracket or a comma, would let one message pass for another.
indirect enum TypedDataType: Hashable {
    /// A type without parts: `uint256`, `bytes`, `address` and the like.
    case simple(String)
    case structure(String)
    /// `count` is absent in an array of any length.
    case array(of: TypedDataType, count: Int?)

    /// Arrays of arrays nest no deeper.
    static let deepest = 32

    init(_ text: String) throws(TypedDataError) {
        var rest = text[...]
        var counts: [Int?] = []
        while rest.utf8.last == UInt8(ascii: "]") {
            guard let open = rest.lastIndex(of: "["), counts.count < Self.deepest else {
                throw .badTypeName(text)
            }
            let digits = rest[rest.index(after: open)...].dropLast()
            let count = Self.number(digits)
            guard digits.isEmpty || count != nil else { throw .badTypeName(text) }
            counts.append(count)
            rest = rest[..<open]
        }
        var type = try TypedDataType(single: String(rest))
        // The last bracket is the outermost array.
        for count in counts.reversed() { type = .array(of: type, count: count) }
        self = type
    }

    private init(single text: String) throws(TypedDataError) {
        switch text {
        case "string", "bytes", "bool", "address":
            self = .simple(text)
            return
        case "uint", "int", "byte", "fixed", "ufixed", "function":
            // Short for something in Solidity, and nothing at all to EIP-712.
            throw .badTypeName(text)
        default: break
        }
        for prefix in ["uint", "int", "bytes"] where text.hasPrefix(prefix) {
            let digits = text.dropFirst(prefix.count)
            guard digits.utf8.allSatisfy(Self.isDigit) else { continue }
            guard let width = Self.number(digits) else { throw .badTypeName(text) }
            let fits = prefix == "bytes" ? width <= 32 : width <= 256 && width % 8 == 0
            guard fits else { throw .badTypeName(text) }
            self = .simple(text)
            return
        }
        guard Self.isIdentifier(text) else { throw .badTypeName(text) }
        self = .structure(text)
    }

    /// The struct this type is made of, through any arrays.
    var structureName: String? {
        switch self {
        case .simple: nil
        case .structure(let name): name
        case .array(let element, _): element.structureName
        }
    }

    /// A number above zero in decimal digits, without a sign or a leading zero.
    private static func number(_ digits: Substring) -> Int? {
        guard digits.utf8.allSatisfy(isDigit), digits.utf8.first != UInt8(ascii: "0") else {
            return nil
        }
        return Int(digits)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    /// Whether Solidity would take the text for a name.
    static func isIdentifier(_ text: String) -> Bool {
        guard let first = text.utf8.first, !isDigit(first) else { return false }
        return text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "_"), UInt8(ascii: "$"):
                true
            default: isDigit(byte)
            }
        }
    }
}
