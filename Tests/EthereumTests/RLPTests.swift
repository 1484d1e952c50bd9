import Ethereum
import Hashing
import Numerics
import TestSupport
import Testing

@Suite struct RLPTests {
    private func item(_ json: JSON) throws -> RLPItem {
        if let array = json.array { return .list(try array.map(item)) }
        return .bytes(try json.data())
    }

    @Test func `every public vector goes both ways`() throws {
        let cases = try Vectors.load("rlp")["cases"].list()
        #expect(cases.count == 544)
        for vector in cases {
            let item = try item(vector["item"])
            let encoded = try vector["encoded"].data()
            #expect(item.encoded == encoded)
            #expect(try RLPItem(decoding: encoded) == item)
        }
    }

    @Test func `every invalid vector is refused`() throws {
        let cases = try Vectors.load("rlp")["invalid"].list()
        #expect(cases.count > 100)
        for vector in cases {
            let encoded = try vector["encoded"].data()
            #expect(throws: RLPError.self, "\(vector["why"].string ?? "")") {
                try RLPItem(decoding: encoded)
            }
        }
    }

    @Test func `integers are minimal`() throws {
        let cases = try Vectors.load("rlp")["integers"].list()
        #expect(cases.count >= 10)
        for vector in cases {
            let text = try vector["int"].text()
            let encoded = try vector["encoded"].data()
            guard let value = try? UInt256(decimal: text) else {
                var reader = RLPReader(encoded)
                #expect(throws: RLPError.integerTooLarge(at: 0)) { try reader.readInteger() }
                continue
            }
            var writer = RLPWriter()
            writer.append(value)
            #expect(writer.bytes == encoded)
            var reader = RLPReader(encoded)
            #expect(try reader.readInteger() == value)
        }
    }

    @Test func `large items have the right header and digest`() throws {
        let cases = try Vectors.load("rlp")["large"].list()
        #expect(!cases.isEmpty)
        for vector in cases {
            let byte = try #require(vector["repeatByte"].bytes?.first)
            let content = [UInt8](repeating: byte, count: try #require(vector["length"].int))
            let encoded = RLPItem.bytes(content).encoded
            #expect(encoded.count == vector["encodedLength"].int)
            #expect(encoded.starts(with: try vector["encodedPrefix"].data()))
            #expect(Keccak256.hash(encoded).bytes == vector["encodedKeccak"].bytes)
        }
    }

    @Test func `an error says what is wrong and at which byte`() {
        let cases: [([UInt8], RLPError)] = [
            ([], .truncated(at: 0)), ([0x83, 1, 2], .truncated(at: 0)),
            ([0xC2, 0x83, 1], .truncated(at: 1)), ([0x81, 0x05], .notCanonical(at: 0)),
            ([0xC2, 0x81, 0x05], .notCanonical(at: 1)), ([0xC0, 0x00], .trailingBytes(at: 1)),
            ([0xB8, 0x01, 0x80], .notCanonical(at: 0)), ([0xB9, 0x00, 0x80], .notCanonical(at: 0)),
            ([0xBF] + [UInt8](repeating: 0xFF, count: 8), .truncated(at: 0)),
            ([0xBB, 0x05, 0xF5, 0xE1, 0x00, 1], .truncated(at: 0)),
        ]
        for (bytes, error) in cases {
            #expect(throws: error) { try RLPItem(decoding: bytes) }
        }
    }

    @Test func `a list within a list within a list has an end`() {
        var bytes: [UInt8] = [0xC0]
        for _ in 0..<RLPItem.deepestList - 2 {
            var writer = RLPWriter()
            writer.appendList(encoded: bytes)
            bytes = writer.bytes
        }
        #expect(throws: Never.self) { try RLPItem(decoding: bytes) }
        for _ in 0..<2 {
            var writer = RLPWriter()
            writer.appendList(encoded: bytes)
            bytes = writer.bytes
        }
        #expect(throws: RLPError.self) { try RLPItem(decoding: bytes) }
    }

    @Test func `integers with leading zeros, too many bytes or of the wrong kind are refused`() {
        var leading = RLPReader([0x82, 0x00, 0x01])
        #expect(throws: RLPError.leadingZero(at: 0)) { try leading.readInteger() }
        var zero = RLPReader([0x00])
        #expect(throws: RLPError.leadingZero(at: 0)) { try zero.readInteger() }
        var long = RLPReader([0x89] + [UInt8](repeating: 1, count: 9))
        #expect(throws: RLPError.integerTooLarge(at: 0)) { try long.readShortInteger() }
        var list = RLPReader([0xC0])
        #expect(throws: RLPError.expectedBytes(at: 0)) { try list.readInteger() }
        var bytes = RLPReader([0x80])
        #expect(throws: RLPError.expectedList(at: 0)) { try bytes.readList() }
        var short = RLPReader([0x81, 0x80])
        #expect(throws: RLPError.wrongLength(at: 0, expected: 20, found: 1)) {
            try short.readBytes(count: 20)
        }
    }

    @Test(arguments: [40, 41] as [UInt64])
    func `random bytes decode to an item of exactly those bytes, or to an error`(
        seed: UInt64
    ) {
        var chance = Chance(seed: seed)
        var decoded = 0
        for _ in 0..<50_000 {
            let count = Int.random(in: 0...12, using: &chance)
            let bytes = (0..<count).map { _ in
                UInt8.random(in: 0...255, using: &chance) | (Bool.random(using: &chance) ? 0xC0 : 0)
            }
            guard let item = try? RLPItem(decoding: bytes) else { continue }
            decoded += 1
            #expect(item.encoded == bytes)
        }
        #expect(decoded > 100)
    }
}
