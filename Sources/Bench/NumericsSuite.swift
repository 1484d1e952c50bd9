import CGMP
import Glibc
import Numerics

/// 256-bit arithmetic against GMP's assembly on the same operands, after checking that both agree.
enum NumericsSuite {
    private static let tableSize = 1_024

    /// One kind of operands: how many bits each has, and how many limbs GMP needs for them.
    private struct Shape {
        let what: String
        let factorBits: (Int, Int)
        let divisorBits: Int
        let factorLimbs: Int
        let divisorLimbs: Int
        let goal: Double
        var fixedDivisor: UInt256?
    }

    static func comparisons() -> [Comparison] {
        [multiplication()]
            + [
                Shape(
                    what: "mulDiv, full width",
                    factorBits: (256, 255),
                    divisorBits: 256,
                    factorLimbs: 4,
                    divisorLimbs: 4,
                    goal: 1.0
                ),
                Shape(
                    what: "mulDiv, as pools need it (120 x 100 / 110 bits)",
                    factorBits: (120, 100),
                    divisorBits: 110,
                    factorLimbs: 2,
                    divisorLimbs: 2,
                    goal: 1.0
                ),
                Shape(
                    what: "mulDiv by 10^18 (128 x 128 bits)",
                    factorBits: (128, 128),
                    divisorBits: 60,
                    factorLimbs: 2,
                    divisorLimbs: 1,
                    goal: 0.8,
                    fixedDivisor: 1_000_000_000_000_000_000
                ),
            ].map(mulDiv)
    }

    private static func multiplication() -> Comparison {
        let left = numbers(bits: 256, seed: 1)
        let right = numbers(bits: 256, seed: 2)
        let leftLimbs = limbs(left, count: 4)
        let rightLimbs = limbs(right, count: 4)
        var product = [UInt](repeating: 0, count: 8)
        for index in 0..<tableSize {
            gmpMultiply(&product, leftLimbs, rightLimbs, index, 4)
            let (high, low) = left[index].multipliedFullWidth(by: right[index])
            agree(Array(low.words) + Array(high.words), product)
        }
        return Comparison(
            what: "256 x 256 bits to 512",
            limitName: "GMP mpn_mul_n",
            goal: 0.9,
            ours: { count in
                var sum = UInt256.zero
                for index in 0..<count {
                    let place = index & (tableSize - 1)
                    let (high, low) = left[place].multipliedFullWidth(by: right[place])
                    sum = sum ^ high ^ low
                }
                consume(sum)
            },
            limit: { count in
                var product = [UInt](repeating: 0, count: 8)
                for index in 0..<count {
                    gmpMultiply(&product, leftLimbs, rightLimbs, index & (tableSize - 1), 4)
                }
                consume(product)
            }
        )
    }

    private static func mulDiv(_ shape: Shape) -> Comparison {
        let left = numbers(bits: shape.factorBits.0, seed: 3)
        let right = numbers(bits: shape.factorBits.1, seed: 4)
        let divisors =
            shape.fixedDivisor.map { Array(repeating: $0, count: tableSize) }
            ?? numbers(bits: shape.divisorBits, seed: 5).map {
                // The quotient must fit: the divisor's top bit is set, the right factor is shorter.
                $0 | UInt256.one << (shape.divisorBits - 1)
            }
        let (factor, divisor) = (shape.factorLimbs, shape.divisorLimbs)
        let leftLimbs = limbs(left, count: factor)
        let rightLimbs = limbs(right, count: factor)
        let divisorLimbs = limbs(divisors, count: divisor)
        var work = GMPWork()
        for index in 0..<tableSize {
            work.mulDiv(leftLimbs, rightLimbs, divisorLimbs, index, factor, divisor)
            let quotient = left[index].multiplied(
                by: right[index],
                dividedBy: divisors[index],
                rounding: .down
            )
            let digits = 2 * factor - divisor + 1
            agree(
                Array((quotient ?? 0).words.prefix(digits)),
                Array(work.quotient.prefix(min(4, digits)))
            )
        }
        return Comparison(
            what: shape.what,
            limitName: "GMP mpn_mul_n and mpn_tdiv_qr",
            goal: shape.goal,
            ours: { count in
                var sum = UInt256.zero
                for index in 0..<count {
                    let place = index & (tableSize - 1)
                    let quotient = left[place].multiplied(
                        by: right[place],
                        dividedBy: divisors[place],
                        rounding: .down
                    )
                    sum = sum ^ (quotient ?? .zero)
                }
                consume(sum)
            },
            limit: { count in
                var work = GMPWork()
                for index in 0..<count {
                    let place = index & (tableSize - 1)
                    work.mulDiv(leftLimbs, rightLimbs, divisorLimbs, place, factor, divisor)
                }
                consume(work)
            }
        )
    }

    private struct GMPWork {
        var product = [UInt](repeating: 0, count: 8)
        var quotient = [UInt](repeating: 0, count: 9)
        var remainder = [UInt](repeating: 0, count: 4)

        mutating func mulDiv(
            _ left: [UInt],
            _ right: [UInt],
            _ divisors: [UInt],
            _ index: Int,
            _ factor: Int,
            _ divisor: Int
        ) {
            gmpMultiply(&product, left, right, index, factor)
            unsafe divisors.withUnsafeBufferPointer { divisors in
                guard let base = divisors.baseAddress else { return }
                unsafe cantilever_mpn_tdiv_qr(
                    &quotient,
                    &remainder,
                    product,
                    2 * factor,
                    base + index * divisor,
                    divisor
                )
            }
        }
    }

    private static func gmpMultiply(
        _ product: inout [UInt],
        _ left: [UInt],
        _ right: [UInt],
        _ index: Int,
        _ count: Int
    ) {
        unsafe left.withUnsafeBufferPointer { left in
            unsafe right.withUnsafeBufferPointer { right in
                guard let left = left.baseAddress, let right = right.baseAddress else { return }
                unsafe cantilever_mpn_mul_n(
                    &product,
                    left + index * count,
                    right + index * count,
                    count
                )
            }
        }
    }

    private static func agree(_ ours: [UInt], _ theirs: [UInt]) {
        precondition(ours == theirs, "GMP has another answer: \(theirs), not \(ours)")
    }

    private static func limbs(_ numbers: [UInt256], count: Int) -> [UInt] {
        numbers.flatMap { $0.words.prefix(count) }
    }

    private static func numbers(bits: Int, seed: UInt64) -> [UInt256] {
        var chance = Chance(seed: seed)
        return (0..<tableSize).map { _ in
            UInt256(limbs: chance.next(), chance.next(), chance.next(), chance.next())
                >> (256 - bits)
        }
    }
}
