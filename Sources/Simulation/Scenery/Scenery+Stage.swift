import Bot
import Execution
import Numerics
import Routes
import Venues
import Vocabulary

extension Scenery {
    /// Whoever trades there besides the bot, with enough of everything.
    static var trader: Address { Address(word: 0x77) ?? .zero }

    /// The world before its first block, with its people.
    public func plan() throws(SceneryFault) -> SimulatedPlan {
        let fleet = settings.fleet
        guard fleet.chains.count == 2 else { throw .chains(fleet.chains.count) }
        let (first, second) = (fleet.chains[0], fleet.chains[1])
        var plan = SimulatedPlan(
            settings: settings,
            first: try genesis(first, other: second),
            second: try genesis(second, other: first),
            bridge: VirtualBridge(
                lanes: lanes,
                bridges: fleet.bridges,
                latency: bridgeLatency,
                confirmations: 1,
                seed: seed
            ),
            policies: [try policy(first), try policy(second)],
            start: start,
            seed: seed
        )
        plan.market = try market()
        return plan
    }

    var lanes: [Lane] { settings.fleet.lanes }

    /// All tokens of a chain that anything here names, in the order of their first time.
    func tokens(of chain: ChainID) -> [Token] {
        var tokens: [Token] = []
        let named =
            pools.flatMap { [$0.description.base, $0.description.quote] }
            + lanes.flatMap { [$0.source, $0.destination] }
        for token in named where token.chain == chain && !tokens.contains(token) {
            tokens.append(token)
        }
        return tokens
    }

    /// What the bot holds of a token at the start.
    func stock(of token: ContractKey) -> UInt256 {
        holdings.filter { $0.token == token }.reduce(.zero) { $0 &+ $1.amount }
    }

    /// The last guard lets any one transaction move what a place holds, and a day all of it a thousand times:
    /// a simulated key has nothing to lose, and the limits that are shown are the bot's own.
    private func policy(_ chain: Chain) throws(SceneryFault) -> SignerPolicy {
        guard let account = chain.account, let executor = chain.executor else {
            throw .nobodyTrades(on: chain.id)
        }
        let gwei: UInt256 = 1_000_000_000
        let policy = SignerPolicy(
            chain: chain.id,
            account: account,
            executor: executor,
            pools: pools.map(\.description).filter { $0.key.chain == chain.id }.map { pool in
                SignerPolicy.AllowedPool(
                    pool: pool.key.address,
                    base: pool.base.address,
                    quote: pool.quote.address
                )
            },
            caps: tokens(of: chain.id).map { token in
                SignerPolicy.TokenCap(
                    token: token.address,
                    perTransaction: ceiling(of: token.key),
                    perDay: ceiling(of: token.key) &* 1_000,
                    maySend: true
                )
            },
            gasPrice: Wei(500 * gwei),
            gasLimit: 5_000_000,
            farthestDeadline: Interval(milliseconds: 3_600_000),
            gasPerDay: Wei(1_000 * gwei * gwei)
        )
        guard let policy else { throw .policy(chain.id) }
        return policy
    }

    /// The most that one call may move: what both ends of the token's lanes started with.
    func ceiling(of token: ContractKey) -> UInt256 {
        let others = lanes.filter { $0.destination.key == token }.map(\.source.key)
        return others.reduce(stock(of: token)) { $0 &+ stock(of: $1) }
    }
}
