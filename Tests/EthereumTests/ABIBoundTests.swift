import Ethereum
import Numerics
import TestSupport
import Testing

/// Work and memory stay in proportion to the bytes, whatever the offsets say.
@Suite struct ABIBoundTests {
    private func word(_ value: Int) -> [UInt8] { UInt256(UInt64(value)).bigEndianBytes }

    @Test(arguments: ["((uint256))[]", "uint256[1][1][1][]", "((((bool[2]))))[]", "(bytes[1])[]"])
    func `values that are wrapped many times over are no bomb`(text: String) throws {
        let type = try ABIType(text)
        var chance = Chance(seed: 80)
        let elements = (0..<500).map { _ in ABIValue.random(of: try? element(of: type), &chance) }
        let values = [ABIValue.list(elements)]
        let encoded = try ABIEncoder.encode(values, as: [type])
        #expect(try ABIDecoder.decode(encoded, as: [type]) == values)
    }

    private func element(of type: ABIType) throws -> ABIType {
        guard case .array(let element) = type else { throw ABIError(.mismatch(type)) }
        return element
    }

    @Test func `equal values may share their bytes`() throws {
        let bytes = word(32) + word(3) + word(96) + word(96) + word(96) + word(1) + word(7)
        let decoded = try ABIDecoder.decode(bytes, as: [.array(.array(.unsigned(256)))])
        #expect(decoded == [.list(Array(repeating: .list([.unsigned(7)]), count: 3))])
    }

    @Test func `a long text that a thousand offsets share runs out`() throws {
        let count = 1_000
        var bytes = word(32) + word(count)
        for _ in 0..<count { bytes += word(32 * count) }
        bytes += word(1 << 16) + [UInt8](repeating: 0x61, count: 1 << 16)
        // The honest reading would be 64 MiB out of 96 KiB; what fits the budget is read in full.
        #expect(throws: ABIError(.tooManyValues(at: 64 + 32 * count), path: [0, 5])) {
            try ABIDecoder.decode(bytes, as: [.array(.string)])
        }
    }

    @Test func `an error names the value inwards`() throws {
        let type = try ABIType("(uint8,bool[])[]")
        let pair = ABIValue.list([.unsigned(1), .list([.bool(true), .bool(false)])])
        var encoded = try ABIEncoder.encode(
            [.bool(true), .list([pair, pair])],
            as: [.bool, type]
        )
        let spoiled = encoded.count - 1
        encoded[spoiled] = 2
        #expect(
            throws: ABIError(.outOfRange(.bool, at: spoiled - 31), path: [1, 1, 1, 1])
        ) { try ABIDecoder.decode(encoded, as: [.bool, type]) }
        let wrong = ABIValue.list([.unsigned(1), .list([.bool(true), .unsigned(0)])])
        #expect(throws: ABIError(.mismatch(.bool), path: [1, 1, 1, 1])) {
            try ABIEncoder.encode([.bool(true), .list([pair, wrong])], as: [.bool, type])
        }
    }
}
