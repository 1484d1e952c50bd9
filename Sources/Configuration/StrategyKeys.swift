import Risk

/// Everything the file says, before its parts know each other.
struct StrategyDraft {
    var format: UInt64?
    var name: String?
    var numeraire: String?
    var journal: String?
    var chains: [Named<ChainDraft>] = []
    var bridgeInterfaces: [Named<BridgeInterfaceDraft>] = []
    var bridges: [Named<BridgeDraft>] = []
    var parameters = Tuning()
    var breakers = BreakerParameters()
    var limits = LimitParameters()
    var routes: [Named<RouteDraft>] = []
    var stabilisers: [Named<StabiliserDraft>] = []
    var simulation: SimulationDraft?
    var alerts: AlertDraft?

    /// In the order of reading: the numéraire before the first amount, the common parameters before routes.
    static var keys: [Key<StrategyDraft>] {
        [
            .required(
                "format",
                \.format,
                .number("", in: Strategy.format...Strategy.format),
                "the version of this file's form"
            ),
            .required("name", \.name, .name, "what the strategy is called"),
            .numeraire,
            .optional("journal", \.journal, .path, "where the bot keeps its memory"),
            Key<StrategyDraft>.named(
                "chains",
                \.chains,
                { _ in ChainDraft() },
                ChainDraft.keys,
                "by a name of yours"
            ).refusingAbsence("sections by name"),
            .named(
                "bridge_interfaces",
                \.bridgeInterfaces,
                { _ in BridgeInterfaceDraft() },
                BridgeInterfaceDraft.keys,
                "by a name of yours: the functions and events of bridges, as signatures whose "
                    + "arguments are called by what they mean"
            ),
            .named(
                "bridges",
                \.bridges,
                { _ in BridgeDraft() },
                BridgeDraft.keys,
                "by a name of yours: one token's way between two chains, both directions"
            ),
            .section(
                "parameters",
                \.parameters,
                Tuning.keys,
                "for all routes, where a route says nothing else"
            ),
            .section("breakers", \.breakers, RiskKeys.breakers, "what stops the bot by a number"),
            .section("limits", \.limits, RiskKeys.limits, "what routes don't say of their limits"),
            .named(
                "routes",
                \.routes,
                { RouteDraft(tuning: $0.parameters) },
                inheriting: "parameters",
                RouteDraft.keys,
                "by a name of yours"
            ),
            .named(
                "stabilisers",
                \.stabilisers,
                { _ in StabiliserDraft() },
                StabiliserDraft.keys,
                "by a name of yours"
            ),
            .optionalSection(
                "alerts",
                \.alerts,
                AlertDraft(),
                AlertDraft.keys,
                "whom 'cantilever run' tells what"
            ),
            .optionalSection(
                "simulation",
                \.simulation,
                SimulationDraft(),
                SimulationDraft.keys,
                "chains to show the strategy on"
            ),
        ]
    }
}

extension Key where Target == StrategyDraft {
    /// All worth in the file is counted in it, so its name is read before any amount.
    fileprivate static var numeraire: Key {
        let key = Key.required("numeraire", \.numeraire, .name, "what all worth is counted in")
        return Key(
            name: key.name,
            notation: key.notation,
            text: key.text,
            isRequired: true
        ) { target, node, path, reader in
            key.read(&target, node, path, &reader)
            reader.terms.numeraire = target.numeraire
        }
    }
}
