import Numerics
import Vocabulary

/// Multicall3's `aggregate3`: the calls inside, and their answers as one.
struct AggregatedCalls {
    private let calls: [Call]

    private struct Call {
        let target: Address
        let mayFail: Bool
        let data: [UInt8]
    }

    /// More calls than a node would run at once are refused.
    static let mostCalls = 16_384

    /// Reads the calldata; `nil` where an offset leads out of it.
    init?(_ data: [UInt8]) {
        let arguments = CallArguments(data: data)
        func number(_ byte: Int) -> Int? {
            guard byte % 32 == 0, let word = arguments.word(byte / 32) else { return nil }
            return Int(exactly: word).flatMap { $0 <= data.count ? $0 : nil }
        }
        guard let array = number(0), let count = number(array), count <= Self.mostCalls else {
            return nil
        }
        var calls: [Call] = []
        calls.reserveCapacity(count)
        for index in 0..<count {
            guard let offset = number(array + 32 + 32 * index) else { return nil }
            let tuple = array + 32 + offset
            guard tuple % 32 == 0, let target = arguments.address(tuple / 32),
                let mayFail = arguments.word(tuple / 32 + 1), let inner = number(tuple + 64),
                let length = number(tuple + inner)
            else { return nil }
            let start = 4 + tuple + inner + 32
            guard start + length <= data.count else { return nil }
            calls.append(
                Call(
                    target: target,
                    mayFail: mayFail == .one,
                    data: Array(data[start..<start + length])
                )
            )
        }
        self.calls = calls
    }

    /// An array of (success, bytes), each element behind an offset. A call that must not fail and does
    /// takes all with it; then there are no words at all.
    func answer(_ view: ChainView) -> [UInt256] {
        var heads: [UInt256] = []
        var tails: [UInt256] = []
        for call in calls {
            heads.append(UInt256(UInt64(32 * (calls.count + tails.count))))
            let answer = view.answer(call.target, call.data)
            switch answer {
            case .words(let words):
                tails += [.one, 64, UInt256(UInt64(32 * words.count))]
                tails += words
            case .nothing: tails += [.one, 64, .zero]
            case .reverted, .isAction:
                guard call.mayFail else { return [] }
                // The reason is left out: it need not be whole words, and nobody reads it here.
                tails += [.zero, 64, .zero]
            }
        }
        return [32, UInt256(UInt64(calls.count))] + heads + tails
    }
}
