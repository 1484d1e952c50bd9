import Bot
import Contracts
import Ethereum
import Numerics
import Routes
import Vocabulary

/// One chain between the bot and its endpoints: the bot's questions become batches, what comes back answers.
///
/// A question is sent at once, unless its endpoint has just failed or the blocks it is about are shown one
/// after the other. One that goes nowhere for longer than the bot waits is forgotten, as the bot forgets it.
final class ChainLine {
    let chain: Chain
    let reader: ChainReader
    let settings: ChainSettings
    let patience: Interval
    /// The first block as it is pinned, or as it was told first.
    var first: BlockHash?
    var past: ChainPast?
    /// What is known of the past before the bot asks for it.
    var foresight = Foresight()
    private var texts: [SightLook.PlanText] = []
    private let questions = LogQuestions()
    var asked: [Asked] = []
    private var waiting: [Waiting] = []
    private(set) var pauses: [Int: TimerID] = [:]
    var answers: [(QueryNumber, Answer)] = []
    var notices: [LiveNotice] = []
    var sights: [Seen] = []
    var latest: [Int: Latest] = [:]
    /// When whoever has not shown the newest block is waited for no more.
    var witnessDue: SteadyTime?
    var sockets: [HeadSocket] = []
    var lookTimer: (timer: TimerID, at: SteadyTime)?
    var twins: [(id: ReadID, question: Waiting)] = []
    var wantedPauses: [(endpoint: Int, length: Interval)] = []
    var head: UInt64 = 0
    /// What the bot asks for logs here, from whichever block.
    var logs: LookRequest.LogRequest?

    struct Asked {
        let id: ReadID
        let subject: Subject
    }

    enum Subject {
        case identity(QueryNumber)
        case header(QueryNumber, BlockHash)
        /// In the same batch the blocks that the bot will be shown next.
        case look(Waiting, at: BlockReference, tries: Int, ahead: [Ahead] = [])
        case inspection(QueryNumber, ContractInspection)
        /// Without an aggregator nothing proves at which block "latest" was: its hash is asked for first.
        case pin(Waiting)
        case pastHead
        case pastHeaders
    }

    /// What endpoints have shown of a block, for those who want to know who differs.
    struct Seen {
        let endpoint: Int
        let request: LookRequest
        let sight: Sight
        let snapshot: Snapshot?
    }

    struct Waiting {
        let number: QueryNumber
        let endpoint: Int
        let query: Query
        let since: SteadyTime
    }

    /// An endpoint that has failed is left alone for this long, or for as long as it asks, up to a minute: it may
    /// ask for a hundred years.
    private static let pause = Interval(milliseconds: 100)
    private static let longestPause = Interval(milliseconds: 60_000)
    /// No endpoint, but the wait for all of them.
    static let everybody = -1
    private static let mostTries = 3
    private static let mostTexts = 4
    static let mostSights = 16
    /// As many as the bot has questions.
    private static let mostWaiting = 256

    init(
        _ chain: Chain,
        _ settings: ChainSettings,
        _ reader: ChainReader,
        _ patience: Interval,
        _ showing: LiveWorld.Showing
    ) {
        self.chain = chain
        self.settings = settings
        self.reader = reader
        self.patience = patience
        first = settings.genesis
        if case .past(let blocks) = showing {
            past = ChainPast(endpoints: reader.endpointCount, blocks: blocks)
        }
    }

    var isShown: Bool { past?.isOver ?? false }

    var market: ChainSettings.Market { settings.market }

    func takeAnswers() -> [(QueryNumber, Answer)] {
        defer { answers = [] }
        return answers
    }

    func takeNotices() -> [LiveNotice] {
        defer { notices = [] }
        return notices
    }

    func takePauses() -> [(endpoint: Int, length: Interval)] {
        defer { wantedPauses = [] }
        return wantedPauses
    }

    func wait(for timer: TimerID, endpoint: Int) {
        pauses[endpoint] = timer
    }

    /// Whether the timer was this line's.
    func resume(_ timer: TimerID) -> Bool {
        guard let endpoint = pauses.first(where: { $0.value == timer })?.key else { return false }
        pauses[endpoint] = nil
        if endpoint == Self.everybody {
            past?.hurry()
            goBack()
        }
        release()
        return true
    }

    func ask(_ number: QueryNumber, _ endpoint: Int, _ query: Query) {
        guard (0..<reader.endpointCount).contains(endpoint) else {
            return answers.append((number, .failure))
        }
        send(Waiting(number: number, endpoint: endpoint, query: query, since: .now))
    }

