public import Ethereum
public import Vocabulary

/// What a node said to one call of a batch.
public enum CallOutcome: Sendable {
    case value(JSONFragment)
    /// Its own error: code, words and data are the node's.
    case refused(JSONRPCFailure)
    /// It left this call out of its answer: unknown, and neither empty nor failed.
    case missing
}

extension CallOutcome {
    init(_ outcome: JSONRPCAnswer.Outcome) {
        switch outcome {
        case .result(let fragment): self = .value(fragment)
        case .error(let failure): self = .refused(failure)
        }
    }
}

/// Which batch of a caller.
public struct AskID: Hashable, Sendable {
    let value: UInt64
}

/// The end of one batch.
public struct FinishedAsk: Sendable {
    public let id: AskID
    /// One outcome a call, in the order of the calls; or why there is none at all.
    public let outcome: Result<[CallOutcome], EndpointFailure>
    public let took: Interval
}

/// One endpoint, asked in batches.
///
/// ```text
/// batched --- whole answer ---> finished
///    \------- the node does not take batches ---> one by one --- last answer ---> finished
/// ```
///
/// 1. A batch is one request to a node that takes batches, and one request a call to a node that does not,
///    one after the other over the same connection; which of them a node is, is remembered, and found out anew
///    after so many batches (`batchesUntilAskedAnew`).
/// 2. Answers are matched by their numbers alone, in whatever order they come.
/// 3. An answer that contradicts itself counts as a whole for nothing.
/// 4. What is called one by one takes no longer in all than a batch may.
public final class EndpointCaller {
    /// Batches under way at once.
    public static let mostAsks = 32
    /// Calls an answer may leave out and still count: each costs another pass over it.
    public static let mostMissing = 16

    public let id: EndpointID
    private let http: HTTPClient
    private var lastAsk: UInt64 = 0
    private var nextCall: UInt64 = 1
    /// At most `mostAsks`.
    private var asks: [(transfer: TransferID, ask: Ask)] = []
    /// False once the node has refused a batch for being one.
    public private(set) var takesBatches = true
    private var batchesInSingles = 0

    /// What is in front of a node may have refused in its place, once.
    static let batchesUntilAskedAnew = 256

    private struct Ask {
        let id: AskID
        let batch: CallBatch
        let start: SteadyTime
        let end: SteadyTime
        /// `nil` while it is one batch.
        var singles: [CallOutcome]?
    }

    public init(_ endpoint: Endpoint, over http: HTTPClient) throws(EndpointFault) {
        self.http = http
        id = try http.add(endpoint)
    }

    public var name: String { http.endpoint(id).name }

    /// An empty batch with numbers of its own.
    public func makeBatch() -> CallBatch {
        defer { nextCall += UInt64(CallBatch.mostCalls) }
        return CallBatch(firstID: nextCall)
    }

    /// Sends a batch of at least one call.
    public func ask(
        _ batch: CallBatch,
        within limit: Interval? = nil
    ) throws(EndpointFailure) -> AskID {
        precondition(batch.count > 0, "a batch asks something")
        guard asks.count < Self.mostAsks else { throw failure(.busy) }
        if !takesBatches {
            batchesInSingles += 1
            takesBatches = batchesInSingles > Self.batchesUntilAskedAnew
        }
        let total = http.endpoint(id).limits.total
        let now = SteadyTime.now
        lastAsk += 1
        try start(
            Ask(
                id: AskID(value: lastAsk),
                batch: batch,
                start: now,
                end: now.advanced(by: min(limit ?? total, total)),
                singles: takesBatches ? nil : []
            ),
            at: now
        )
        return AskID(value: lastAsk)
    }

    /// Nothing will be heard of it.
    public func cancel(_ ask: AskID) {
        guard let place = asks.firstIndex(where: { $0.ask.id == ask }) else { return }
        http.cancel(asks.remove(at: place).transfer)
    }

    /// Gives its endpoint back: nothing more is asked, and nothing heard of what was.
    func retire() {
        asks = []
        http.remove(id)
    }

    /// Takes what the loop says; `nil` when it is none of this caller's, or there is more to come.
    public func take(_ finished: FinishedTransfer) -> FinishedAsk? {
        guard let place = asks.firstIndex(where: { $0.transfer == finished.id }) else { return nil }
        var ask = asks.remove(at: place).ask
        do throws(EndpointFailure) {
            let answer = try finished.outcome.get()
            guard let singles = ask.singles else { return try takeBatch(answer, ask) }
            let call = ask.batch.ids.lowerBound + UInt64(singles.count)
            ask.singles = singles + [try readSingle(answer, call)]
            return try goOn(ask)
        } catch {
            return end(ask, .failure(error))
        }
    }

