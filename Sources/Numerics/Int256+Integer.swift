// What a Swift person expects of a signed integer type.

extension Int256: FixedWidthInteger, SignedInteger {
    public typealias Words = UInt256.Words

    @inlinable public static var bitWidth: Int { 256 }
    @inlinable public var magnitude: UInt256 { isNegative ? .zero &- bitPattern : bitPattern }
    @inlinable public var words: Words { bitPattern.words }
    @inlinable public var leadingZeroBitCount: Int { bitPattern.leadingZeroBitCount }
    @inlinable public var trailingZeroBitCount: Int { bitPattern.trailingZeroBitCount }
    @inlinable public var nonzeroBitCount: Int { bitPattern.nonzeroBitCount }
    @inlinable public var byteSwapped: Int256 { Int256(bitPattern: bitPattern.byteSwapped) }

    @inlinable
    public init(_truncatingBits bits: UInt) {
        self.init(bitPattern: UInt256(_truncatingBits: bits))
    }

    @inlinable
    public init(integerLiteral value: StaticBigInt) {
        precondition(value.bitWidth <= 256, "literal does not fit Int256")
        self.init(
            bitPattern: UInt256(
                limbs: UInt64(value[0]),
                UInt64(value[1]),
                UInt64(value[2]),
                UInt64(value[3])
            )
        )
    }

    @inlinable
    public init<Source: BinaryInteger>(_ source: Source) {
        guard let value = Int256(exactly: source) else {
            preconditionFailure("\(source) does not fit Int256")
        }
        self = value
    }

    @inlinable
    public init?<Source: BinaryInteger>(exactly source: Source) {
        guard let magnitude = UInt256(exactly: source.magnitude) else { return nil }
        self.init(magnitude: magnitude, isNegative: source < 0)
    }

    @inlinable
    public init<Source: BinaryInteger>(truncatingIfNeeded source: Source) {
        self.init(bitPattern: UInt256(truncatingIfNeeded: source))
    }

    @inlinable
    public init<Source: BinaryInteger>(clamping source: Source) {
        self = Int256(exactly: source) ?? (source < 0 ? .min : .max)
    }

    /// The protocol asks for it; nothing in the core has a floating-point number to give.
    @inlinable
    public init?<Source: BinaryFloatingPoint>(exactly source: Source) {
        guard let magnitude = UInt256(exactly: source.magnitude) else { return nil }
        self.init(magnitude: magnitude, isNegative: source < 0)
    }

    @inlinable
    public init<Source: BinaryFloatingPoint>(_ source: Source) {
        guard let value = Int256(exactly: source.rounded(.towardZero)) else {
            preconditionFailure("\(source) does not fit Int256")
        }
        self = value
    }

    @inlinable public static prefix func ~ (value: Int256) -> Int256 {
        Int256(bitPattern: ~value.bitPattern)
    }
    @inlinable public static func &= (left: inout Int256, right: Int256) {
        left.bitPattern &= right.bitPattern
    }
    @inlinable public static func |= (left: inout Int256, right: Int256) {
        left.bitPattern |= right.bitPattern
    }
    @inlinable public static func ^= (left: inout Int256, right: Int256) {
        left.bitPattern ^= right.bitPattern
    }
    /// Shifts with the count taken modulo 256.
    @inlinable public static func &<<= (left: inout Int256, right: Int256) {
        left.bitPattern = left.bitPattern &<< right.bitPattern
    }
    /// Shifts with the count taken modulo 256; the sign moves in.
    @inlinable public static func &>>= (left: inout Int256, right: Int256) {
        let bits = left.isNegative ? ~left.bitPattern : left.bitPattern
        let shifted = bits &>> right.bitPattern
        left.bitPattern = left.isNegative ? ~shifted : shifted
    }
}
