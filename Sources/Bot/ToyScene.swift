import Hashing
import Numerics
import Parity
import Routes
import Venues
import Vocabulary

// The toy's two snapshots as the scene that a verdict is made of. What the toy lacks stands here as a
// constant: coins worth one, gas worth nothing, a bridge that is never used.

extension Configuration {
    func scene(_ first: Snapshot, _ second: Snapshot, at now: Instant) -> Scene? {
        guard let one = Price(numerator: 1, denominator: 1) else { return nil }
        let ends = [(route.first, first), (route.second, second)]
        let tokens = ends.flatMap { [$0.0.base, $0.0.quote] }
        return Scene(
            now: now,
            chains: ends.map { chain(at: $0, $1) },
            lanes: route.lanes.all.map { lane in
                LaneScene(
                    lane: lane.key,
                    isOpen: true,
                    required: 250_000_000_000,
                    held: .known(1_000_000_000_000)
                )
            },
            prices: tokens.map { ReferencePrice(token: $0, whole: one) }
        )
    }

    private func chain(at place: Route.Place, _ snapshot: Snapshot) -> ChainScene {
        ChainScene(
            chain: snapshot.chain,
            name: "chain \(snapshot.chain)",
            blockInterval: Interval(milliseconds: 3_000),
            block: Block(
                number: snapshot.block,
                hash: BlockHash(Keccak256.hash("\(snapshot.chain) \(snapshot.block)")),
                parent: BlockHash(Keccak256.hash("\(snapshot.chain) \(snapshot.block &- 1)")),
                time: snapshot.time
            ),
            pools: [
                PoolScene(
                    pool: place.pools[0].key.address,
                    state: .known(.uniswapV2(snapshot.pool))
                )
            ],
            holdings: [
                Holding(token: place.base.address, amount: .known(snapshot.base)),
                Holding(token: place.quote.address, amount: .known(snapshot.quote)),
            ],
            gasMoney: .known(.zero),
            gasPrice: .known(.zero),
            nativePrice: .known(nil)
        )
    }
}
