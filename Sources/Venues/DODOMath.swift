internal import Numerics

/// The three curve functions of DODO V2's `DODOMath`, operation by operation.
///
/// The order of operations is the contract's, down to which product can overflow first: algebraically
/// equal forms agree with it only now and then. `i` is the price of the side sold in units of the side
/// paid out, `k` the slippage factor, both scaled by 10^18.
enum DODOMath {
    typealias Arithmetic = DODOArithmetic

    /// What moving the reserve up from `v2` to `v1` pays, with target `v0`.
    static func integrate(
        target v0: UInt256,
        from v2: UInt256,
        to v1: UInt256,
        price i: UInt256,
        slippage k: UInt256
    ) throws(DODOFault) -> UInt256 {
        if v0 == .zero { throw .targetIsZero }
        let fair = try Arithmetic.multiply(i, Arithmetic.subtract(v1, v2))
        if k == .zero { return try Arithmetic.divide(fair, Arithmetic.one) }
        let ratio = try Arithmetic.divFloor(
            Arithmetic.divide(Arithmetic.multiply(v0, v0), v1),
            v2
        )
        let penalty = try Arithmetic.mulFloor(k, ratio)
        let factor = try Arithmetic.add(Arithmetic.subtract(Arithmetic.one, k), penalty)
        return try Arithmetic.divide(Arithmetic.multiply(factor, fair), Arithmetic.oneSquared)
    }

    /// The target for which moving the reserve from `v1` up to it is paid by `delta`.
    static func target(
        reserve v1: UInt256,
        delta: UInt256,
        price i: UInt256,
        slippage k: UInt256,
        dialect: DODODialect
    ) throws(DODOFault) -> UInt256 {
        if k == .zero { return try Arithmetic.add(v1, Arithmetic.mulFloor(i, delta)) }
        if v1 == .zero { return .zero }
        let ki = try Arithmetic.multiply(k &<< UInt256(limbs: 2, 0, 0, 0), i)
        let root: UInt256
        if ki == .zero {
            root = Arithmetic.one
        } else {
            let (product, overflow) = ki.multipliedReportingOverflow(by: delta)
            let inner: UInt256
            if !overflow {
                inner = try Arithmetic.divide(product, v1)
            } else if dialect.wrapsSilently {
                inner = try Arithmetic.multiply(Arithmetic.divide(ki, v1), delta)
            } else {
                throw .multiplication
            }
            root = dialect.squareRoot(try Arithmetic.add(inner, Arithmetic.oneSquared))
        }
        let premium = try Arithmetic.add(
            Arithmetic.divFloor(
                Arithmetic.subtract(root, Arithmetic.one),
                k &<< UInt256(limbs: 1, 0, 0, 0)
            ),
            Arithmetic.one
        )
        return try Arithmetic.mulFloor(v1, premium)
    }

    /// What leaves reserve `v1`, with target `v0`, when `delta` arrives on the other side.
    static func trade(
        target v0: UInt256,
        reserve v1: UInt256,
        delta: UInt256,
        price i: UInt256,
        slippage k: UInt256,
        dialect: DODODialect
    ) throws(DODOFault) -> UInt256 {
        if v0 == .zero { throw .targetIsZero }
        if delta == .zero { return .zero }
        if k == .zero {
            let paid = try Arithmetic.mulFloor(i, delta)
            return paid > v1 ? v1 : paid
        }
        if k == Arithmetic.one {
            return try tradeAlongHyperbola(
                target: v0,
                reserve: v1,
                delta: delta,
                price: i,
                dialect: dialect
            )
        }
        let complement = try Arithmetic.subtract(Arithmetic.one, k)
        let curved = try Arithmetic.multiply(Arithmetic.divide(Arithmetic.multiply(k, v0), v1), v0)
        let part = try Arithmetic.add(curved, Arithmetic.multiply(i, delta))
        let straight = try Arithmetic.multiply(complement, v1)
        let isPositive = straight < part
        let b = try Arithmetic.divide(
            isPositive ? part &- straight : straight &- part,
            Arithmetic.one
        )
        let square = try Arithmetic.mulFloor(
            Arithmetic.multiply(complement, UInt256(limbs: 4, 0, 0, 0)),
            Arithmetic.multiply(Arithmetic.mulFloor(k, v0), v0)
        )
        let root = dialect.squareRoot(
            try Arithmetic.add(Arithmetic.multiply(b, b), square)
        )
        let denominator = try Arithmetic.multiply(complement, UInt256(limbs: 2, 0, 0, 0))
        let numerator: UInt256
        if isPositive {
            numerator = try Arithmetic.subtract(root, b)
            if numerator == .zero, dialect.refusesZeroNumerator { throw .numeratorIsZero }
        } else {
            numerator = try Arithmetic.add(b, root)
        }
        let v2 = try Arithmetic.divCeil(numerator, denominator)
        return v2 > v1 ? .zero : v1 &- v2
    }

    /// `trade` for k = 1, where the curve is a constant product.
    private static func tradeAlongHyperbola(
        target v0: UInt256,
        reserve v1: UInt256,
        delta: UInt256,
        price i: UInt256,
        dialect: DODODialect
    ) throws(DODOFault) -> UInt256 {
        let value = try Arithmetic.multiply(i, delta)
        let step: UInt256
        if value == .zero {
            step = .zero
        } else {
            let (product, overflow) = value.multipliedReportingOverflow(by: v1)
            if !overflow {
                step = try Arithmetic.divide(product, Arithmetic.multiply(v0, v0))
            } else if dialect.wrapsSilently {
                let share = try Arithmetic.divide(Arithmetic.multiply(delta, v1), v0)
                step = try Arithmetic.divide(Arithmetic.multiply(share, i), v0)
            } else {
                throw .multiplication
            }
        }
        return try Arithmetic.divide(
            Arithmetic.multiply(v1, step),
            Arithmetic.add(step, Arithmetic.one)
        )
    }
}
