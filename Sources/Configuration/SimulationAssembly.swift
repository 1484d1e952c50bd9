import Numerics
import Routes
import Vocabulary

// Simulated chains: every amount in base units of the token it is of.

extension Assembly {
    mutating func simulation(_ draft: SimulationDraft) -> SimulationSettings? {
        let path = "simulation"
        let known = chains.flatMap(\.pools)
        for pool in known where draft.pools.named(pool.name) == nil {
            reader.complain(path + ".pools", "the pool '\(pool.name)' has no state to start from")
        }
        var pools: [SimulatedPool] = []
        for pool in draft.pools {
            guard
                let description = find(pool.name, in: known, pool.path, "pool") ?? nil,
                let simulated = simulated(pool, description)
            else { continue }
            pools.append(simulated)
        }
        let simulatedChains = draft.chains.compactMap { simulated($0) }
        for chain in chains where draft.chains.named(chain.name) == nil {
            reader.complain(path + ".chains", "the chain '\(chain.name)' has no nodes")
        }
        let tides = draft.tides.compactMap { tide($0, known) }
        let pegs = draft.pegs.compactMap { peg($0, known) }
        let holdings = draft.inventory.flatMap { self.holdings($0) }
        let bridges = draft.bridges.compactMap { simulated($0) }
        for bridge in self.draft.bridges where draft.bridges.named(bridge.name) == nil {
            reader.complain(path + ".bridges", "the bridge '\(bridge.name)' has no vaults")
        }
        guard let seed = draft.seed, let duration = draft.duration else { return nil }
        return SimulationSettings(
            seed: seed,
            duration: duration,
            chains: simulatedChains,
            pools: pools,
            tides: tides,
            pegs: pegs,
            holdings: holdings,
            bridges: bridges
        )
    }

    private mutating func simulated(
        _ pool: Named<SimulatedPoolDraft>,
        _ description: PoolDescription
    ) -> SimulatedPool? {
        let (draft, path) = (pool.value, pool.path)
        let base = units(draft.base, of: description.base, path + ".base")
        let quote = units(draft.quote, of: description.quote, path + ".quote")
        let crowd = draft.crowd.flatMap { self.crowd($0, description.base, path + ".crowd") }
        if let fee = draft.fee, fee >= .whole {
            reader.complain(path + ".fee", "takes everything")
        }
        guard
            let base, let quote, let price = draft.price, let slippage = draft.slippage,
            let fee = draft.fee
        else { return nil }
        if base.isZero || quote.isZero { reader.complain(path, "is empty") }
        check(price, slippage, fee, of: description, path)
        return SimulatedPool(
            pool: description.key,
            base: base,
            quote: quote,
            price: price,
            slippage: slippage,
            fee: fee,
            crowd: crowd
        )
    }

    /// What a kind of pool can't be; a DODO pool and a pair can be all of it.
    private mutating func check(
        _ price: Price,
        _ slippage: UInt256,
        _ fee: BasisPoints,
        of pool: PoolDescription,
        _ path: String
    ) {
        let whole: UInt256 = 1_000_000_000_000_000_000
        switch pool.kind {
        case .dodo, .uniswapV2: return
        case .uniswapV3:
            if slippage.isZero || slippage > whole {
                reader.complain(
                    path + ".slippage",
                    "a Uniswap V3 pool takes more than 0, up to 1 for liquidity at every price"
                )
            }
            if fee.millionths % 10_000 != 0 {
                reader.complain(
                    path + ".fee",
                    "a Uniswap V3 pool's fee is a multiple of 0.01 bps"
                )
            }
        case .stableSwap(let stable):
            if slippage.isZero || slippage > whole / 2 {
                reader.complain(
                    path + ".slippage",
                    "a StableSwap pool takes more than 0, up to 0.5 for an amplification of 1"
                )
            }
            if stable.generation != .nextGeneration, price.numerator != price.denominator {
                reader.complain(
                    path + ".price",
                    "is 1 for a StableSwap pool that has no rates; one of 'next-generation' has"
                )
            }
        }
    }

