// Products and quotients that pass through 512 bits, and the integer square root.

extension UInt256 {
    /// `self * factor / divisor` through a 512-bit product, or `nil` when the divisor is zero or the
    /// quotient does not fit.
    @inlinable
    public func multiplied(
        by factor: UInt256,
        dividedBy divisor: UInt256,
        rounding: Rounding
    ) -> UInt256? {
        guard divisor != .zero else { return nil }
        let product = multipliedFullWidth(by: factor)
        guard product.high < divisor else { return nil }
        let (quotient, remainder) = divisor.dividingFullWidth(product)
        switch rounding {
        case .down: return quotient
        case .up:
            guard remainder != .zero else { return quotient }
            let (rounded, overflow) = quotient.addingReportingOverflow(
                UInt256(limbs: 1, 0, 0, 0)
            )
            return overflow ? nil : rounded
        }
    }

    /// The largest integer whose square is at most `self`.
    @inlinable
    public func squareRoot() -> UInt256 {
        guard self > 1 else { return self }
        var root = UInt256(limbs: 1, 0, 0, 0) << ((257 - leadingZeroBitCount) / 2)
        while true {
            let next = (root + self / root) >> 1
            guard next < root else { return root }
            root = next
        }
    }
}
