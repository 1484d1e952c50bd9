import Contracts
import Configuration
import Ethereum
import Hashing
import Live
import Numerics
import Routes
import Venues
import Vocabulary

// What the bot takes for granted of contracts, and whether pools pay what our maths says.

extension Examination {
    mutating func examinePremises(_ sight: EndpointSight, of chain: Chain, _ index: Int) {
        let reliance = Reliance(strategy.fleet, chain)
        let pools = poolSights(sight, of: chain, index)
        for pin in strategy.access.first(where: { $0.chain == chain.id })?.codeHashes ?? []
        where reliance.contract(pin.contract) == nil {
            say(
                .warning(
                    "\(chain.name) code_hashes",
                    "\(pin.contract) is pinned, and nothing here relies on it",
                    "correct its address, or take it out"
                )
            )
        }
        var contracts = reliance.contracts.map { ($0.name, $0.address) }
        var done = 0
        while done < contracts.count {
            let part = contracts[done...].prefix(InspectionPlan.mostContracts)
            let plan = InspectionPlan(
                reliance,
                contracts: part.map(\.1),
                pools: pools,
                trader: chain.account ?? .zero
            )
            guard let inspection = ask(plan, sight, of: chain, index) else { return }
            for (place, (name, address)) in part.enumerated() {
                let code = inspection.contracts[place].code
                let behind = plan.delegate(of: place, inspection)
                tell(name, address, code, behind, chain)
                if case .known(let other?) = behind, contracts.count < Self.mostContracts,
                    !contracts.contains(where: { $0.1 == other })
                {
                    contracts.append(("what \(name) runs", other))
                }
                if address == chain.executor { examineAllowances(code, sight, chain, index) }
            }
            compareMaths(plan, inspection, reliance, pools, chain)
            done += part.count
        }
    }

    private static let mostContracts = 1_024

    private mutating func ask(
        _ plan: InspectionPlan,
        _ sight: EndpointSight,
        of chain: Chain,
        _ index: Int
    ) -> Inspection? {
        let inspection = ContractInspection(plan: plan, chain: chain, block: sight.head.block.hash)
        switch ward.ask(inspection.queries, of: sight.endpoint, on: index) {
        case .failure(let failure):
            say(.error("\(chain.name) code", "\(failure)", "ask again, or another node"))
        case .success(let outcomes):
            if let answer = inspection.inspection(outcomes) { return answer }
            say(
                .error(
                    "\(chain.name) code",
                    "the node does not show code at block \(sight.head.block.number) by its hash",
                    "use a node that takes a block's hash: without, nothing is traded"
                )
            )
        }
        return nil
    }

    private func pinned(_ address: Address, _ chain: Chain) -> Digest? {
        strategy.access.first { $0.chain == chain.id }?.codeHashes
            .first { $0.contract == address }?.hash
    }

    /// The hash is what a person compares with the deployment's, and the bot with what it saw first.
    private mutating func tell(
        _ name: String,
        _ address: Address,
        _ code: Reading<Digest?>,
        _ behind: Reading<Address?>,
        _ chain: Chain
    ) {
        let subject = "\(chain.name) \(name)"
        // What has no code was said before.
        guard case .known(let hash?) = code else { return }
        if let pinned = pinned(address, chain), pinned != hash {
            return say(
                .error(
                    subject,
                    "code hash \(hash), not the pinned \(pinned)",
                    "find out who changed it: the bot halts for it"
                )
            )
        }
        switch behind {
        case .known(nil): say(.ok(subject, "code hash \(hash)"))
        case .known(let other?):
            say(
                .warning(
                    subject,
                    "code hash \(hash), a proxy that runs \(other)",
                    "know who may change what it runs: the bot halts when they do"
                )
            )
        case .unknown:
            say(
                .warning(
                    subject,
                    "code hash \(hash), and the node does not say whether it is a proxy",
                    "use a node that answers eth_getStorageAt"
                )
            )
        }
    }

    /// The pools' states at the block that is examined; none where the node does not show them.
    private mutating func poolSights(
        _ sight: EndpointSight,
        of chain: Chain,
        _ index: Int
    ) -> [PoolSight] {
        var (pools, ticks): ([PoolSight], [(pool: Address, knowledge: TickKnowledge)]) = ([], [])
        // A V3 pool's price says where its ticks are to be looked for, and that which of them there are.
        for _ in 0..<Self.mostLooks {
            guard
                let plan = SnapshotPlan(strategy.fleet, chain: chain.id, ticks: ticks),
                let look = ChainLook(plan, of: chain)
            else { break }
            switch ward.look(look, at: sight.head.block.hash, of: sight.endpoint, on: index) {
            case .success(let answer): (pools, ticks) = (answer.snapshot.pools, answer.ticks)
            case .failure(let failure):
                say(.error("\(chain.name) pools", "\(failure)", "ask again, or another node"))
                return pools
            }
            if ticks.isEmpty || pools.allSatisfy({ $0.state.value != nil }) { break }
        }
        return pools
    }

    private static let mostLooks = 4

    private mutating func compareMaths(
        _ plan: InspectionPlan,
        _ inspection: Inspection,
        _ reliance: Reliance,
        _ pools: [PoolSight],
        _ chain: Chain
    ) {
        let contradictions = plan.contradictions(inspection)
        for pool in reliance.pools where plan.contracts.contains(pool.key.address) {
            let subject = "\(chain.name) pool \(pool.name)"
            let venue = pools.first { $0.pool == pool.key.address }?.state
            guard case .known(let venue)? = venue else {
                say(
                    .error(
                        subject,
                        "does not answer as a \(pool.kind.words) pool does",
                        "correct its address or its kind"
                    )
                )
                continue
            }
            if let contradiction = contradictions.first(where: { $0.probe.pool == pool.key.address }
            ) {
                say(.error(subject, "\(contradiction)", advice(on: pool, venue, plan, inspection)))
                continue
            }
            let sales = plan.probes(of: pool.key.address)
            say(
                .ok(
                    subject,
                    sales == 0
                        ? "is read; its kind has no view to compare with"
                        : "pays what its maths says, in \(sales) sales"
                )
            )
        }
    }

    /// Another revision's maths may be what it answers.
    private func advice(
        on pool: PoolDescription,
        _ venue: Venue,
        _ plan: InspectionPlan,
        _ inspection: Inspection
    ) -> String {
        let usual = "correct its kind, or take it out: it is a mock or a fork, and is quarantined"
        guard case .dodo(let dodo) = venue else { return usual }
        for revision in DODOPool.Revision.allCases where revision != dodo.revision {
            let other = try? DODOPool(
                kind: dodo.kind,
                revision: revision,
                guidePrice: dodo.guidePrice,
                slippage: dodo.slippage,
                baseReserve: dodo.baseReserve,
                quoteReserve: dodo.quoteReserve,
                baseTarget: dodo.baseTarget,
                quoteTarget: dodo.quoteTarget,
                regime: dodo.regime,
                lpFeeRate: dodo.lpFeeRate,
                maintainerFeeRate: dodo.maintainerFeeRate
            )
            guard let other, plan.agrees(with: .dodo(other), pool, inspection) else { continue }
            return
                "its answers are those of the revision '\(revision == .current ? "current" : "before-2024")': say so in the file"
        }
        return usual
    }
}

extension PoolDescription.Kind {
    fileprivate var words: String {
        switch self {
        case .dodo(let kind, _): "DODO \(kind.rawValue.uppercased())"
        case .uniswapV2: "Uniswap V2"
        case .uniswapV3: "Uniswap V3"
        case .stableSwap: "StableSwap"
        }
    }
}
