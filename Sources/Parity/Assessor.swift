import Vocabulary
import Numerics
public import Routes
import Venues

extension Route {
    /// The verdict on this route, with every check it rests on.
    ///
    /// A function of its arguments alone: the same arguments give the same bytes in any process.
    public func assess(_ scene: Scene, _ standing: Standing) -> Assessment {
        var gates = Gates(route: self, scene: scene, standing: standing)
        var sight: (deviation: Deviation, cheap: Setting.Side, dear: Setting.Side)?
        if let first = side(first, in: scene), let second = side(second, in: scene) {
            gates.judgeSight(first.chain, second.chain)
            sight = see(first, second, &gates)
        } else {
            for place in [first, second] where scene.place(of: place.chain) == nil {
                gates.add(
                    Check(
                        .headAge,
                        "chain \(place.chain)",
                        .unknown(.unasked),
                        .atMost,
                        .time(Interval(milliseconds: 0))
                    )
                )
            }
        }
        guard let sight else { return assessment(gates, nil, isSubsidySpent: false) }
        let isOpen = gates.judgeDeviation(sight.deviation)
        guard isOpen, gates.failure == nil else {
            return assessment(gates, sight.deviation, isSubsidySpent: false)
        }
        gates.judgePatience(sight.deviation.dear)
        gates.judgeCooldown()
        gates.judgeUnwinding()
        for side in [sight.cheap, sight.dear] { gates.judgeOccasion(side.chain, side.pools) }
        gates.judgeHolding(sight.dear.place.base, sight.dear.chain)
        gates.judgeHolding(sight.cheap.place.quote, sight.cheap.chain)
        let (baseLane, quoteLane) = lanesBack(sight.deviation.dear)
        gates.judgeLane(baseLane)
        gates.judgeLane(quoteLane)
        let (mission, isSpent) = mission(standing)
        guard
            gates.failure == nil,
            let setting = Setting(
                route: self,
                scene: scene,
                standing: standing,
                mission: mission,
                deviation: sight.deviation,
                cheap: sight.cheap,
                dear: sight.dear
            )
        else { return assessment(gates, sight.deviation, isSubsidySpent: isSpent) }
        let result = Sizing(setting).result()
        let verdict = verdict(result, setting, sight.deviation)
        return Assessment(
            route: name,
            verdict: verdict,
            deviation: sight.deviation.share,
            dear: sight.deviation.dear,
            checks: gates.checks + result.checks,
            isSubsidySpent: isSpent,
            band: setting.naturalBand,
            lanes: gates.lanes
        )
    }

    private func see(
        _ first: Setting.Side,
        _ second: Setting.Side,
        _ gates: inout Gates
    ) -> (deviation: Deviation, cheap: Setting.Side, dear: Setting.Side)? {
        var (first, second) = (first, second)
        gates.judgePauses(first.chain, at: first.place)
        gates.judgePauses(second.chain, at: second.place)
        let markets = (
            gates.markets(at: first.place, first.chain),
            gates.markets(at: second.place, second.chain)
        )
        gates.judgePrices(first.chain, at: first.place)
        gates.judgePrices(second.chain, at: second.place)
        guard let ours = markets.0, let theirs = markets.1 else { return nil }
        (first.markets, first.pools) = (ours.markets, ours.pools)
        (second.markets, second.pools) = (theirs.markets, theirs.pools)
        guard let left = price(first, &gates), let right = price(second, &gates) else { return nil }
        let deviation = Deviation(of: left, from: right)
        return deviation.dear == .second
            ? (deviation, first, second) : (deviation, second, first)
    }

    /// A pool that has no price is not a pool with a price of nothing.
    private func price(_ side: Setting.Side, _ gates: inout Gates) -> Price? {
        if let price = try? side.markets[0].price() { return price }
        gates.add(
            Check(
                .poolKnown,
                side.pools[0].name,
                .unknown(.contradictory),
                .equals,
                .fact(true)
            )
        )
        return nil
    }

    private func side(_ place: Place, in scene: Scene) -> Setting.Side? {
        scene.place(of: place.chain).map {
            Setting.Side(chain: scene.chains[$0], place: place)
        }
    }

