public import Numerics
public import Vocabulary

/// A value of some ABI type.
public enum ABIValue: Hashable, Sendable {
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
