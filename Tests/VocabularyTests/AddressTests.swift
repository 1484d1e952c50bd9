import Numerics
import TestSupport
import Testing
import Vocabulary

@Suite struct AddressTests {
    @Test func `every public vector has its checksum, and is read back`() throws {
        let vectors = try Vectors.load("eip55")
        let cases = try #require(vectors["cases"].array)
        #expect(cases.count >= 100)
        for pair in cases {
            let lower = try #require(pair[0].string)
            let checksummed = try #require(pair[1].string)
            let plain = lower.hasPrefix("0x") ? lower : "0x" + lower
            #expect(try Address(plain).checksummed == checksummed)
            #expect(try Address(checksummed) == Address(plain))
            let upper = "0x" + plain.dropFirst(2).uppercased()
            #expect(try Address(upper) == Address(plain))
        }
    }

    @Test func `a wrong checksum is refused, and the right one named`() throws {
        let invalid = try #require(Vectors.load("eip55")["invalid"].array)
        #expect(invalid.count >= 10)
        for text in try invalid.map({ try #require($0.string) }) {
            let expected = try Address(text.lowercased()).checksummed
            #expect(throws: AddressTextError.wrongChecksum(expected: expected)) {
                try Address(text)
            }
        }
    }

    @Test(arguments: [
        ("", AddressTextError.noPrefix),
        ("00000000000000000000000000000000000000ff", .noPrefix),
        ("0x00", .hexadecimal(.wrongLength(expectedBytes: 20, found: 1))),
        ("0x0", .hexadecimal(.oddNumberOfDigits(1))),
        (
            "0x00000000000000000000000000000000000000fg",
            .hexadecimal(.notADigit(0x67, at: 41))
        ),
        (
            "0x00000000000000000000000000000000000000ffff",
            .hexadecimal(.wrongLength(expectedBytes: 20, found: 21))
        ),
    ])
    func `a text that is no address says why`(text: String, error: AddressTextError) {
        #expect(throws: error) { try Address(text) }
    }

    @Test func `an address is the lower twenty bytes of its word`() throws {
        var chance = Chance(seed: 30)
        for _ in 0..<1_000 {
            let bytes = (0..<20).map { _ in UInt8.random(in: 0...255, using: &chance) }
            let address = try #require(Address(bytes: bytes))
            #expect(address.bytes == bytes)
            #expect(UInt256(bigEndian: bytes) == address.word)
            #expect(Address(word: address.word) == address)
            #expect(Address(word: address.word | UInt256.one << 160) == nil)
            #expect(Address(bytes: bytes.dropLast()) == nil)
        }
        #expect(Address.zero.bytes == [UInt8](repeating: 0, count: 20))
    }
}
