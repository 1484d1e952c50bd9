import Bot
import Configuration
import Execution
import Numerics
import Routes
import Vocabulary

/// What a strategy's file says, as the bot takes it.
enum StrategySettings {
    enum Purpose {
        /// Nothing is signed: where the file says nothing of fees, gas costs what nodes suggest, and where it
        /// says nothing of a lane, nothing may be at risk on it.
        case watching
        /// What may be lost and paid must stand in the file.
        case trading
    }

    /// Every endpoint of every chain, the private ones behind the others.
    static func settings(
        _ strategy: Strategy,
        for purpose: Purpose,
        poll: Interval? = nil
    ) throws(Failure) -> Settings {
        var chains: [ChainSettings] = []
        for (chain, access) in zip(strategy.fleet.chains, strategy.access) {
            chains.append(try settings(chain, access, purpose, poll))
        }
        var lanes: [LaneSettings] = []
        for lane in strategy.fleet.lanes {
            lanes.append(try settings(lane, strategy, purpose))
        }
        do throws(SettingsFault) {
            return try Settings(
                fleet: strategy.fleet,
                chains: chains,
                lanes: lanes,
                limits: strategy.limits,
                breakers: strategy.breakers
            )
        } catch {
            throw Failure(.badData, "the strategy makes no settings: \(error)")
        }
    }

    private static func settings(
        _ chain: Chain,
        _ access: ChainAccess,
        _ purpose: Purpose,
        _ poll: Interval?
    ) throws(Failure) -> ChainSettings {
        guard !access.endpoints.isEmpty else {
            throw Failure(
                .badData,
                "chain '\(chain.name)' has no endpoint; add 'endpoints' to it, two or more"
            )
        }
        var endpoints = access.endpoints.map { EndpointSettings(client: $0.client ?? .other) }
        if purpose == .trading, let own = access.privateEndpoint {
            endpoints.append(
                EndpointSettings(client: own.endpoint.client ?? .other, isPrivate: true)
            )
        }
        guard endpoints.count <= ChainSettings.mostEndpoints else {
            throw Failure(
                .badData,
                "chain '\(chain.name)' has \(endpoints.count) endpoints; "
                    + "\(ChainSettings.mostEndpoints) at most are listened to"
            )
        }
        let (market, fees) = try fees(chain, access, purpose)
        return ChainSettings(
            chain: chain.id,
            endpoints: endpoints,
            genesis: access.genesis,
            market: market,
            fees: fees,
            poll: poll ?? access.poll ?? usualPoll(chain),
            planAge: access.planAge ?? 2
        )
    }

    /// An eighth of a block: nothing is sent while none is due, and a new one is seen soon.
    private static func usualPoll(_ chain: Chain) -> Interval {
        Interval(milliseconds: min(max(chain.blockInterval.milliseconds / 8, 100), 1_000))
    }

    private static func fees(
        _ chain: Chain,
        _ access: ChainAccess,
        _ purpose: Purpose
    ) throws(Failure) -> (ChainSettings.Market, FeePolicy) {
        if let fees = access.fees {
            let market: ChainSettings.Market =
                switch fees.market {
                case .free: .free
                case .legacy: .legacy
                case .market: .market
                }
            return (market, fees.policy)
        }
        // Whatever is suggested is above it and shown as it is: nothing is ever offered.
        guard purpose == .watching,
            let nothing = FeePolicy(ceiling: .zero, cancelCeiling: Wei(UInt256.one))
        else {
            throw Failure(
                .badData,
                "chain '\(chain.name)' says nothing of fees; add 'fees' with its ceilings"
            )
        }
        return (.legacy, nothing)
    }

    private static func settings(
        _ lane: Lane,
        _ strategy: Strategy,
        _ purpose: Purpose
    ) throws(Failure) -> LaneSettings {
        if let limits = strategy.lanes.first(where: { $0.lane == lane.key }) {
            return LaneSettings(
                lane: lane.key,
                cap: limits.cap,
                dust: limits.dust,
                overdue: limits.overdue
            )
        }
        guard purpose == .watching else {
            throw Failure(
                .badData,
                "nothing limits the bridge of \(lane.source.symbol) from chain "
                    + "\(lane.source.chain); add 'limits' to it"
            )
        }
        return LaneSettings(
            lane: lane.key,
            cap: .one,
            dust: .one,
            overdue: Interval(milliseconds: 3_600_000)
        )
    }
}
