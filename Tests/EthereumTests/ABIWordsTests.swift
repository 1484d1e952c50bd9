import Ethereum
import Numerics
import TestSupport
import Testing
import Vocabulary

@Suite struct ABIWordsTests {
    private func words(_ bytes: [UInt8]) throws -> ABIWords {
        try #require(bytes.count % 32 == 0)
        return ABIWords(
            try stride(from: 0, to: bytes.count, by: 32).map { offset in
                try #require(UInt256(bigEndian: bytes[offset..<offset + 32]))
            }
        )
    }

    /// The same answer in words as in a tree: `(bool, bytes)[]`.
    private func results(_ answer: ABIWords) throws -> [ABIValue] {
        let (count, elements) = try answer.array(0)
        return try (0..<count).map { index in
            let result = try elements.tail(index)
            return .list([.bool(try result.bool(0)), .bytes(try result.bytes(1))])
        }
    }

    @Test func `recorded aggregates read the same in words as in a tree`() throws {
        var (read, nested) = (0, 0)
        for vector in try Vectors.load("evm_calls")["cases"].list() {
            guard try vector["fn"].text().hasPrefix("aggregate3("),
                let data = vector["returndata"].bytes
            else { continue }
            let type = try ABIType("(bool,bytes)[]")
            let answer = try words(data)
            #expect(try ABIDecoder.decode(data, as: [type]) == [.list(try results(answer))])
            read += 1
            let (count, elements) = try answer.array(0)
            for index in 0..<count {
                let result = try elements.tail(index)
                let bytes = try result.bytes(1)
                guard bytes.count % 32 == 0 else { continue }
                nested += 1
                let content = try result.content(1)
                #expect(try (0..<content.count).map { try content.word($0) } == words(of: bytes))
                #expect(throws: ABIError.self) { try content.word(content.count) }
            }
        }
        #expect(read == 30 && nested > 80, "\(nested)")
    }

    private func words(of bytes: [UInt8]) throws -> [UInt256] {
        let words = try words(bytes)
        return try (0..<words.count).map { try words.word($0) }
    }

    @Test func `any spoiled answer is refused by both readers, or read alike`() throws {
        var chance = Chance(seed: 90)
        let type = try ABIType("(bool,bytes)[]")
        let states = (0..<3).map { _ in
            ABIValue.list([.bool(true), .random(of: .bytes, &chance)])
        }
        let encoded = try ABIEncoder.encode([.list(states)], as: [type])
        var (answered, refused) = (0, 0)
        for place in encoded.indices {
            for flip in [0x01, 0x20, 0x80, 0xE0] as [UInt8] {
                var bytes = encoded
                bytes[place] ^= flip
                let tree = try? ABIDecoder.decode(bytes, as: [type])
                let flat = (try? results(try words(bytes))).map { [ABIValue.list($0)] }
                if flat == nil { refused += 1 } else { answered += 1 }
                // Offsets that are no whole words are the one difference.
                if flip & 0x1F == 0 || flat != nil { #expect(flat == tree, "\(place) ^ \(flip)") }
            }
        }
        #expect(answered > 100 && refused > 100)
    }

    @Test func `each word is read in its type's range, and an error says which it was`() throws {
        let words = ABIWords([
            256, .max, UInt256(1) << 160, 2, (UInt256(1) << 160) - 1, 33, 32 * 7, 32 * 6,
        ])
        #expect(try words.unsigned(0, bits: 16) == 256)
        #expect(try words.signed(1, bits: 8) == -1)
        #expect(try words.address(4).bytes == [UInt8](repeating: 0xFF, count: 20))
        #expect(throws: ABIError(.outOfRange(.unsigned(8), at: 0))) {
            try words.unsigned(0, bits: 8)
        }
        #expect(throws: ABIError(.outOfRange(.signed(8), at: 0))) { try words.signed(0, bits: 8) }
        #expect(throws: ABIError(.outOfRange(.address, at: 64))) { try words.address(2) }
        #expect(throws: ABIError(.outOfRange(.bool, at: 96))) { try words.bool(3) }
        #expect(throws: ABIError(.truncated(at: 256))) { try words.word(8) }
        #expect(throws: ABIError(.truncated(at: -32))) { try words.word(-1) }
        #expect(throws: ABIError(.badOffset(at: 160))) { try words.tail(5) }
        #expect(throws: ABIError(.badOffset(at: 32))) { try words.tail(1) }
        #expect(try words.tail(6).count == 1)
        #expect(throws: ABIError(.badOffset(at: 224))) { try words.array(6) }
        #expect(throws: ABIError(.badOffset(at: 192))) { try words.content(7) }
        #expect(throws: ABIError(.badOffset(at: 32))) {
            try ABIWords([32, .max]).array(0)
        }
        #expect(throws: ABIError(.badOffset(at: 32))) {
            try ABIWords([32, 2, 0, 0, 0]).array(0, wordsPerElement: 2)
        }
        #expect(throws: ABIError(.nonZeroPadding(at: 65))) {
            try ABIWords([32, 1, UInt256(0x0101) << 240]).bytes(0)
        }
        #expect(throws: ABIError(.badOffset(at: 32))) { try ABIWords([32, 1, 0]).content(0) }
        #expect(try ABIWords([32, 0]).bytes(0) == [])
        #expect(try ABIWords([32, 0]).content(0).count == 0)
    }
}
