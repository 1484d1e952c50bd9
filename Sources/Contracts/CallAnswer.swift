public import Ethereum
import Numerics
public import Routes

/// What a contract call came back with.
public enum CallAnswer: Equatable, Sendable {
    case returned(ABIWords)
    case unknown(Unknown)

    /// Nothing at all is what an address without code answers: no success.
    init(words: ABIWords) {
        self = words.count == 0 ? .unknown(.empty) : .returned(words)
    }

    /// The answer to a call of its own.
    public init(_ outcome: JSONRPCAnswer.Outcome) {
        switch outcome {
        case .error(let failure):
            // Geth's and Besu's code for a revert; anything else says nothing about the contract.
            self = .unknown(failure.code == 3 ? .reverted : .unasked)
        case .result(let fragment):
            // Besu's answer for a block it does not have.
            if fragment.isNull {
                self = .unknown(.unasked)
            } else if let words = fragment.words {
                self.init(words: ABIWords(words))
            } else {
                self = .unknown(.malformed)
            }
        }
    }

    /// The bytes a call returned: whole words, or they are none of ours.
    public init(returned bytes: [UInt8]) {
        guard bytes.count.isMultiple(of: 32) else {
            self = .unknown(.malformed)
            return
        }
        let words = stride(from: 0, to: bytes.count, by: 32).map { start in
            UInt256(bigEndian: bytes[start..<start + 32]) ?? .zero
        }
        self.init(words: ABIWords(words))
    }

    /// The answers inside one aggregated read; all of them unknown when it is not one of so many.
    public static func aggregated(_ outcome: JSONRPCAnswer.Outcome, count: Int) -> [CallAnswer] {
        aggregated(CallAnswer(outcome), count: count)
    }

    /// The same of what the aggregator returned.
    public static func aggregated(_ answer: CallAnswer, count: Int) -> [CallAnswer] {
        switch answer {
        case .unknown(let reason): return Array(repeating: .unknown(reason), count: count)
        case .returned(let words):
            guard let answers = try? inside(words), answers.count == count else {
                return Array(repeating: .unknown(.malformed), count: count)
            }
            return answers
        }
    }

    private static func inside(_ words: ABIWords) throws(ABIError) -> [CallAnswer] {
        let (count, elements) = try words.array(0)
        var answers: [CallAnswer] = []
        answers.reserveCapacity(count)
        for index in 0..<count {
            let result = try elements.tail(index)
            guard try result.bool(0) else {
                answers.append(.unknown(.reverted))
                continue
            }
            do throws(ABIError) {
                answers.append(CallAnswer(words: try result.content(1)))
            } catch {
                answers.append(.unknown(.malformed))
            }
        }
        return answers
    }

    /// Reads the words, and calls what can't be read so malformed.
    func read<Value>(_ body: (ABIWords) throws(ABIError) -> Value) -> Reading<Value> {
        switch self {
        case .unknown(let reason): return .unknown(reason)
        case .returned(let words):
            do throws(ABIError) {
                return .known(try body(words))
            } catch {
                return .unknown(.malformed)
            }
        }
    }
}
