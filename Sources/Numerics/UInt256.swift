/// An unsigned integer of 256 bits: inline, without heap and without Foundation.
///
/// It is an integer as Swift knows them: `+`, `-`, `*`, `/` trap where they can't be exact, the
/// reporting and the wrapping forms don't. What comes from outside is read by the throwing forms of
/// `UInt256+Text` and never traps.
@frozen
public struct UInt256: Sendable, BitwiseCopyable {
    // Four limbs, least significant first.
    @usableFromInline var limb0: UInt64
    @usableFromInline var limb1: UInt64
    @usableFromInline var limb2: UInt64
    @usableFromInline var limb3: UInt64

    /// Builds the number from its limbs, least significant first.
    @inlinable
    public init(limbs limb0: UInt64, _ limb1: UInt64, _ limb2: UInt64, _ limb3: UInt64) {
        self.limb0 = limb0
        self.limb1 = limb1
        self.limb2 = limb2
        self.limb3 = limb3
    }

    @inlinable
    init(_ limb0: UInt64) {
        self.init(limbs: limb0, 0, 0, 0)
    }

    @inlinable
    init(high: UInt128, low: UInt128) {
        self.init(
            limbs: UInt64(truncatingIfNeeded: low),
            UInt64(truncatingIfNeeded: low &>> 64),
            UInt64(truncatingIfNeeded: high),
            UInt64(truncatingIfNeeded: high &>> 64)
        )
    }

    /// The limbs, least significant first.
    @inlinable public var limbs: (UInt64, UInt64, UInt64, UInt64) { (limb0, limb1, limb2, limb3) }

    @inlinable public static var zero: UInt256 { UInt256(0 as UInt64) }
    @inlinable public static var one: UInt256 { UInt256(1 as UInt64) }
    @inlinable public static var min: UInt256 { zero }
    @inlinable public static var max: UInt256 { UInt256(limbs: .max, .max, .max, .max) }

    @inlinable public var isZero: Bool { limb0 | limb1 | limb2 | limb3 == 0 }
}

extension UInt256: Hashable {
    // Without this one the standard library's `==` for Strideable wins, which asks for a distance.
    @inlinable
    public static func == (left: UInt256, right: UInt256) -> Bool {
        (left.limb0 ^ right.limb0) | (left.limb1 ^ right.limb1) | (left.limb2 ^ right.limb2)
            | (left.limb3 ^ right.limb3) == 0
    }

    @inlinable
    public func hash(into hasher: inout Hasher) {
        hasher.combine(limb0)
        hasher.combine(limb1)
        hasher.combine(limb2)
        hasher.combine(limb3)
    }
}

extension UInt256: Comparable {
    @inlinable
    public static func < (left: UInt256, right: UInt256) -> Bool {
        left.subtractingReportingOverflow(right).overflow
    }
    @inlinable
    public static func > (left: UInt256, right: UInt256) -> Bool { right < left }
    @inlinable
    public static func <= (left: UInt256, right: UInt256) -> Bool { !(right < left) }
    @inlinable
    public static func >= (left: UInt256, right: UInt256) -> Bool { !(left < right) }
}
