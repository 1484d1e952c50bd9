/// A strict scanner over JSON bytes: finds where values begin and end, and copies nothing.
///
/// Stricter than RFC 8259 in two points: values nest no deeper than `deepest`, and no byte order mark is
/// skipped.
struct JSONScanner {
    let bytes: [UInt8]
    private(set) var offset: Int

    static let deepest = 128

    init(_ bytes: [UInt8], at offset: Int = 0) {
        self.bytes = bytes
        self.offset = offset
    }

    /// The next byte that is not white space.
    mutating func peek() throws(JSONError) -> UInt8 {
        while offset < bytes.count {
            let byte = bytes[offset]
            switch byte {
            case 0x20, 0x09, 0x0A, 0x0D: offset += 1
            default: return byte
            }
        }
        throw .truncated(at: offset)
    }

    mutating func expect(_ byte: UInt8) throws(JSONError) {
        let found = try peek()
        guard found == byte else { throw .unexpectedByte(found, at: offset) }
        offset += 1
    }

    /// Takes the byte if it is next.
    mutating func take(_ byte: UInt8) throws(JSONError) -> Bool {
        guard try peek() == byte else { return false }
        offset += 1
        return true
    }

    /// Nothing but white space may be left.
    mutating func finish() throws(JSONError) {
        while offset < bytes.count {
            guard [0x20, 0x09, 0x0A, 0x0D].contains(bytes[offset]) else {
                throw .trailingBytes(at: offset)
            }
            offset += 1
        }
    }

    /// Checks one whole value and answers where it stands.
    mutating func skipValue(depth: Int = 0) throws(JSONError) -> Range<Int> {
        let first = try peek()
        let start = offset
        switch first {
        case 0x22: _ = try skipString()
        case 0x7B: try skipObject(depth: depth + 1)
        case 0x5B: try skipArray(depth: depth + 1)
        case 0x74: try skipWord("true")
        case 0x66: try skipWord("false")
        case 0x6E: try skipWord("null")
        case 0x2D, 0x30...0x39: try skipNumber()
        default: throw .unexpectedByte(first, at: offset)
        }
        return start..<offset
    }

    /// Goes through an object's members; `member` gets the key's range and must read the value.
    mutating func forEachMember(
        _ member: (Range<Int>, inout JSONScanner) throws(JSONError) -> Void
    ) throws(JSONError) {
        try expect(0x7B)
        guard !(try take(0x7D)) else { return }
        repeat {
            guard try peek() == 0x22 else { throw .unexpectedByte(bytes[offset], at: offset) }
            let key = try skipString()
            try expect(0x3A)
            try member(key, &self)
        } while try take(0x2C)
        try expect(0x7D)
    }

    /// Goes through an array's elements; `element` must read one each time.
    mutating func forEachElement(
        _ element: (inout JSONScanner) throws(JSONError) -> Void
    ) throws(JSONError) {
        try expect(0x5B)
        guard !(try take(0x5D)) else { return }
        repeat {
            try element(&self)
        } while try take(0x2C)
        try expect(0x5D)
    }

    private mutating func skipObject(depth: Int) throws(JSONError) {
        guard depth <= Self.deepest else { throw .tooDeep(at: offset) }
        try forEachMember { _, scanner throws(JSONError) in
            _ = try scanner.skipValue(depth: depth)
        }
    }

    private mutating func skipArray(depth: Int) throws(JSONError) {
        guard depth <= Self.deepest else { throw .tooDeep(at: offset) }
        try forEachElement { scanner throws(JSONError) in
            _ = try scanner.skipValue(depth: depth)
        }
    }

    private mutating func skipWord(_ word: String) throws(JSONError) {
        for letter in word.utf8 {
            guard offset < bytes.count else { throw .truncated(at: offset) }
            guard bytes[offset] == letter else {
                throw .unexpectedByte(bytes[offset], at: offset)
            }
            offset += 1
        }
    }

    private mutating func skipNumber() throws(JSONError) {
        let start = offset
        if bytes[offset] == 0x2D { offset += 1 }
        guard let first = digit() else { throw .badNumber(at: start) }
        offset += 1
        if first != 0x30 { skipDigits() }
        if offset < bytes.count, bytes[offset] == 0x2E {
            offset += 1
            guard digit() != nil else { throw .badNumber(at: start) }
            skipDigits()
        }
        if offset < bytes.count, bytes[offset] | 0x20 == 0x65 {
            offset += 1
            if offset < bytes.count, bytes[offset] == 0x2B || bytes[offset] == 0x2D { offset += 1 }
            guard digit() != nil else { throw .badNumber(at: start) }
            skipDigits()
        }
        if digit() != nil { throw .badNumber(at: start) }
    }

    private func digit() -> UInt8? {
        guard offset < bytes.count, (0x30...0x39).contains(bytes[offset]) else { return nil }
        return bytes[offset]
    }

    private mutating func skipDigits() {
        while digit() != nil { offset += 1 }
    }
}

extension JSONScanner {
    /// Checks a string and answers the range between its quotes.
    mutating func skipString() throws(JSONError) -> Range<Int> {
        try expect(0x22)
        let start = offset
        while true {
            offset = endOfPlainBytes()
            // Whatever stopped it is among the next 64 bytes: look at them one by one, then fast again.
            for _ in 0..<64 {
                guard offset < bytes.count else { throw .truncated(at: offset) }
                let byte = bytes[offset]
                switch byte {
                case 0x22:
                    offset += 1
                    return start..<offset - 1
                case 0x5C: try skipEscape()
                case 0x00..<0x20: throw .unexpectedByte(byte, at: offset)
                case 0x80...: try skipScalar()
                default: offset += 1
                }
            }
        }
    }

