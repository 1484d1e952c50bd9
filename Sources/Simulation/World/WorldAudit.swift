import Bot
import Execution
import Ledger
import Numerics
import Parity
import Risk
import Routes
import Vocabulary

/// Reads every entry the bot makes durable, as an auditor who trusts nothing but the journal and the chains.
///
/// It keeps books, nonce lanes and halts of its own out of the entries, and says which promise is broken.
/// Invariants of what it reads:
/// 1. For a nonce one original is signed.
/// 2. A leg is signed once, and a saga's ending tells as many fills as its transactions made.
/// 3. Books take every event, and every asset's column comes to nothing.
/// 4. With nothing under way, books and chain have the same to the last unit.
/// 5. What `OrderAudit` and `ChainAudit` promise; the world itself sees to what is said of contracts.
struct WorldAudit: Sendable {
    private(set) var books = Books()
    private(set) var lanes: [NonceLane] = []
    private(set) var stops: Stops?
    /// Begun and not told.
    private(set) var sagas: [OpenSaga] = []
    private(set) var transfers: [UInt64] = []
    /// The last verdict that was told, and since when.
    private(set) var verdict: Verdict?
    private var originals: Set<NonceKey> = []
    private var owners: [NonceKey: UInt64] = [:]
    /// Blocks in a row in which books and chain have differed, by chain.
    private var differing: [ChainID: Int] = [:]
    private(set) var broken: [Violation.Broken] = []
    private var orders = OrderAudit()
    private var evidence = ChainAudit()

    /// What differs for so many blocks is no delay of what is seen.
    static let mostDiffering = 40
    /// The first violations tell; what follows from them does not.
    static let mostBroken = 16

    struct OpenSaga: Hashable, Sendable {
        let number: UInt64
        var signed: [LegSide]
        var filled: Set<NonceKey> = []
    }

    struct NonceKey: Hashable, Sendable {
        let account: AccountKey
        let nonce: UInt64
    }

    mutating func takeBroken() -> [Violation.Broken] {
        defer { broken.removeAll() }
        return broken
    }

    private mutating func breaks(_ what: Violation.Broken) {
        if broken.count < Self.mostBroken { broken.append(what) }
    }

    mutating func read(_ entry: Entry) {
        for broken in orders.read(entry, under: stops) + evidence.read(entry) { breaks(broken) }
        switch entry.fact {
        case .configured(let settings): configure(settings)
        case .began: for index in lanes.indices { _ = lanes[index].take(.restarted) }
        case .planned(let trade):
            sagas.append(OpenSaga(number: trade.saga, signed: trade.legs.map(\.side)))
            for leg in trade.legs { sign(leg.signed, saga: trade.saga) }
        case .legSigned(let saga, let side, let signed, _):
            if let index = place(saga) {
                if sagas[index].signed.contains(side) { breaks(.legTwice(saga: saga, side)) }
                sagas[index].signed.append(side)
            } else {
                breaks(.unknownSaga(saga))
            }
            sign(signed, saga: saga)
        case .attempted(let saga, _, let signed, _): sign(signed, saga: saga)
        case .sent(let transfer):
            transfers.append(transfer.terms.number)
            sign(transfer.signed, saga: nil)
        case .filledGap(let signed): sign(signed, saga: nil)
        case .replaced(let signed): take(.signed(signed.payload), on: signed.account)
        case .landed(let account, let nonce, let inclusion, let landing):
            land(account, nonce, inclusion, landing)
        case .lane(let account, let event): take(event, on: account)
        case .chain(let chain, .reorganised(let fork)): all(on: chain, .reorganised(fork: fork))
        case .chain(let chain, .finalised(let block)):
            all(on: chain, .finalised(through: block.number))
        case .transferOver(let number): transfers.removeAll { $0 == number }
        case .books(let entry): book(entry)
        case .closed(let trade): close(trade)
        case .judged(let judgement): verdict = judgement.assessment.verdict
        case .halted(let halt): _ = stops?.halt(halt)
        case .resumed(let scope, let name): _ = try? stops?.resume(scope, by: name, at: entry.at)
        case .observed(let observation): _ = stops?.observe(observation, at: entry.at)
        case .expired: _ = stops?.expire(at: entry.at)
        case .legGivenUp, .chain, .bridge, .expecting, .bridging, .parked, .told, .ordered: break
        }
    }

    private mutating func configure(_ settings: Settings) {
        for chain in settings.fleet.chains {
            guard let account = chain.account else { continue }
            let key = AccountKey(chain: chain.id, account: account)
            if !lanes.contains(where: { $0.key == key }) { lanes.append(NonceLane(key)) }
        }
        if stops == nil { stops = try? Stops(settings.breakers) }
    }

