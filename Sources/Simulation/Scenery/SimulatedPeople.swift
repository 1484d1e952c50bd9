import Numerics
import Routes
import Venues
public import Vocabulary

/// Everybody in a simulated world but the bot: shows them the pools before every block and has their deeds
/// done in it.
public struct SimulatedPeople: Sendable {
    private var cast: Cast
    private var view: MarketView
    /// By the numbers the cast knows the pools by.
    private let addresses: [Address]
    private let start: Instant
    private let interval: Interval
    private var next: Instant

    /// Whoever has deeds at a block has them just before it is made.
    private static let lead = Interval(milliseconds: 1)

    init(
        _ cast: Cast,
        _ view: MarketView,
        _ addresses: [Address],
        start: Instant,
        interval: Interval
    ) {
        self.cast = cast
        self.view = view
        self.addresses = addresses
        self.start = start
        self.interval = interval
        next = start.advanced(by: interval)
    }

    /// When the next block is made.
    public var nextBlock: Instant { next }

    /// Has everybody's deeds done, makes the next block and goes on to just before the one behind it; tells
    /// what happened.
    public mutating func advance(_ world: inout SimulatedWorld) -> [SimulatedWorld.Happening] {
        play(in: &world)
        next = next.advanced(by: interval)
        let before = Instant(milliseconds: next.milliseconds - Self.lead.milliseconds)
        return world.run(until: max(world.now, before))
    }

    private mutating func play(in world: inout SimulatedWorld) {
        let elapsed = Instant(milliseconds: next.milliseconds - start.milliseconds)
        for index in view.pools.indices {
            let chain = world.chain(view.pools[index].chain)
            if let venue = chain.pool(addresses[index]) { view.pools[index].market.venue = venue }
        }
        for chain in [world.first.rules.id, world.second.rules.id] {
            let mark = BlockMark(chain: chain, number: world.chain(chain).head.number + 1)
            for cue in cast.act(at: elapsed, block: mark, view: view) {
                cast.settle(cue, outcome(of: cue, in: &world), in: view)
            }
        }
    }

    /// Only swaps are in a strategy's cast. What one brings is quoted on the pool as it was before the block.
    private func outcome(of cue: Cast.Cue, in world: inout SimulatedWorld) -> DeedOutcome {
        guard
            case .swap(let number, let side, let amount) = cue.deed.action,
            view.pools.indices.contains(number)
        else { return .refused }
        let pool = view.pools[number]
        world.act(
            .swap(
                trader: Scenery.trader,
                pool: addresses[number],
                selling: pool.poolSide(side),
                amount: amount,
                least: .zero
            ),
            on: pool.chain,
            .beforeTransactions
        )
        guard let quote = try? pool.market.quote(selling: amount, of: side) else { return .refused }
        return .swapped(quote)
    }
}
