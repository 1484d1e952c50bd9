public import Numerics

/// Reads canonical bytes, and nothing but them: what could be written in two ways has one.
public struct CanonicalReader: Sendable {
    private let bytes: [UInt8]
    public private(set) var offset = 0

    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Whether nothing follows: a record that has grown at its end was shorter once.
    public var isAtEnd: Bool { offset == bytes.count }

    public func finish() throws(CanonicalError) {
        guard offset == bytes.count else { throw CanonicalError(.trailingBytes, at: offset) }
    }

    mutating func byte() throws(CanonicalError) -> UInt8 {
        guard offset < bytes.count else { throw CanonicalError(.truncated, at: offset) }
        defer { offset += 1 }
        return bytes[offset]
    }

    public mutating func number() throws(CanonicalError) -> UInt256 {
        let start = offset
        let count = try byte()
        guard count <= 32 else { throw CanonicalError(.tooLarge, at: start) }
        var value = UInt256.zero
        for index in 0..<count {
            let byte = try byte()
            if index == 0, byte == 0 { throw CanonicalError(.notMinimal, at: start) }
            value = value << 8 | UInt256(UInt64(byte))
        }
        return value
    }

    public mutating func number<Number: FixedWidthInteger>(
        as type: Number.Type
    ) throws(CanonicalError) -> Number {
        let start = offset
        guard let value = Number(exactly: try number()) else {
            throw CanonicalError(.tooLarge, at: start)
        }
        return value
    }

    public mutating func signed() throws(CanonicalError) -> Int256 {
        let start = offset
        let isNegative = try flag()
        let magnitude = try number()
        if isNegative, magnitude.isZero { throw CanonicalError(.notMinimal, at: start) }
        guard let value = Int256(magnitude: magnitude, isNegative: isNegative) else {
            throw CanonicalError(.tooLarge, at: start)
        }
        return value
    }

    public mutating func flag() throws(CanonicalError) -> Bool {
        switch try byte() {
        case 0: return false
        case 1: return true
        default: throw CanonicalError(.notMinimal, at: offset - 1)
        }
    }

    public mutating func choice() throws(CanonicalError) -> UInt8 {
        try byte()
    }

    public mutating func data() throws(CanonicalError) -> [UInt8] {
        try fixed(try count())
    }

    public mutating func text() throws(CanonicalError) -> String {
        let start = offset
        guard let text = String(validating: try data(), as: UTF8.self) else {
            throw CanonicalError(.badText, at: start)
        }
        return text
    }

    /// Exactly this many bytes.
    public mutating func fixed(_ count: Int) throws(CanonicalError) -> [UInt8] {
        guard bytes.count - offset >= count else { throw CanonicalError(.truncated, at: offset) }
        defer { offset += count }
        return Array(bytes[offset..<offset + count])
    }

    public mutating func read<Value: Canonical>() throws(CanonicalError) -> Value {
        try Value(from: &self)
    }

    public mutating func list<Element: Canonical>() throws(CanonicalError) -> [Element] {
        // Every element takes a byte at least, so that a count can't ask for more than there is.
        let count = try count()
        var elements: [Element] = []
        elements.reserveCapacity(count)
        for _ in 0..<count { elements.append(try Element(from: &self)) }
        return elements
    }

    /// Parts that were readable, as the value they make; refuses them when they make none.
    public func whole<Value>(_ value: Value?, _ name: String) throws(CanonicalError) -> Value {
        guard let value else { throw CanonicalError(.invalid(name), at: offset) }
        return value
    }

    private mutating func count() throws(CanonicalError) -> Int {
        let start = offset
        let count = try number(as: Int.self)
        guard count <= bytes.count - offset else { throw CanonicalError(.truncated, at: start) }
        return count
    }
}
