import Hashing
import TestSupport
import Testing

@Suite struct KeccakTests {
    private func cases() throws -> [(input: [UInt8], digest: [UInt8])] {
        try #require(Vectors.load("keccak256")["cases"].array).map {
            (try #require($0[0].bytes), try #require($0[1].bytes))
        }
    }

    @Test func `every public vector has its digest`() throws {
        let cases = try cases()
        #expect(cases.count == 311)
        for (input, digest) in cases {
            #expect(Keccak256.hash(input).bytes == digest, "input of \(input.count) bytes")
        }
    }

    @Test func `it does not matter how the bytes are cut`() throws {
        var chance = Chance(seed: 1)
        for (input, digest) in try cases() {
            var hasher = Keccak256()
            var rest = input[...]
            while !rest.isEmpty {
                let count = Int.random(in: 1...rest.count, using: &chance)
                hasher.update(Array(rest.prefix(count)))
                rest = rest.dropFirst(count)
            }
            #expect(hasher.finalize().bytes == digest, "input of \(input.count) bytes")
        }
    }

    @Test func `a digest is its thirty-two bytes and nothing else`() {
        let bytes = (0..<32).map { UInt8($0) }
        #expect(Digest(bytes: bytes)?.bytes == bytes)
        #expect(Digest(bytes: bytes.dropLast()) == nil)
        #expect(Digest(bytes: bytes + [0]) == nil)
    }

    @Test func `digests are ordered as their bytes are`() throws {
        let digests = try cases().map { Keccak256.hash($0.input) }.sorted()
        for (left, right) in zip(digests, digests.dropFirst()) {
            #expect(left.bytes.lexicographicallyPrecedes(right.bytes))
        }
    }
}