    /// Passes 64 bytes at a time as long as none of them is a quote, an escape, a control or beyond ASCII.
    private func endOfPlainBytes() -> Int {
        let span = bytes.span
        let raw = unsafe span.bytes
        @inline(__always)
        func special(_ offset: Int) -> SIMD16<Int8> {
            // In bounds by the loop below.
            let text = unsafe raw.unsafeLoadUnaligned(
                fromByteOffset: offset,
                as: SIMD16<Int8>.self
            )
            return Self.special(in: text)
        }
        var next = offset
        while next <= bytes.count - 64 {
            let found =
                special(next) | special(next + 16) | special(next + 32) | special(next + 48)
            let halves = unsafe unsafeBitCast(found, to: SIMD2<UInt64>.self)
            guard halves[0] | halves[1] == 0 else { break }
            next += 64
        }
        return next
    }

    /// All bits of the bytes that end the fast way. Bytes beyond ASCII are negative, so less than a space.
    ///
    /// Both sides are vectors and nothing is compared with `.<`: a scalar or that operator goes lane by lane
    /// here and takes a hundred times as long.
    @inline(__always)
    private static func special(in text: SIMD16<Int8>) -> SIMD16<Int8> {
        let quotes = text .== SIMD16<Int8>(repeating: 0x22)
        let escapes = text .== SIMD16<Int8>(repeating: 0x5C)
        let plain = text .> SIMD16<Int8>(repeating: 0x1F)
        return unsafe unsafeBitCast(quotes, to: SIMD16<Int8>.self)
            | unsafeBitCast(escapes, to: SIMD16<Int8>.self)
            | ~unsafeBitCast(plain, to: SIMD16<Int8>.self)
    }

    private mutating func skipEscape() throws(JSONError) {
        let start = offset
        guard offset + 1 < bytes.count else { throw .truncated(at: bytes.count) }
        switch bytes[offset + 1] {
        case 0x22, 0x5C, 0x2F, 0x62, 0x66, 0x6E, 0x72, 0x74: offset += 2
        case 0x75:
            let unit = try codeUnit(at: start)
            offset += 6
            if (0xDC00...0xDFFF).contains(unit) { throw .badEscape(at: start) }
            guard (0xD800...0xDBFF).contains(unit) else { return }
            guard (0xDC00...0xDFFF).contains(try codeUnit(at: offset)) else {
                throw .badEscape(at: start)
            }
            offset += 6
        default: throw .badEscape(at: start)
        }
    }

    /// The sixteen bits of the escape with four digits at this place.
    func codeUnit(at start: Int) throws(JSONError) -> UInt32 {
        guard start + 6 <= bytes.count else { throw .truncated(at: bytes.count) }
        guard bytes[start] == 0x5C, bytes[start + 1] == 0x75 else { throw .badEscape(at: start) }
        var unit: UInt32 = 0
        for index in start + 2..<start + 6 {
            guard let digit = HexadecimalDigits.value(of: bytes[index]) else {
                throw .badEscape(at: start)
            }
            unit = unit << 4 | UInt32(digit)
        }
        return unit
    }

    /// Passes one scalar of two to four bytes; overlong forms and surrogates are no UTF-8.
    private mutating func skipScalar() throws(JSONError) {
        let lead = bytes[offset]
        let (count, second): (Int, ClosedRange<UInt8>) =
            switch lead {
            case 0xC2...0xDF: (2, 0x80...0xBF)
            case 0xE0: (3, 0xA0...0xBF)
            case 0xE1...0xEC, 0xEE...0xEF: (3, 0x80...0xBF)
            case 0xED: (3, 0x80...0x9F)
            case 0xF0: (4, 0x90...0xBF)
            case 0xF1...0xF3: (4, 0x80...0xBF)
            case 0xF4: (4, 0x80...0x8F)
            default: throw .notUTF8(at: offset)
            }
        guard offset + count <= bytes.count else { throw .truncated(at: bytes.count) }
        guard
            second.contains(bytes[offset + 1]),
            bytes[offset + 2..<max(offset + count, offset + 2)].allSatisfy({ $0 & 0xC0 == 0x80 })
        else { throw .notUTF8(at: offset) }
        offset += count
    }

    /// The text of a string that was checked, escapes resolved.
    func text(in range: Range<Int>) -> String {
        guard bytes[range].contains(0x5C) else {
            return String(decoding: bytes[range], as: UTF8.self)
        }
        var text = ""
        var index = range.lowerBound
        var plainStart = index
        while index < range.upperBound {
            guard bytes[index] == 0x5C else {
                index += 1
                continue
            }
            text += String(decoding: bytes[plainStart..<index], as: UTF8.self)
            let (scalar, length) = escaped(at: index)
            text.unicodeScalars.append(scalar)
            index += length
            plainStart = index
        }
        return text + String(decoding: bytes[plainStart..<index], as: UTF8.self)
    }

    private func escaped(at index: Int) -> (scalar: Unicode.Scalar, length: Int) {
        switch bytes[index + 1] {
        case 0x62: return ("\u{08}", 2)
        case 0x66: return ("\u{0C}", 2)
        case 0x6E: return ("\n", 2)
        case 0x72: return ("\r", 2)
        case 0x74: return ("\t", 2)
        case 0x75:
            let high = (try? codeUnit(at: index)) ?? 0xFFFD
            guard (0xD800...0xDBFF).contains(high) else {
                return (Unicode.Scalar(high) ?? "\u{FFFD}", 6)
            }
            let low = (try? codeUnit(at: index + 6)) ?? 0xDC00
            let value = 0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)
            return (Unicode.Scalar(value) ?? "\u{FFFD}", 12)
        case let plain: return (Unicode.Scalar(plain), 2)
        }
    }
}
