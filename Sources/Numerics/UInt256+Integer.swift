// What a Swift person expects of an integer type.

extension UInt256: FixedWidthInteger, UnsignedInteger {
    public typealias Magnitude = UInt256
    public typealias Words = [UInt]

    @inlinable public static var bitWidth: Int { 256 }
    @inlinable public static var min: UInt256 { UInt256(limbs: 0, 0, 0, 0) }
    @inlinable public static var max: UInt256 {
        UInt256(limbs: .max, .max, .max, .max)
    }
    @inlinable public static var zero: UInt256 { UInt256(limbs: 0, 0, 0, 0) }

    @inlinable
    public init(_truncatingBits bits: UInt) { self.init(limbs: UInt64(bits), 0, 0, 0) }

    @inlinable
    public init(integerLiteral value: StaticBigInt) {
        precondition(value.signum() >= 0 && value.bitWidth <= 257, "literal does not fit UInt256")
        self.init(limbs: UInt64(value[0]), UInt64(value[1]), UInt64(value[2]), UInt64(value[3]))
    }

    @inlinable
    public init<T: BinaryInteger>(_ source: T) {
        guard let value = UInt256(exactly: source) else {
            preconditionFailure("\(source) does not fit UInt256")
        }
        self = value
    }

    @inlinable
    public init?<T: BinaryInteger>(exactly source: T) {
        guard source >= 0 else { return nil }
        self.init(truncatingIfNeeded: source)
        guard source.bitWidth > 256 else { return }
        guard source >> 256 == 0 else { return nil }
    }

    @inlinable
    public init<T: BinaryInteger>(truncatingIfNeeded source: T) {
        let words = source.words
        let fill: UInt64 = source < 0 ? .max : 0
        var limbs = (fill, fill, fill, fill)
        var index = words.startIndex
        func next() -> UInt64? {
            guard index != words.endIndex else { return nil }
            defer { words.formIndex(after: &index) }
            return UInt64(words[index])
        }
        if let word = next() { limbs.0 = word }
        if let word = next() { limbs.1 = word }
        if let word = next() { limbs.2 = word }
        if let word = next() { limbs.3 = word }
        self.init(limbs: limbs.0, limbs.1, limbs.2, limbs.3)
    }

    @inlinable
    public init<T: BinaryInteger>(clamping source: T) {
        self = source < 0 ? .zero : UInt256(exactly: source) ?? .max
    }

    @inlinable
    public init?<T: BinaryFloatingPoint>(exactly source: T) {
        guard source >= 0, let narrow = UInt128(exactly: source) else { return nil }
        self.init(narrow)
    }

    @inlinable
    public init<T: BinaryFloatingPoint>(_ source: T) {
        self.init(UInt128(source))
    }

    @inlinable public var words: [UInt] { [UInt(limb0), UInt(limb1), UInt(limb2), UInt(limb3)] }

    @inlinable public var leadingZeroBitCount: Int {
        if limb3 != 0 { return limb3.leadingZeroBitCount }
        if limb2 != 0 { return 64 + limb2.leadingZeroBitCount }
        if limb1 != 0 { return 128 + limb1.leadingZeroBitCount }
        return 192 + limb0.leadingZeroBitCount
    }
    @inlinable public var trailingZeroBitCount: Int {
        if limb0 != 0 { return limb0.trailingZeroBitCount }
        if limb1 != 0 { return 64 + limb1.trailingZeroBitCount }
        if limb2 != 0 { return 128 + limb2.trailingZeroBitCount }
        return 192 + limb3.trailingZeroBitCount
    }
    @inlinable public var nonzeroBitCount: Int {
        limb0.nonzeroBitCount + limb1.nonzeroBitCount + limb2.nonzeroBitCount
            + limb3.nonzeroBitCount
    }
    @inlinable public var byteSwapped: UInt256 {
        UInt256(
            limbs: limb3.byteSwapped,
            limb2.byteSwapped,
            limb1.byteSwapped,
            limb0.byteSwapped
        )
    }

    // Without this one the standard library's `==` for Strideable wins, which asks for a distance.
    @inlinable
    public static func == (left: UInt256, right: UInt256) -> Bool {
        left.limb0 == right.limb0 && left.limb1 == right.limb1 && left.limb2 == right.limb2
            && left.limb3 == right.limb3
    }