    private func takeBatch(
        _ answer: HTTPAnswer,
        _ ask: Ask
    ) throws(EndpointFailure) -> FinishedAsk? {
        do throws(EndpointFailure) {
            return end(ask, .success(try readBatch(answer, Array(ask.batch.ids))))
        } catch {
            guard case .nodeError(let failure) = error.cause, Self.refusesBatches(failure) else {
                throw error
            }
            (takesBatches, batchesInSingles) = (false, 0)
            var ask = ask
            ask.singles = []
            return try goOn(ask)
        }
    }

    private func goOn(_ ask: Ask) throws(EndpointFailure) -> FinishedAsk? {
        if let singles = ask.singles, singles.count == ask.batch.count {
            return end(ask, .success(singles))
        }
        let now = SteadyTime.now
        guard now < ask.end else { throw failure(.timeout(.answering)) }
        try start(ask, at: now)
        return nil
    }

    private func start(_ ask: Ask, at now: SteadyTime) throws(EndpointFailure) {
        let body = ask.singles.map { ask.batch.single($0.count) } ?? ask.batch.encoded
        let left = Interval(milliseconds: now.milliseconds(until: ask.end))
        asks.append((try http.post(body, to: id, within: left), ask))
    }

    private func end(
        _ ask: Ask,
        _ outcome: Result<[CallOutcome], EndpointFailure>
    ) -> FinishedAsk {
        FinishedAsk(id: ask.id, outcome: outcome, took: ask.start.elapsed())
    }

    private func failure(_ cause: EndpointFailure.Cause) -> EndpointFailure {
        EndpointFailure(endpoint: name, cause: cause)
    }

    private func readBatch(
        _ answer: HTTPAnswer,
        _ ids: [UInt64]
    ) throws(EndpointFailure) -> [CallOutcome] {
        var missing: [UInt64] = []
        while true {
            let asked = missing.isEmpty ? ids : ids.filter { !missing.contains($0) }
            do throws(JSONRPCError) {
                let found = try JSONRPCAnswer.batch(answer.body, ids: asked)
                guard answer.status == 200 else { throw JSONRPCError.missing(id: ids[0]) }
                var outcomes = found.map(CallOutcome.init)[...]
                return ids.map { id in
                    missing.contains(id) ? .missing : outcomes.popFirst() ?? .missing
                }
            } catch {
                if case .refused(let refusal) = error, Self.mayExplain(answer.status) {
                    throw failure(.nodeError(refusal))
                }
                guard
                    case .missing(let id) = error, answer.status == 200,
                    missing.count < Self.mostMissing
                else {
                    throw failure(cause(of: error, answer))
                }
                missing.append(id)
            }
        }
    }

    private func readSingle(
        _ answer: HTTPAnswer,
        _ id: UInt64
    ) throws(EndpointFailure) -> CallOutcome {
        let outcome: CallOutcome
        do throws(JSONRPCError) {
            outcome = CallOutcome(try JSONRPCAnswer.single(answer.body, id: id))
        } catch {
            if case .refused(let refusal) = error, Self.mayExplain(answer.status) {
                throw failure(.nodeError(refusal))
            }
            throw failure(cause(of: error, answer))
        }
        if answer.status == 200 { return outcome }
        if case .refused = outcome, Self.mayExplain(answer.status) { return outcome }
        throw failure(.status(answer.status, retryAfter: answer.retryAfter))
    }

    /// Nodes say what is wrong with a request under these; a value under any but 200 is no success.
    private static func mayExplain(_ status: Int) -> Bool {
        [200, 400, 405, 413, 415, 422, 500].contains(status)
    }

    private func cause(of error: JSONRPCError, _ answer: HTTPAnswer) -> EndpointFailure.Cause {
        guard answer.status == 200 else {
            return .status(answer.status, retryAfter: answer.retryAfter)
        }
        if case .json(let error) = error { return .notJSON(error) }
        return .notAnAnswer(error)
    }

    /// Whether a single error means that the node read the batch as no request at all. An error for another
    /// reason, such as too many requests, would only come again and more often.
    private static func refusesBatches(_ failure: JSONRPCFailure) -> Bool {
        switch failure.code {
        case -32700, -32600, -32601, -32602: return true
        case -32005:
            return failure.message.utf8.count <= 1_024
                && failure.message.lowercased().contains("batch")
        default: return false
        }
    }
}
