import Ethereum
import Hashing
import Numerics
import TestSupport
import Testing
import Vocabulary

/// 1,100 calls recorded from seventeen real contracts.
@Suite struct RecordedCallTests {
    private func cases() throws -> [JSON] {
        let cases = try Vectors.load("evm_calls")["cases"].list()
        try #require(cases.count == 1_100)
        return cases
    }

    @Test func `calldata is encoded and decoded to the byte`() throws {
        for vector in try cases() {
            let signature = try ABISignature(try vector["fn"].text())
            let values = try abiValues(vector["args"], as: signature.inputs.map(\.type))
            let calldata = try vector["calldata"].data()
            #expect(try signature.encodeCall(values) == calldata)
            #expect(try signature.decodeCall(calldata) == values)
        }
    }

    @Test func `return data gives the recorded values`() throws {
        var decoded = 0
        for vector in try cases() {
            guard let data = vector["returndata"].bytes, vector["returns"].array != nil else {
                continue
            }
            let types = try abiTypes(vector["outputs"])
            let values = try abiValues(vector["returns"], as: types)
            #expect(try ABIDecoder.decode(data, as: types) == values)
            decoded += 1
        }
        #expect(decoded == 777)
    }

    @Test func `every revert is read for what it is`() throws {
        var (reasons, panics, empty, others) = (0, 0, 0, 0)
        for vector in try cases() {
            guard let data = vector["revertData"].bytes else { continue }
            switch ABIRevert(data: data) {
            case .error: reasons += 1
            case .panic: panics += 1
            case .empty: empty += 1
            case .custom, .unknown: others += 1
            }
        }
        #expect(reasons > 50)
        #expect(others == 0)
        #expect(reasons + panics + empty == 127)
    }

    @Test func `every known event is decoded to its recorded arguments`() throws {
        var decoded = 0
        for vector in try cases() {
            for log in vector["logs"].array ?? [] {
                guard let canonical = log["event"].string else { continue }
                decoded += 1
                let plain = try ABISignature("event \(canonical)")
                let topics = try log["topics"].list().map {
                    try #require(Digest(bytes: try $0.data()))
                }
                #expect(topics.first == plain.topic)
                let data = try log["data"].data()
                // The vectors name the indexed arguments, not their places: their count is in the topics, and
                // the plain ones alone make up the data.
                let indexedCount = try #require(log["indexed"].object).count
                #expect(topics.count == indexedCount + 1)
                let places = choose(indexedCount, of: plain.inputs.count)
                let readings = places.compactMap { chosen -> [ABIEventArgument]? in
                    let inputs = plain.inputs.enumerated().map { index, input in
                        "\(input.type)" + (chosen.contains(index) ? " indexed" : "")
                    }
                    let text = "event \(plain.name)(\(inputs.joined(separator: ",")))"
                    return try? ABISignature(text).decodeLog(topics: topics, data: data)
                }
                let recorded = values(in: log)
                let matching = readings.filter { Set($0.map(text)) == recorded }
                #expect(!matching.isEmpty, "\(canonical): \(recorded)")
            }
        }
        #expect(decoded > 500)
    }

    private func values(in log: JSON) -> Set<String> {
        let arguments = (log["indexed"].object ?? [:]).merging(log["args"].object ?? [:]) { $1 }
        return Set(arguments.values.map { plainText($0) })
    }

    private func plainText(_ json: JSON) -> String {
        if let array = json.array { return "[" + array.map(plainText).joined(separator: ",") + "]" }
        if let text = json.string { return text.lowercased() }
        return json.bool.map { "\($0)" } ?? "\(json.value)"
    }

    private func text(_ argument: ABIEventArgument) -> String {
        switch argument {
        case .hash(let digest): digest.description
        case .value(let value): text(value)
        }
    }

    private func text(_ value: ABIValue) -> String {
        switch value {
        case .unsigned(let number): number.description
        case .signed(let number): number.description
        case .address(let address): Hexadecimal.text(of: address.bytes)
        case .bool(let flag): "\(flag)"
        case .bytes(let bytes): Hexadecimal.text(of: bytes)
        case .string(let text): text.lowercased()
        case .list(let values): "[" + values.map(text).joined(separator: ",") + "]"
        }
    }

    /// All ways to choose some of these places.
    private func choose(_ count: Int, of places: Int) -> [Set<Int>] {
        (0..<(1 << places)).filter { $0.nonzeroBitCount == count }.map { bits in
            Set((0..<places).filter { bits >> $0 & 1 == 1 })
        }
    }
}
