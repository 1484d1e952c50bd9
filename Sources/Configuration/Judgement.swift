import Numerics
import Routes
import Vocabulary

// What can be read and still must not be run.

extension Assembly {
    mutating func judge() {
        for route in draft.routes {
            judgeParameters(route)
            judgeQuorum(route)
            judgeBridges(route)
            judgeMarket(route)
        }
        for bridge in draft.bridges { judge(bridge) }
        judgeReciprocals()
        judgeRisk()
        for stabiliser in draft.stabilisers { judge(stabiliser) }
        for chain in chains { judgeValidators(chain) }
    }

    /// Where a route's value comes from: its own key, the common one, or nowhere in the file.
    func origin(_ route: Named<RouteDraft>, _ key: String) -> String {
        let own = route.path + "." + key
        return !reader.isGiven(own) && reader.isGiven("parameters." + key)
            ? "parameters." + key : own
    }

    /// Whether all of these keys could be read.
    func isReadable(_ route: Named<RouteDraft>, _ keys: String...) -> Bool {
        keys.allSatisfy {
            !reader.hasFailed(origin(route, $0)) && !reader.hasFailed("parameters." + $0)
        }
    }

    mutating func refuse(
        _ route: Named<RouteDraft>,
        _ key: String,
        _ message: String,
        hint: String? = nil
    ) {
        reader.report(
            .error,
            route.path + "." + key,
            at: reader.place(of: origin(route, key)),
            message,
            hint: hint
        )
    }

    mutating func warn(
        _ route: Named<RouteDraft>,
        _ key: String,
        _ message: String,
        hint: String? = nil
    ) {
        reader.report(
            .warning,
            route.path + "." + key,
            at: reader.place(of: origin(route, key)),
            message,
            hint: hint
        )
    }

    func money(_ worth: Worth) -> String {
        Notation<Worth>.worth.show(worth, reader.terms)
    }

    /// Each part's faults by the rules of the parameters themselves, with all other parts as shipped: so
    /// that no fault hides another.
    private mutating func judgeParameters(_ route: Named<RouteDraft>) {
        let own = route.value.tuning.parameters
        let probes: [(inout RouteParameters) -> Void] = [
            { $0.parity = own.parity },
            { $0.confirmation.blocks = own.confirmation.blocks },
            { $0.confirmation.averageBlocks = own.confirmation.averageBlocks },
            { $0.safety.tolerance = own.safety.tolerance },
            { $0.reserve.factor = own.reserve.factor },
            { $0.size = own.size },
            { $0.oracle.quorum = own.oracle.quorum },
            { $0.safety.gasBufferInHundredths = own.safety.gasBufferInHundredths },
        ]
        for (index, probe) in probes.enumerated() {
            var parameters = RouteParameters()
            probe(&parameters)
            guard let fault = parameters.fault else { continue }
            report(fault, route, own, isAverage: index == 2)
        }
        let bridge = own.bridge
        if bridge.batch > bridge.mostInFlight, isReadable(route, "bridge") {
            refuse(
                route,
                "bridge.batch",
                "a batch of \(money(bridge.batch)) is more than may be in flight, "
                    + money(bridge.mostInFlight)
            )
        }
        if bridge.inventoryFloor > bridge.inventoryTarget, isReadable(route, "bridge") {
            refuse(
                route,
                "bridge.inventory_floor",
                "a floor of \(money(bridge.inventoryFloor)) is above the target of "
                    + money(bridge.inventoryTarget)
            )
        }
        if own.safety.deadlineInIntervals == 0 {
            refuse(route, "safety.deadline", "a swap would be void at once")
        }
        if own.freshness.oldestHeadInIntervals == 0 {
            refuse(route, "freshness.oldest_head", "no head would ever be young enough")
        }
        if own.safety.cooldown > own.safety.longestCooldown, isReadable(route, "safety") {
            refuse(
                route,
                "safety.cooldown",
                "the first pause of \(own.safety.cooldown) is longer than the longest, "
                    + "\(own.safety.longestCooldown)"
            )
        }
        if route.value.tuning.mission == .profit, isReadable(route, "mission"),
            reader.isGiven(route.path + ".subsidy")
        {
            warn(route, "subsidy", "means nothing for the mission 'profit'")
        }
    }

    private mutating func report(
        _ fault: ParameterFault,
        _ route: Named<RouteDraft>,
        _ own: RouteParameters,
        isAverage: Bool
    ) {
        switch fault {
        case .parityOutOfOrder:
            guard isReadable(route, "parity") else { return }
            let parity = own.parity
            let key =
                parity.aim > parity.enter ? "aim" : parity.enter < parity.target ? "toxic" : "enter"
            guard parity.enter > BasisPoints(millionths: 0) else {
                return refuse(
                    route,
                    "parity.enter",
                    "must be above zero: it would trade on nothing"
                )
            }
            refuse(
                route,
                "parity." + key,
                "aim \(parity.aim) <= enter \(parity.enter) < target \(parity.target) < toxic "
                    + "\(parity.toxic) does not hold",
                hint: "the bot must act before the target is missed"
            )
        case .confirmation(let blocks, let most):
            refuse(
                route,
                isAverage ? "confirmation.average_blocks" : "confirmation.blocks",
                "\(blocks) blocks are not from 1 to \(most)"
            )
        case .tolerance(let tolerance, let most):
            refuse(route, "safety.tolerance", "\(tolerance) is above the most there is, \(most)")
        case .reserveFactor(let factor, let least):
            refuse(route, "reserve.factor", "\(factor) is below the least there is, \(least)")
        case .sizeOutOfOrder:
            guard isReadable(route, "size") else { return }
            let size = own.size
            refuse(
                route,
                size.least > size.most
                    ? "size.most" : size.least > .zero ? "size.per_day" : "size.least",
                "0 < least \(money(size.least)) <= most \(money(size.most)) <= per_day "
                    + "\(money(size.perDay)) does not hold"
            )
        case .quorumOfNone:
            refuse(route, "oracle.quorum", "a quorum of 0 would believe nobody and trade")
        case .gasBufferBelowOne:
            refuse(route, "safety.gas_buffer", "below 1 every transaction would run out of gas")
        }
    }