    private func place(_ saga: UInt64) -> Int? { sagas.firstIndex { $0.number == saga } }

    private mutating func sign(_ signed: SignedFor, saga: UInt64?) {
        let key = NonceKey(account: signed.account, nonce: signed.payload.nonce)
        if !originals.insert(key).inserted {
            breaks(.nonceTwice(key.account, nonce: key.nonce))
        }
        if let saga { owners[key] = saga }
        take(.reserve, on: signed.account)
        take(.signed(signed.payload), on: signed.account)
    }

    private mutating func all(on chain: ChainID, _ event: LaneEvent) {
        for key in lanes.map(\.key) where key.chain == chain { take(event, on: key) }
    }

    private mutating func take(_ event: LaneEvent, on account: AccountKey) {
        guard let index = lanes.firstIndex(where: { $0.key == account }) else { return }
        for effect in lanes[index].take(event) {
            switch effect {
            case .returned(let nonce), .lost(let nonce):
                let key = NonceKey(account: account, nonce: nonce)
                guard let saga = owners[key], let place = place(saga) else { continue }
                sagas[place].filled.remove(key)
            case .settled(let nonce, let inclusion, _):
                evidence.settle(account, nonce, inclusion)
            default: break
            }
        }
    }

    private mutating func land(
        _ account: AccountKey,
        _ nonce: UInt64,
        _ inclusion: Inclusion,
        _ landing: Landing
    ) {
        take(.found(nonce: nonce, inclusion), on: account)
        let key = NonceKey(account: account, nonce: nonce)
        guard case .traded(.filled) = landing.deed, let saga = owners[key], let place = place(saga)
        else { return }
        sagas[place].filled.insert(key)
    }

    private mutating func close(_ trade: ClosedTrade) {
        guard let place = place(trade.saga) else { return breaks(.unknownSaga(trade.saga)) }
        let made = sagas.remove(at: place).filled.count
        let told: Int? =
            switch trade.ending {
            case .settled, .unwound: 2
            case .nothingFilled: 0
            case .parked: nil
            }
        if let told, told != made { breaks(.fills(saga: trade.saga, told: told, made: made)) }
    }

    private mutating func book(_ entry: BooksEntry) {
        for event in entry.events {
            do throws(BookRefusal) {
                _ = try books.apply(event)
            } catch {
                breaks(.booksRefuse(error))
            }
        }
        if !books.sumToZero { breaks(.booksDoNotSum) }
    }

    /// What stands, and so keeps the bot from beginning anything.
    var halts: [Halt] { stops?.halts.standing ?? [] }

    /// Holds the books against a chain's newest block.
    mutating func compare(_ chain: VirtualChain, holder: Address, tokens: [Address]) {
        let id = chain.rules.id
        for broken in evidence.compare(chain) { breaks(broken) }
        let isIdle =
            transfers.isEmpty && lanes.allSatisfy { $0.key.chain != id || $0.slots.isEmpty }
        // Whoever has said that he no longer believes a chain keeps no books of it until a person has looked.
        let isTold = halts.contains { halt in
            halt.author == .bot(.shortfall)
                || halt.author == .bot(.contradiction) && halt.scope == .chain(id)
        }
        guard isIdle, !isTold, books.accounts.contains(where: { $0.asset.chain == id }) else {
            differing[id] = nil
            return
        }
        for token in tokens {
            let asset = Asset.token(ContractKey(chain: id, address: token))
            let told = books.balance(of: Account(asset, .crossChain))
            let held = chain.balance(of: holder, in: token) ?? .zero
            guard Int256(magnitude: held, isNegative: false) != told else { continue }
            differing[id, default: 0] += 1
            if differing[id] == Self.mostDiffering {
                breaks(.booksDiffer(asset, books: told, chain: held))
            }
            return
        }
        differing[id] = nil
    }
}

extension WorldAudit {
    /// Bytes are handed to an endpoint: the journal must have them by now.
    func handOver(_ payload: SignedPayload, on chain: ChainID) -> Violation.Broken? {
        evidence.holds(payload) ? nil : .unwritten(chain, nonce: payload.nonce)
    }

    /// A trade is begun: the chains it is of must not stand still.
    mutating func compare(
        _ trade: PlannedTrade,
        _ first: VirtualChain,
        _ second: VirtualChain,
        _ now: Instant
    ) {
        for chain in [first, second] {
            if let broken = evidence.compare(trade, chain, now) { breaks(broken) }
        }
    }
}
