public import Numerics

/// A checked value inside a larger JSON text, read where it lies.
public struct JSONFragment: Sendable {
    let bytes: [UInt8]
    let range: Range<Int>

    /// Checks a whole document.
    public init(checking bytes: [UInt8]) throws(JSONError) {
        var scanner = JSONScanner(bytes)
        range = try scanner.skipValue()
        try scanner.finish()
        self.bytes = bytes
    }

    init(bytes: [UInt8], range: Range<Int>) {
        self.bytes = bytes
        self.range = range
    }

    public var isNull: Bool { bytes[range.lowerBound] == 0x6E }

    public var text: String? {
        guard let content = stringContent else { return nil }
        return JSONScanner(bytes).text(in: content)
    }

    /// The value under this key; `nil` when it is missing, or there twice, so that readers would disagree.
    public subscript(_ key: String) -> JSONFragment? {
        if case .found(let value) = lookUp(key) { value } else { nil }
    }

    /// What is under a key.
    enum LookUp {
        case found(JSONFragment)
        case missing
        /// The second one is at this byte.
        case twice(at: Int)
        case notAnObject
    }

    func lookUp(_ key: String) -> LookUp {
        var found: Range<Int>?
        var second: Int?
        var scanner = JSONScanner(bytes, at: range.lowerBound)
        do throws(JSONError) {
            // Checked before: nothing in it can fail, except that it may not be an object.
            try scanner.forEachMember { name, scanner throws(JSONError) in
                let value = try scanner.skipValue()
                guard scanner.text(in: name) == key else { return }
                if found == nil {
                    found = value
                } else {
                    second = second ?? name.lowerBound
                }
            }
        } catch {
            return .notAnObject
        }
        if let second { return .twice(at: second) }
        return found.map { .found(JSONFragment(bytes: bytes, range: $0)) } ?? .missing
    }

    /// The elements of an array; `nil` when it is none.
    public var elements: [JSONFragment]? {
        var elements: [JSONFragment] = []
        var scanner = JSONScanner(bytes, at: range.lowerBound)
        do throws(JSONError) {
            try scanner.forEachElement { scanner throws(JSONError) in
                elements.append(JSONFragment(bytes: bytes, range: try scanner.skipValue()))
            }
        } catch {
            return nil
        }
        return elements
    }

    /// The number of a JSON-RPC quantity: `0x`, and digits without a leading zero.
    public var quantity: UInt256? {
        guard let digits = hexadecimalDigits, (1...64).contains(digits.count) else { return nil }
        guard digits.count == 1 || bytes[digits.lowerBound] != 0x30 else { return nil }
        var value = UInt256.zero
        for byte in bytes[digits] {
            guard let digit = HexadecimalDigits.value(of: byte) else { return nil }
            value = value << 4 | UInt256(UInt64(digit))
        }
        return value
    }

    /// The bytes of JSON-RPC data: `0x`, and two digits a byte.
    public var data: [UInt8]? {
        guard let digits = hexadecimalDigits, digits.count % 2 == 0 else { return nil }
        let whole = digits.lowerBound + digits.count / 32 * 32
        guard var data = wholeData(digits.lowerBound..<whole, capacity: digits.count / 2) else {
            return nil
        }
        for index in stride(from: whole, to: digits.upperBound, by: 2) {
            guard
                let high = HexadecimalDigits.value(of: bytes[index]),
                let low = HexadecimalDigits.value(of: bytes[index + 1])
            else { return nil }
            data.append(high << 4 | low)
        }
        return data
    }

    /// Sixteen bytes at a time.
    private func wholeData(_ digits: Range<Int>, capacity: Int) -> [UInt8]? {
        var valid = HexadecimalDigits.lanes(0x80)
        var wide = SIMD4<UInt64>.zero
        let span = bytes.span
        let raw = unsafe span.bytes
        let data = [UInt8](capacity: capacity) { data in
            for offset in stride(from: digits.lowerBound, to: digits.upperBound, by: 32) {
                // In bounds: the range lies inside the bytes and is a multiple of the step.
                let text = unsafe raw.unsafeLoadUnaligned(
                    fromByteOffset: offset,
                    as: SIMD4<UInt64>.self
                )
                let (first, second) = HexadecimalDigits.limbs(of: text, valid: &valid, wide: &wide)
                for shift in stride(from: 56 as UInt64, through: 0, by: -8) {
                    data.append(UInt8(truncatingIfNeeded: first &>> shift))
                }
                for shift in stride(from: 56 as UInt64, through: 0, by: -8) {
                    data.append(UInt8(truncatingIfNeeded: second &>> shift))
                }
            }
        }
        return HexadecimalDigits.areDigits(valid, wide) ? data : nil
    }

    /// JSON-RPC data as the 256-bit words it consists of; `nil` unless it is whole words of digits.
    public var words: [UInt256]? {
        guard let digits = hexadecimalDigits, digits.count % 64 == 0 else { return nil }
        var valid = HexadecimalDigits.lanes(0x80)
        var wide = SIMD4<UInt64>.zero
        let span = bytes.span
        let raw = unsafe span.bytes
        let words = [UInt256](capacity: digits.count / 64) { words in
            for offset in stride(from: digits.lowerBound, to: digits.upperBound, by: 64) {
                // In bounds: the range lies inside the bytes and has whole words.
                let upper = unsafe raw.unsafeLoadUnaligned(
                    fromByteOffset: offset,
                    as: SIMD4<UInt64>.self
                )
                let lower = unsafe raw.unsafeLoadUnaligned(
                    fromByteOffset: offset + 32,
                    as: SIMD4<UInt64>.self
                )
                let (limb3, limb2) = HexadecimalDigits.limbs(of: upper, valid: &valid, wide: &wide)
                let (limb1, limb0) = HexadecimalDigits.limbs(of: lower, valid: &valid, wide: &wide)
                words.append(UInt256(limbs: limb0, limb1, limb2, limb3))
            }
        }
        return HexadecimalDigits.areDigits(valid, wide) ? words : nil
    }

    private var stringContent: Range<Int>? {
        guard bytes[range.lowerBound] == 0x22 else { return nil }
        return range.lowerBound + 1..<range.upperBound - 1
    }

    private var hexadecimalDigits: Range<Int>? {
        guard
            let content = stringContent, content.count >= 2,
            bytes[content.lowerBound] == 0x30, bytes[content.lowerBound + 1] == 0x78
        else { return nil }
        return content.lowerBound + 2..<content.upperBound
    }
}
