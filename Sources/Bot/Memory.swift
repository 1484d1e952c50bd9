import Numerics
import Execution
import Ledger
import Parity
import Risk
import Routes
import Vocabulary
import Watch

/// What the bot knows for good: the fold of the journal's entries, and nothing else.
struct Memory: Sendable {
    var settings: Settings?
    /// One for each account that signs, in the order of the chains.
    var lanes: [NonceLane] = []
    var errands: [Errand] = []
    var sagas: [Saga] = []
    var gates: [BridgeGate] = []
    /// Transfers that have not ended.
    var transfers: [TransferRecord] = []
    var books = Books()
    var chains: [RememberedChain] = []
    var routes: [RememberedRoute] = []
    /// What the sagas have moved so far, one for each.
    var tallies: [SagaTally] = []
    var stops: Stops?
    var pools = PoolSpacing()
    /// When each lane was last sent over, in the order of their first time: as many as there are lanes.
    var lastSent: [LastSent] = []
    /// An operator wants back what a halt blocks and no block has yet.
    var wantsCancel = false
    var nextSaga: UInt64 = 1
    var nextTransfer: UInt64 = 1
    /// What each chain's contracts are held against, of chains that were inspected.
    var premises: [ChainPremises] = []

    /// More sagas at once are not begun: most of them wait for a bridge.
    static let mostSagas = 64
    static let mostTransfers = BridgeGate.mostOpen * 16

    struct RememberedChain: Hashable, Sendable {
        let chain: ChainID
        var memory = ChainMemory()
    }

    struct ChainPremises: Hashable, Sendable {
        let chain: ChainID
        var premises = Premises()
    }

    struct RememberedRoute: Sendable {
        let name: String
        var limits: RouteLimits
        /// What was last told of it.
        var verdict: VerdictKind?
    }

    struct LastSent: Hashable, Sendable {
        let lane: LaneKey
        var at: Instant
    }

    struct TransferRecord: Hashable, Sendable {
        let number: UInt64
        let lane: LaneKey
        let amount: UInt256
        let delivered: UInt256
        let since: Instant
        /// The reservation of what arrives.
        var arrival: BookingID?
    }
}

/// What a nonce was given out for.
struct Errand: Hashable, Sendable {
    enum Purpose: Hashable, Sendable {
        case leg(saga: UInt64, LegSide)
        case mending(saga: UInt64)
        case send(LaneKey, transfer: UInt64)
        case gap
    }

    let account: AccountKey
    let nonce: UInt64
    let purpose: Purpose
    let booking: BookingID?
    var landing: Landing?
}

/// Which kind of verdict it was, and for what: a change of it is told.
struct VerdictKind: Hashable, Sendable {
    let name: Name
    let rule: Rule?
    let subject: String

    enum Name: String, CanonicalName, Hashable, Sendable {
        case inParity
        case hold
        case unaffordable
        case trade
    }

    init(_ verdict: Verdict) {
        switch verdict {
        case .inParity: (name, rule, subject) = (.inParity, nil, "")
        case .hold(let rule, let subject): (name, self.rule, self.subject) = (.hold, rule, subject)
        case .unaffordable(let rule, let subject):
            (name, self.rule, self.subject) = (.unaffordable, rule, subject)
        case .trade: (name, rule, subject) = (.trade, nil, "")
        }
    }
}

/// What follows from an entry beyond the memory itself: for the books, for people.
enum Consequence: Sendable {
    case lane(AccountKey, LaneEffect)
    /// What a nonce was given out for has come to its end: `landing` is final, `nil` when someone else has the
    /// nonce.
    case ended(Errand)
    case gate(LaneKey, BridgeGate.Effect)
    case stop(Stops.Effect)
    case bookRefused(BookRefusal)
}

extension Memory {
    func lane(_ key: AccountKey) -> NonceLane? {
        lanes.first { $0.key == key }
    }

    func gate(_ key: LaneKey) -> BridgeGate? {
        gates.first { $0.lane == key }
    }

    func saga(_ number: UInt64) -> Saga? {
        sagas.first { $0.number == number }
    }

    func errand(_ account: AccountKey, _ nonce: UInt64) -> Errand? {
        errands.first { $0.nonce == nonce && $0.account == account }
    }

    func premises(of chain: ChainID) -> Premises {
        premises.first { $0.chain == chain }?.premises ?? Premises()
    }

    func route(_ name: String) -> RememberedRoute? {
        routes.first { $0.name == name }
    }

    func lastSent(on lane: LaneKey) -> Instant? {
        lastSent.first { $0.lane == lane }?.at
    }

    /// The next free booking.
    var nextBooking: BookingID {
        BookingID((books.latest?.number ?? 0) + 1)
    }

    /// Who signs on a chain.
    func account(on chain: ChainID) -> AccountKey? {
        settings?.fleet.chain(chain)?.account.map { AccountKey(chain: chain, account: $0) }
    }
}
