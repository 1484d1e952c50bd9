public import Numerics

/// Why an answer is not what was asked for, and at which byte of it.
public enum JSONReadingError: Error, Hashable, Sendable {
    case missing(String, at: Int)
    /// The object has this key twice, so readers would disagree about it.
    case twice(String, at: Int)
    case expected(Expectation, at: Int)

    public enum Expectation: Hashable, Sendable {
        case object, array, text, flag
        /// `0x` and digits without a leading zero, at most 256 bits.
        case quantity
        /// The same, and at most 64 bits.
        case shortQuantity
        /// `0x` and two digits a byte.
        case data
        /// Data of this many bytes.
        case dataOf(count: Int)
        /// Data of whole 256-bit words.
        case words
    }
}

// The same as the optional readers, for callers that must say what was wrong.
extension JSONFragment {
    /// Where the value begins in the whole text.
    public var offset: Int { range.lowerBound }

    /// The value under this key.
    public func member(_ key: String) throws(JSONReadingError) -> JSONFragment {
        switch lookUp(key) {
        case .found(let value): return value
        case .missing: throw .missing(key, at: offset)
        case .twice(let place): throw .twice(key, at: place)
        case .notAnObject: throw .expected(.object, at: offset)
        }
    }

    /// The value under this key; `nil` when it is missing or null.
    public func optionalMember(_ key: String) throws(JSONReadingError) -> JSONFragment? {
        if case .missing = lookUp(key) { return nil }
        let value = try member(key)
        return value.isNull ? nil : value
    }

    public func readElements() throws(JSONReadingError) -> [JSONFragment] {
        try required(elements, .array)
    }

    public func readText() throws(JSONReadingError) -> String {
        try required(text, .text)
    }

    public func readFlag() throws(JSONReadingError) -> Bool {
        switch bytes[range.lowerBound] {
        case 0x74: return true
        case 0x66: return false
        default: throw .expected(.flag, at: offset)
        }
    }

    public func readQuantity() throws(JSONReadingError) -> UInt256 {
        try required(quantity, .quantity)
    }

    public func readShortQuantity() throws(JSONReadingError) -> UInt64 {
        try required(quantity.flatMap { UInt64(exactly: $0) }, .shortQuantity)
    }

    public func readData() throws(JSONReadingError) -> [UInt8] {
        try required(data, .data)
    }

    /// Data of exactly this many bytes, such as a hash.
    public func readData(count: Int) throws(JSONReadingError) -> [UInt8] {
        // Two digits a byte, two quotes and the prefix: a longer text is not read at all.
        guard range.count == 2 * count + 4, let data else {
            throw .expected(.dataOf(count: count), at: offset)
        }
        return data
    }

    public func readWords() throws(JSONReadingError) -> [UInt256] {
        try required(words, .words)
    }

    private func required<Value>(
        _ value: Value?,
        _ expectation: JSONReadingError.Expectation
    ) throws(JSONReadingError) -> Value {
        guard let value else { throw .expected(expectation, at: offset) }
        return value
    }
}
