import Bot
import Contracts
import Ethereum
import Numerics
import Routes
import Venues
import Vocabulary

// What lies on a chain before its first block.

extension Scenery {
    func genesis(_ chain: Chain, other: Chain) throws(SceneryFault) -> ChainGenesis {
        guard let ground = chains.first(where: { $0.chain == chain.id }) else {
            throw .undescribed(chain.id)
        }
        guard
            let account = chain.account, let executor = chain.executor,
            let recipient = other.executor
        else { throw .nobodyTrades(on: chain.id) }
        var rules = ChainRules(id: chain.id)
        rules.client = ground.client
        rules.fees = ground.fees
        rules.aggregator = chain.multicall
        rules.start = start
        rules.seed = seed
        var genesis = ChainGenesis(rules)
        do throws(ChainGenesis.Problem) {
            for token in tokens(of: chain.id) {
                try genesis.add(VirtualToken(address: token.address, decimals: token.decimals))
            }
            for pool in pools where pool.description.key.chain == chain.id {
                let description = pool.description
                try genesis.add(
                    VirtualPool(
                        address: description.key.address,
                        venue: pool.venue,
                        base: description.base.address,
                        quote: description.quote.address,
                        holdings: holdings(of: pool.venue)
                    )
                )
            }
            for bridge in bridges(on: chain.id) { try genesis.add(bridge) }
            try genesis.add(self.executor(executor, of: chain.id, account, recipient))
            try credit(&genesis, chain.id, executor)
        } catch {
            throw .genesis(chain.id, error)
        }
        genesis.fund(account, ground.coins)
        return genesis
    }

    private func credit(
        _ genesis: inout ChainGenesis,
        _ chain: ChainID,
        _ executor: Address
    ) throws(ChainGenesis.Problem) {
        for token in tokens(of: chain) {
            try genesis.credit(token.address, to: executor, stock(of: token.key))
            let whole = (0..<token.decimals).reduce(UInt256.one) { power, _ in power * 10 }
            try genesis.credit(token.address, to: Self.trader, 1_000_000_000 * whole)
        }
        for vault in vaults where vault.lane.destination.chain == chain {
            guard
                let lane = lanes.first(where: { $0.key == vault.lane }), lane.release == .vault
            else { continue }
            try genesis.credit(lane.destination.address, to: lane.exit, vault.amount)
        }
    }

    /// What a V3 pool's positions hold; other kinds' own books say it.
    private func holdings(of venue: Venue) -> VirtualPool.Holdings {
        guard case .uniswapV3(let pool) = venue, let locked = pool.locked else {
            return VirtualPool.Holdings(base: .zero, quote: .zero)
        }
        return VirtualPool.Holdings(base: locked.base, quote: locked.quote)
    }

    /// The contracts at which lanes begin or end on a chain, each with the tokens it takes and pays.
    private func bridges(on chain: ChainID) -> [VirtualBridgeContract] {
        var bridges: [VirtualBridgeContract] = []
        func add(_ terms: VirtualBridgeContract.Terms, at address: Address) {
            let place = bridges.firstIndex { $0.address == address }
            guard let place else {
                let key = ContractKey(chain: chain, address: address)
                bridges.append(
                    VirtualBridgeContract(
                        address: address,
                        terms: [terms],
                        interface: settings.fleet.interface(of: key)
                    )
                )
                return
            }
            guard !bridges[place].terms.contains(where: { $0.token == terms.token }) else { return }
            bridges[place].terms.append(terms)
        }
        for lane in lanes where lane.source.chain == chain {
            // What comes back is paid as it was taken.
            let back = lanes.first { $0.key == lane.key.back }
            let terms = VirtualBridgeContract.Terms(
                token: lane.source.address,
                custody: back?.release == .mint ? .mint : .vault(lane.entry),
                fee: lane.fee,
                collector: Self.collector,
                least: lane.least,
                destination: LaneWitness(lane, in: settings.fleet).entry
                    .number(of: lane.destination.chain)
            )
            add(terms, at: lane.entry)
        }
        for lane in lanes where lane.destination.chain == chain {
            let terms = VirtualBridgeContract.Terms(
                token: lane.destination.address,
                custody: lane.release == .mint ? .mint : .vault(lane.exit),
                fee: lane.fee,
                collector: Self.collector
            )
            add(terms, at: lane.exit)
        }
        return bridges
    }

    private static var collector: Address { Address(word: 0xFEE) ?? .zero }

    private func executor(
        _ address: Address,
        of chain: ChainID,
        _ account: Address,
        _ recipient: Address
    ) -> VirtualExecutor {
        VirtualExecutor(
            address: address,
            owner: Address(word: 0x0E) ?? .zero,
            trader: account,
            pools: pools.map(\.description.key).filter { $0.chain == chain }.map(\.address),
            caps: tokens(of: chain).map { token in
                VirtualExecutor.Cap(
                    token: token.address,
                    perCall: ceiling(of: token.key),
                    perDay: ceiling(of: token.key) &* 1_000
                )
            },
            exits: lanes.filter { $0.source.chain == chain }.compactMap { lane in
                LaneWitness(lane, in: settings.fleet).order(to: recipient).map { order in
                    VirtualExecutor.Exit(token: lane.source.address, order: order)
                }
            }
        )
    }
}