    /// A quorum that can never be met.
    private mutating func judgeQuorum(_ route: Named<RouteDraft>) {
        let quorum = Int(route.value.tuning.own.oracle.quorum)
        for end in [route.value.first, route.value.second] {
            let tokens = draft.chains.named(end.chain ?? "")?.value.tokens ?? []
            for name in [end.base, end.quote] {
                guard let token = tokens.named(name ?? ""), let price = token.value.price else {
                    continue
                }
                let sources = if case .feeds(let feeds) = price { feeds.count } else { 1 }
                guard sources < quorum else { continue }
                refuse(
                    route,
                    "oracle.quorum",
                    "a quorum of \(quorum) can't be met: \(token.name) of '\(end.chain ?? "")' has "
                        + "\(sources) source\(sources == 1 ? "" : "s")"
                )
                return
            }
        }
    }

    /// What trades of nobody's money could never pay for.
    private mutating func judgeBridges(_ route: Named<RouteDraft>) {
        let names = [route.value.baseBridge, route.value.quoteBridge]
        let fees = names.compactMap { name in draft.bridges.named(name ?? "")?.value.fee }
        guard route.value.tuning.mission == .profit, fees.count == 2 else { return }
        let (sum, overflow) = fees[0].millionths.addingReportingOverflow(fees[1].millionths)
        let both = BasisPoints(millionths: overflow ? .max : sum)
        let target = route.value.tuning.own.parity.target
        guard both >= target else { return }
        warn(
            route,
            "parity.target",
            "\(target) can't be held for profit: the bridge alone takes \(both) for both tokens",
            hint: "choose the mission 'parity', or expect deviations up to the natural band"
        )
    }

    /// The same four tokens, whichever is called first, base or quote, are the same market.
    private mutating func judgeReciprocals() {
        var seen: [(keys: [ContractKey], name: String)] = []
        for route in draft.routes {
            var keys: [ContractKey] = []
            for end in [route.value.first, route.value.second] {
                let chain = chains.first { $0.name == end.chain }
                for name in [end.base, end.quote] {
                    if let token = chain?.tokens.named(name ?? "")?.value { keys.append(token.key) }
                }
            }
            guard keys.count == 4 else { continue }
            keys.sort()
            if let other = seen.first(where: { $0.keys == keys })?.name {
                reader.complain(
                    route.path,
                    "is the same market as '\(other)'",
                    hint: "one route trades in both directions; remove one"
                )
            } else {
                seen.append((keys, route.name))
            }
        }
    }

    private mutating func judge(_ stabiliser: Named<StabiliserDraft>) {
        let (own, path) = (stabiliser.value.parameters, stabiliser.path)
        guard !reader.hasFailed(path) else { return }
        let none = BasisPoints(millionths: 0)
        if own.threshold == none || own.threshold >= own.toxic {
            reader.complain(
                path + ".threshold",
                "0 < threshold \(own.threshold) < toxic \(own.toxic) does not hold"
            )
        }
        if own.least <= .zero || own.least > own.most {
            reader.complain(
                path + ".most",
                "0 < least \(money(own.least)) <= most \(money(own.most)) does not hold"
            )
        }
        if own.gain <= .zero { reader.complain(path + ".gain", "with no gain nothing is traded") }
        if own.tolerance > SafetyParameters.widestTolerance {
            reader.complain(
                path + ".tolerance",
                "\(own.tolerance) is above the most there is, \(SafetyParameters.widestTolerance)"
            )
        }
        if own.deadlineInIntervals == 0 {
            reader.complain(path + ".deadline", "a swap would be void at once")
        }
        if own.freshness.oldestHeadInIntervals == 0 {
            reader.complain(
                path + ".freshness.oldest_head",
                "no head would ever be young enough"
            )
        }
        if own.gasBufferInHundredths < 100 {
            reader.complain(
                path + ".gas_buffer",
                "below 1 every transaction would run out of gas"
            )
        }
    }

    private mutating func judgeValidators(_ chain: BuiltChain) {
        let validators = chain.draft.finality.validators
        if chain.draft.finality.rule == .qbft || chain.draft.finality.rule == .ibft2,
            (1..<4).contains(validators.count)
        {
            reader.report(
                .warning,
                chain.path + ".finality.validators",
                "of \(validators.count) validators none may fail or lie",
                hint: "four or more tolerate one"
            )
        }
        let path = chain.path + ".private_endpoint.validators"
        if let stated = chain.draft.privateEndpoint?.validators, !validators.isEmpty,
            stated != UInt64(validators.count)
        {
            reader.complain(path, "\(stated) are stated and \(validators.count) are named")
        }
    }
}
