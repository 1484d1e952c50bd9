import Ethereum
import Hashing
import Numerics
import TestSupport
import Testing
import Vocabulary

@Suite struct ABITests {
    @Test func `every public vector goes both ways`() throws {
        let cases = try Vectors.load("abi")["cases"].list()
        #expect(cases.count == 700)
        for vector in cases {
            let types = try abiTypes(vector["types"])
            let values = try abiValues(vector["values"], as: types)
            let encoded = try vector["encoded"].data()
            #expect(try ABIEncoder.encode(values, as: types) == encoded)
            #expect(try ABIDecoder.decode(encoded, as: types) == values)
        }
    }

    @Test func `every packed vector has its bytes and digest`() throws {
        let cases = try Vectors.load("abi")["packed"].list()
        #expect(cases.count == 120)
        for vector in cases {
            let types = try abiTypes(vector["types"])
            let values = try abiValues(vector["values"], as: types)
            // The reference library does not pad the elements of arrays; Solidity does.
            let packed = try ABIEncoder.encodePacked(values, as: types, elements: .tight)
            #expect(packed == vector["packed"].bytes)
            #expect(Keccak256.hash(packed).bytes == vector["keccak"].bytes)
        }
    }

    @Test func `elements of packed arrays are padded for Solidity`() throws {
        let values = [ABIValue.list([.unsigned(1), .unsigned(2)])]
        let packed = try ABIEncoder.encodePacked(
            values,
            as: [.array(.unsigned(8))],
            elements: .padded
        )
        #expect(packed == UInt256(1).bigEndianBytes + UInt256(2).bigEndianBytes)
    }

    @Test func `every invalid vector is refused`() throws {
        let cases = try Vectors.load("abi")["invalid"].list()
        #expect(cases.count == 115)
        for vector in cases {
            let types = try abiTypes(vector["types"])
            let encoded = try vector["encoded"].data()
            #expect(throws: ABIError.self, "\(types): \(vector["why"].string ?? "")") {
                try ABIDecoder.decode(encoded, as: types)
            }
        }
    }

    @Test func `the aggregate of two calls has the published bytes`() throws {
        let aggregate = try ABISignature(
            "aggregate3((address target, bool allowFailure, bytes callData)[] calls)"
        )
        let token = try Address("0x93E66202A11B1772E55407B32B44e5Cd8eda7f22")
        let multicall = try Address("0xcA11bde05977b3631167028862bE2a173976CA11")
        let decimals = try ABISignature("decimals()").selector
        let number = try ABISignature("getBlockNumber()").selector
        #expect(Hexadecimal.text(of: decimals) == "0x313ce567")
        let calls = ABIValue.list([
            .list([.address(token), .bool(true), .bytes(decimals)]),
            .list([.address(multicall), .bool(false), .bytes(number)]),
        ])
        let data = try aggregate.encodeCall([calls])
        #expect(data.count == 452)
        #expect(aggregate.canonical == "aggregate3((address,bool,bytes)[])")
        #expect(Hexadecimal.text(of: aggregate.selector) == "0x82ad56cb")
        let published = """
            82ad56cb000000000000000000000000000000000000000000000000000000000000002000000000\
            00000000000000000000000000000000000000000000000000000002000000000000000000000000\
            00000000000000000000000000000000000000400000000000000000000000000000000000000000\
            0000000000000000000000e000000000000000000000000093e66202a11b1772e55407b32b44e5cd\
            8eda7f22000000000000000000000000000000000000000000000000000000000000000100000000\
            00000000000000000000000000000000000000000000000000000060000000000000000000000000\
            0000000000000000000000000000000000000004313ce56700000000000000000000000000000000\
            000000000000000000000000000000000000000000000000ca11bde05977b3631167028862be2a17\
            3976ca11000000000000000000000000000000000000000000000000000000000000000000000000\
            00000000000000000000000000000000000000000000000000000060000000000000000000000000\
            000000000000000000000000000000000000000442cbb15c00000000000000000000000000000000\
            000000000000000000000000
            """
        #expect(Hexadecimal.digits(of: data) == published)
        #expect(try aggregate.decodeCall(data) == [calls])
    }

    @Test func `a value that does not belong to its type is not encoded`() {
        let cases: [(ABIValue, ABIType)] = [
            (.unsigned(256), .unsigned(8)), (.signed(128), .signed(8)), (.signed(-129), .signed(8)),
            (.bytes([1, 2]), .fixedBytes(3)), (.bool(true), .unsigned(8)),
            (.string("x"), .bytes), (.list([]), .address), (.bytes([1]), .function),
        ]
        for (value, type) in cases {
            #expect(throws: ABIError(.mismatch(type), path: [0])) {
                try ABIEncoder.encode([value], as: [type])
            }
        }
        #expect(throws: ABIError(.wrongCount(expected: 2, found: 1), path: [0])) {
            try ABIEncoder.encode([.list([.bool(true)])], as: [.fixedArray(.bool, 2)])
        }
        #expect(throws: Never.self) {
            try ABIEncoder.encode([.signed(-128), .unsigned(255)], as: [.signed(8), .unsigned(8)])
        }
    }

    @Test func `offsets that point to the same bytes again and again run out`() throws {
        // Twelve levels of arrays whose two elements are both the next level: 4,096 values from 36 words.
        var type = ABIType.unsigned(256)
        for _ in 0..<12 { type = .array(type) }
        var bytes = UInt256(32).bigEndianBytes
        for _ in 0..<11 {
            bytes += UInt256(2).bigEndianBytes + UInt256(64).bigEndianBytes
            bytes += UInt256(64).bigEndianBytes
        }
        bytes += UInt256(1).bigEndianBytes + UInt256(7).bigEndianBytes
        #expect(throws: ABIError.self) { try ABIDecoder.decode(bytes, as: [type]) }
    }

    @Test func `a huge count of empty elements allocates nothing`() throws {
        let bytes = UInt256(32).bigEndianBytes + UInt256(1 << 40).bigEndianBytes
        #expect(throws: ABIError(.badOffset(at: 32), path: [0])) {
            try ABIDecoder.decode(bytes, as: [.array(.tuple([]))])
        }
    }

    @Test(arguments: [50, 51] as [UInt64])
    func `a flipped, cut or grown encoding gives an answer or an error`(seed: UInt64) throws {
        var chance = Chance(seed: seed)
        let cases = try Vectors.load("abi")["cases"].list().prefix(150)
        var (answered, refused) = (0, 0)
        for vector in cases {
            let types = try abiTypes(vector["types"])
            let encoded = try vector["encoded"].data()
            for _ in 0..<40 {
                var bytes = encoded
                if !bytes.isEmpty, Bool.random(using: &chance) {
                    let index = Int.random(in: 0..<bytes.count, using: &chance)
                    bytes[index] = UInt8.random(in: 0...255, using: &chance)
                } else {
                    bytes = Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &chance)))
                }
                if let values = try? ABIDecoder.decode(bytes, as: types) {
                    answered += 1
                    #expect(throws: Never.self) { try ABIEncoder.encode(values, as: types) }
                } else {
                    refused += 1
                }
            }
        }
        #expect(answered > 100 && refused > 100)
    }
}
