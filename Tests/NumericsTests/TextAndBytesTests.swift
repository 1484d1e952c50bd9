import Numerics
import TestSupport
import Testing

@Suite struct TextAndBytesTests {
    @Test func `text and number go round in both bases`() throws {
        var operands = Operands(seed: 20)
        for _ in 0..<20_000 {
            let value = operands.next()
            #expect(try UInt256(decimal: value.description) == value)
            #expect(try UInt256(hexadecimal: value.hexadecimal) == value)
            #expect(UInt256(bigEndian: value.bigEndianBytes) == value)
            #expect(value.description == String(value, radix: 10))
        }
    }

    @Test func `the largest number is read and the next one refused`() throws {
        let largest =
            "115792089237316195423570985008687907853269984665640564039457584007913129639935"
        #expect(try UInt256(decimal: largest) == .max)
        #expect(UInt256.max.description == largest)
        let next = largest.dropLast() + "6"
        #expect(throws: NumberTextError.tooLarge) { try UInt256(decimal: String(next)) }
        #expect(throws: NumberTextError.tooLarge) {
            try UInt256(hexadecimal: "0x1" + String(repeating: "0", count: 64))
        }
        #expect(try UInt256(decimal: "000" + largest) == .max)
    }

    @Test(arguments: [
        ("", NumberTextError.empty), ("1x", .unexpectedByte(0x78, at: 1)),
        ("-1", .unexpectedByte(0x2D, at: 0)), ("1 ", .unexpectedByte(0x20, at: 1)),
        ("1_0", .unexpectedByte(0x5F, at: 1)), ("٣", .unexpectedByte(0xD9, at: 0)),
        (String(repeating: "9", count: 90) + "x", .unexpectedByte(0x78, at: 90)),
    ])
    func `a wrong decimal text says where`(text: String, error: NumberTextError) {
        #expect(throws: error) { try UInt256(decimal: text) }
    }

    @Test(arguments: [
        ("", NumberTextError.empty), ("0", .empty), ("0x", .empty),
        ("12", .unexpectedByte(0x31, at: 0)), ("0X1", .unexpectedByte(0x58, at: 1)),
        ("0xg", .unexpectedByte(0x67, at: 2)),
    ])
    func `a wrong hexadecimal text says where`(text: String, error: NumberTextError) {
        #expect(throws: error) { try UInt256(hexadecimal: text) }
    }

    @Test(arguments: [
        ("-", NumberTextError.empty), ("--1", .unexpectedByte(0x2D, at: 1)),
        ("-1x", .unexpectedByte(0x78, at: 2)),
        (
            "-57896044618658097711785492504343953926634992332820282019728792003956564819969",
            .tooLarge
        ),
        (
            "57896044618658097711785492504343953926634992332820282019728792003956564819968",
            .tooLarge
        ),
    ])
    func `a wrong signed text says where`(text: String, error: NumberTextError) {
        #expect(throws: error) { try Int256(decimal: text) }
    }

    @Test func `signed text goes round to both ends`() throws {
        for value in Operands.edges(of: Int256.self) {
            #expect(try Int256(decimal: value.description) == value)
        }
    }

    @Test func `bytes are read where they lie, or refused`() {
        let value = UInt256(limbs: 1, 2, 3, 4)
        let bytes: [UInt8] = [9, 9] + value.bigEndianBytes + [7]
        let span = bytes.span
        let raw = unsafe span.bytes
        #expect(UInt256(bigEndian: raw, at: 2) == value)
        #expect(UInt256(bigEndian: raw, at: 3) != nil)
        #expect(UInt256(bigEndian: raw, at: 4) == nil)
        #expect(UInt256(bigEndian: raw, at: -1) == nil)
        #expect(UInt256(bigEndian: raw, at: .max) == nil)
        #expect(UInt256(bigEndian: bytes) == nil)
        #expect(UInt256(bigEndian: [UInt8]()) == 0)
    }

    @Test func `minimal bytes have no leading zero`() {
        var operands = Operands(seed: 21)
        for _ in 0..<5_000 {
            let value = operands.next()
            var bytes: [UInt8] = []
            value.appendMinimalBigEndian(to: &bytes)
            #expect(bytes.first != 0)
            #expect(UInt256(bigEndian: bytes) == value)
        }
    }

    @Test func `floating-point numbers convert exactly or not at all`() {
        #expect(UInt256(exactly: 0.0) == 0)
        #expect(UInt256(exactly: 1.5) == nil)
        #expect(UInt256(exactly: -1.0) == nil)
        #expect(UInt256(exactly: Double.nan) == nil)
        #expect(UInt256(exactly: Double.infinity) == nil)
        #expect(UInt256(exactly: 0x1p255) == UInt256.one << 255)
        #expect(UInt256(exactly: 0x1.8p200) == UInt256(3) << 199)
        #expect(UInt256(exactly: 0x1p256) == nil)
        #expect(UInt256(7.9) == 7)
        #expect(Int256(exactly: -4.0) == -4)
    }
}
