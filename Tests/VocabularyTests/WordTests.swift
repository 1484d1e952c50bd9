import Hashing
import TestSupport
import Testing
import Vocabulary

@Suite struct WordTests {
    @Test func `a chain has a number`() {
        #expect(ChainID(0) == nil)
        #expect(ChainID(651_940)?.description == "651940")
    }

    @Test func `a token has a symbol and sane decimals`() throws {
        let chain = try #require(ChainID(138))
        #expect(Token(chain: chain, address: .zero, symbol: "", decimals: 6) == nil)
        #expect(Token(chain: chain, address: .zero, symbol: "cUSDT", decimals: 37) == nil)
        #expect(Token(chain: chain, address: .zero, symbol: "cUSDT", decimals: 36) != nil)
    }

    @Test func `time stands still at its end instead of wrapping`() {
        let late = Instant(milliseconds: .max - 1)
        #expect(late.advanced(by: Interval(milliseconds: 5)) == Instant(milliseconds: .max))
        #expect(Instant.start.advanced(by: Interval(milliseconds: 5)).milliseconds == 5)
    }

    @Test func `hexadecimal goes round`() throws {
        var chance = Chance(seed: 35)
        for length in 0..<200 {
            let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &chance) }
            #expect(try Hexadecimal.bytes(of: Hexadecimal.text(of: bytes)) == bytes)
            #expect(try Hexadecimal.bytes(of: Hexadecimal.digits(of: bytes)) == bytes)
        }
    }

    @Test func `a hash is thirty-two bytes of hexadecimal`() throws {
        let text = Keccak256.hash("").description
        #expect(text == "0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470")
        #expect(try Digest(hexadecimal: text).description == text)
        #expect(throws: HexadecimalError.wrongLength(expectedBytes: 32, found: 31)) {
            try Digest(hexadecimal: String(text.dropLast(2)))
        }
        #expect(throws: HexadecimalError.notADigit(0x78, at: 65)) {
            try Digest(hexadecimal: String(text.dropLast()) + "x")
        }
    }
}
