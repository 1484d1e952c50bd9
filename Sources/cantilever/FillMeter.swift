import Bot
import Contracts
import Ethereum
import Execution
import Live
import Numerics
import Paper
import Routes
import Venues
import Vocabulary

/// Holds fills on paper against the chain: what would it have given for the same, in the block the trade would
/// have been in?
///
/// ```text
/// fill -- blocks before it unseen --> headers -- which block --> every endpoint's word -- two agree --> distance
///   \------ none ---------------------------------/                        \-- none has state --> not comparable
/// ```
///
/// 1. Every fill ends once, with a distance or with why there is none.
/// 2. One endpoint of several is not believed alone, unless it says what the agreed state says.
/// 3. It asks beside whoever watches, a few fills at a time, and waits for nobody.
///
/// A DODO pool is asked at the block's hash by `querySellBase` and `querySellQuote`. Other kinds have no such
/// view, or one that rounds otherwise: of them the state is read at that hash, and our maths answers. A V3 pool's
/// takes several looks, each for the ticks that the one before has learned of.
final class FillMeter {
    private let fleet: Fleet
    private var readers: [ChainReader] = []
    private var waiting: [PaperFill] = []
    private var open: [FillQuestion] = []
    private var ended: [(fill: PaperFill, outcome: Outcome)] = []

    enum Outcome {
        case compared(FillDistance)
        case refused(FillRefusal)
    }

    /// Fills asked about at once: whoever watches must never wait for a free request.
    private static let mostOpen = 2
    private static let mostWaiting = 256
    /// More blocks that nobody saw are not looked for.
    private static let mostUnseen: UInt64 = 64
    private static let patience = Interval(milliseconds: 10_000)

    /// `fleet` as it was seen.
    init(_ fleet: Fleet, _ chains: [LiveChain], over http: HTTPClient) throws(Failure) {
        self.fleet = fleet
        for chain in chains {
            do throws(EndpointFault) {
                readers.append(
                    try ChainReader(chain.chain, endpoints: chain.endpoints, over: http)
                )
            } catch {
                throw Failure(.badData, StrategyEndpoints.sentence(error))
            }
        }
    }

    /// Fills that have no end yet.
    var pending: Int { waiting.count + open.count }

    func compare(_ fill: PaperFill) {
        guard waiting.count < Self.mostWaiting else { return end(fill, .refused(.crowded)) }
        waiting.append(fill)
        goOn()
    }

    /// What has ended since somebody asked last.
    func takeEnded() -> [(fill: PaperFill, outcome: Outcome)] {
        guard !ended.isEmpty else { return [] }
        defer { ended = [] }
        return ended
    }

    /// Takes what the loop says, if it is an answer to a question of ours.
    func take(_ finished: FinishedTransfer) {
        for reader in readers {
            guard let read = reader.take(finished) else { continue }
            guard
                let place = open.firstIndex(where: {
                    $0.fill.pool.chain == reader.chain && $0.asked.contains(read.id)
                })
            else { return }
            var question = open.remove(at: place)
            question.take(read)
            pursue(question, reader)
            return goOn()
        }
    }

    private func end(_ fill: PaperFill, _ outcome: Outcome) { ended.append((fill, outcome)) }

    private func goOn() {
        while open.count < Self.mostOpen, !waiting.isEmpty {
            let fill = waiting.removeFirst()
            guard let reader = readers.first(where: { $0.chain == fill.pool.chain }) else {
                end(fill, .refused(.unanswered))
                continue
            }
            begin(fill, reader)
        }
    }

    private func begin(_ fill: PaperFill, _ reader: ChainReader) {
        let first = max(fill.before + 1, fill.earliest)
        guard first < fill.block.number else {
            return ask(FillQuestion(fill, due: fill.block, reader.endpointCount), reader)
        }
        guard fill.block.number - first <= Self.mostUnseen else {
            return end(fill, .refused(.unseen))
        }
        pursue(FillQuestion(fill, unseen: first..<fill.block.number, reader.endpointCount), reader)
    }

    /// Goes on with a question: asks the next endpoint for headers, or all of them for their word, or ends it.
    private func pursue(_ question: FillQuestion, _ reader: ChainReader) {
        var question = question
        switch question.step {
        case .headers(let numbers, let endpoint):
            guard endpoint < reader.endpointCount else {
                return end(question.fill, .refused(.unanswered))
            }
            do throws(EndpointFailure) {
                let id = try reader.ask(
                    numbers.map { .header(.number($0)) },
                    of: endpoint,
                    within: Self.patience
                )
                question.asked = [id]
                open.append(question)
            } catch {
                question.step = .headers(numbers, endpoint: endpoint + 1)
                pursue(question, reader)
            }
        case .found(let due):
            ask(FillQuestion(question.fill, due: due, reader.endpointCount), reader)
        case .words:
            for lesson in question.takeLessons() {
                look(&question, lesson.endpoint, reader, ticks: lesson.ticks)
            }
            if let outcome = question.outcome {
                for id in question.asked { reader.cancel(id) }
                end(question.fill, outcome)
            } else {
                open.append(question)
            }
        }
    }

    /// Asks every endpoint for its word.
    private func ask(_ question: FillQuestion, _ reader: ChainReader) {
        var question = question
        guard let chain = fleet.chain(question.fill.pool.chain) else {
            return end(question.fill, .refused(.unanswered))
        }
        if question.pool(in: fleet)?.isAskable == true {
            guard let queries = question.queries(as: chain.account ?? .zero) else {
                return end(question.fill, .refused(.refused))
            }
            for endpoint in 0..<reader.endpointCount {
                do throws(EndpointFailure) {
                    question.asked.append(
                        try reader.ask(queries, of: endpoint, within: Self.patience)
                    )
                } catch {
                    question.miss()
                }
            }
        } else if question.isOnTime {
            // The state of this very block is what was agreed on.
            return end(question.fill, question.byMaths)
        } else {
            for endpoint in 0..<reader.endpointCount { look(&question, endpoint, reader) }
        }
        pursue(question, reader)
    }

    /// Has one endpoint show the block that the fill would have been in.
    private func look(
        _ question: inout FillQuestion,
        _ endpoint: Int,
        _ reader: ChainReader,
        ticks: [(pool: Address, knowledge: TickKnowledge)] = []
    ) {
        guard
            let chain = fleet.chain(reader.chain),
            let plan = SnapshotPlan(fleet, chain: chain.id, ticks: ticks),
            let look = ChainLook(plan, of: chain),
            let id = try? reader.look(
                look,
                at: .hash(question.dueHash),
                of: endpoint,
                within: Self.patience
            )
        else { return question.miss() }
        question.asked.append(id)
    }
}

extension PoolDescription {
    /// Whether its contract says what it would pay, to the last unit.
    fileprivate var isAskable: Bool {
        if case .dodo = kind { true } else { false }
    }
}
