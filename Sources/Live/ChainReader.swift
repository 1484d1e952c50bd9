public import Bot
import Routes
public import Vocabulary

/// Which question to a chain.
public struct ReadID: Hashable, Sendable {
    let value: UInt64
}

/// The end of one question to one endpoint.
public struct FinishedRead: Sendable {
    public let id: ReadID
    /// In the order of the configuration.
    public let endpoint: Int
    public let outcome: Outcome
    public let took: Interval

    public enum Outcome: Sendable {
        /// In the order of the queries.
        case answers([QueryOutcome])
        case seen(LookAnswer)
        /// Of each look of several, in their order.
        case sights([Result<Sight, EndpointFailure>])
        case failed(EndpointFailure)
    }
}

/// One chain behind its endpoints: typed questions, each asked of one endpoint in one batch.
///
/// It remembers nothing of what was answered and judges no endpoint: who is asked, and who is believed, is
/// decided by whoever asks.
public final class ChainReader {
    public let chain: ChainID
    private var callers: [EndpointCaller]
    private var last: UInt64 = 0
    /// As many as the callers' batches under way.
    private var reads: [Read] = []
    private let readings: Readings

    private struct Read {
        let id: ReadID
        let endpoint: Int
        let ask: AskID
        let kind: Kind

        enum Kind {
            case queries([ChainQuery])
            case look(ChainLook, BlockReference, ChainLook.Pending)
            case sights([SightLook])

            var isOfQueries: Bool { if case .queries = self { true } else { false } }
        }
    }

    public static let mostQueries = CallBatch.mostCalls

    public convenience init(
        _ chain: ChainID,
        endpoints: [Endpoint],
        over http: HTTPClient
    ) throws(EndpointFault) {
        try self.init(chain, endpoints: endpoints, over: http, Readings())
    }

    /// Chains share contracts' code as well, and so what was read of it.
    init(
        _ chain: ChainID,
        endpoints: [Endpoint],
        over http: HTTPClient,
        _ readings: Readings
    ) throws(EndpointFault) {
        self.chain = chain
        self.readings = readings
        callers = []
        do throws(EndpointFault) {
            for endpoint in endpoints { callers.append(try EndpointCaller(endpoint, over: http)) }
        } catch {
            // All of them or none.
            for caller in callers { caller.retire() }
            throw error
        }
    }

    public var endpointCount: Int { callers.count }

    public func name(of endpoint: Int) -> String { callers[endpoint].name }

    /// Whether this endpoint takes several calls in one request; true until it has refused.
    public func takesBatches(_ endpoint: Int) -> Bool { callers[endpoint].takesBatches }

    /// Asks one endpoint all of these at once: at least one, and at most `mostQueries`.
    public func ask(
        _ queries: [ChainQuery],
        of endpoint: Int,
        within limit: Interval? = nil
    ) throws(EndpointFailure) -> ReadID {
        precondition((1...Self.mostQueries).contains(queries.count), "a batch of queries")
        var batch = callers[endpoint].makeBatch()
        for query in queries { _ = query.write(to: &batch) }
        return try start(batch, .queries(queries), endpoint, limit)
    }

    /// Looks at the whole chain through one endpoint. `latest` only where the look can prove its block.
    public func look(
        _ look: ChainLook,
        at reference: BlockReference,
        pending: ChainLook.Pending = [],
        of endpoint: Int,
        within limit: Interval? = nil
    ) throws(EndpointFailure) -> ReadID {
        precondition(look.chain == chain, "a look at another chain")
        precondition(look.canReadLatest || reference.isHash, "a block that nothing proves")
        var batch = callers[endpoint].makeBatch()
        look.write(to: &batch, at: reference)
        return try start(batch, .look(look, reference, pending), endpoint, limit)
    }

    /// Looks as the bot asks, at as many blocks in one batch as there are looks: at least one, of
    /// `mostQueries` calls in all.
    func see(
        _ looks: [SightLook],
        of endpoint: Int,
        within limit: Interval? = nil
    ) throws(EndpointFailure) -> ReadID {
        precondition(looks.allSatisfy { $0.chain == chain }, "a look at another chain")
        var batch = callers[endpoint].makeBatch()
        for look in looks { look.write(to: &batch) }
        return try start(batch, .sights(looks), endpoint, limit)
    }

    /// Nothing will be heard of it.
    public func cancel(_ id: ReadID) {
        guard let place = reads.firstIndex(where: { $0.id == id }) else { return }
        let read = reads.remove(at: place)
        callers[read.endpoint].cancel(read.ask)
    }

    /// Gives its endpoints back, before another reader takes over with others: nothing more is asked, and
    /// nothing heard of what was.
    public func retire() {
        reads = []
        for caller in callers { caller.retire() }
        callers = []
    }

    /// Takes what the loop says; `nil` when it is none of this chain's, or there is more to come.
    public func take(_ finished: FinishedTransfer) -> FinishedRead? {
        guard
            let endpoint = callers.firstIndex(where: { $0.id == finished.endpoint }),
            let ask = callers[endpoint].take(finished),
            let place = reads.firstIndex(where: { $0.endpoint == endpoint && $0.ask == ask.id })
        else { return nil }
        let read = reads.remove(at: place)
        return FinishedRead(
            id: read.id,
            endpoint: endpoint,
            outcome: outcome(of: ask, read.kind, endpoint),
            took: ask.took
        )
    }

    private func start(
        _ batch: CallBatch,
        _ kind: Read.Kind,
        _ endpoint: Int,
        _ limit: Interval?
    ) throws(EndpointFailure) -> ReadID {
        let ask = try callers[endpoint].ask(batch, within: limit)
        last += 1
        let id = ReadID(value: last)
        reads.append(Read(id: id, endpoint: endpoint, ask: ask, kind: kind))
        return id
    }

    private func outcome(
        of ask: FinishedAsk,
        _ kind: Read.Kind,
        _ endpoint: Int
    ) -> FinishedRead.Outcome {
        do throws(EndpointFailure) {
            let outcomes = try ask.outcome.get()
            switch kind {
            case .queries(let queries):
                return .answers(zip(queries, outcomes).map { $0.read($1, readings) })
            case .look(let look, let reference, let pending):
                do throws(LookFault) {
                    return .seen(try look.read(outcomes, at: reference, pending: pending))
                } catch {
                    throw EndpointFailure(endpoint: name(of: endpoint), cause: error.cause)
                }
            case .sights(let looks): return sights(looks, outcomes, endpoint)
            }
        } catch {
            return .failed(error)
        }
    }

    private func sights(
        _ looks: [SightLook],
        _ outcomes: [CallOutcome],
        _ endpoint: Int
    ) -> FinishedRead.Outcome {
        if !reads.contains(where: { $0.kind.isOfQueries }) { readings.forgetCodes() }
        var rest = outcomes[...]
        var sights: [Result<Sight, EndpointFailure>] = []
        for look in looks {
            do throws(LookFault) {
                sights.append(.success(try look.read(rest.prefix(look.count), readings)))
            } catch {
                let failure = EndpointFailure(endpoint: name(of: endpoint), cause: error.cause)
                sights.append(.failure(failure))
            }
            rest = rest.dropFirst(look.count)
        }
        return .sights(sights)
    }
}

extension BlockReference {
    var isHash: Bool {
        if case .hash = self { true } else { false }
    }
}
