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
        let holdings = draft.inventory.flatMap { self.holdings($0) }
        let bridges = draft.bridges.compactMap { simulated($0) }
        for bridge in self.draft.bridges where draft.bridges.named(bridge.name) == nil {
            reader.complain(path + ".bridges", "the bridge '\(bridge.name)' has no vaults")
        }
        guard let seed = draft.seed, let duration = draft.duration else { return nil }
        return SimulationSettings(
            seed: seed,
            duration: duration,
            pools: pools,
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
        let retail = draft.retail.flatMap { self.retail($0, description.base, path + ".retail") }
        let macro = draft.macro.flatMap { self.macro($0, description.base, path + ".macro") }
        if let fee = draft.fee, fee >= .whole {
            reader.complain(path + ".fee", "takes everything")
        }
        guard
            let base, let quote, let price = draft.price, let slippage = draft.slippage,
            let fee = draft.fee
        else { return nil }
        if base.isZero || quote.isZero { reader.complain(path, "is empty") }
        return SimulatedPool(
            pool: description.key,
            base: base,
            quote: quote,
            price: price,
            slippage: slippage,
            fee: fee,
            retail: retail,
            macro: macro
        )
    }

    private mutating func retail(
        _ draft: SimulatedPoolDraft.RetailDraft,
        _ token: Token,
        _ path: String
    ) -> RetailFlow? {
        let least = units(draft.least, of: token, path + ".least")
        let most = units(draft.most, of: token, path + ".most")
        guard let perHour = draft.perHour, let least, let most else { return nil }
        if least.isZero || least > most {
            reader.complain(path + ".least", "0 < least <= most does not hold")
        }
        return RetailFlow(perHour: perHour, least: least, most: most)
    }

    private mutating func macro(
        _ draft: SimulatedPoolDraft.MacroDraft,
        _ token: Token,
        _ path: String
    ) -> MacroFlow? {
        let perHour = units(draft.perHour, of: token, path + ".per_hour")
        let mean = units(draft.mean, of: token, path + ".mean")
        guard let perHour, let mean, let starts = draft.starts else { return nil }
        if mean.isZero { reader.complain(path + ".mean", "is zero") }
        return MacroFlow(
            perHour: perHour,
            mean: mean,
            turns: draft.turns,
            startsSelling: starts == .selling
        )
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
            vaultFrom: from,
            vaultTo: to,
            latency: latency,
            slowest: slowest
        )
    }
}