    @inlinable
    public static func < (left: UInt256, right: UInt256) -> Bool {
        left.subtractingReportingOverflow(right).overflow
    }

    @inlinable
    public func addingReportingOverflow(
        _ other: UInt256
    ) -> (partialValue: UInt256, overflow: Bool) {
        let (a0, c0) = limb0.addingReportingOverflow(other.limb0)
        let (a1, c1) = UInt256.add(limb1, other.limb1, c0)
        let (a2, c2) = UInt256.add(limb2, other.limb2, c1)
        let (a3, c3) = UInt256.add(limb3, other.limb3, c2)
        return (UInt256(limbs: a0, a1, a2, a3), c3)
    }

    @inlinable
    public func subtractingReportingOverflow(
        _ other: UInt256
    ) -> (partialValue: UInt256, overflow: Bool) {
        let (a0, c0) = limb0.subtractingReportingOverflow(other.limb0)
        let (a1, c1) = UInt256.subtract(limb1, other.limb1, c0)
        let (a2, c2) = UInt256.subtract(limb2, other.limb2, c1)
        let (a3, c3) = UInt256.subtract(limb3, other.limb3, c2)
        return (UInt256(limbs: a0, a1, a2, a3), c3)
    }

    @inlinable @inline(__always)
    static func add(_ a: UInt64, _ b: UInt64, _ carry: Bool) -> (UInt64, Bool) {
        let (sum, first) = a.addingReportingOverflow(b)
        let (total, second) = sum.addingReportingOverflow(carry ? 1 : 0)
        return (total, first != second)
    }

    @inlinable @inline(__always)
    static func subtract(_ a: UInt64, _ b: UInt64, _ borrow: Bool) -> (UInt64, Bool) {
        let (difference, first) = a.subtractingReportingOverflow(b)
        let (total, second) = difference.subtractingReportingOverflow(borrow ? 1 : 0)
        return (total, first != second)
    }

    @inlinable
    public func multipliedReportingOverflow(
        by other: UInt256
    ) -> (partialValue: UInt256, overflow: Bool) {
        let (high, low) = multipliedFullWidth(by: other)
        return (low, high != .zero)
    }

    /// The exact 512-bit product.
    @inlinable
    public func multipliedFullWidth(by other: UInt256) -> (high: UInt256, low: UInt256) {
        let a = [limb0, limb1, limb2, limb3]
        let b = [other.limb0, other.limb1, other.limb2, other.limb3]
        var r = [UInt64](repeating: 0, count: 8)
        for i in 0..<4 {
            var carry: UInt64 = 0
            for j in 0..<4 {
                let (high, low) = a[i].multipliedFullWidth(by: b[j])
                let total = UInt128(high) << 64 + UInt128(low) + UInt128(r[i + j]) + UInt128(carry)
                r[i + j] = UInt64(truncatingIfNeeded: total)
                carry = UInt64(truncatingIfNeeded: total >> 64)
            }
            r[i + 4] = carry
        }
        return (
            UInt256(limbs: r[4], r[5], r[6], r[7]), UInt256(limbs: r[0], r[1], r[2], r[3])
        )
    }

    @inlinable
    public func dividedReportingOverflow(
        by other: UInt256
    ) -> (partialValue: UInt256, overflow: Bool) {
        guard other != .zero else { return (self, true) }
        return (quotientAndRemainder(dividingBy: other).quotient, false)
    }

    @inlinable
    public func remainderReportingOverflow(
        dividingBy other: UInt256
    ) -> (partialValue: UInt256, overflow: Bool) {
        guard other != .zero else { return (self, true) }
        return (quotientAndRemainder(dividingBy: other).remainder, false)
    }

    @inlinable
    public func quotientAndRemainder(
        dividingBy other: UInt256
    ) -> (quotient: UInt256, remainder: UInt256) {
        precondition(other != .zero, "division by zero")
        return other.dividingFullWidth((.zero, self))
    }

