/// Why bytes are not JSON as RFC 8259 has it, and at which byte.
public enum JSONError: Error, Hashable, Sendable {
    case truncated(at: Int)
    /// This byte does not belong here.
    case unexpectedByte(UInt8, at: Int)
    case badEscape(at: Int)
    case notUTF8(at: Int)
    case badNumber(at: Int)
    case tooDeep(at: Int)
    /// The object has this key twice, so readers would disagree about it.
    case duplicateKey(String, at: Int)
    case trailingBytes(at: Int)
}
