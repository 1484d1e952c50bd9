// The rest of what a Swift person expects of an integer type: conversions and words.

extension UInt256: FixedWidthInteger, UnsignedInteger {
    public typealias Magnitude = UInt256

    @inlinable public static var bitWidth: Int { 256 }

    @inlinable
    public init(_truncatingBits bits: UInt) {
        self.init(UInt64(bits))
    }

    @inlinable
    public init(integerLiteral value: StaticBigInt) {
        precondition(value.signum() >= 0 && value.bitWidth <= 257, "literal does not fit UInt256")
        self.init(limbs: UInt64(value[0]), UInt64(value[1]), UInt64(value[2]), UInt64(value[3]))
    }

    @inlinable
    public init<Source: BinaryInteger>(_ source: Source) {
        guard let value = UInt256(exactly: source) else {
            preconditionFailure("\(source) does not fit UInt256")
        }
        self = value
    }

    @inlinable
    public init?<Source: BinaryInteger>(exactly source: Source) {
        guard source >= 0 else { return nil }
        self.init(truncatingIfNeeded: source)
        guard source.bitWidth <= 256 || source >> 256 == 0 else { return nil }
    }

    @inlinable
    public init<Source: BinaryInteger>(truncatingIfNeeded source: Source) {
        var limbs = source.words.prefix(4).makeIterator()
        let fill: UInt = source < 0 ? .max : 0
        self.init(
            limbs: UInt64(limbs.next() ?? fill),
            UInt64(limbs.next() ?? fill),
            UInt64(limbs.next() ?? fill),
            UInt64(limbs.next() ?? fill)
        )
    }

    @inlinable
    public init<Source: BinaryInteger>(clamping source: Source) {
        self = source < 0 ? .zero : UInt256(exactly: source) ?? .max
    }

    /// The protocol asks for it; nothing in the core has a floating-point number to give.
    @inlinable
    public init?<Source: BinaryFloatingPoint>(exactly source: Source) {
        guard source >= 0, source.rounded(.towardZero) == source, source.isFinite else {
            return nil
        }
        guard source >= 1 else {
            self = .zero
            return
        }
        let shift = Int(source.exponent) - Source.significandBitCount
        guard source.exponent < 256 else { return nil }
        let fraction = UInt256(truncatingIfNeeded: source.significandBitPattern)
        let significand = fraction | UInt256.one << Source.significandBitCount
        self = significand << shift
    }

    @inlinable
    public init<Source: BinaryFloatingPoint>(_ source: Source) {
        guard let value = UInt256(exactly: source.rounded(.towardZero)) else {
            preconditionFailure("\(source) does not fit UInt256")
        }
        self = value
    }

    /// The limbs as machine words, least significant first.
    @frozen
    public struct Words: RandomAccessCollection, Sendable {
        @usableFromInline let value: UInt256

        @inlinable init(_ value: UInt256) { self.value = value }

        @inlinable public var startIndex: Int { 0 }
        @inlinable public var endIndex: Int { 4 }

        @inlinable public subscript(position: Int) -> UInt {
            switch position {
            case 0: UInt(value.limb0)
            case 1: UInt(value.limb1)
            case 2: UInt(value.limb2)
            case 3: UInt(value.limb3)
            default: preconditionFailure("a UInt256 has no word \(position)")
            }
        }
    }

    @inlinable public var words: Words { Words(self) }
}
