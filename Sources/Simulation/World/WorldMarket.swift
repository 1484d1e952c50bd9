import Hashing
import Numerics
import Parity
import Routes
import Venues
import Vocabulary

/// The people of a simulated world: shows them the pools at every block, has their deeds done by the chains
/// and tells them what came of them.
///
/// What opens a block is quoted before it is done, so that whoever closes the same block knows what it
/// holds. Deeds of a block that is taken back are done again by the chain and not told again.
struct WorldMarket: Sendable {
    /// What one deed becomes on a chain.
    struct Staged: Sendable {
        let cue: Cast.Cue
        let chain: ChainID
        let act: ChainAct
        let position: ChainAct.Position
        /// What is told once it has worked; `nil` where it was told already.
        let promised: DeedOutcome?
    }

    private struct Pending: Sendable {
        let hash: TransactionHash
        let staged: Staged
    }

    /// Where a token leaves its chain: over which bridge, and to where.
    struct Exit: Hashable, Sendable {
        let chain: ChainID
        let token: Address
        let bridge: Address
        let destination: ChainID
        /// The number of what arrives.
        let arriving: Int
    }

    /// A price feed on a chain, and how many decimals its answers have.
    struct FeedPlace: Hashable, Sendable {
        let chain: ChainID
        let address: Address
        let decimals: UInt8
    }

    /// Somebody's tokens on a bridge.
    private struct Awaited: Sendable {
        let transfer: Digest
        let actor: Int
        let token: Int
    }

    private(set) var cast: Cast
    /// By the numbers the cast knows them by.
    private(set) var view: MarketView
    private let addresses: [Address]
    private let trader: Address
    private var pending: [Pending] = []
    private var awaited: [Awaited] = []
    /// By the numbers of the tokens; empty where nobody else uses a bridge.
    var exits: [Exit] = []
    /// By the numbers the cast knows them by.
    var feeds: [FeedPlace] = []
    /// Chains whose oracles are not written.
    var frozen: Set<ChainID> = []

    /// More deeds than this wait for no block.
    static let mostPending = 4_096

    init(_ cast: Cast, view: MarketView, addresses: [Address], trader: Address) {
        self.cast = cast
        self.view = view
        self.addresses = addresses
        self.trader = trader
    }

    /// Somebody with enough of everything.
    var puller: Address { trader }

    func address(of pool: Int) -> Address { addresses[pool] }

    func hasOracle(on chain: ChainID) -> Bool { feeds.contains { $0.chain == chain } }

    /// Everybody goes home; oracles are written on, since a price that nobody tells is no price.
    mutating func quieten() { cast.sendHome() }

    mutating func look(at chain: VirtualChain) {
        for index in view.pools.indices where view.pools[index].chain == chain.rules.id {
            if let venue = chain.pool(addresses[index]) { view.pools[index].market.venue = venue }
        }
    }

    /// What everybody wants done in the block that `chain` makes next.
    mutating func staged(for chain: VirtualChain, at now: Instant) -> [Staged] {
        let mark = BlockMark(chain: chain.rules.id, number: chain.head.number + 1)
        let cues = cast.act(at: now, block: mark, view: view)
        return cues.compactMap { stage($0) }
    }

    private mutating func stage(_ cue: Cast.Cue) -> Staged? {
        switch cue.deed.action {
        case .swap(let pool, let side, _), .swapBack(let pool, let side):
            guard view.pools.indices.contains(pool), let amount = cast.amountToSell(in: cue) else {
                return refuse(cue)
            }
            let act = ChainAct.swap(
                trader: trader,
                pool: addresses[pool],
                selling: view.pools[pool].poolSide(side),
                amount: amount,
                least: .zero
            )
            guard cue.deed.turn == .opening else {
                return staged(cue, pool, act, .swapped(Quote(sold: amount, received: .zero)))
            }
            guard let quote = try? view.pools[pool].market.sell(amount, of: side) else {
                return refuse(cue)
            }
            cast.settle(cue, .swapped(quote), in: view)
            return staged(cue, pool, act, nil)
        case .addLiquidity(let pool, let share): return liquidity(cue, pool, share, grows: true)
        case .removeLiquidity(let pool, let share):
            return liquidity(cue, pool, share, grows: false)
        case .setOracle(let feed, let value): return write(cue, feed, value)
        case .bridge(let token, let amount): return lock(cue, token, amount)
        }
    }

