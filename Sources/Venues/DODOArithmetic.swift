internal import Numerics

/// Where a DODO contract gives up. Carries no text, so that computing with it never allocates.
enum DODOFault: Error, Hashable, Sendable {
    case multiplication
    case addition
    case subtraction
    case division
    case targetIsZero
    case numeratorIsZero
    case exceedsUInt112
    case transferFails
}

/// The fixed-point library of DODO V2 (`DecimalMath`, `SafeMath`): 256 bits and no more.
///
/// No product here passes through 512 bits. Where the contract would revert on one, so does this;
/// a bot that computed past it would promise a trade that cannot happen.
enum DODOArithmetic {
    static let one: UInt256 = 1_000_000_000_000_000_000
    static let oneSquared: UInt256 = 1_000_000_000_000_000_000_000_000_000_000_000_000
    /// The width of stored reserves and targets.
    static let largestStored = UInt256(limbs: .max, 0xffff_ffff_ffff, 0, 0)

    @inline(__always)
    static func multiply(_ a: UInt256, _ b: UInt256) throws(DODOFault) -> UInt256 {
        let (product, overflow) = a.multipliedReportingOverflow(by: b)
        if overflow { throw .multiplication }
        return product
    }

    @inline(__always)
    static func add(_ a: UInt256, _ b: UInt256) throws(DODOFault) -> UInt256 {
        let (sum, overflow) = a.addingReportingOverflow(b)
        if overflow { throw .addition }
        return sum
    }

    @inline(__always)
    static func subtract(_ a: UInt256, _ b: UInt256) throws(DODOFault) -> UInt256 {
        let (difference, overflow) = a.subtractingReportingOverflow(b)
        if overflow { throw .subtraction }
        return difference
    }

    @inline(__always)
    static func divide(_ a: UInt256, _ b: UInt256) throws(DODOFault) -> UInt256 {
        if b == .zero { throw .division }
        return a.quotientAndRemainder(dividingBy: b).quotient
    }

    @inline(__always)
    static func divideUp(_ a: UInt256, _ b: UInt256) throws(DODOFault) -> UInt256 {
        if b == .zero { throw .division }
        let (quotient, remainder) = a.quotientAndRemainder(dividingBy: b)
        return remainder == .zero ? quotient : quotient &+ UInt256(limbs: 1, 0, 0, 0)
    }

    @inline(__always)
    static func mulFloor(_ a: UInt256, _ b: UInt256) throws(DODOFault) -> UInt256 {
        try multiply(a, b).quotientAndRemainder(dividingBy: one).quotient
    }

    @inline(__always)
    static func divFloor(_ a: UInt256, _ b: UInt256) throws(DODOFault) -> UInt256 {
        try divide(multiply(a, one), b)
    }

    @inline(__always)
    static func divCeil(_ a: UInt256, _ b: UInt256) throws(DODOFault) -> UInt256 {
        try divideUp(multiply(a, one), b)
    }

    @inline(__always)
    static func reciprocalFloor(_ a: UInt256) throws(DODOFault) -> UInt256 {
        try divide(oneSquared, a)
    }

    /// `SafeMath.sqrt` starts its search at `x / 2 + 1`, which for 2 is already the answer it keeps:
    /// its root of 2 is 2. Everywhere else it is the floor.
    @inline(__always)
    static func safeMathRoot(_ x: UInt256) -> UInt256 {
        x == UInt256(limbs: 2, 0, 0, 0) ? x : x.squareRoot()
    }
}