    /// The lanes that carry base back to the dear chain and quote back to the cheap one.
    func lanesBack(_ dear: Dear) -> (base: Lane, quote: Lane) {
        dear == .second
            ? (lanes.baseOut, lanes.quoteBack) : (lanes.baseBack, lanes.quoteOut)
    }

    /// Parity falls back to profit when the day's subsidy is spent.
    private func mission(_ standing: Standing) -> (mission: Mission, isSpent: Bool) {
        guard case .parity(let subsidy) = parameters.mission else { return (.profit, false) }
        let isSpent = standing.subsidyToday >= subsidy.perDay
        return (isSpent ? .profit : parameters.mission, isSpent)
    }

    private func assessment(
        _ gates: Gates,
        _ deviation: Deviation?,
        isSubsidySpent: Bool
    ) -> Assessment {
        let verdict: Verdict =
            switch gates.failure {
            case .some(let check) where check.rule == .enter: .inParity
            case .some(let check): .hold(check.rule, subject: check.subject)
            case nil: .hold(.inventoryKnown, subject: "")
            }
        return Assessment(
            route: name,
            verdict: verdict,
            deviation: deviation?.share,
            dear: deviation?.dear ?? .neither,
            checks: gates.checks,
            isSubsidySpent: isSubsidySpent,
            band: nil,
            lanes: gates.lanes
        )
    }

    private func verdict(
        _ result: Sizing.Result,
        _ setting: Setting,
        _ deviation: Deviation
    ) -> Verdict {
        if let failure = result.failure {
            guard failure.isPurse else {
                return .hold(failure.check.rule, subject: failure.check.subject)
            }
            // Within the target nothing promised is broken, and nothing is paid for.
            return deviation.isAtLeast(parameters.parity.target)
                ? .unaffordable(failure.check.rule, subject: failure.check.subject) : .inParity
        }
        guard let size = result.size, let plan = setting.plan(size) else {
            return .hold(.quotable, subject: "")
        }
        return .trade(plan)
    }
}

extension Setting {
    /// One chain's end before it is known which side it takes.
    struct Side {
        let chain: ChainScene
        let place: Route.Place
        var markets: [Market] = []
        var pools: [PoolDescription] = []
    }

    /// `nil` when anything is missing that the gates ask for.
    init?(
        route: Route,
        scene: Scene,
        standing: Standing,
        mission: Mission,
        deviation: Deviation,
        cheap: Side,
        dear: Side
    ) {
        let (baseLane, quoteLane) = route.lanesBack(deviation.dear)
        guard
            let cheapEnd = End(cheap, scene), let dearEnd = End(dear, scene),
            let base = Crossing(baseLane, scene), let quote = Crossing(quoteLane, scene)
        else { return nil }
        self.init(
            route: route,
            standing: standing,
            now: scene.now,
            dear: deviation.dear,
            deviation: deviation.share,
            cheapEnd: cheapEnd,
            dearEnd: dearEnd,
            trading: Trading(
                cheap: cheap.markets,
                dear: dear.markets,
                cheapPools: cheap.pools,
                dearPools: dear.pools
            ),
            baseLane: base,
            quoteLane: quote,
            mission: mission
        )
    }
}

extension Setting.End {
    fileprivate init?(_ side: Setting.Side, _ scene: Scene) {
        let (chain, place) = (side.chain, side.place)
        guard
            case .known(let basePrice) = scene.price(of: place.base.key),
            case .known(let quotePrice) = scene.price(of: place.quote.key),
            case .known(let gasPrice) = chain.gasPrice,
            case .known(let nativePrice) = chain.nativePrice
        else { return nil }
        self.init(
            chain: chain,
            place: place,
            basePrice: basePrice,
            quotePrice: quotePrice,
            baseHolding: chain.holding(of: place.base.address).value ?? .zero,
            quoteHolding: chain.holding(of: place.quote.address).value ?? .zero,
            gasPrice: gasPrice,
            nativePrice: nativePrice
        )
    }
}

extension Setting.Crossing {
    fileprivate init?(_ lane: Lane, _ scene: Scene) {
        guard let found = scene.lane(lane.key), case .known(let room) = found.room else {
            return nil
        }
        self.init(lane: lane, scene: found, room: room)
    }
}
