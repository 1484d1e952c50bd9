import Bot
import Contracts
import Ethereum
import Execution
import Numerics
import Routes
import Simulation
import Venues
import Vocabulary

/// One chain of a paper world: what was seen outside, and on it what the bot did here.
///
/// Invariants:
/// 1. A block holds what was seen at its end, and behind that what the bot sent in time.
/// 2. Outside and own are never mixed up: what was seen is taken anew at every block, and the bot's own
///    trades and transfers are put on it.
struct PaperChain: Sendable {
    private(set) var chain: VirtualChain
    let genesis: BlockHash
    private let executor: Address
    private let pools: [Address]
    private var impacts: [Impact]
    private var vaults: [Vault] = []
    /// Whether it has shown anything.
    private(set) var isSeen = false
    private var shown = ShownSight()
    /// Sightings that were no newer than what had been seen.
    private(set) var skipped: UInt64 = 0
    /// What reached a node and was in no block yet, the oldest first.
    private var arrivals: [Arrival] = []
    private var fills: [PaperFill] = []

    /// More transactions than this don't wait at once: the oldest were dropped long ago.
    private static let mostArrivals = 256

    private struct Arrival: Sendable {
        let hash: TransactionHash
        let at: Instant
        let earliest: UInt64
    }

    private struct Impact: Sendable {
        let pool: Address
        var own: OwnImpact
    }

    /// A bridge's stock of a token, and how much of it was outside when it was last seen.
    private struct Vault: Sendable {
        let token: Address
        let holder: Address
        var outside: UInt256
    }

    init(
        _ chain: VirtualChain,
        genesis: BlockHash,
        executor: Address,
        pools: [Address],
        halfLife: Interval?
    ) {
        self.chain = chain
        self.genesis = genesis
        self.executor = executor
        self.pools = pools
        impacts = pools.map { Impact(pool: $0, own: OwnImpact(halfLife: halfLife)) }
    }

    var id: ChainID { chain.rules.id }

    /// Makes the block that was seen. `false` when it is no newer than the last one.
    mutating func show(_ sighting: Sighting) throws(PaperFault) -> Bool {
        let block = sighting.block
        if !isSeen { try check(sighting) }
        let head = chain.head.number
        guard !isSeen || block.number > head else {
            skipped += 1
            return false
        }
        guard chain.openBlock(showing: block) else {
            throw .hole(id, from: head, to: block.number)
        }
        let isBusy = chain.hasWaitingTransactions
        chain.show(suggestedGas: sighting.suggestedGas)
        for sight in sighting.snapshot.pools { showPool(sight, at: block.time) }
        for vault in sighting.snapshot.vaults { showVault(vault) }
        for feed in sighting.snapshot.oracles { chain.show(feed: feed.feed, feed.round) }
        for pause in sighting.snapshot.pauses {
            chain.show(pause.contract, isPaused: pause.isPaused)
        }
        _ = chain.closeBlock()
        isSeen = true
        if isBusy { learn(from: sighting, after: head) }
        return true
    }

    private func check(_ sighting: Sighting) throws(PaperFault) {
        for pool in pools where !sighting.snapshot.pools.contains(where: { $0.pool == pool }) {
            throw .poolNotSeen(
                ContractKey(chain: id, address: pool),
                block: sighting.block.number
            )
        }
    }

    private mutating func showPool(_ sight: PoolSight, at now: Instant) {
        guard
            case .known(let venue) = sight.state,
            let place = impacts.firstIndex(where: { $0.pool == sight.pool }),
            !impacts[place].own.isNothing
        else { return chain.show(sight.pool, sight.state) }
        chain.show(sight.pool, .known(impacts[place].own.weigh(on: venue, at: now)))
    }

    /// What the bot's own transfers have put in or taken out stays on top of what is seen.
    private mutating func showVault(_ sight: VaultSight) {
        // A limit of minting no balance tells; what is asked for and not told closes the bridge's end.
        let isTold = sight.available.unknown.map { $0 == .unasked } ?? true
        let isPaused =
            sight.isPaused.unknown == .unasked ? Reading.known(false) : sight.isPaused
        chain.show(sight.exit, isPaused: isTold ? isPaused : .unknown(.unasked))
        guard let seen = sight.available.value else { return }
        let place = vaults.firstIndex { $0.token == sight.token && $0.holder == sight.exit }
        var own = seen
        if let place {
            let held = chain.balance(of: sight.exit, in: sight.token) ?? .zero
            let outside = vaults[place].outside
            // Never below nothing: what others took first is gone.
            own =
                held >= outside
                ? seen &+ (held - outside) : seen - min(seen, outside - held)
            vaults[place].outside = seen
        } else {
            vaults.append(Vault(token: sight.token, holder: sight.exit, outside: seen))
        }
        chain.show(sight.token, of: sight.exit, own)
    }

    /// What our executor has filled in a block weighs on its pools from now on.
    private mutating func learn(from sighting: Sighting, after head: UInt64) {
        let block = sighting.block
        for receipt in chain.receipts(block.hash) ?? [] {
            let arrival = arrivals.firstIndex { $0.hash == receipt.transaction }
                .map { arrivals.remove(at: $0) }
            guard receipt.succeeded else { continue }
            for log in receipt.logs where log.address == executor {
                guard
                    case .filled(let fill)? = LogFact(log),
                    let place = impacts.firstIndex(where: { $0.pool == fill.pool })
                else { continue }
                let side: Side = fill.sellsBase ? .base : .quote
                impacts[place].own.add(fill.sold, of: side, for: fill.received, at: block.time)
                let seen = sighting.snapshot.pool(fill.pool).value
                fills.append(
                    PaperFill(
                        pool: ContractKey(chain: id, address: fill.pool),
                        plan: fill.plan,
                        transaction: receipt.transaction,
                        side: side,
                        sold: fill.sold,
                        received: fill.received,
                        block: block,
                        before: head,
                        arrived: arrival?.at ?? .start,
                        earliest: arrival?.earliest ?? block.number,
                        alone: (try? seen?.quote(selling: fill.sold, of: side))?.received
                    )
                )
            }
        }
    }

    /// What was filled since somebody asked last.
    mutating func takeFills() -> [PaperFill] {
        guard !fills.isEmpty else { return [] }
        defer { fills = [] }
        return fills
    }

    /// Of a contract that nobody here stands in for nothing is known: only outside could it be seen.
    mutating func answer(_ query: Query) -> Answer {
        let answer = shown.answer(query, of: chain, genesis: genesis, lag: 0)
        guard case .inspection(let inspection) = answer else { return answer }
        return .inspection(
            Inspection(
                contracts: inspection.contracts.map { sight in
                    sight.code == .known(nil)
                        ? ContractSight(code: .unknown(.unasked), slots: sight.slots) : sight
                },
                answers: inspection.answers
            )
        )
    }

    mutating func take(_ bytes: [UInt8], at now: Instant) -> SendWord {
        let word = chain.take(bytes, at: now)
        if case .hash(let hash) = word, !arrivals.contains(where: { $0.hash == hash }) {
            if arrivals.count == Self.mostArrivals { arrivals.removeFirst() }
            arrivals.append(
                Arrival(hash: hash, at: now, earliest: chain.head.number + chain.inclusion)
            )
        }
        return word
    }

    mutating func pay(_ bridge: inout VirtualBridge, _ other: inout PaperChain, at now: Instant) {
        bridge.advance(to: now, &chain, &other.chain)
    }
}
