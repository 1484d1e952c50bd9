import Ethereum
import Numerics
import TestSupport
import Testing

@Suite struct ABIPropertyTests {
    private func arguments(_ chance: inout Chance) -> (types: [ABIType], values: [ABIValue]) {
        let types = (0..<Int.random(in: 0...4, using: &chance)).map { _ in
            ABIType.random(depth: 3, &chance)
        }
        return (types, types.map { ABIValue.random(of: $0, &chance) })
    }

    @Test(arguments: [81, 82] as [UInt64])
    func `any values of any types come back as they went`(seed: UInt64) throws {
        var chance = Chance(seed: seed)
        for _ in 0..<1_000 {
            let (types, values) = arguments(&chance)
            #expect(try types.map { try ABIType($0.description) } == types)
            let encoded = try ABIEncoder.encode(values, as: types)
            #expect(encoded.count % 32 == 0)
            #expect(try ABIDecoder.decode(encoded, as: types) == values, "\(types)")
            // What stands behind is not ours to judge.
            #expect(try ABIDecoder.decode(encoded + [7, 7, 7], as: types) == values)
        }
    }

    @Test(arguments: [83] as [UInt64])
    func `every cut is refused`(seed: UInt64) throws {
        var chance = Chance(seed: seed)
        var cuts = 0
        for _ in 0..<60 {
            let (types, values) = arguments(&chance)
            let encoded = try ABIEncoder.encode(values, as: types)
            guard encoded.count < 2_000 else { continue }
            for count in 0..<encoded.count {
                cuts += 1
                #expect(throws: ABIError.self, "\(types) cut to \(count)") {
                    try ABIDecoder.decode(Array(encoded.prefix(count)), as: types)
                }
            }
        }
        #expect(cuts > 10_000)
    }

    @Test(arguments: [84] as [UInt64])
    func `every flipped byte gives other values or an error`(seed: UInt64) throws {
        var chance = Chance(seed: seed)
        var (answered, refused) = (0, 0)
        for _ in 0..<40 {
            let (types, values) = arguments(&chance)
            let encoded = try ABIEncoder.encode(values, as: types)
            guard encoded.count < 1_500 else { continue }
            for place in encoded.indices {
                for flip in [0x01, 0x80, 0xFF] as [UInt8] {
                    var bytes = encoded
                    bytes[place] ^= flip
                    guard let decoded = try? ABIDecoder.decode(bytes, as: types) else {
                        refused += 1
                        continue
                    }
                    answered += 1
                    // Offsets alone may change without changing what they lead to.
                    let again = try ABIEncoder.encode(decoded, as: types)
                    #expect(try ABIDecoder.decode(again, as: types) == decoded)
                }
            }
        }
        #expect(answered > 1_000 && refused > 1_000)
    }
}
