/// An unsigned integer of 256 bits: inline, without heap or Foundation.
///
/// Four 64-bit limbs, least significant first.
@frozen
public struct UInt256: Hashable, Sendable, BitwiseCopyable {
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

    /// The limbs, least significant first.
    @inlinable public var limbs: (UInt64, UInt64, UInt64, UInt64) { (limb0, limb1, limb2, limb3) }
}
