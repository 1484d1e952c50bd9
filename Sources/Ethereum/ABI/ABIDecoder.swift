import Numerics
import Vocabulary

/// Bytes to values, strictly: every word in its type's range, all padding zero, all offsets inside.
///
/// Bytes that no value refers to are not looked at: contracts may append what they like.
public struct ABIDecoder {
    private let bytes: [UInt8]
    /// Words that may still be read.
    ///
    /// Encoders write each word for one value, some let equal values share their words. Offsets that lead
    /// to the same bytes over and over run out, long before they fill the memory.
    private var budget: Int

    /// Decodes the arguments of a call or the values of a return.
    public static func decode(
        _ bytes: [UInt8],
        as types: [ABIType]
    ) throws(ABIError) -> [ABIValue] {
        var decoder = ABIDecoder(bytes)
        return try decoder.decode(types, at: 0)
    }

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
        budget = 4 * (bytes.count / 32) + 64
    }

    /// Decodes values whose heads follow each other from `base`, which their offsets count from.
    private mutating func decode(
        _ types: [ABIType],
        at base: Int
    ) throws(ABIError) -> [ABIValue] {
        var values: [ABIValue] = []
        values.reserveCapacity(types.count)
        var position = base
        for (index, type) in types.enumerated() {
            do throws(ABIError) {
                values.append(try decodeHead(type, at: position, base: base))
                guard let size = type.headSize else { throw ABIError(.truncated(at: position)) }
                position += size
            } catch {
                throw error.inside(index)
            }
        }
        return values
    }

    private mutating func decodeHead(
        _ type: ABIType,
        at position: Int,
        base: Int
    ) throws(ABIError) -> ABIValue {
        guard type.isDynamic else { return try decodeInPlace(type, at: position) }
        let offset = try length(at: position)
        let (target, overflow) = base.addingReportingOverflow(offset)
        guard !overflow, target <= bytes.count else { throw ABIError(.badOffset(at: position)) }
        return try decodeInPlace(type, at: target)
    }

    private mutating func decodeInPlace(
        _ type: ABIType,
        at position: Int
    ) throws(ABIError) -> ABIValue {
        switch type {
        case .bytes:
            return .bytes(Array(try content(at: position)))
        case .string:
            guard let text = String(validating: try content(at: position), as: UTF8.self) else {
                throw ABIError(.notText(at: position))
            }
            return .string(text)
        case .array(let element):
            let count = try length(at: position)
            return .list(try elements(of: element, count: count, at: position + 32))
        case .fixedArray(let element, let count):
            return .list(try elements(of: element, count: count, at: position))
        case .tuple(let members):
            if members.isEmpty { try spend(1, at: position) }
            return .list(try decode(members, at: position))
        case .unsigned, .signed, .address, .bool, .fixedBytes, .function:
            return try Self.value(of: try word(at: position), as: type, at: position)
        }
    }

    private mutating func elements(
        of element: ABIType,
        count: Int,
        at base: Int
    ) throws(ABIError) -> [ABIValue] {
        guard let size = element.headSize else { throw ABIError(.truncated(at: base)) }
        let (total, overflow) = size.multipliedReportingOverflow(by: count)
        guard !overflow, total <= bytes.count - min(base, bytes.count) else {
            throw ABIError(.truncated(at: base))
        }
        // Each element reads a word or spends for being empty, so this many can't be decoded anyway.
        guard count <= budget else { throw ABIError(.tooManyValues(at: base)) }
        var values: [ABIValue] = []
        values.reserveCapacity(count)
        for index in 0..<count {
            do throws(ABIError) {
                values.append(try decodeHead(element, at: base + index * size, base: base))
            } catch {
                throw error.inside(index)
            }
        }
        return values
    }

    /// The value a single word stands for.
    static func value(
        of word: UInt256,
        as type: ABIType,
        at position: Int
    ) throws(ABIError) -> ABIValue {
        switch type {
        case .unsigned(let bits):
            guard 256 - word.leadingZeroBitCount <= bits else { break }
            return .unsigned(word)
        case .signed(let bits):
            let number = Int256(bitPattern: word)
            guard number.fits(bits) else { break }
            return .signed(number)
        case .address:
            guard let address = Address(word: word) else { break }
            return .address(address)
        case .bool:
            guard word <= 1 else { break }
            return .bool(word == 1)
        case .fixedBytes(let count):
            return .bytes(try leading(count, of: word, at: position))
        case .function:
            return .bytes(try leading(24, of: word, at: position))
        case .bytes, .string, .array, .fixedArray, .tuple:
            throw ABIError(.mismatch(type))
        }
        throw ABIError(.outOfRange(type, at: position))
    }

    private static func leading(
        _ count: Int,
        of word: UInt256,
        at position: Int
    ) throws(ABIError) -> [UInt8] {
        guard word << (8 * count) == .zero else {
            throw ABIError(.nonZeroPadding(at: position + count))
        }
        return Array(word.bigEndianBytes.prefix(count))
    }

    /// Bytes with their length in front and zeros behind, up to the next whole word.
    private mutating func content(at position: Int) throws(ABIError) -> ArraySlice<UInt8> {
        let count = try length(at: position)
        let start = position + 32
        guard count <= bytes.count - start else { throw ABIError(.truncated(at: position)) }
        let end = start + count
        let padding = (32 - count % 32) % 32
        guard padding <= bytes.count - end else { throw ABIError(.truncated(at: end)) }
        try spend((count + padding) / 32, at: position)
        guard bytes[end..<end + padding].allSatisfy({ $0 == 0 }) else {
            throw ABIError(.nonZeroPadding(at: end))
        }
        return bytes[start..<end]
    }

    /// A word that counts bytes or elements: more than there are bytes can't be meant.
    private mutating func length(at position: Int) throws(ABIError) -> Int {
        guard let length = Int(exactly: try word(at: position)), length <= bytes.count else {
            throw ABIError(.badOffset(at: position))
        }
        return length
    }

    private mutating func word(at position: Int) throws(ABIError) -> UInt256 {
        try spend(1, at: position)
        let span = bytes.span
        guard let word = unsafe UInt256(bigEndian: span.bytes, at: position) else {
            throw ABIError(.truncated(at: position))
        }
        return word
    }

    private mutating func spend(_ words: Int, at position: Int) throws(ABIError) {
        guard words <= budget else { throw ABIError(.tooManyValues(at: position)) }
        budget -= words
    }
}
