public import Hashing

/// One question put to several endpoints: believed as soon as two give the same answer.
///
/// Errors and timeouts are no answers. With a single endpoint its answer counts alone, and says so.
public struct Quorum: Hashable, Sendable {
    /// More endpoints than this are not asked the same.
    public static let mostEndpoints = 8

    private var available: [Int]
    private var asked: Int
    private var answers: [Answer] = []
    private var failed: [Int] = []
    private var isOver = false

    private struct Answer: Hashable, Sendable {
        let endpoint: Int
        let digest: Digest
    }

    public enum Outcome: Hashable, Sendable {
        /// Nothing to do but wait.
        case waiting
        /// Ask these as well.
        case ask([Int])
        /// Two agree; who said otherwise is named.
        case agreed(Digest, with: [Int], against: [Int])
        /// There is no other endpoint to confirm it.
        case alone(Digest, endpoint: Int)
        /// All have answered and no two agree: read only, until they do.
        case disputed([Int])
        /// Nobody has answered.
        case unknown
        /// It came after the end: it still tells whether the endpoint agrees; `nil` where it failed.
        case late(endpoint: Int, agrees: Bool?)
    }

    private var settled: Digest?

    /// `endpoints` in the order they are to be asked; one named twice is asked once.
    public init(_ endpoints: [Int]) {
        var distinct: [Int] = []
        for endpoint in endpoints where !distinct.contains(endpoint) { distinct.append(endpoint) }
        available = Array(distinct.prefix(Self.mostEndpoints))
        asked = min(2, available.count)
    }

    /// Whom to ask first: two, where there are two.
    public var first: [Int] { Array(available.prefix(asked)) }

    /// `digest` of the canonical answer; `nil` for an error or a timeout.
    public mutating func take(_ digest: Digest?, from endpoint: Int) -> Outcome {
        guard available.prefix(asked).contains(endpoint) else { return .waiting }
        guard !answers.contains(where: { $0.endpoint == endpoint }) else { return .waiting }
        guard let digest else {
            guard !failed.contains(endpoint) else { return .waiting }
            failed.append(endpoint)
            return isOver ? .late(endpoint: endpoint, agrees: nil) : next()
        }
        // Who was given up may answer after all.
        failed.removeAll { $0 == endpoint }
        answers.append(Answer(endpoint: endpoint, digest: digest))
        if isOver { return .late(endpoint: endpoint, agrees: settled.map { $0 == digest }) }
        let same = answers.filter { $0.digest == digest }.map(\.endpoint)
        guard same.count >= 2 else { return next() }
        isOver = true
        settled = digest
        let against = answers.filter { $0.digest != digest }.map(\.endpoint)
        return .agreed(digest, with: same, against: against)
    }

    /// Who has shown only since the question was put that it can be asked. An answer that stood alone has a
    /// witness now.
    public mutating func join(_ endpoints: [Int]) {
        for endpoint in endpoints where !available.contains(endpoint) {
            guard available.count < Self.mostEndpoints else { break }
            available.append(endpoint)
        }
        guard asked < min(2, available.count) else { return }
        asked = min(2, available.count)
        isOver = false
        settled = nil
    }

    /// Whether this one was asked as well.
    public func asks(_ endpoint: Int) -> Bool { available.prefix(asked).contains(endpoint) }

    /// One more to ask because somebody takes long; who was asked before still counts.
    public mutating func hurry() -> Int? {
        guard !isOver, asked < available.count else { return nil }
        asked += 1
        return available[asked - 1]
    }

    private mutating func next() -> Outcome {
        guard answers.count + failed.count == asked else { return .waiting }
        guard asked < available.count else { return finish() }
        asked += 1
        return .ask([available[asked - 1]])
    }

    private mutating func finish() -> Outcome {
        // What nobody has confirmed is open: who was silent may answer after all.
        isOver = answers.count > 1 || (answers.count == 1 && available.count == 1)
        switch answers.count {
        case 0: return .unknown
        case 1 where available.count == 1:
            settled = answers[0].digest
            return .alone(answers[0].digest, endpoint: answers[0].endpoint)
        // One answer of several asked is not confirmed, and nobody contradicts it: unknown.
        case 1: return .unknown
        default: return .disputed(answers.map(\.endpoint))
        }
    }
}
