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
            )
        ]
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