    /// The bot has taken what it was told, and this is the newest block it agrees on.
    func noteAgreed(_ block: Block?) {
        let isQuiet = !asked.contains { if case .look = $0.subject { true } else { false } }
        past?.noteAgreed(block, isQuiet: isQuiet)
    }

    func showNext() {
        past?.showNext()
        release()
    }

    func release() {
        let now = SteadyTime.now
        let held = waiting
        waiting = []
        for question in held where question.since.advanced(by: patience) > now { send(question) }
    }

    private func hold(_ question: Waiting) {
        guard waiting.count < Self.mostWaiting else {
            return answers.append((question.number, .failure))
        }
        waiting.append(question)
    }

    private func send(_ question: Waiting) {
        guard pauses[question.endpoint] == nil else { return hold(question) }
        switch question.query {
        case .identity:
            var queries: [ChainQuery] = [.chainID, .header(.number(0))]
            // It is believed when the bot has taken the endpoint for one of this chain.
            if past != nil { queries.append(.header(.latest)) }
            start(queries, .identity(question.number), question.endpoint)
        case .header(let hash):
            start([.header(.hash(hash))], .header(question.number, hash), question.endpoint)
        case .inspect(let plan, let block):
            let inspection = ContractInspection(plan: plan, chain: chain, block: block)
            start(
                inspection.queries,
                .inspection(question.number, inspection),
                question.endpoint
            )
        case .look(let request):
            switch request.place {
            case .block(let hash): look(question, request, at: .hash(hash))
            case .newest: lookAtNewest(question, request)
            }
        }
    }

    private func lookAtNewest(_ question: Waiting, _ request: LookRequest) {
        guard past != nil else {
            if let latest = latest[question.endpoint], SteadyTime.now < latest.due {
                return answers.append((question.number, .sight(latest.sight)))
            }
            guard chain.multicall == nil else { return look(question, request, at: .latest) }
            return start([.chainID, .header(.latest)], .pin(question), question.endpoint)
        }
        switch past?.place(for: question.endpoint) {
        case .block(let hash)?: look(question, request, at: .hash(hash), ahead: ahead(of: request))
        case .askHead?:
            hold(question)
            if let head = foresight.takeHead(of: question.endpoint) {
                past?.found(head, by: question.endpoint)
                goBack()
            } else {
                start([.chainID, .header(.latest)], .pastHead, question.endpoint)
            }
        case .wait?, nil: hold(question)
        }
    }

    private func look(
        _ question: Waiting,
        _ request: LookRequest,
        at reference: BlockReference,
        tries: Int = 1,
        ahead: [Ahead] = []
    ) {
        if let known = known(question, request, at: reference) {
            remember(known, question, since: Interval(milliseconds: 0))
            return answers.append((question.number, .sight(known)))
        }
        if let foreseen = foresight.take(request, of: question.endpoint, at: reference) {
            return show(foreseen.sight, question, since: foreseen.took)
        }
        guard !isAwaited(question, request, at: reference) else { return }
        guard let first = makeLook(request, at: reference) else {
            return answers.append((question.number, .failure))
        }
        let (looks, ahead) = together(first, ahead)
        do throws(EndpointFailure) {
            let id = try reader.see(looks, of: question.endpoint, within: patience)
            let subject = Subject.look(question, at: reference, tries: tries, ahead: ahead)
            asked.append(Asked(id: id, subject: subject))
        } catch {
            fail(error, question.endpoint)
            answers.append((question.number, .failure))
        }
    }

    func makeLook(_ request: LookRequest, at reference: BlockReference) -> SightLook? {
        let price: SightLook.GasQuestion =
            switch settings.market {
            case .free: .none
            case .legacy: .gasPrice
            case .market: .tip
            }
        return SightLook(
            request,
            text(of: request.plan),
            of: chain.id,
            at: reference,
            head: head,
            price: price,
            countsTransactions: false,
            questions: questions
        )
    }

    private func text(of plan: SnapshotPlan) -> SightLook.PlanText {
        if let known = texts.first(where: { $0.plan == plan }) { return known }
        if texts.count == Self.mostTexts { texts.removeFirst() }
        let text = SightLook.PlanText(plan, of: chain)
        texts.append(text)
        return text
    }

    func start(_ queries: [ChainQuery], _ subject: Subject, _ endpoint: Int) {
        do throws(EndpointFailure) {
            let id = try reader.ask(queries, of: endpoint, within: patience)
            asked.append(Asked(id: id, subject: subject))
        } catch {
            fail(error, endpoint)
            give(.failure, to: subject, endpoint)
        }
    }

