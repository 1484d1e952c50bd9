public import Numerics
public import Vocabulary

/// Return data as 256-bit words, read where they lie.
///
/// For the answers of every block: no tree of values, no bytes, no allocation. As strict as `ABIDecoder`,
/// and stricter in one point: an offset must be whole words, as encoders write it. Reading the same words
/// twice is not noticed here; who walks through nested arrays bounds the walk.
public struct ABIWords: Equatable, Sendable {
    private let words: [UInt256]
    /// The word that indices and offsets count from.
    private let start: Int
    private let end: Int

    public init(_ words: [UInt256]) {
        self.init(words, from: 0, to: words.count)
    }

    private init(_ words: [UInt256], from start: Int, to end: Int) {
        self.words = words
        self.start = start
        self.end = end
    }

    /// Equal words from here on, wherever they lie.
    public static func == (left: ABIWords, right: ABIWords) -> Bool {
        if left.start == right.start, left.end == right.end, left.words == right.words {
            return true
        }
        return left.words[left.start..<left.end] == right.words[right.start..<right.end]
    }

    /// How many words there are from here on.
    public var count: Int { end - start }

    public func word(_ index: Int) throws(ABIError) -> UInt256 {
        guard index >= 0, index < count else { throw ABIError(.truncated(at: offset(of: index))) }
        return words[start + index]
    }

    public func unsigned(_ index: Int, bits: Int) throws(ABIError) -> UInt256 {
        let word = try word(index)
        guard 256 - word.leadingZeroBitCount <= bits else {
            throw outOfRange(.unsigned(bits), index)
        }
        return word
    }

    public func signed(_ index: Int, bits: Int) throws(ABIError) -> Int256 {
        let number = Int256(bitPattern: try word(index))
        guard number.fits(bits) else { throw outOfRange(.signed(bits), index) }
        return number
    }

    public func bool(_ index: Int) throws(ABIError) -> Bool {
        let word = try word(index)
        guard word <= 1 else { throw outOfRange(.bool, index) }
        return word == 1
    }

    public func address(_ index: Int) throws(ABIError) -> Address {
        guard let address = Address(word: try word(index)) else {
            throw outOfRange(.address, index)
        }
        return address
    }

    /// What the offset in this word points to: a dynamic tuple's members, or a length and what it counts.
    public func tail(_ index: Int) throws(ABIError) -> ABIWords {
        let offset = try word(index)
        guard let bytes = Int(exactly: offset), bytes % 32 == 0, bytes / 32 <= count else {
            throw ABIError(.badOffset(at: self.offset(of: index)))
        }
        return ABIWords(words, from: start + bytes / 32, to: end)
    }

    /// The array that the offset in this word points to. Elements of dynamic types are one word, an offset
    /// for `tail`; others take `wordsPerElement`.
    public func array(
        _ index: Int,
        wordsPerElement: Int = 1
    ) throws(ABIError) -> (count: Int, elements: ABIWords) {
        precondition(wordsPerElement > 0, "an element takes a word at least")
        let array = try tail(index)
        let length = try array.word(0)
        let elements = array.dropping(1)
        guard let count = Int(exactly: length), count <= elements.count / wordsPerElement else {
            throw ABIError(.badOffset(at: array.offset(of: 0)))
        }
        return (count, elements)
    }

    /// The bytes that the offset in this word points to, when they are words again, as what a call inside
    /// an aggregate returned.
    public func content(_ index: Int) throws(ABIError) -> ABIWords {
        let (byteCount, content) = try measuredContent(index)
        guard byteCount % 32 == 0 else {
            throw ABIError(.badOffset(at: content.offset(of: -1)))
        }
        return ABIWords(words, from: content.start, to: content.start + byteCount / 32)
    }

    /// The bytes that the offset in this word points to.
    public func bytes(_ index: Int) throws(ABIError) -> [UInt8] {
        let (byteCount, content) = try measuredContent(index)
        let wordCount = (byteCount + 31) / 32
        var bytes: [UInt8] = []
        bytes.reserveCapacity(32 * wordCount)
        for index in 0..<wordCount { try content.word(index).appendBigEndian(to: &bytes) }
        guard bytes[byteCount...].allSatisfy({ $0 == 0 }) else {
            throw ABIError(.nonZeroPadding(at: content.offset(of: 0) + byteCount))
        }
        bytes.removeLast(bytes.count - byteCount)
        return bytes
    }

    private func measuredContent(
        _ index: Int
    ) throws(ABIError) -> (byteCount: Int, content: ABIWords) {
        let place = try tail(index)
        let length = try place.word(0)
        let content = place.dropping(1)
        guard let byteCount = Int(exactly: length), byteCount <= 32 * content.count else {
            throw ABIError(.badOffset(at: place.offset(of: 0)))
        }
        return (byteCount, content)
    }

    private func dropping(_ count: Int) -> ABIWords {
        ABIWords(words, from: start + count, to: end)
    }

    /// The word's first byte, counted from the start of the whole data.
    private func offset(of index: Int) -> Int {
        (start + index) * 32
    }

    private func outOfRange(_ type: ABIType, _ index: Int) -> ABIError {
        ABIError(.outOfRange(type, at: offset(of: index)))
    }
}
