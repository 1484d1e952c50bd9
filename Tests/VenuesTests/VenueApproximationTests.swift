import Numerics
import TestSupport
import Testing

@testable import Venues

@Suite struct VenueApproximationTests {
    /// Numbers of every length up to `bits`.
    static func draw(_ chance: inout Chance, bits: UInt64) -> UInt256 {
        let wide = UInt256(limbs: chance.next(), chance.next(), chance.next(), chance.next())
        return (wide >> Int(256 - bits + chance.next() % bits)) | 1
    }

    /// Within 2^-60 of the exact value.
    static func isNear(_ value: UInt256, _ exact: UInt256) -> Bool {
        let distance = value > exact ? value - exact : exact - value
        return distance <= 1 + (exact >> 60)
    }

    @Test func `every operation is right to sixty bits`() {
        let seed: UInt64 = 0xA99
        var chance = Chance(seed: seed)
        for _ in 0..<VenuePropertyTests.draws {
            let a = Self.draw(&chance, bits: 126)
            let b = Self.draw(&chance, bits: 126)
            let (x, y) = (Approximation(a), Approximation(b))
            #expect(Self.isNear(x.floored, a), "\(a)")
            #expect(Self.isNear((x + y).floored, a + b), "\(a) + \(b)")
            #expect(Self.isNear((x * y).floored, a * b), "\(a) * \(b)")
            #expect(Self.isNear((x * y / y).floored, a), "\(a) * \(b) / \(b)")
            #expect(Self.isNear((x * y).squareRoot().floored, (a * b).squareRoot()), "\(a) \(b)")
            let (big, small) = (max(a, b), min(a, b))
            let difference = (Approximation(big) - Approximation(small)).floored
            let exact = big - small
            let slack = 2 + (big >> 60)
            #expect(difference <= exact + slack && difference + slack >= exact, "\(a) - \(b)")
            #expect((x < y) == (a < b) || Self.isNear(a, b), "\(a) < \(b)")
        }
    }

    @Test func `perfect squares have exact roots`() {
        for root in 1...2000 as ClosedRange<UInt64> {
            #expect(Approximation(root * root).squareRoot() == Approximation(root), "\(root)")
        }
    }

    @Test func `the ends of the range give ends, not traps`() {
        let zero = Approximation.zero
        let largest = Approximation(UInt256.max)
        #expect(zero.squareRoot().isZero)
        #expect((zero * largest).isZero)
        #expect((zero - largest).isZero)
        #expect((zero / largest).isZero)
        #expect((largest / zero).floored == .max)
        #expect((largest * largest).floored == .max)
        #expect((Approximation.one / (largest * largest)).floored == .zero)
        #expect(largest + zero == largest)
        let runaway = (0..<20).reduce(largest) { product, _ in product * product }
        #expect(runaway.floored == .max)
    }
}
