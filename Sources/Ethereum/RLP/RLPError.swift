/// Why bytes are not what a strict reader of RLP expects, and at which byte.
public enum RLPError: Error, Hashable, Sendable {
    /// The item at this offset says it is longer than what is left.
    case truncated(at: Int)
    /// The same item has a shorter form, so this one is not the only one.
    case notCanonical(at: Int)
    case trailingBytes(at: Int)
    /// Lists stand in lists more than `RLPItem.deepestList` times.
    case tooDeep(at: Int)
    case expectedBytes(at: Int)
    case expectedList(at: Int)
    /// An integer with a leading zero byte.
    case leadingZero(at: Int)
    case integerTooLarge(at: Int)
    case wrongLength(at: Int, expected: Int, found: Int)
}
