import Numerics
import Vocabulary

extension ABIEncoder {
    /// How the elements of an array are packed. There is no default: implementations differ, and a hash of
    /// the wrong form is wrong without a word.
    public enum PackedElements: Hashable, Sendable {
        /// Each in a word of its own, as Solidity packs them.
        case padded
        /// One behind the other, as the Python libraries pack them.
        case tight
    }

    /// Encodes without padding, as Solidity's `abi.encodePacked`.
    ///
    /// Different values can give the same bytes: it is for hashing what somebody else packed.
    public static func encodePacked(
        _ values: [ABIValue],
        as types: [ABIType],
        elements: PackedElements
    ) throws(ABIError) -> [UInt8] {
        guard values.count == types.count else {
            throw ABIError(.wrongCount(expected: types.count, found: values.count))
        }
        var packed: [UInt8] = []
        for (index, type) in types.enumerated() {
            packed += try ABIError.at(index) { () throws(ABIError) in
                try pack(values[index], as: type, elements)
            }
        }
        return packed
    }

    private static func pack(
        _ value: ABIValue,
        as type: ABIType,
        _ elements: PackedElements
    ) throws(ABIError) -> [UInt8] {
        switch (type, value) {
        case (.bytes, .bytes(let bytes)): return bytes
        case (.string, .string(let text)): return Array(text.utf8)
        case (.array(let element), .list(let values)):
            return try pack(values, as: element, elements)
        case (.fixedArray(let element, let count), .list(let values)):
            guard values.count == count else {
                throw ABIError(.wrongCount(expected: count, found: values.count))
            }
            return try pack(values, as: element, elements)
        case (.unsigned(let bits), _), (.signed(let bits), _):
            return Array(try word(value, as: type).bigEndianBytes.suffix(bits / 8))
        case (.address, _): return Array(try word(value, as: type).bigEndianBytes.suffix(20))
        case (.bool, _): return Array(try word(value, as: type).bigEndianBytes.suffix(1))
        case (.fixedBytes, .bytes(let bytes)), (.function, .bytes(let bytes)):
            _ = try word(value, as: type)
            return bytes
        default: throw ABIError(.mismatch(type))
        }
    }

    private static func pack(
        _ values: [ABIValue],
        as element: ABIType,
        _ elements: PackedElements
    ) throws(ABIError) -> [UInt8] {
        var packed: [UInt8] = []
        for (index, value) in values.enumerated() {
            packed += try ABIError.at(index) { () throws(ABIError) in
                switch elements {
                case .padded: try word(value, as: element).bigEndianBytes
                case .tight: try pack(value, as: element, elements)
                }
            }
        }
        return packed
    }
}