    @inlinable
    public func dividingFullWidth(
        _ dividend: (high: UInt256, low: UInt256)
    ) -> (quotient: UInt256, remainder: UInt256) {
        precondition(self != .zero, "division by zero")
        precondition(dividend.high < self, "quotient does not fit")
        var remainder = dividend.high
        var quotient = UInt256.zero
        for bit in stride(from: 255, through: 0, by: -1) {
            let top = remainder.limb3 >> 63
            remainder = remainder &<< 1
            remainder.limb0 |= (dividend.low &>> UInt256(limbs: UInt64(bit), 0, 0, 0)).limb0 & 1
            if top == 1 || remainder >= self {
                remainder = remainder.subtractingReportingOverflow(self).partialValue
                quotient |= UInt256(limbs: 1, 0, 0, 0) &<< UInt256(limbs: UInt64(bit), 0, 0, 0)
            }
        }
        return (quotient, remainder)
    }

    @inlinable
    public static func + (left: UInt256, right: UInt256) -> UInt256 {
        let (sum, overflow) = left.addingReportingOverflow(right)
        precondition(!overflow, "UInt256 addition overflows")
        return sum
    }
    @inlinable
    public static func - (left: UInt256, right: UInt256) -> UInt256 {
        let (difference, overflow) = left.subtractingReportingOverflow(right)
        precondition(!overflow, "UInt256 subtraction overflows")
        return difference
    }
    @inlinable
    public static func * (left: UInt256, right: UInt256) -> UInt256 {
        let (product, overflow) = left.multipliedReportingOverflow(by: right)
        precondition(!overflow, "UInt256 multiplication overflows")
        return product
    }
    @inlinable
    public static func / (left: UInt256, right: UInt256) -> UInt256 {
        left.quotientAndRemainder(dividingBy: right).quotient
    }
    @inlinable
    public static func % (left: UInt256, right: UInt256) -> UInt256 {
        left.quotientAndRemainder(dividingBy: right).remainder
    }
    @inlinable public static func += (left: inout UInt256, right: UInt256) { left = left + right }
    @inlinable public static func -= (left: inout UInt256, right: UInt256) { left = left - right }
    @inlinable public static func *= (left: inout UInt256, right: UInt256) { left = left * right }
    @inlinable public static func /= (left: inout UInt256, right: UInt256) { left = left / right }
    @inlinable public static func %= (left: inout UInt256, right: UInt256) { left = left % right }

    @inlinable public static prefix func ~ (value: UInt256) -> UInt256 {
        UInt256(limbs: ~value.limb0, ~value.limb1, ~value.limb2, ~value.limb3)
    }
    @inlinable public static func &= (left: inout UInt256, right: UInt256) {
        left.limb0 &= right.limb0
        left.limb1 &= right.limb1
        left.limb2 &= right.limb2
        left.limb3 &= right.limb3
    }
    @inlinable public static func |= (left: inout UInt256, right: UInt256) {
        left.limb0 |= right.limb0
        left.limb1 |= right.limb1
        left.limb2 |= right.limb2
        left.limb3 |= right.limb3
    }
    @inlinable public static func ^= (left: inout UInt256, right: UInt256) {
        left.limb0 ^= right.limb0
        left.limb1 ^= right.limb1
        left.limb2 ^= right.limb2
        left.limb3 ^= right.limb3
    }
    /// Masking shift: the count is taken modulo 256.
    @inlinable public static func &<<= (left: inout UInt256, right: UInt256) {
        let count = Int(right.limb0 & 255)
        let (limbs, bits) = (count / 64, UInt64(count % 64))
        let a = [left.limb0, left.limb1, left.limb2, left.limb3]
        var r: [UInt64] = [0, 0, 0, 0]
        for i in limbs..<4 {
            r[i] = a[i - limbs] << bits
            if i > limbs { r[i] |= a[i - limbs - 1] >> (64 - bits) }
        }
        left = UInt256(limbs: r[0], r[1], r[2], r[3])
    }
    /// Masking shift: the count is taken modulo 256.
    @inlinable public static func &>>= (left: inout UInt256, right: UInt256) {
        let count = Int(right.limb0 & 255)
        let (limbs, bits) = (count / 64, UInt64(count % 64))
        let a = [left.limb0, left.limb1, left.limb2, left.limb3]
        var r: [UInt64] = [0, 0, 0, 0]
        for i in 0..<(4 - limbs) {
            r[i] = a[i + limbs] >> bits
            if i + limbs < 3 { r[i] |= a[i + limbs + 1] << (64 - bits) }
        }
        left = UInt256(limbs: r[0], r[1], r[2], r[3])
    }
}
