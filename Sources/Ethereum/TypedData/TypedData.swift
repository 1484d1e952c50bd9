public import Hashing
import Numerics
import Vocabulary

/// A structured message as people sign it (EIP-712): its types, its domain and its values.
public struct TypedData: Hashable, Sendable {
    public let types: [StructType]
    public let primaryType: String
    public let domain: JSONValue
    public let message: JSONValue

    public struct StructType: Hashable, Sendable {
        public let name: String
        public let fields: [Field]
    }

    public struct Field: Hashable, Sendable {
        public let name: String
        public let type: String
    }

    static let domainType = "EIP712Domain"

    /// What no message a person signs comes near to; hashing compares every type with every other.
    public static let mostTypes = 64
    public static let mostFields = 64

    /// The hashes of the types, in the order of `types`: taken once, however often a type is used.
    private(set) var typeHashes: [Digest] = []

    /// Reads the document that wallets exchange: `types`, `primaryType`, `domain`, `message`.
    public init(_ document: JSONValue) throws(TypedDataError) {
        guard let members = document["types"]?.members else { throw .missing("types") }
        guard members.count <= Self.mostTypes else { throw .tooMany("types") }
        guard let primaryType = document["primaryType"]?.text else { throw .missing("primaryType") }
        guard let domain = document["domain"] else { throw .missing("domain") }
        guard let message = document["message"] else { throw .missing("message") }
        var types: [StructType] = []
        for member in members {
            let type = try StructType(member)
            guard !types.contains(where: { $0.name == type.name }) else {
                throw .badTypeName(type.name)
            }
            types.append(type)
        }
        self.types = types
        self.primaryType = primaryType
        self.domain = domain
        self.message = message
        // The domain is in every digest already; as the message it would be there twice.
        guard primaryType != Self.domainType else { throw .badTypeName(primaryType) }
        _ = try type(named: primaryType)
        _ = try type(named: Self.domainType)
        for field in types.flatMap(\.fields) {
            guard let name = try TypedDataType(field.type).structureName else { continue }
            _ = try type(named: name)
        }
        for type in types { typeHashes.append(Keccak256.hash(try encodedType(type.name))) }
    }

    /// What is signed.
    public func digest() throws(TypedDataError) -> Digest {
        let domain = try domainSeparator()
        let message = try hash(of: message, as: primaryType, at: "message")
        return Keccak256.hash([0x19, 0x01] + domain.bytes + message.bytes)
    }

    public func domainSeparator() throws(TypedDataError) -> Digest {
        try hash(of: domain, as: Self.domainType, at: "domain")
    }

    /// The hash of the message's values behind the hash of their types.
    public func messageHash() throws(TypedDataError) -> Digest {
        try hash(of: message, as: primaryType, at: "message")
    }

    func type(named name: String) throws(TypedDataError) -> StructType {
        guard let type = types.first(where: { $0.name == name }) else { throw .unknownType(name) }
        return type
    }
}

/// Why a document is no typed data.
public enum TypedDataError: Error, Hashable, Sendable {
    case missing(String)
    case unknownType(String)
    /// A type that is no identifier, misspelt, or defined under the name of a simple one.
    case badTypeName(String)
    /// A field whose name is no identifier, or is there twice.
    case badFieldName(String)
    case tooMany(String)
    /// The value at this place is none of its type.
    case mismatch(at: String, type: String)
    case missingField(at: String)
    case unknownField(at: String)
}

extension TypedData.StructType {
    fileprivate init(_ member: JSONMember) throws(TypedDataError) {
        guard let elements = member.value.elements else { throw .missing("types.\(member.key)") }
        // A struct called `uint256` would change what every number in the message means.
        guard case .structure(member.key) = try TypedDataType(member.key) else {
            throw .badTypeName(member.key)
        }
        guard elements.count <= TypedData.mostFields else { throw .tooMany("types.\(member.key)") }
        var fields: [TypedData.Field] = []
        for element in elements {
            guard let name = element["name"]?.text, let type = element["type"]?.text else {
                throw .missing("types.\(member.key): name or type of a field")
            }
            guard TypedDataType.isIdentifier(name), !fields.contains(where: { $0.name == name })
            else { throw .badFieldName("\(member.key).\(name)") }
            fields.append(TypedData.Field(name: name, type: type))
        }
        name = member.key
        self.fields = fields
    }
}