    private mutating func write(_ cue: Cast.Cue, _ feed: Int, _ value: UInt256) -> Staged? {
        guard feeds.indices.contains(feed), !frozen.contains(feeds[feed].chain) else {
            return refuse(cue)
        }
        let answer = Decimals.floor(value, from: 18, to: feeds[feed].decimals)
        return Staged(
            cue: cue,
            chain: feeds[feed].chain,
            act: .setPrice(oracle: feeds[feed].address, answer: answer),
            position: .beforeTransactions,
            promised: .done
        )
    }

    private mutating func lock(_ cue: Cast.Cue, _ token: Int, _ amount: UInt256) -> Staged? {
        guard exits.indices.contains(token) else { return refuse(cue) }
        let exit = exits[token]
        return Staged(
            cue: cue,
            chain: exit.chain,
            act: .lock(
                bridge: exit.bridge,
                token: exit.token,
                amount: amount,
                sender: trader,
                recipient: trader,
                destination: exit.destination
            ),
            position: .beforeTransactions,
            promised: .sent(amount)
        )
    }

    private mutating func liquidity(
        _ cue: Cast.Cue,
        _ pool: Int,
        _ share: PoolShare,
        grows: Bool
    ) -> Staged? {
        guard view.pools.indices.contains(pool) else { return refuse(cue) }
        let venue = view.pools[pool].market.venue
        guard let change = grows ? venue.growing(by: share) : venue.shrinking(by: share) else {
            return refuse(cue)
        }
        let isInverted = view.pools[pool].market.isInverted
        let base = isInverted ? change.quote : change.base
        let quote = isInverted ? change.base : change.quote
        let act: ChainAct =
            grows
            ? .addLiquidity(pool: addresses[pool], provider: trader, share: share)
            : .removeLiquidity(pool: addresses[pool], provider: trader, share: share)
        return staged(
            cue,
            pool,
            act,
            grows ? .provided(base: base, quote: quote) : .withdrawn(base: base, quote: quote)
        )
    }

    private mutating func refuse(_ cue: Cast.Cue) -> Staged? {
        cast.settle(cue, .refused, in: view)
        return nil
    }

    private func staged(
        _ cue: Cast.Cue,
        _ pool: Int,
        _ act: ChainAct,
        _ promised: DeedOutcome?
    ) -> Staged {
        Staged(
            cue: cue,
            chain: view.pools[pool].chain,
            act: act,
            position: cue.deed.turn == .closing ? .afterTransactions : .beforeTransactions,
            promised: promised
        )
    }

    /// The chain has taken the deed in under this hash, or has no room for it.
    mutating func queued(_ staged: Staged, as hash: TransactionHash?) {
        guard staged.promised != nil else { return }
        guard let hash, pending.count < Self.mostPending else {
            cast.settle(staged.cue, .refused, in: view)
            return
        }
        pending.append(Pending(hash: hash, staged: staged))
    }

    /// Tells everybody what came of what a new block holds.
    mutating func settle(after chain: VirtualChain) {
        guard !pending.isEmpty else { return }
        var waiting: [Pending] = []
        for entry in pending {
            guard entry.staged.chain == chain.rules.id, let result = chain.result(of: entry.hash)
            else {
                waiting.append(entry)
                continue
            }
            cast.settle(entry.staged.cue, outcome(of: entry.staged, result), in: view)
            if case .locked(let transfer)? = chain.outcome(ofAct: entry.hash) {
                expect(transfer, entry.staged)
            }
        }
        pending = waiting
    }

    private mutating func expect(_ transfer: Digest, _ staged: Staged) {
        guard case .bridge(let token, _) = staged.cue.deed.action, exits.indices.contains(token),
            awaited.count < Self.mostPending
        else { return }
        awaited.append(
            Awaited(transfer: transfer, actor: staged.cue.actor, token: exits[token].arriving)
        )
    }

    /// Gives people what a bridge has paid them.
    mutating func collect(from bridge: VirtualBridge) {
        guard !awaited.isEmpty else { return }
        var waiting: [Awaited] = []
        for entry in awaited {
            guard let transit = bridge.transit(entry.transfer), case .paid = transit.stage else {
                waiting.append(entry)
                continue
            }
            cast.credit(transit.payable, of: entry.token, to: entry.actor)
        }
        awaited = waiting
    }

    private func outcome(
        of staged: Staged,
        _ result: (succeeded: Bool, received: UInt256)
    ) -> DeedOutcome {
        guard result.succeeded, let promised = staged.promised else { return .refused }
        guard case .swapped(let quote) = promised else { return promised }
        return .swapped(Quote(sold: quote.sold, received: result.received))
    }
}
