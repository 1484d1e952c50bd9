import Numerics
import Routes
import Vocabulary

/// Joins the parts of a file: names become what they name, and whatever makes no whole is reported at
/// the place that is to be changed.
///
/// A part that could not be read has been reported; what needs it is left out in silence.
struct Assembly {
    let draft: StrategyDraft
    var reader: Reader
    var chains: [BuiltChain] = []
    /// In the order of the draft's; `nil` where it could not be built.
    var bridges: [Named<BuiltBridge?>] = []
    var interfaces: [Named<BridgeInterface?>] = []

    struct BuiltChain {
        let name: String
        let path: String
        let draft: ChainDraft
        var tokens: [Named<Token?>] = []
        var pools: [Named<PoolDescription?>] = []
    }

    struct BuiltBridge {
        let out: Lane
        let back: Lane
        var limits: [LaneLimits] = []
    }

    init(_ draft: StrategyDraft, _ reader: Reader) {
        self.draft = draft
        self.reader = reader
    }

    mutating func strategy() -> Strategy? {
        refuseDoubles()
        refuseCrowds()
        for chain in draft.chains { chains.append(build(chain)) }
        interfaces = draft.bridgeInterfaces.map { Named($0.name, build($0), $0.path) }
        bridges = draft.bridges.map { Named($0.name, build($0), $0.path) }
        let fleetChains = chains.map { self.chain($0) }
        let routes = draft.routes.map { route($0) }
        let stabilisers = draft.stabilisers.map { stabiliser($0) }
        let contracts = bridgeContracts()
        let prices = chains.flatMap { self.prices($0) }
        let simulation = draft.simulation.map { self.simulation($0) }
        let access = chains.map { self.access($0) }
        let alerts = self.alerts(draft.alerts)
        judge()
        guard
            !reader.problems.contains(where: { $0.severity == .error }),
            let name = draft.name, let numeraire = draft.numeraire
        else { return nil }
        do throws(FleetFault) {
            return Strategy(
                name: name,
                fleet: try Fleet(
                    numeraire: numeraire,
                    chains: fleetChains.compactMap(\.self),
                    prices: prices,
                    routes: routes.compactMap(\.self),
                    stabilisers: stabilisers.compactMap(\.self),
                    bridges: contracts
                ),
                access: access.compactMap(\.self),
                breakers: draft.breakers,
                limits: draft.limits,
                lanes: bridges.flatMap { $0.value?.limits ?? [] },
                journal: draft.journal,
                simulation: simulation ?? nil,
                alerts: alerts
            )
        } catch .ambiguous(let contract, let part, let word) {
            complain(contract, part, word)
            return nil
        } catch {
            // All of these have been looked for above, where they are to be changed.
            reader.complain("", "the parts make no fleet: \(error)")
            return nil
        }
    }

    /// Nodes are asked for the logs of all of them in one question, and it holds 64 events.
    private static let mostInterfaces = 16

    private mutating func refuseCrowds() {
        if draft.chains.count > Fleet.mostChains {
            reader.complain("chains", "there are more than \(Fleet.mostChains)")
        }
        if draft.bridgeInterfaces.count > Self.mostInterfaces {
            reader.complain("bridge_interfaces", "there are more than \(Self.mostInterfaces)")
        }
        if draft.routes.count + draft.stabilisers.count > Fleet.mostRoutes {
            reader.complain(
                "routes",
                "there are more than \(Fleet.mostRoutes), stabilisers among them"
            )
        }
    }

    /// What is traded is counted in the numéraire.
    mutating func requirePrice(_ token: Token, on chain: BuiltChain) {
        guard let draft = chain.draft.tokens.named(token.symbol) else { return }
        let path = draft.path + ".price"
        guard draft.value.price == nil, !reader.hasFailed(path) else { return }
        reader.complain(
            path,
            "is missing: what is traded needs one",
            hint: "add \"price: 1 \(self.draft.numeraire ?? "")\" or feeds"
        )
    }

    /// Two names for one thing would be two things to the bot.
    private mutating func refuseDoubles() {
        var ids: [(id: ChainID, name: String)] = []
        for chain in draft.chains {
            guard let id = chain.value.id else { continue }
            if let other = ids.first(where: { $0.id == id })?.name {
                reader.complain(chain.path + ".id", "chain \(id) is '\(other)' already")
            } else {
                ids.append((id, chain.name))
            }
            refuseDoubles(chain.value.tokens.map { ($0.path, $0.name, $0.value.address) })
            refuseDoubles(chain.value.pools.map { ($0.path, $0.name, $0.value.address) })
        }
        for stabiliser in draft.stabilisers where draft.routes.named(stabiliser.name) != nil {
            reader.complain(stabiliser.path, "a route has the same name")
        }
        var pools: [String: String] = [:]
        for chain in draft.chains {
            for pool in chain.value.pools {
                if let other = pools[pool.name] {
                    reader.complain(pool.path, "a pool of chain '\(other)' has the same name")
                } else {
                    pools[pool.name] = chain.name
                }
            }
        }
    }

    private mutating func refuseDoubles(_ entries: [(path: String, name: String, Address?)]) {
        var seen: [Address: String] = [:]
        for (path, name, address) in entries {
            guard let address else { continue }
            if let other = seen[address] {
                reader.complain(path + ".address", "is the address of '\(other)' already")
            } else {
                seen[address] = name
            }
        }
    }

    // MARK: names

    /// What a name stands for; an unknown name is reported with the nearest known one.
    mutating func find<Value>(
        _ name: String?,
        in parts: [Named<Value>],
        _ path: String,
        _ kind: String,
        of owner: String? = nil
    ) -> Value? {
        guard let name else { return nil }
        if let part = parts.named(name) { return part.value }
        let known = parts.map(\.name)
        let nearest = Spelling.nearest(to: name, among: known)
        reader.complain(
            path,
            (owner.map { "'\($0)' has" } ?? "there is") + " no \(kind) '\(Quoted.text(name))'",
            hint: nearest.map { "did you mean '\($0)'?" }
                ?? (known.isEmpty ? "none is declared" : "declared: " + Quoted.list(known))
        )
        return nil
    }

    mutating func findChain(_ name: String?, _ path: String) -> BuiltChain? {
        find(name, in: chains.map { Named($0.name, $0, $0.path) }, path + ".chain", "chain")
    }

    mutating func findToken(_ name: String?, on chain: BuiltChain, _ path: String) -> Token? {
        find(name, in: chain.tokens, path, "token", of: chain.name) ?? nil
    }

    // MARK: amounts

    /// Base units of a token, exactly.
    mutating func units(_ amount: WrittenAmount?, of token: Token, _ path: String) -> UInt256? {
        guard let amount else { return nil }
        guard amount.symbol == token.symbol else {
            let symbol = Quoted.text(amount.symbol)
            reader.complain(path, "is an amount of '\(symbol)', and \(token.symbol) is meant here")
            return nil
        }
        do throws(DecimalTextError) {
            return try amount.number.scaled(to: token.decimals)
        } catch {
            let isFine = if case .tooManyDecimals = error { true } else { false }
            reader.complain(
                path,
                isFine
                    ? "is finer than a base unit: \(token.symbol) has \(token.decimals) decimals"
                    : "is more than 256 bits of base units"
            )
            return nil
        }
    }
}
