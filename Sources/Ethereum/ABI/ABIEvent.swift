public import Hashing
import Numerics

/// One argument of an event as a log gives it.
public enum ABIEventArgument: Hashable, Sendable {
    case value(ABIValue)
    /// An indexed argument of a dynamic type: only its hash is in the log.
    case hash(Digest)
}

/// Why a log is not of this event.
public enum ABIEventError: Error, Hashable, Sendable {
    /// The first topic is another event's.
    case otherEvent
    case wrongTopicCount(expected: Int, found: Int)
    /// The topic of this argument.
    case topic(Int, ABIError)
    case data(ABIError)
    /// The signature is not of an event.
    case notAnEvent
}

extension ABISignature {
    /// The first topic of this event's logs; anonymous events have none.
    public var topic: Digest? {
        if case .event(isAnonymous: true) = kind { nil } else { digest }
    }

    /// Every argument in the order of the signature.
    public func decodeLog(
        topics: [Digest],
        data: [UInt8]
    ) throws(ABIEventError) -> [ABIEventArgument] {
        guard case .event = kind else { throw .notAnEvent }
        var topics = topics[...]
        if let topic {
            guard topics.first == topic else { throw .otherEvent }
            topics = topics.dropFirst()
        }
        let indexed = inputs.filter(\.isIndexed)
        guard topics.count == indexed.count else {
            throw .wrongTopicCount(expected: indexed.count, found: topics.count)
        }
        let places = inputs.indices.filter { !inputs[$0].isIndexed }
        let plain: [ABIValue]
        do throws(ABIError) {
            plain = try ABIDecoder.decode(data, as: places.map { inputs[$0].type })
        } catch {
            // The decoder counts the arguments in the data, the signature counts all.
            guard let first = error.path.first else { throw .data(error) }
            throw .data(ABIError(error.problem, path: [places[first]] + error.path.dropFirst()))
        }
        var rest = plain[...]
        var arguments: [ABIEventArgument] = []
        for input in inputs {
            if input.isIndexed {
                let topic = topics.removeFirst()
                arguments.append(try Self.argument(topic, input.type, at: arguments.count))
            } else {
                arguments.append(.value(rest.removeFirst()))
            }
        }
        return arguments
    }

    /// The topics and the data of this event's log with these arguments, in the order of the signature.
    /// Arguments of dynamic types can't be indexed here: a log has only their hash.
    public func encodeLog(
        _ values: [ABIValue]
    ) throws(ABIError) -> (topics: [Digest], data: [UInt8]) {
        guard values.count == inputs.count else {
            throw ABIError(.wrongCount(expected: inputs.count, found: values.count))
        }
        var topics = topic.map { [$0] } ?? []
        var (plain, types): ([ABIValue], [ABIType]) = ([], [])
        for (index, input) in inputs.enumerated() {
            guard input.isIndexed else {
                plain.append(values[index])
                types.append(input.type)
                continue
            }
            try ABIError.at(index) { () throws(ABIError) in
                let word = try ABIEncoder.encode([values[index]], as: [input.type])
                guard let topic = Digest(bytes: word) else {
                    throw ABIError(.mismatch(input.type))
                }
                topics.append(topic)
            }
        }
        return (topics, try ABIEncoder.encode(plain, as: types))
    }

    private static func argument(
        _ topic: Digest,
        _ type: ABIType,
        at index: Int
    ) throws(ABIEventError) -> ABIEventArgument {
        switch type {
        case .bytes, .string, .array, .fixedArray, .tuple: return .hash(topic)
        case .unsigned, .signed, .address, .bool, .fixedBytes, .function: break
        }
        let words = topic.words
        let word = UInt256(limbs: words.3, words.2, words.1, words.0)
        do throws(ABIError) {
            return .value(try ABIDecoder.value(of: word, as: type, at: 0))
        } catch {
            throw .topic(index, error)
        }
    }
}
