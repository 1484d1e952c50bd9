import Hashing
import Numerics
import TestSupport
import Testing
import Vocabulary

/// One value, one sequence of bytes; and nothing else is read.
@Suite struct CanonicalTests {
    private func sample() throws -> Token {
        let chain = try #require(ChainID(138))
        let address = try Address("0x93E66202A11B1772E55407B32B44e5Cd8eda7f22")
        let token = Token(chain: chain, address: address, symbol: "cU\"S\nDT", decimals: 6)
        return try #require(token)
    }

    private func survives<Value: Canonical & Equatable>(_ value: Value) throws -> Bool {
        try Value(canonicalBytes: value.canonicalBytes) == value
    }

    @Test func `the layout of version one is this, to the byte`() throws {
        let bytes = try sample().canonicalBytes
        #expect(
            Hexadecimal.text(of: bytes)
                == "0x01018a93e66202a11b1772e55407b32b44e5cd8eda7f220107635522530a44540106"
        )
        #expect([UInt64(0), 1, 256].canonicalBytes == [1, 1, 3, 0, 1, 1, 2, 1, 0])
    }

    @Test func `the JSON view escapes text and writes integers as strings`() throws {
        #expect(
            try sample().canonicalJSON
                == #"{"chain":"138","address":"0x93E66202A11B1772E55407B32B44e5Cd8eda7f22","#
                + #""symbol":"cU\"S\nDT","decimals":"6"}"#
        )
        let list: [UInt64?] = [1, nil, .max]
        #expect(list.canonicalJSON == #"["1",null,"18446744073709551615"]"#)
        #expect([true, false].canonicalJSON == "[true,false]")
        #expect(Int256(-5).canonicalJSON == #""-5""#)
        #expect([String]().canonicalJSON == "[]")
        #expect(BasisPoints(millionths: 500_000).canonicalJSON == #""0.5 bps""#)
        #expect("\u{1}".canonicalJSON == #""\u0001""#)
    }

    @Test func `every word comes back`() throws {
        #expect(try survives(try sample()))
        #expect(try survives(try sample().key))
        #expect(try survives(UInt256.max))
        #expect(try survives([Int256.min, .max, .zero, Int256(-1)]))
        #expect(try survives([UInt8.min, .max]))
        #expect(try survives([Int32.min, .max, 0]))
        #expect(try survives("ü"))
        #expect(try survives(Keccak256.hash("block")))
        #expect(try survives(BlockHash(Keccak256.hash("block"))))
        #expect(try survives(TransactionHash(Keccak256.hash("transaction"))))
        #expect(try survives(Amount(units: 7)))
        #expect(try survives(Wei(.max)))
        #expect(try survives(try #require(Price(numerator: 3, denominator: .max))))
        #expect(try survives(Instant(milliseconds: .max)))
        #expect(try survives(Interval(milliseconds: 0)))
        #expect(try survives(Worth(-12)))
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `numbers of every length come back`(seed: UInt64) throws {
        var chance = Chance(seed: seed)
        for bits in 0..<256 {
            let word = UInt256(
                limbs: chance.next(),
                chance.next(),
                chance.next(),
                chance.next()
            )
            #expect(try survives(word >> bits))
        }
    }

    /// Bytes that are read at all are the bytes that would be written: there is no second form.
    @Test(arguments: 0..<8 as Range<UInt64>)
    func `arbitrary bytes are refused or are the one form of what they say`(seed: UInt64) {
        var chance = Chance(seed: seed)
        var read = 0
        for _ in 0..<4_000 {
            let bytes =
                [CanonicalForm.version]
                + (0..<Int(chance.next() % 8)).map { _ in
                    UInt8(truncatingIfNeeded: chance.next() % 5)
                }
            if let value = try? [Int256?](canonicalBytes: bytes) {
                read += 1
                #expect(value.canonicalBytes == bytes, "seed \(seed)")
            }
            if let value = try? [String](canonicalBytes: bytes) {
                read += 1
                #expect(value.canonicalBytes == bytes, "seed \(seed)")
            }
        }
        #expect(read > 100)
    }

    @Test(
        arguments: [
            ([], .truncated, 0),
            ([2, 0], .otherVersion(2), 0),
            ([1, 2, 0, 5], .notMinimal, 1),
            ([1, 33], .tooLarge, 1),
            ([1, 2, 1], .truncated, 3),
            ([1, 1, 5, 0], .trailingBytes, 3),
        ] as [([UInt8], CanonicalError.Problem, Int)]
    )
    func `what is wrong is named with its place`(
        bytes: [UInt8],
        problem: CanonicalError.Problem,
        offset: Int
    ) {
        #expect(throws: CanonicalError(problem, at: offset)) {
            _ = try UInt256(canonicalBytes: bytes)
        }
    }

    @Test func `a count beyond the bytes that are left is refused before it is believed`() {
        #expect(throws: CanonicalError(.truncated, at: 1)) {
            _ = try [UInt64](canonicalBytes: [1, 4, 255, 255, 255, 255])
        }
        #expect(throws: CanonicalError(.notMinimal, at: 1)) {
            _ = try Int256(canonicalBytes: [1, 1, 0])
        }
        #expect(throws: CanonicalError(.badText, at: 1)) {
            _ = try String(canonicalBytes: [1, 1, 1, 0xFF])
        }
        #expect(throws: CanonicalError(.invalid("chain id"), at: 2)) {
            _ = try ChainID(canonicalBytes: [1, 0])
        }
    }

    @Test func `worth is exact and shown rounded towards nothing`() throws {
        let price = try #require(Price(numerator: 1_000_000_000_000, denominator: 1))
        let worth = try #require(Worth(of: 1_234_567, at: price, rounding: .down))
        #expect(worth.description == "1.234567")
        #expect(worth.negated.text(decimals: 2) == "-1.23")
        #expect(Worth(units: Int256(-1)).text(decimals: 2) == "0")
        #expect(worth.subtracting(Worth(2))?.isNegative == true)
        #expect(Worth(units: .max).adding(Worth(units: Int256(1))) == nil)
        #expect(try Worth(100).share(BasisPoints("15 bps"), rounding: .up)?.description == "0.15")
    }
}
