import Bot
import Configuration
import Execution
import Numerics
import Parity
import Risk
import Routes
import Simulation
import Venues
import Vocabulary

/// A strategy's file and its `simulation:` section as the world it is played in.
struct PaperStage {
    let strategy: Strategy
    let simulation: SimulationSettings

    /// Between two looks of the bot at a chain, where the file says nothing.
    private static let poll = Interval(milliseconds: 500)
    private static let endpointsEach = 2
    private static let start = Instant(milliseconds: 1_750_000_000_000)
    /// Of the numéraire: what the transfer that proves a lane carries, where the file says nothing.
    private static let dust = Worth(10)

    init(_ strategy: Strategy) throws(Failure) {
        guard let simulation = strategy.simulation else {
            throw Failure(
                .badData,
                "'\(strategy.name)' has no section 'simulation', so there is nothing to play it in"
            )
        }
        self.strategy = strategy
        self.simulation = simulation
    }

    /// `seed` takes the place of the file's.
    func scenery(seed: UInt64?) throws(Failure) -> Scenery {
        Scenery(
            settings: try settings(),
            chains: simulation.chains.map(ground),
            pools: try pools(),
            tides: simulation.tides.map(tide),
            pegs: simulation.pegs.map { peg in
                Scenery.Peg(
                    name: peg.name,
                    pool: peg.pool,
                    price: peg.price,
                    within: peg.within
                )
            },
            holdings: simulation.holdings.map { holding in
                Scenery.Stock(token: holding.token, amount: holding.amount)
            },
            vaults: simulation.bridges.flatMap { bridge in
                [
                    Scenery.Vault(lane: bridge.out, amount: bridge.vaultTo),
                    Scenery.Vault(lane: bridge.out.back, amount: bridge.vaultFrom),
                ]
            },
            bridgeLatency: latency,
            start: Self.start,
            seed: seed ?? simulation.seed
        )
    }

    /// One for all bridges, of the slowest: its time beyond the usual halves its chance ten times on the way
    /// to what the file calls slowest.
    private var latency: BridgeLatency {
        let slow = simulation.bridges.max { $0.slowest < $1.slowest }
        let least = slow?.latency ?? Interval(milliseconds: 0)
        let tail = (slow?.slowest.milliseconds ?? 0) - least.milliseconds
        return BridgeLatency(least: least, halfLife: Interval(milliseconds: tail / 10))
    }

    private func ground(_ chain: SimulatedChain) -> Scenery.Ground {
        Scenery.Ground(
            chain: chain.chain,
            client: chain.client == .geth ? .geth : .besu,
            fees: {
                switch chain.fees {
                case .free: .free
                case .legacy(let least): .legacy(least: least.value)
                case .market(let first): .market(first: first.value)
                }
            }(),
            coins: chain.coins
        )
    }

    private func tide(_ tide: SimulatedTide) -> Scenery.Tide {
        Scenery.Tide(
            name: tide.name,
            pools: tide.pools,
            volume: MacroFlow.Volume(perHour: tide.perHour, meanTrade: tide.mean),
            turning: tide.turns.map { .about($0) } ?? .never,
            selling: tide.startsSelling ? .base : .quote,
            limit: tide.limit
        )
    }
}

// What the bot is told.

extension PaperStage {
    private func settings() throws(Failure) -> Settings {
        let fleet = try fleet()
        var chains: [ChainSettings] = []
        for chain in fleet.chains { chains.append(try settings(of: chain)) }
        var lanes: [LaneSettings] = []
        for route in fleet.routes {
            for lane in route.lanes.all where !lanes.contains(where: { $0.lane == lane.key }) {
                lanes.append(try settings(of: lane, on: route))
            }
        }
        do throws(SettingsFault) {
            return try Settings(
                fleet: fleet,
                chains: chains,
                lanes: lanes,
                limits: strategy.limits,
                breakers: strategy.breakers
            )
        } catch {
            throw Failure(.badData, "'\(strategy.name)' can't be played: \(error)")
        }
    }

    /// The strategy's, with an aggregator on every chain: the bot reads its coins through it.
    private func fleet() throws(Failure) -> Fleet {
        let fleet = strategy.fleet
        do throws(FleetFault) {
            return try fleet.with(
                chains: fleet.chains.map { chain in
                    Chain(
                        id: chain.id,
                        name: chain.name,
                        blockInterval: chain.blockInterval,
                        finality: chain.finality,
                        executor: chain.executor,
                        account: chain.account,
                        multicall: chain.multicall ?? Address(word: 0xCA),
                        nativePrice: chain.nativePrice,
                        pausable: chain.pausable
                    )
                }
            )
        } catch {
            throw Failure(.internal, "the fleet with its aggregators is refused: \(error)")
        }
    }

