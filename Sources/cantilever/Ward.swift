import Live
import Routes
import Vocabulary

/// Asks endpoints one thing after the other and waits for each: for a person who waits as well.
final class Ward {
    private let loop: EventLoop
    private var readers: [ChainReader] = []
    /// Nothing is waited for any longer; `nil` for as long as each answer may take.
    private let end: SteadyTime?

    init(
        _ loop: EventLoop,
        _ chains: [LiveChain],
        until end: SteadyTime? = nil
    ) throws(Failure) {
        self.loop = loop
        self.end = end
        for chain in chains {
            do throws(EndpointFault) {
                readers.append(
                    try ChainReader(chain.chain, endpoints: chain.endpoints, over: loop.http)
                )
            } catch {
                throw Failure(.badData, StrategyEndpoints.sentence(error))
            }
        }
    }

    func endpoints(of chain: Int) -> Range<Int> { 0..<readers[chain].endpointCount }

    func name(_ endpoint: Int, of chain: Int) -> String { readers[chain].name(of: endpoint) }

    /// All endpoints of a chain at once, in their order.
    func askAll(
        _ queries: [ChainQuery],
        of chain: Int
    ) -> [Result<[QueryOutcome], EndpointFailure>] {
        let reader = readers[chain]
        var results: [Result<[QueryOutcome], EndpointFailure>?] = Array(
            repeating: nil,
            count: reader.endpointCount
        )
        var pending: [ReadID: Int] = [:]
        for endpoint in results.indices {
            do throws(EndpointFailure) {
                let patience = try patience(with: endpoint, of: reader)
                pending[try reader.ask(queries, of: endpoint, within: patience)] = endpoint
            } catch {
                results[endpoint] = .failure(error)
            }
        }
        wait(for: &pending, on: reader) { endpoint, result in results[endpoint] = result }
        return results.enumerated().map { index, result in
            result ?? .failure(Self.late(index, of: reader))
        }
    }

    private static func late(_ endpoint: Int, of reader: ChainReader) -> EndpointFailure {
        EndpointFailure(endpoint: reader.name(of: endpoint), cause: .timeout(.answering))
    }

    /// How long the next answer may take.
    private func patience(
        with endpoint: Int,
        of reader: ChainReader
    ) throws(EndpointFailure) -> Interval {
        guard let end else { return Self.longest }
        let left = SteadyTime.now.milliseconds(until: end)
        guard left > 0 else { throw Self.late(endpoint, of: reader) }
        return Interval(milliseconds: min(left, Self.longest.milliseconds))
    }

    /// One endpoint, in as many batches as it takes.
    func ask(
        _ queries: [ChainQuery],
        of endpoint: Int,
        on chain: Int
    ) -> Result<[QueryOutcome], EndpointFailure> {
        let reader = readers[chain]
        var outcomes: [QueryOutcome] = []
        var rest = queries[...]
        while !rest.isEmpty {
            let batch = Array(rest.prefix(Self.batch))
            rest = rest.dropFirst(batch.count)
            var answer: Result<[QueryOutcome], EndpointFailure>?
            do throws(EndpointFailure) {
                let patience = try patience(with: endpoint, of: reader)
                var pending = [try reader.ask(batch, of: endpoint, within: patience): endpoint]
                wait(for: &pending, on: reader) { _, result in answer = result }
                outcomes += try (answer ?? .failure(Self.late(endpoint, of: reader))).get()
            } catch {
                return .failure(error)
            }
        }
        return .success(outcomes)
    }

    /// One endpoint, everything of one block.
    func look(
        _ look: ChainLook,
        at block: BlockHash,
        of endpoint: Int,
        on chain: Int
    ) -> Result<LookAnswer, EndpointFailure> {
        let reader = readers[chain]
        do throws(EndpointFailure) {
            let patience = try patience(with: endpoint, of: reader)
            let id = try reader.look(look, at: .hash(block), of: endpoint, within: patience)
            let end = SteadyTime.now.advanced(by: Interval(milliseconds: 12_000))
            while SteadyTime.now < end {
                let left = Interval(milliseconds: SteadyTime.now.milliseconds(until: end))
                guard
                    case .finished(let finished)? = loop.next(within: left),
                    let read = reader.take(finished), read.id == id
                else { continue }
                switch read.outcome {
                case .seen(let answer): return .success(answer)
                case .failed(let failure): return .failure(failure)
                case .answers, .sights: break
                }
            }
        } catch {
            return .failure(error)
        }
        return .failure(Self.late(endpoint, of: reader))
    }

    private static let batch = 200
    /// That an answer may take; a reader gives it up by itself, and waiting ends a little later.
    private static let longest = Interval(milliseconds: 10_000)

    private func wait(
        for pending: inout [ReadID: Int],
        on reader: ChainReader,
        _ take: (Int, Result<[QueryOutcome], EndpointFailure>) -> Void
    ) {
        let end = SteadyTime.now.advanced(by: Interval(milliseconds: 12_000))
        while !pending.isEmpty, SteadyTime.now < end {
            let left = Interval(milliseconds: SteadyTime.now.milliseconds(until: end))
            guard
                case .finished(let finished)? = loop.next(within: left),
                let read = reader.take(finished),
                let endpoint = pending.removeValue(forKey: read.id)
            else { continue }
            switch read.outcome {
            case .answers(let outcomes): take(endpoint, .success(outcomes))
            case .failed(let failure): take(endpoint, .failure(failure))
            case .seen, .sights: break
            }
        }
    }
}
