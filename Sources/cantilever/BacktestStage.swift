import Bot
import Configuration
import Execution
import Numerics
import Paper
import Risk
import Routes
import Simulation
import Vocabulary

/// What trading on paper starts from on prices that somebody has seen: a strategy where one is named, and the
/// recording's own fleet where none is.
///
/// What neither says is taken from the route's parameters: its inventory target is what each place holds,
/// its reserve's latency floor how long a bridge takes, and what may be in flight what a lane may carry.
struct BacktestStage {
    let fleet: Fleet
    let strategy: Strategy?
    /// The first sighting of each chain.
    let openings: [Sighting]
    /// The fleet as everything is counted.
    let valued: Fleet

    init(fleet: Fleet, strategy: Strategy?, openings: [Sighting]) {
        self.fleet = fleet
        self.strategy = strategy
        self.openings = openings
        valued = OpeningPrices.fleet(fleet, openings)
    }

    /// Of the numéraire: what the transfer that proves a lane carries, where the strategy says nothing.
    private static let dust = Worth(10)
    private static let gwei: UInt256 = 1_000_000_000
    /// Enough native coins for any backtest: gas is counted, never short.
    private static let coins = Wei(1_000 * gwei * gwei)

    func plan(_ terms: PaperTerms) throws(Failure) -> PaperPlan {
        var plan = PaperPlan(
            settings: try settings(),
            stocks: try stocks(terms.money),
            coins: fleet.chains.map { chain in
                // What is worth nothing and buys nothing is nobody's to count.
                let isIdle = chain.nativePrice == .fixed(nil) && market(of: chain) == .free
                return PaperPlan.Coins(chain: chain.id, amount: isIdle ? .zero : Self.coins)
            },
            vaults: vaults,
            bridgeLatency: latency,
            seed: terms.seed
        )
        plan.delays.blocks = terms.delay
        plan.impactHalfLife = terms.impact
        return plan
    }

    private func settings() throws(Failure) -> Settings {
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
                limits: strategy?.limits ?? LimitParameters(),
                breakers: strategy?.breakers ?? BreakerParameters()
            )
        } catch {
            throw Failure(.badData, "the strategy makes no settings: \(error)")
        }
    }

    private func settings(of chain: Chain) throws(Failure) -> ChainSettings {
        let access = strategy?.access.first { $0.chain == chain.id }
        let usual = FeePolicy(ceiling: Wei(200 * Self.gwei), cancelCeiling: Wei(400 * Self.gwei))
        guard let fees = access?.fees?.policy ?? usual else {
            throw Failure(.internal, "the usual fees are no policy")
        }
        return ChainSettings(
            chain: chain.id,
            endpoints: [EndpointSettings(client: .besu)],
            genesis: access?.genesis,
            market: market(of: chain),
            fees: fees,
            poll: Interval(milliseconds: 1),
            planAge: access?.planAge ?? 2
        )
    }

    /// What gas was paid by when the chain was first seen.
    private func market(of chain: Chain) -> ChainSettings.Market {
        guard let opening = openings.first(where: { $0.chain == chain.id }) else { return .free }
        let suggested = opening.suggestedGas.value ?? .zero
        switch opening.block.baseFee {
        case .some(let fee): return fee == .zero && suggested == .zero ? .free : .market
        case nil: return opening.suggestedGas.value == .zero ? .free : .legacy
        }
    }

    private func settings(of lane: Lane, on route: Route) throws(Failure) -> LaneSettings {
        if let limits = strategy?.lanes.first(where: { $0.lane == lane.key }) {
            return LaneSettings(
                lane: lane.key,
                cap: limits.cap,
                dust: limits.dust,
                overdue: limits.overdue
            )
        }
        return LaneSettings(
            lane: lane.key,
            cap: try units(of: lane.source, route.parameters.bridge.mostInFlight),
            dust: max(try units(of: lane.source, Self.dust), lane.least),
            overdue: Interval(milliseconds: max(1_800_000, latency.least.milliseconds &* 6))
        )
    }

    /// What was asked for, else what the strategy's own simulation gives, else every place its inventory target
    /// of both tokens.
    private func stocks(_ money: UInt64?) throws(Failure) -> [Scenery.Stock] {
        if money == nil, let simulation = strategy?.simulation {
            return simulation.holdings.map { Scenery.Stock(token: $0.token, amount: $0.amount) }
        }
        var stocks: [Scenery.Stock] = []
        for route in fleet.routes {
            for token in [
                route.first.base, route.first.quote, route.second.base, route.second.quote,
            ] where !stocks.contains(where: { $0.token == token.key }) {
                let worth =
                    money.map { Worth(Int64(clamping: $0)) }
                    ?? route.parameters.bridge.inventoryTarget
                let amount = try units(of: token, worth)
                stocks.append(Scenery.Stock(token: token.key, amount: amount))
            }
        }
        return stocks
    }

    /// What is recorded of a vault takes its place.
    private var vaults: [Scenery.Vault] {
        (strategy?.simulation?.bridges ?? []).flatMap { bridge in
            [
                Scenery.Vault(lane: bridge.out, amount: bridge.vaultTo),
                Scenery.Vault(lane: bridge.out.back, amount: bridge.vaultFrom),
            ]
        }
    }

    private var latency: BridgeLatency {
        if let slow = strategy?.simulation?.bridges.max(by: { $0.slowest < $1.slowest }) {
            let tail = slow.slowest.milliseconds - slow.latency.milliseconds
            return BridgeLatency(
                least: slow.latency,
                halfLife: Interval(milliseconds: tail / 10)
            )
        }
        let least =
            fleet.routes.map(\.parameters.reserve.latencyFloor).max()
            ?? Interval(milliseconds: 300_000)
        return BridgeLatency(
            least: least,
            halfLife: Interval(milliseconds: least.milliseconds / 5)
        )
    }

    private func units(of token: Token, _ worth: Worth) throws(Failure) -> UInt256 {
        // Before anything was seen it is only asked whether there can be a world at all.
        if openings.isEmpty, case .feeds? = fleet.price(of: token.key) { return .one }
        guard let units = PaperStage.units(of: token, worth: worth, in: valued) else {
            throw Failure(
                .badData,
                "\(token.symbol) had no price when the chains were first seen, so nobody can say how much of "
                    + "it to start with: look at its feeds, or give it a price in the strategy"
            )
        }
        return units
    }
}
