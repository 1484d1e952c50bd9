/// A type of the contract ABI.
public enum ABIType: Hashable, Sendable {
    /// A width in bits, a multiple of eight from 8 to 256.
    case unsigned(Int)
    case signed(Int)
    case address
    case bool
    /// A length in bytes from 1 to 32.
    case fixedBytes(Int)
    case bytes
    case string
    /// An address and a selector.
    case function
    indirect case array(ABIType)
    indirect case fixedArray(ABIType, Int)
    case tuple([ABIType])

    /// Whether its length depends on its value, so that an offset stands for it.
    public var isDynamic: Bool {
        switch self {
        case .bytes, .string, .array: true
        case .fixedArray(let element, _): element.isDynamic
        case .tuple(let members): members.contains { $0.isDynamic }
        case .unsigned, .signed, .address, .bool, .fixedBytes, .function: false
        }
    }

    /// Bytes it takes in the head of what it stands in; `nil` when beyond any sane encoding.
    var headSize: Int? {
        guard !isDynamic else { return 32 }
        switch self {
        case .fixedArray(let element, let count):
            guard let size = element.headSize else { return nil }
            let (product, overflow) = size.multipliedReportingOverflow(by: count)
            return overflow ? nil : product
        case .tuple(let members): return Self.headSize(of: members)
        default: return 32
        }
    }

    static func headSize(of types: [ABIType]) -> Int? {
        var total = 0
        for type in types {
            guard let size = type.headSize else { return nil }
            let (sum, overflow) = total.addingReportingOverflow(size)
            guard !overflow else { return nil }
            total = sum
        }
        return total
    }
}

extension ABIType: CustomStringConvertible {
    /// The canonical name, as selectors are computed from.
    public var description: String {
        switch self {
        case .unsigned(let bits): "uint\(bits)"
        case .signed(let bits): "int\(bits)"
        case .address: "address"
        case .bool: "bool"
        case .fixedBytes(let count): "bytes\(count)"
        case .bytes: "bytes"
        case .string: "string"
        case .function: "function"
        case .array(let element): "\(element)[]"
        case .fixedArray(let element, let count): "\(element)[\(count)]"
        case .tuple(let members): "(" + members.map(\.description).joined(separator: ",") + ")"
        }
    }
}