    private mutating func simulated(_ chain: Named<SimulatedChainDraft>) -> SimulatedChain? {
        let draft = chain.value
        let all = chains.map { Named($0.name, $0, $0.path) }
        let home = find(chain.name, in: all, chain.path, "chain")
        let path = chain.path + ".gas_price"
        if draft.fees == .free, reader.isGiven(path) {
            reader.complain(path, "means nothing where gas is free")
        }
        if let rule = draft.fees, rule != .free, !reader.isGiven(path) {
            reader.complain(path, "is missing: '\(rule.rawValue)' needs it")
        }
        guard
            let id = home?.draft.id, let client = draft.client, let rule = draft.fees,
            let coins = draft.coins
        else { return nil }
        let price = draft.gasPrice ?? .zero
        let fees: SimulatedChain.Fees =
            switch rule {
            case .free: .free
            case .legacy: .legacy(least: price)
            case .market: .market(first: price)
            }
        return SimulatedChain(chain: id, client: client, fees: fees, coins: coins)
    }

    private mutating func crowd(
        _ draft: SimulatedPoolDraft.CrowdDraft,
        _ token: Token,
        _ path: String
    ) -> SimulatedCrowd? {
        let least = units(draft.least, of: token, path + ".least")
        let most = units(draft.most, of: token, path + ".most")
        guard let perHour = draft.tradesPerHour, let least, let most, let tail = draft.tail else {
            return nil
        }
        if least.isZero || least > most {
            reader.complain(path + ".least", "0 < least <= most does not hold")
        }
        return SimulatedCrowd(
            tradesPerHour: perHour,
            least: least,
            most: most,
            tailInThousandths: tail
        )
    }

    private mutating func tide(
        _ tide: Named<TideDraft>,
        _ known: [Named<PoolDescription?>]
    ) -> SimulatedTide? {
        let draft = tide.value
        var pools: [ContractKey] = []
        for (index, name) in draft.pools.enumerated() {
            let path = tide.path + ".pools.\(index)"
            if let pool = find(name, in: known, path, "pool") ?? nil { pools.append(pool.key) }
        }
        guard let perHour = draft.perHour, let mean = draft.mean, let starts = draft.starts else {
            return nil
        }
        return SimulatedTide(
            name: tide.name,
            pools: pools,
            perHour: perHour,
            mean: mean,
            turns: draft.turns,
            startsSelling: starts == .selling,
            limit: draft.limit
        )
    }

    private mutating func peg(
        _ peg: Named<PegDraft>,
        _ known: [Named<PoolDescription?>]
    ) -> SimulatedPeg? {
        guard
            let name = peg.value.pool, let price = peg.value.price, let within = peg.value.within,
            let pool = find(name, in: known, peg.path + ".pool", "pool") ?? nil
        else { return nil }
        return SimulatedPeg(name: peg.name, pool: pool.key, price: price, within: within)
    }

    private mutating func holdings(_ inventory: Named<InventoryDraft>) -> [SimulatedHolding] {
        let all = chains.map { Named($0.name, $0, $0.path) }
        guard let chain = find(inventory.name, in: all, inventory.path, "chain") else { return [] }
        var holdings: [SimulatedHolding] = []
        for (index, amount) in inventory.value.amounts.enumerated() {
            let path = inventory.path + ".amounts.\(index)"
            guard
                let token = findToken(amount.symbol, on: chain, path),
                let units = units(amount, of: token, path)
            else { continue }
            if holdings.contains(where: { $0.token == token.key }) {
                reader.complain(path, "\(token.symbol) is there twice")
            }
            holdings.append(SimulatedHolding(token: token.key, amount: units))
        }
        return holdings
    }

    private mutating func simulated(_ bridge: Named<SimulatedBridgeDraft>) -> SimulatedBridge? {
        let (draft, path) = (bridge.value, bridge.path)
        guard let built = find(bridge.name, in: bridges, path, "bridge") ?? nil else { return nil }
        let from = units(draft.vaultFrom, of: built.out.source, path + ".vault_from")
        let to = units(draft.vaultTo, of: built.out.destination, path + ".vault_to")
        guard let from, let to, let latency = draft.latency, let slowest = draft.slowest else {
            return nil
        }
        if slowest < latency { reader.complain(path + ".slowest", "is faster than the latency") }
        return SimulatedBridge(
            name: bridge.name,
            out: built.out.key,
            vaultFrom: from,
            vaultTo: to,
            latency: latency,
            slowest: slowest
        )
    }
}
