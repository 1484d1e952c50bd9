import Numerics
import Routes
import Vocabulary

// Those whose doings belong to a world's own numbers: the bridge's other users, and oracles.

extension SimulatedOrder {
    /// By the tokens' numbers: base and quote of the first place, then of the second.
    func exits(_ places: [Route.Place]) -> [WorldMarket.Exit] {
        guard places.count == 2 else { return [] }
        return places.enumerated().flatMap { number, place in
            [place.base, place.quote].enumerated().map { side, token in
                WorldMarket.Exit(
                    chain: place.chain,
                    token: token.address,
                    bridge: SimulatedDemo.bridge,
                    destination: places[1 - number].chain,
                    arriving: 2 * (1 - number) + side
                )
            }
        }
    }

    /// A dozen transfers an hour of each token either way, now and then a large one.
    func travellers(_ places: [Route.Place]) -> [MarketActor] {
        let sizes = ParetoSizes(
            least: 100_000_000,
            most: 100_000_000_000,
            tailThousandths: 1_250
        )
        guard let sizes else { return [] }
        return places.enumerated().flatMap { number, place in
            [place.base, place.quote].enumerated().map { side, token in
                let crowd = BridgeCrowd(
                    chain: place.chain,
                    token: 2 * number + side,
                    decimals: token.decimals,
                    transfersPerHour: 12,
                    sizes: sizes,
                    stream: SeededStream(seed: seed, stream: 40 + UInt64(2 * number + side))
                )
                return MarketActor("travellers of \(token.symbol)", .bridge(crowd), tokens: 4)
            }
        }
    }

    /// A stable token's feed, which hardly moves and now and then leaps, and a coin's, which wanders.
    func oracles(_ chains: [ChainID]) -> [MarketActor] {
        let manners = [
            OracleWalk.Manner(
                every: .minutes(1),
                tremble: BasisPoints(millionths: 500_000),
                pull: 200_000,
                jumpsPerHour: 1,
                jump: BasisPoints(millionths: 3_000_000)...BasisPoints(millionths: 20_000_000)
            ),
            OracleWalk.Manner(
                every: .minutes(1),
                tremble: BasisPoints(millionths: 10_000_000),
                drift: BasisPoints(millionths: 500_000),
                driftsDown: seed % 2 == 0,
                pull: 1_000,
                jumpsPerHour: 1,
                jump: BasisPoints(millionths: 100_000_000)...BasisPoints(millionths: 500_000_000)
            ),
        ]
        let whole: UInt256 = 1_000_000_000_000_000_000
        let starts = [whole, whole * UInt256(SimulatedDemo.coinPrice)]
        return chains.prefix(2).enumerated().compactMap { number, chain in
            OracleWalk(
                chain: chain,
                feed: number,
                start: starts[number],
                manner: manners[number],
                stream: SeededStream(seed: seed, stream: 50 + UInt64(number))
            ).map { MarketActor("oracle on \(chain)", .oracle($0), tokens: 4) }
        }
    }
}