    /// Takes the end of one of this line's reads.
    func take(_ read: FinishedRead) {
        guard let place = asked.firstIndex(where: { $0.id == read.id }) else { return }
        let subject = asked.remove(at: place).subject
        let others = twins.filter { $0.id == read.id }.map(\.question)
        twins.removeAll { $0.id == read.id }
        // They are answered from what is known by then, or asked after all.
        defer { for other in others { send(other) } }
        do throws(EndpointFailure) {
            try take(read, subject)
        } catch {
            if case .look(let question, let reference, let tries, let ahead) = subject,
                case .look(let request) = question.query
            {
                // Perhaps it was too much for one batch.
                if !ahead.isEmpty, case .failed = read.outcome, error.cause.mayBeForSize {
                    return look(question, request, at: reference, tries: tries)
                }
                if case .movedOn = error.cause, tries < Self.mostTries {
                    return look(question, request, at: reference, tries: tries + 1)
                }
                if case .hash(let hash) = reference, error.cause.isRefusal,
                    past?.lacksState(question.endpoint, of: hash) == true
                {
                    // The bot is shown the next one for it, and has nothing to hold against the endpoint.
                    hold(question)
                    return release()
                }
                // Without state by hash the newest block is looked at by its name.
                if case .hash(let hash) = reference, error.cause.isRefusal,
                    past?.isNewest(hash) == true, chain.multicall != nil
                {
                    return look(question, request, at: .latest, tries: tries + 1)
                }
            }
            fail(error, read.endpoint)
            if case .timeout = error.cause {
                give(.timeout, to: subject, read.endpoint)
            } else {
                give(.failure, to: subject, read.endpoint)
            }
        }
    }

    private func take(_ read: FinishedRead, _ subject: Subject) throws(EndpointFailure) {
        if case .failed(let failure) = read.outcome { throw failure }
        switch (subject, read.outcome) {
        case (.look(let question, _, _, let ahead), .sights(let results)):
            guard let first = results.first else { return }
            for (step, result) in zip(ahead, results.dropFirst()) {
                // What has failed is asked for in its turn, and fails then.
                guard case .success(let sight) = result else { continue }
                foresight.keep(sight, of: step, by: read.endpoint, after: read.took)
            }
            show(try first.get(), question, since: read.took)
        case (.identity(let number), .answers(let outcomes)):
            let (id, genesis) = try chainAndHeader(outcomes, read.endpoint)
            compare(identity: id, genesis.block.hash, read.endpoint)
            if past != nil, outcomes.count > 2, case .answered(.header(let sight)) = outcomes[2] {
                foresight.keepHead(sight.block, of: read.endpoint)
            }
            answers.append((number, .identity(chainID: id, genesis: genesis.block.hash)))
        case (.header(let number, _), .answers(let outcomes)):
            let sight = try header(outcomes, 0, read.endpoint)
            answers.append(
                (number, .header(SeenHeader(hash: sight.block.hash, header: sight.header)))
            )
        case (.inspection(let number, let inspection), .answers(let outcomes)):
            answers.append((number, try answer(inspection, outcomes, read.endpoint)))
        case (.pin(let question), .answers(let outcomes)):
            let (_, sight) = try newest(outcomes, read.endpoint)
            guard case .look(let request) = question.query else { return }
            look(question, request, at: .hash(sight.block.hash))
        case (.pastHead, .answers(let outcomes)):
            let (_, sight) = try newest(outcomes, read.endpoint)
            past?.found(sight.block, by: read.endpoint)
            goBack()
        case (.pastHeaders, .answers(let outcomes)): begin(with: outcomes, read.endpoint)
        default: break
        }
    }

    /// What can't be answered is said so.
    private func give(_ answer: Answer, to subject: Subject, _ endpoint: Int) {
        switch subject {
        case .identity(let number), .header(let number, _): answers.append((number, answer))
        case .inspection(let number, _): return answers.append((number, answer))
        case .pin(let question), .look(let question, _, _, _):
            answers.append((question.number, answer))
        case .pastHead: break
        case .pastHeaders:
            past?.begin(with: [])
            release()
            return
        }
        past?.giveUp(endpoint)
        goBack()
    }

    private func fail(_ failure: EndpointFailure, _ endpoint: Int) {
        notices.append(.failed(chain.id, failure))
        guard pauses[endpoint] == nil, !wantedPauses.contains(where: { $0.endpoint == endpoint })
        else { return }
        wantedPauses.append((endpoint, Self.pause(after: failure.cause)))
    }

    static func pause(after cause: EndpointFailure.Cause) -> Interval {
        guard case .status(_, let retryAfter?) = cause else { return pause }
        return min(max(pause, retryAfter), longestPause)
    }

    func failure(_ cause: EndpointFailure.Cause, _ endpoint: Int) -> EndpointFailure {
        EndpointFailure(endpoint: reader.name(of: endpoint), cause: cause)
    }
}
