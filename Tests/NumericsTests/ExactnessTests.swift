import Numerics
import TestSupport
import Testing

/// The fast arithmetic against the slow one, on numbers drawn to break it.
@Suite struct ExactnessTests {
    // A debug build is fifty times slower; the release run draws the full number.
    #if DEBUG
        private static let draws = 4_000
    #else
        private static let draws = 200_000
    #endif

    @Test(arguments: [1, 2] as [UInt64])
    func `products are exact to 512 bits`(seed: UInt64) {
        var operands = Operands(seed: seed)
        for _ in 0..<Self.draws {
            let (left, right) = (operands.next(), operands.next())
            let (high, low) = left.multipliedFullWidth(by: right)
            let exact = SlowNumber(left) * SlowNumber(right)
            guard SlowNumber(high: high, low: low) == exact, left &* right == low else {
                Issue.record("\(left) * \(right)")
                return
            }
        }
    }

    @Test(arguments: [3, 4] as [UInt64])
    func `a 512-bit dividend is quotient times divisor plus remainder`(seed: UInt64) {
        var operands = Operands(seed: seed)
        var divided = 0
        for _ in 0..<Self.draws {
            let (divisor, low) = (operands.next(), operands.next())
            // The upper half shares its upper limbs with the divisor often enough to need a full digit.
            let high = operands.next() % 2 == 0 ? operands.next() : divisor &- operands.next() % 3
            guard high < divisor else { continue }
            divided += 1
            let (quotient, remainder) = divisor.dividingFullWidth((high, low))
            let back = SlowNumber(quotient) * SlowNumber(divisor) + SlowNumber(remainder)
            guard remainder < divisor, back == SlowNumber(high: high, low: low) else {
                Issue.record("(\(high), \(low)) / \(divisor)")
                return
            }
        }
        #expect(divided > Self.draws / 3)
    }

    @Test(arguments: [5, 6] as [UInt64])
    func `a quotient of two numbers is exact`(seed: UInt64) {
        var operands = Operands(seed: seed)
        for _ in 0..<Self.draws {
            let (dividend, divisor) = (operands.next(), operands.next())
            guard divisor != 0 else { continue }
            let (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
            let back = SlowNumber(quotient) * SlowNumber(divisor) + SlowNumber(remainder)
            guard remainder < divisor, back == SlowNumber(dividend) else {
                Issue.record("\(dividend) / \(divisor)")
                return
            }
        }
    }

    @Test(arguments: [7, 8] as [UInt64])
    func `a fused quotient is rounded as named, or refused`(seed: UInt64) {
        var operands = Operands(seed: seed)
        var answered = 0
        for _ in 0..<Self.draws {
            let (left, right, divisor) = (operands.next(), operands.next(), operands.next())
            let product = SlowNumber(left) * SlowNumber(right)
            let down = left.multiplied(by: right, dividedBy: divisor, rounding: .down)
            let up = left.multiplied(by: right, dividedBy: divisor, rounding: .up)
            guard let down else {
                // Refused: a divisor of zero, or the least number that does not fit is still too small.
                let least = SlowNumber(.max) * SlowNumber(divisor) + SlowNumber(divisor)
                guard divisor == 0 || !(product < least) else {
                    Issue.record("\(left) * \(right) / \(divisor) was refused")
                    return
                }
                #expect(up == nil)
                continue
            }
            answered += 1
            let back = SlowNumber(down) * SlowNumber(divisor)
            let isExact = back == product
            let next = back + SlowNumber(divisor)
            guard !(product < back), product < next,
                up == (isExact ? down : down == .max ? nil : down + 1)
            else {
                Issue.record("\(left) * \(right) / \(divisor)")
                return
            }
        }
        #expect(answered > Self.draws / 4)
    }

    @Test func `a division by ten to the eighteenth is exact`() {
        var operands = Operands(seed: 9)
        let ether: UInt256 = 1_000_000_000_000_000_000
        for _ in 0..<Self.draws {
            let dividend = operands.next()
            let (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: ether)
            let back = SlowNumber(quotient) * SlowNumber(ether) + SlowNumber(remainder)
            guard remainder < ether, back == SlowNumber(dividend) else {
                Issue.record("\(dividend)")
                return
            }
        }
    }

    @Test(arguments: [10, 11] as [UInt64])
    func `a square root is the largest whose square fits`(seed: UInt64) {
        var operands = Operands(seed: seed)
        for round in 0..<Self.draws {
            let drawn = operands.next()
            // Squares and their neighbours are where a root goes wrong.
            let square = (drawn &>> 128) &* (drawn &>> 128)
            let value = [drawn, square, square &- 1, square &+ 1][round % 4]
            let root = value.squareRoot()
            let next = SlowNumber(root) + SlowNumber(1)
            let squared = SlowNumber(root) * SlowNumber(root)
            guard !(SlowNumber(value) < squared), SlowNumber(value) < next * next else {
                Issue.record("root of \(value) is not \(root)")
                return
            }
        }
    }

    @Test func `every small number has its square root`() {
        for value in 0...70_000 as ClosedRange<UInt64> {
            let root = UInt256(value).squareRoot()
            #expect(root * root <= UInt256(value) && UInt256(value) < (root + 1) * (root + 1))
        }
        #expect(UInt256.max.squareRoot() == (UInt256.one << 128) - 1)
    }

    @Test func `a modular product is the remainder of the whole product`() {
        var operands = Operands(seed: 12)
        for _ in 0..<20_000 {
            let (left, right, modulus) = (operands.next(), operands.next(), operands.next())
            let answer = left.multiplied(by: right, modulo: modulus)
            guard modulus != 0 else {
                #expect(answer == 0)
                continue
            }
            // With both factors reduced first, the division by the modulus itself fits.
            let (high, low) = (left % modulus).multipliedFullWidth(by: right % modulus)
            #expect(answer == modulus.dividingFullWidth((high, low)).remainder)
        }
    }

    @Test func `products compare as the exact numbers do`() {
        var operands = Operands(seed: 13)
        for _ in 0..<20_000 {
            let (a, b, c, d) = (
                operands.next(), operands.next(), operands.next(), operands.next()
            )
            let (left, right) = (UInt512(product: a, b), UInt512(product: c, d))
            let (slowLeft, slowRight) = (
                SlowNumber(a) * SlowNumber(b), SlowNumber(c) * SlowNumber(d)
            )
            #expect((left < right) == (slowLeft < slowRight))
            let distance = left.distance(to: right)
            let lesser = slowLeft < slowRight ? slowLeft : slowRight
            let greater = slowLeft < slowRight ? slowRight : slowLeft
            #expect(lesser + SlowNumber(high: distance.high, low: distance.low) == greater)
        }
    }
}
