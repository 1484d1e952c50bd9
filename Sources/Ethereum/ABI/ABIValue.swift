public import Numerics
public import Vocabulary

/// A value of some ABI type.
public indirect enum ABIValue: Hashable, Sendable {
    case unsigned(UInt256)
    case signed(Int256)
    case address(Address)
    case bool(Bool)
    /// Fixed and dynamic bytes, and functions: the type says which.
    case bytes([UInt8])
    case string(String)
    /// The elements of an array or the members of a tuple.
    case list([ABIValue])
}

/// Why a value can't be encoded, or bytes can't be decoded.
public enum ABIError: Error, Hashable, Sendable {
    /// The value does not belong to the type.
    case mismatch(ABIType)
    case wrongCount(expected: Int, found: Int)
    /// The bytes end before what stands at this offset does.
    case truncated(at: Int)
    /// The word at this offset is no value of the type.
    case outOfRange(ABIType, at: Int)
    case nonZeroPadding(at: Int)
    /// The offset or length at this place points out of the bytes.
    case badOffset(at: Int)
    case notText(at: Int)
    /// Offsets point to the same bytes over and over: more elements than the bytes can hold.
    case tooManyElements(at: Int)
    case wrongSelector
}
