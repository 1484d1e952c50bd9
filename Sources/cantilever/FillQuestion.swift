import Contracts
import Ethereum
import Live
import Numerics
import Paper
import Routes
import Venues
import Vocabulary

/// What is asked about one fill, and what endpoints have said.
struct FillQuestion {
    enum Step {
        /// These headers are asked of this endpoint.
        case headers(Range<UInt64>, endpoint: Int)
        /// It would have been in this block.
        case found(Block)
        /// Every endpoint is asked what the pool would have paid.
        case words
    }

    let fill: PaperFill
    var step: Step
    /// Reads that have no answer yet.
    var asked: [ReadID] = []
    private let due: Block
    private let endpoints: Int
    private var words: [Word] = []
    /// What was learned of a V3 pool's ticks, so that the same endpoint can be asked for just those.
    private var lessons: [Lesson] = []
    /// Looks that were too little to know the pool.
    private var looks = 0

    struct Lesson {
        let endpoint: Int
        let ticks: [(pool: Address, knowledge: TickKnowledge)]
    }

    /// The price's place, the words of the bitmap and the ticks take three looks of each endpoint.
    private static let mostLooks = 3

    /// What the pool paid at the fill's block, and at the one it would have been in.
    private enum Word: Hashable {
        case pays(there: UInt256, due: UInt256)
        case refuses
        case hasNoState
        /// The block is there, and of the pool too little of it.
        case isUnread
        case silent
    }

    init(_ fill: PaperFill, unseen: Range<UInt64>, _ endpoints: Int) {
        self.fill = fill
        due = fill.block
        self.endpoints = endpoints
        step = .headers(unseen, endpoint: 0)
    }

    init(_ fill: PaperFill, due: Block, _ endpoints: Int) {
        self.fill = fill
        self.due = due
        self.endpoints = endpoints
        step = .words
    }

    /// Whether the fill is in the block it would have been in.
    var isOnTime: Bool { due.hash == fill.block.hash }
    var dueHash: BlockHash { due.hash }

    func pool(in fleet: Fleet) -> PoolDescription? {
        (fleet.routes.flatMap { $0.first.pools + $0.second.pools }
            + fleet.stabilisers.flatMap(\.place.pools)).first { $0.key == fill.pool }
    }

    /// The pool's own view at the fill's block, and at the other one if it is another.
    func queries(as trader: Address) -> [ChainQuery]? {
        let name = fill.side == .base ? "querySellBase" : "querySellQuote"
        guard
            let signature = try? ABISignature("\(name)(address,uint256)"),
            let data = try? signature.encodeCall([.address(trader), .unsigned(fill.sold)])
        else { return nil }
        return (isOnTime ? [fill.block] : [fill.block, due]).map { block in
            .call(to: fill.pool.address, data: data, sender: trader, at: .hash(block.hash))
        }
    }

    /// An endpoint that could not even be asked.
    mutating func miss() { words.append(.silent) }

    mutating func take(_ read: FinishedRead) {
        asked.removeAll { $0 == read.id }
        if case .headers(let numbers, let endpoint) = step {
            step =
                due(in: read, numbers).map { .found($0) }
                ?? .headers(numbers, endpoint: endpoint + 1)
        } else if case .seen(let seen) = read.outcome, !seen.ticks.isEmpty,
            seen.snapshot.pool(fill.pool.address) == .unknown(.unasked),
            looks < Self.mostLooks * endpoints
        {
            looks += 1
            lessons.append(Lesson(endpoint: read.endpoint, ticks: seen.ticks))
        } else {
            words.append(word(read.outcome))
        }
    }

    mutating func takeLessons() -> [Lesson] {
        defer { lessons = [] }
        return lessons
    }

    private func due(in read: FinishedRead, _ numbers: Range<UInt64>) -> Block? {
        guard case .answers(let outcomes) = read.outcome else { return nil }
        return due(
            among: outcomes.compactMap { outcome in
                if case .answered(.header(let sight)) = outcome { sight.block } else { nil }
            },
            numbers
        )
    }

    /// The first block that may hold the fill; `nil` unless all of these are there. Only ancestors of the block
    /// that was agreed on count, whoever tells them.
    func due(among found: [Block], _ numbers: Range<UInt64>) -> Block? {
        guard found.map(\.number) == Array(numbers) else { return nil }
        var (parent, due) = (fill.block.parent, fill.block)
        for block in found.reversed() {
            guard block.hash == parent else { return nil }
            parent = block.parent
            if block.time >= fill.arrived { due = block }
        }
        return due
    }

    private func word(_ outcome: FinishedRead.Outcome) -> Word {
        switch outcome {
        case .answers(let outcomes):
            var paid: [UInt256] = []
            for outcome in outcomes {
                switch outcome {
                case .answered(.returned(let bytes)):
                    guard let amount = UInt256(bigEndian: bytes.prefix(32)) else { return .silent }
                    paid.append(amount)
                case .refused(let failure): return failure.code == 3 ? .refuses : .hasNoState
                case .absent: return .hasNoState
                case .missing, .malformed, .contradictory, .answered: return .silent
                }
            }
            guard let there = paid.first, let due = paid.last else { return .silent }
            return .pays(there: there, due: due)
        case .seen(let seen):
            guard let there = fill.alone else { return .refuses }
            guard let venue = seen.snapshot.pool(fill.pool.address).value else {
                return .isUnread
            }
            do throws(Refusal) {
                let quote = try venue.quote(selling: fill.sold, of: fill.side)
                return .pays(there: there, due: quote.received)
            } catch {
                if case .moreTicksNeeded = error { return .isUnread }
                return .refuses
            }
        case .failed(let failure):
            switch failure.cause {
            case .nodeError, .unread(_, .absent): return .hasNoState
            default: return .silent
            }
        case .sights: return .silent
        }
    }

    /// How it ends; `nil` while words are missing that may change it.
    var outcome: FillMeter.Outcome? {
        for word in words where words.count(where: { $0 == word }) >= min(2, endpoints) {
            if let outcome = outcome(of: word) { return outcome }
        }
        guard asked.isEmpty else { return nil }
        let payments = words.filter { if case .pays = $0 { true } else { false } }
        if payments.count == 1, let word = payments.first, isOnTime,
            case .pays(let there, _) = word, there == fill.alone
        {
            return outcome(of: word)
        }
        if let word = payments.first, payments.count == 1, case .pays(let there, _) = word,
            there == fill.alone, !words.contains(.refuses)
        {
            return .refused(.alone)
        }
        if !payments.isEmpty { return .refused(.disputed) }
        if words.contains(.isUnread) { return .refused(.unread) }
        if words.contains(.hasNoState) { return .refused(.noState) }
        return .refused(words.contains(.refuses) ? .refused : .unanswered)
    }

    /// What is no word on the pool decides nothing as long as others may have one.
    private func outcome(of word: Word) -> FillMeter.Outcome? {
        switch word {
        case .pays(let there, let due):
            FillDistance(fill, there: there, due: due).map { .compared($0) } ?? .refused(.refused)
        case .refuses: .refused(.refused)
        case .hasNoState, .isUnread, .silent: nil
        }
    }

    /// Of a pool that is not asked: the block is the fill's own.
    var byMaths: FillMeter.Outcome {
        guard let alone = fill.alone else { return .refused(.refused) }
        return FillDistance(fill, there: alone, due: alone).map { .compared($0) }
            ?? .refused(.refused)
    }
}
