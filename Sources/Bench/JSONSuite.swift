import Ethereum
import Numerics

/// A node's answer, from its bytes to checked numbers.
enum JSONSuite {
    static func comparisons() -> [Comparison] {
        let bare = BareSignature()
        let answer = twentyPools()
        return [
            Comparison(
                what: "answer with 20 pool states to checked words",
                limitName: BareSignature.name,
                goal: 0.10,
                ours: { count in
                    for _ in 0..<count {
                        guard case .result(let result)? = try? JSONRPCAnswer.single(answer, id: 1),
                            let words = result.words, words.count > 140
                        else { preconditionFailure("the answer is not read") }
                        consume(words)
                    }
                },
                limit: bare.sign
            ),
            Comparison(
                what: "the same, read pool by pool with every offset and range checked",
                limitName: BareSignature.name,
                goal: 0.10,
                ours: { count in
                    for _ in 0..<count {
                        guard let sum = try? readPools(answer), sum != .zero else {
                            preconditionFailure("the answer is not read")
                        }
                        consume(sum)
                    }
                },
                limit: bare.sign
            ),
        ]
    }

    /// Reads every number of every pool, as a snapshot would.
    private static func readPools(_ answer: [UInt8]) throws -> UInt256 {
        guard case .result(let result) = try JSONRPCAnswer.single(answer, id: 1) else {
            return .zero
        }
        let (count, results) = try ABIWords(try result.readWords()).array(0)
        var sum = UInt256.zero
        for pool in 0..<count {
            let result = try results.tail(pool)
            guard try result.bool(0) else { return .zero }
            let state = try result.content(1)
            for place in 0..<7 { sum &+= try state.unsigned(place, bits: 112) }
        }
        return sum
    }

    /// What a Multicall3 returns for twenty pools of seven words each.
    private static func twentyPools() -> [UInt8] {
        var chance = Chance(seed: 6)
        let state = { (_: Int) -> ABIValue in
            let words = (0..<7).flatMap { _ in UInt256(chance.next()).bigEndianBytes }
            return .list([.bool(true), .bytes(words)])
        }
        let results = ABIValue.list((0..<20).map(state))
        guard let data = try? ABIEncoder.encode([results], as: [.array(.tuple([.bool, .bytes]))])
        else {
            preconditionFailure("the results are not encoded")
        }
        let digits = data.map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
        return Array("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x\(digits)\"}".utf8)
    }
}
