import Numerics
import TestSupport
import Testing

/// What any integer type of Swift must obey; the standard library's own types run through it too.
@Suite struct IntegerLawTests {
    @Test func `UInt64 obeys the laws of an integer`() { check(UInt64.self) }
    @Test func `UInt128 obeys the laws of an integer`() { check(UInt128.self) }
    @Test func `UInt256 obeys the laws of an integer`() { check(UInt256.self) }
    @Test func `Int64 obeys the laws of an integer`() { check(Int64.self) }
    @Test func `Int128 obeys the laws of an integer`() { check(Int128.self) }
    @Test func `Int256 obeys the laws of an integer`() { check(Int256.self) }

    private func check<Number: FixedWidthInteger>(_ type: Number.Type) {
        let edges = Operands.edges(of: type)
        for value in edges {
            checkAlone(value)
            checkShifts(of: value)
            checkText(of: value)
        }
        for left in edges {
            for right in edges { checkPair(left, right) }
        }
    }

    private func checkAlone<Number: FixedWidthInteger>(_ value: Number) {
        #expect(value &+ 0 == value)
        #expect(value &* 1 == value)
        #expect(value ^ value == 0)
        #expect(~(~value) == value)
        #expect(value &+ ~value == 0 &- (1 as Number))
        #expect(value.byteSwapped.byteSwapped == value)
        #expect(value.nonzeroBitCount + (~value).nonzeroBitCount == Number.bitWidth)
        #expect(Number(truncatingIfNeeded: value) == value)
        #expect(Number(exactly: value) == value)
        #expect(value.hashValue == (value &+ 1 &- 1).hashValue)
        let bits = value.words.reduce(0) { $0 + $1.nonzeroBitCount }
        #expect(bits == value.nonzeroBitCount)
        #expect(value.words.count == Number.bitWidth / UInt.bitWidth)
        if value == 0 {
            #expect(value.leadingZeroBitCount == Number.bitWidth)
            #expect(value.trailingZeroBitCount == Number.bitWidth)
        } else {
            let top = Number.bitWidth - 1 - value.leadingZeroBitCount
            #expect((value >> top) & 1 == 1)
            #expect((value >> value.trailingZeroBitCount) & 1 == 1)
        }
        #expect(UInt64(exactly: value) == UInt64("\(value)"))
        #expect(Int64(exactly: value) == Int64("\(value)"))
        #expect(Int64(clamping: value) == Int64("\(value)") ?? (value < 0 ? .min : .max))
        #expect(UInt8(truncatingIfNeeded: value) == UInt8(truncatingIfNeeded: value & 0xFF))
    }

    private func checkShifts<Number: FixedWidthInteger>(of value: Number) {
        let width = Number.bitWidth
        let fill: Number = value < 0 ? 0 &- 1 : 0
        var left = value
        var right = value
        for count in 0...width + 2 {
            #expect(value << count == left, "\(value) << \(count)")
            #expect(value >> count == right, "\(value) >> \(count)")
            #expect(value >> -count == left, "\(value) >> -\(count)")
            #expect(value << -count == right, "\(value) << -\(count)")
            let masked = Number(truncatingIfNeeded: count % width)
            #expect(value &<< Number(truncatingIfNeeded: count) == value &<< masked)
            #expect(value &>> Number(truncatingIfNeeded: count) == value &>> masked)
            left = left &+ left
            right = right.halved
        }
        #expect(value << Int.max == 0)
        #expect(value >> Int.max == fill)
        #expect(value << Int.min == fill)
    }

    private func checkText<Number: FixedWidthInteger>(of value: Number) {
        #expect(Number("\(value)") == value)
        for radix in [2, 10, 16, 36] {
            #expect(Number(String(value, radix: radix), radix: radix) == value)
        }
    }

    private func checkPair<Number: FixedWidthInteger>(_ left: Number, _ right: Number) {
        #expect((left < right) == (right > left))
        #expect((left <= right) == !(left > right))
        #expect([left < right, left == right, left > right].count { $0 } == 1)
        #expect(left &+ right == right &+ left)
        #expect(left &* right == right &* left)
        #expect((left &+ right) &- right == left)
        #expect(left & right == ~(~left | ~right))
        #expect(left ^ right == (left | right) & ~(left & right))
        let (sum, sumOverflows) = left.addingReportingOverflow(right)
        #expect(sum == left &+ right)
        #expect(sumOverflows == (right < 0 ? sum > left : sum < left))
        let (difference, differenceOverflows) = left.subtractingReportingOverflow(right)
        #expect(difference == left &- right)
        #expect(differenceOverflows == (right < 0 ? difference < left : difference > left))
        checkProduct(left, right)
        checkQuotient(left, right)
    }

    private func checkProduct<Number: FixedWidthInteger>(_ left: Number, _ right: Number) {
        let (high, low) = left.multipliedFullWidth(by: right)
        let (product, overflow) = left.multipliedReportingOverflow(by: right)
        #expect(product == left &* right)
        #expect(Number(truncatingIfNeeded: low) == product)
        let signs: Number = product < 0 ? 0 &- 1 : 0
        #expect(overflow == (high != signs))
        if right != 0, !overflow { #expect(product / right == left) }
    }

    private func checkQuotient<Number: FixedWidthInteger>(_ left: Number, _ right: Number) {
        let (quotient, overflow) = left.dividedReportingOverflow(by: right)
        guard right != 0 else {
            #expect(overflow)
            return
        }
        // Only the least signed number divided by minus one doesn't fit.
        #expect(overflow == (Number.isSigned && left == .min && right == 0 &- 1))
        guard !overflow else { return }
        let remainder = left % right
        #expect(quotient &* right &+ remainder == left)
        #expect(remainder.magnitude < right.magnitude)
        #expect(remainder == 0 || (remainder < 0) == (left < 0))
    }
}

extension FixedWidthInteger {
    /// Half, rounded down, without a shift.
    fileprivate var halved: Self {
        let half = self / 2
        return self < 0 && self % 2 != 0 ? half - 1 : half
    }
}