    private func settings(of chain: Chain) throws(Failure) -> ChainSettings {
        let access = strategy.access.first { $0.chain == chain.id }
        let simulated = simulation.chains.first { $0.chain == chain.id }
        let gwei: UInt256 = 1_000_000_000
        let usual = FeePolicy(ceiling: Wei(200 * gwei), cancelCeiling: Wei(400 * gwei))
        guard let fees = access?.fees?.policy ?? usual else {
            throw Failure(.internal, "the usual fees are no policy")
        }
        let client: NodeClient = simulated?.client == .geth ? .geth : .besu
        let market: ChainSettings.Market =
            switch simulated?.fees {
            case .free, nil: .free
            case .legacy: .legacy
            case .market: .market
            }
        return ChainSettings(
            chain: chain.id,
            endpoints: Array(
                repeating: EndpointSettings(client: client),
                count: Self.endpointsEach
            ),
            market: market,
            fees: fees,
            poll: access?.poll ?? Self.poll,
            planAge: access?.planAge ?? 2
        )
    }

    /// As the file limits it; otherwise by what the route may have in flight.
    private func settings(of lane: Lane, on route: Route) throws(Failure) -> LaneSettings {
        if let limits = strategy.lanes.first(where: { $0.lane == lane.key }) {
            return LaneSettings(
                lane: lane.key,
                cap: limits.cap,
                dust: limits.dust,
                overdue: limits.overdue
            )
        }
        let slowest = simulation.bridges.map(\.slowest).max() ?? Interval(milliseconds: 0)
        let dust = try units(of: lane.source, worth: Self.dust)
        return LaneSettings(
            lane: lane.key,
            cap: try units(of: lane.source, worth: route.parameters.bridge.mostInFlight),
            dust: max(dust, lane.least),
            overdue: Interval(milliseconds: max(1_800_000, slowest.milliseconds &* 2))
        )
    }

    private func units(of token: Token, worth: Worth) throws(Failure) -> UInt256 {
        guard let units = Self.units(of: token, worth: worth, in: strategy.fleet) else {
            throw Failure(
                .badData,
                "\(token.symbol) has no fixed price, and simulated chains have no feeds"
            )
        }
        return units
    }

    /// So many base units of a token are worth that much, rounded down; `nil` without a fixed price.
    static func units(of token: Token, worth: Worth, in fleet: Fleet) -> UInt256? {
        guard
            case .fixed(let price?)? = fleet.price(of: token.key),
            let unit = Price(
                quote: price.numerator,
                quoteDecimals: token.decimals,
                base: price.denominator,
                baseDecimals: Worth.decimals
            ),
            let units = unit.inverted.worth(of: worth.units.magnitude, rounding: .down)
        else { return nil }
        return units
    }
}

// The pools.

extension PaperStage {
    private func pools() throws(Failure) -> [Scenery.Pool] {
        let fleet = strategy.fleet
        let all =
            fleet.routes.flatMap { $0.first.pools + $0.second.pools }
            + fleet.stabilisers.flatMap(\.place.pools)
        var pools: [Scenery.Pool] = []
        for state in simulation.pools {
            // A pool that nothing trades in is nobody's.
            guard let description = all.first(where: { $0.key == state.pool }) else { continue }
            let crowd = state.crowd.flatMap { self.crowd($0, in: description) }
            let venue = try PoolOpening(state: state, pool: description).venue()
            pools.append(Scenery.Pool(description, venue, crowd: crowd))
        }
        return pools
    }

    private func crowd(_ crowd: SimulatedCrowd, in pool: PoolDescription) -> Scenery.Crowd? {
        // Sizes are in millionths of a whole base token.
        let whole = (0..<pool.base.decimals).reduce(UInt256.one) { power, _ in power * 10 }
        func millionths(_ units: UInt256) -> UInt64 {
            UInt64(
                clamping: units.multiplied(by: 1_000_000, dividedBy: whole, rounding: .up) ?? .max
            )
        }
        let sizes = ParetoSizes(
            least: millionths(crowd.least),
            most: millionths(crowd.most),
            tailThousandths: UInt32(clamping: crowd.tailInThousandths)
        )
        return sizes.map { Scenery.Crowd(tradesPerHour: crowd.tradesPerHour, sizes: $0) }
    }
}
