import Numerics
import TestSupport
import Testing
import Vocabulary

@Suite struct DecimalTests {
    @Test(
        arguments: [
            ("0", 0, 0), ("1", 1, 0), ("0.15", 15, 2), ("10_000", 10_000, 0), ("007", 7, 0),
            ("1.50", 15, 1), ("10_000.000_1", 100_000_001, 4), ("0.0", 0, 0),
        ] as [(String, UInt64, UInt8)]
    )
    func `a decimal is read exactly`(text: String, digits: UInt64, scale: UInt8) throws {
        let number = try DecimalNumber(text)
        #expect(number.digits == UInt256(digits))
        #expect(number.scale == scale)
    }

    @Test(arguments: [
        ("", DecimalTextError.empty), (".5", .expectedDigit(at: 0, found: 0x2E)),
        ("5.", .expectedDigit(at: 2, found: nil)), ("1..2", .secondPoint(at: 2)),
        ("1.2.3", .secondPoint(at: 3)), ("_1", .expectedDigit(at: 0, found: 0x5F)),
        ("1_", .expectedDigit(at: 2, found: nil)), ("1__0", .expectedDigit(at: 2, found: 0x5F)),
        ("1_.0", .expectedDigit(at: 2, found: 0x2E)), ("-1", .expectedDigit(at: 0, found: 0x2D)),
        ("1e18", .expectedDigit(at: 1, found: 0x65)), ("1,5", .expectedDigit(at: 1, found: 0x2C)),
        (String(repeating: "9", count: 78), .tooLarge),
        ("0." + String(repeating: "0", count: 76) + "1", .tooManyDecimals(77, atMost: 76)),
    ])
    func `a text that is no decimal says where`(text: String, error: DecimalTextError) {
        #expect(throws: error) { try DecimalNumber(text) }
    }

    @Test func `printing is the inverse of reading`() throws {
        var chance = Chance(seed: 31)
        for _ in 0..<5_000 {
            let digits =
                UInt256(limbs: chance.next(), chance.next(), 0, 0)
                >> Int.random(
                    in: 0...128,
                    using: &chance
                )
            let number = DecimalNumber(
                digits: digits,
                scale: UInt8.random(in: 0...38, using: &chance)
            )
            #expect(try DecimalNumber(number.description) == number)
        }
    }

    @Test func `an amount has its token's decimals and no more`() throws {
        #expect(try Amount("10_000.5", decimals: 6).units == 10_000_500_000)
        #expect(Amount(units: 10_000_500_000).text(decimals: 6) == "10000.5")
        #expect(try Amount("0.000001", decimals: 6).units == 1)
        #expect(throws: DecimalTextError.tooManyDecimals(7, atMost: 6)) {
            try Amount("0.0000001", decimals: 6)
        }
        #expect(throws: DecimalTextError.tooLarge) {
            try Amount(UInt256.max.description, decimals: 1)
        }
        #expect(try Amount(UInt256.max.description, decimals: 0).units == .max)
    }

    @Test func `sums of amounts that don't fit are no sums`() {
        let one = Amount(units: 1)
        #expect(Amount(units: .max).adding(one) == nil)
        #expect(Amount.zero.subtracting(one) == nil)
        #expect(Amount(units: 2).adding(one) == Amount(units: 3))
        #expect(Amount(units: 2).subtracting(one) == one)
    }

    @Test func `shares, fees and times are read with their units`() throws {
        #expect(try BasisPoints("15 bps") == BasisPoints(15))
        #expect(try BasisPoints("0.15 %") == BasisPoints(15))
        #expect(try BasisPoints("0.15%") == BasisPoints(15))
        #expect(try BasisPoints("0.5 bp").millionths == 500_000)
        #expect(try BasisPoints("0.000001 bps").millionths == 1)
        #expect(try Wei("50 gwei").value == 50_000_000_000)
        #expect(try Wei("0.000000001 gwei").value == 1)
        #expect(try Wei("1 ether").value == 1_000_000_000_000_000_000)
        #expect(try Interval("5 min").milliseconds == 300_000)
        #expect(try Interval("200 ms").milliseconds == 200)
        #expect(try Interval("0.5 s").milliseconds == 500)
    }

    @Test func `a missing, unknown or too fine unit is refused`() {
        #expect(throws: QuantityTextError.unit("", expected: ["bps", "bp", "%"])) {
            try BasisPoints("15")
        }
        #expect(throws: QuantityTextError.unit("gwie", expected: ["wei", "gwei", "ether"])) {
            try Wei("50 gwie")
        }
        #expect(throws: QuantityTextError.number(.tooManyDecimals(1, atMost: 0))) {
            try BasisPoints("0.0000001 bps")
        }
        #expect(throws: QuantityTextError.number(.tooManyDecimals(1, atMost: 0))) {
            try Wei("0.5 wei")
        }
        #expect(throws: QuantityTextError.number(.tooManyDecimals(1, atMost: 0))) {
            try Interval("0.5 ms")
        }
        #expect(throws: QuantityTextError.number(.empty)) { try Interval("min") }
        #expect(throws: QuantityTextError.number(.tooLarge)) {
            try Interval("99999999999999999999 d")
        }
        #expect(throws: QuantityTextError.number(.tooLarge)) { try BasisPoints("1844674407371 %") }
    }

    @Test func `what is printed with a unit is read back`() throws {
        var chance = Chance(seed: 32)
        for _ in 0..<2_000 {
            let number = chance.next() >> UInt64.random(in: 0..<64, using: &chance)
            let share = BasisPoints(millionths: number)
            #expect(try BasisPoints(share.description) == share)
            let wei = Wei(UInt256(number))
            #expect(try Wei(wei.description) == wei)
            let interval = Interval(milliseconds: number)
            #expect(try Interval(interval.description) == interval)
        }
    }

    @Test func `a share of an amount is rounded as named`() {
        let share = BasisPoints(millionths: 3_000_000)
        #expect(share.share(of: 9_999, rounding: .down) == 2)
        #expect(share.share(of: 9_999, rounding: .up) == 3)
        #expect(BasisPoints(millionths: .max).share(of: .max, rounding: .down) == nil)
    }
}
