import Foundation

/// What the distributions are held against: the one place here that computes in floating point.
extension ChanceTests {
    static func logarithm(_ value: Double) -> Double { log(value) }
    static func exponent(_ value: Double) -> Double { exp(value) }
    static func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }
}
