import Hashing
import Numerics
import Vocabulary

// Types and values to hashes, as EIP-712 has it: a struct is the hash of its type behind the hashes or words
// of its fields, an array the hash of its elements' words.

extension TypedData {
    /// The type with its fields, and behind it every struct it needs, in the order of their names.
    public func encodedType(_ name: String) throws(TypedDataError) -> String {
        var needed: [String] = []
        try collect(name, into: &needed)
        var text = ""
        for name in [name] + needed.filter({ $0 != name }).sorted() {
            let fields = try type(named: name).fields.map { "\($0.type) \($0.name)" }
            text += "\(name)(\(fields.joined(separator: ",")))"
        }
        return text
    }

    private func collect(
        _ name: String,
        into needed: inout [String]
    ) throws(TypedDataError) {
        guard !needed.contains(name) else { return }
        needed.append(name)
        for field in try type(named: name).fields {
            let element = String(field.type.prefix { $0 != "[" })
            if types.contains(where: { $0.name == element }) {
                try collect(element, into: &needed)
            }
        }
    }

    func hash(
        of value: JSONValue,
        as name: String,
        at place: String
    ) throws(TypedDataError) -> Digest {
        guard let members = value.members else { throw .mismatch(at: place, type: name) }
        guard let index = types.firstIndex(where: { $0.name == name }) else {
            throw .unknownType(name)
        }
        let fields = types[index].fields
        if let unknown = members.first(where: { member in
            !fields.contains { $0.name == member.key }
        }) {
            throw .unknownField(at: "\(place).\(unknown.key)")
        }
        var encoded = typeHashes[index].bytes
        for field in fields {
            guard let value = value[field.name] else {
                throw .missingField(at: "\(place).\(field.name)")
            }
            encoded += try word(of: value, as: field.type, at: "\(place).\(field.name)")
        }
        return Keccak256.hash(encoded)
    }

    private func word(
        of value: JSONValue,
        as type: String,
        at place: String
    ) throws(TypedDataError) -> [UInt8] {
        if type.hasSuffix("]") { return try arrayHash(of: value, as: type, at: place).bytes }
        if types.contains(where: { $0.name == type }) {
            return try hash(of: value, as: type, at: place).bytes
        }
        guard let simple = try? ABIType(type) else { throw .unknownType(type) }
        guard let abiValue = ABIValue(simple, from: value) else {
            throw .mismatch(at: place, type: type)
        }
        switch abiValue {
        case .bytes(let bytes) where simple == .bytes: return Keccak256.hash(bytes).bytes
        case .string(let text): return Keccak256.hash(text).bytes
        default:
            do throws(ABIError) {
                return try ABIEncoder.word(abiValue, as: simple).bigEndianBytes
            } catch {
                throw .mismatch(at: place, type: type)
            }
        }
    }

    private func arrayHash(
        of value: JSONValue,
        as type: String,
        at place: String
    ) throws(TypedDataError) -> Digest {
        guard let open = type.lastIndex(of: "["), let elements = value.elements else {
            throw .mismatch(at: place, type: type)
        }
        let count = type[type.index(after: open)...].dropLast()
        guard count.isEmpty || Int(count) == elements.count else {
            throw .mismatch(at: place, type: type)
        }
        let elementType = String(type[..<open])
        var encoded: [UInt8] = []
        for (index, element) in elements.enumerated() {
            encoded += try word(of: element, as: elementType, at: "\(place)[\(index)]")
        }
        return Keccak256.hash(encoded)
    }
}

extension ABIValue {
    /// A simple value as JSON writes it: integers as numbers, decimal or hexadecimal text.
    init?(_ type: ABIType, from value: JSONValue) {
        switch (type, value) {
        case (.bool, .bool(let flag)): self = .bool(flag)
        case (.string, .string(let text)): self = .string(text)
        case (_, .number(let text)), (_, .string(let text)):
            guard let value = ABIValue(type, text: text) else { return nil }
            self = value
        default: return nil
        }
    }

    /// A value of a simple type as a person writes it; `nil` for structured types and wrong text.
    public init?(_ type: ABIType, text: String) {
        switch type {
        case .unsigned:
            let number =
                text.hasPrefix("0x")
                ? try? UInt256(hexadecimal: text) : try? UInt256(decimal: text)
            guard let number else { return nil }
            self = .unsigned(number)
        case .signed:
            guard let number = try? Int256(decimal: text) else { return nil }
            self = .signed(number)
        case .address:
            guard let address = try? Address(text) else { return nil }
            self = .address(address)
        case .bool:
            guard text == "true" || text == "false" else { return nil }
            self = .bool(text == "true")
        case .fixedBytes, .bytes, .function:
            guard text.hasPrefix("0x"), let bytes = try? Hexadecimal.bytes(of: text) else {
                return nil
            }
            self = .bytes(bytes)
        case .string: self = .string(text)
        case .array, .fixedArray, .tuple: return nil
        }
    }
}
