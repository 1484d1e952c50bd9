import Bot
import Execution
import Numerics
import Routes
import Simulation
import Venues
import Vocabulary

/// The virtual chains under a paper world, before anything was seen.
struct PaperGround: Sendable {
    let settings: Settings
    let first: PaperChain
    let second: PaperChain
    let bridge: VirtualBridge
    let signer: SimulatedSigner

    init(_ plan: PaperPlan) throws(PaperFault) {
        guard (1...PaperDelays.mostBlocks).contains(plan.delays.blocks) else {
            throw .delay(blocks: plan.delays.blocks)
        }
        settings = try PaperSettings.adapted(plan.settings)
        let scenery = Scenery(
            settings: settings,
            chains: settings.chains.map { chain in
                Scenery.Ground(
                    chain: chain.chain,
                    client: chain.endpoints.first?.client == .geth ? .geth : .besu,
                    fees: Self.fees(chain.market),
                    coins: plan.coins.first { $0.chain == chain.chain }?.amount ?? .zero
                )
            },
            pools: try Self.pools(of: settings.fleet).map { pool throws(PaperFault) in
                Scenery.Pool(pool, try Self.unseen())
            },
            holdings: plan.stocks,
            vaults: plan.vaults,
            bridgeLatency: plan.bridgeLatency,
            start: .start,
            seed: plan.seed
        )
        var simulated: SimulatedPlan
        do throws(SceneryFault) {
            simulated = try scenery.plan()
        } catch {
            throw .scenery(error)
        }
        try Self.furnish(&simulated.first, settings.fleet)
        try Self.furnish(&simulated.second, settings.fleet)
        first = try Self.chain(simulated.first, settings, plan)
        second = try Self.chain(simulated.second, settings, plan)
        bridge = simulated.bridge
        signer = SimulatedSigner(simulated.policies)
    }

    private static func fees(_ market: ChainSettings.Market) -> ChainRules.FeeRule {
        switch market {
        case .free: .free
        case .legacy: .legacy(least: .zero)
        case .market: .market(first: .zero)
        }
    }

    /// All pools of the fleet, each once: those that only price gold too.
    private static func pools(of fleet: Fleet) -> [PoolDescription] {
        var pools: [PoolDescription] = []
        let anchors = fleet.stabilisers.flatMap { stabiliser -> [PoolDescription] in
            if case .gold(let base, let quote) = stabiliser.anchor { [base, quote] } else { [] }
        }
        for pool in fleet.routes.flatMap({ $0.first.pools + $0.second.pools })
            + fleet.stabilisers.flatMap(\.place.pools) + anchors
        where !pools.contains(where: { $0.key == pool.key }) {
            pools.append(pool)
        }
        return pools
    }

    /// Stands for a pool until it is seen, and is never shown.
    private static func unseen() throws(PaperFault) -> Venue {
        do throws(InvalidState) {
            return .uniswapV2(try UniswapV2Pair(reserve0: 1, reserve1: 1, fee: .original))
        } catch {
            preconditionFailure("a pair of one unit each is refused: \(error)")
        }
    }

    /// Feeds, and contracts that do nothing but say whether they are paused.
    private static func furnish(
        _ genesis: inout ChainGenesis,
        _ fleet: Fleet
    ) throws(PaperFault) {
        let id = genesis.rules.id
        var feeds: [Feed] = []
        for source in fleet.prices.map(\.source) + fleet.chains.map(\.nativePrice) {
            guard case .feeds(let these) = source else { continue }
            for feed in these where feed.key.chain == id {
                if !feeds.contains(where: { $0.key == feed.key }) { feeds.append(feed) }
            }
        }
        for feed in feeds {
            do throws(ChainGenesis.Problem) {
                try genesis.add(
                    VirtualOracle(address: feed.key.address, decimals: feed.decimals, answer: 1)
                )
            } catch {
                throw .genesis(id, error)
            }
        }
        for contract in fleet.chain(id)?.pausable ?? [] {
            // What is there already says it for itself.
            try? genesis.add(VirtualBridgeContract(address: contract, terms: []))
        }
    }

    private static func chain(
        _ genesis: ChainGenesis,
        _ settings: Settings,
        _ plan: PaperPlan
    ) throws(PaperFault) -> PaperChain {
        var chain = VirtualChain(genesis)
        chain.inclusion = plan.delays.blocks
        let id = genesis.rules.id
        return PaperChain(
            chain,
            genesis: settings.chains.first { $0.chain == id }?.genesis ?? chain.head.hash,
            executor: settings.fleet.chain(id)?.executor ?? .zero,
            pools: pools(of: settings.fleet).map(\.key).filter { $0.chain == id }.map(\.address),
            halfLife: plan.impactHalfLife
        )
    }
}
