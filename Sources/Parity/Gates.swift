import Numerics
import Routes
import Venues
import Vocabulary

/// The checks that come before any size: is it believable, is there something to do, may it be done now?
struct Gates {
    let route: Route
    let scene: Scene
    let standing: Standing
    private(set) var checks: [Check] = []
    private(set) var lanes: [LaneNote] = []

    init(route: Route, scene: Scene, standing: Standing) {
        self.route = route
        self.scene = scene
        self.standing = standing
    }

    private var parameters: RouteParameters { route.parameters }

    /// Whether what is seen can be believed at all; prices come after it.
    mutating func judgeSight(_ first: ChainScene, _ second: ChainScene) {
        add(Check(.running, .fact(!standing.isHalted), .equals, .fact(true)))
        for chain in [first, second] {
            let (limit, overflow) = chain.blockInterval.milliseconds.multipliedReportingOverflow(
                by: parameters.freshness.oldestHeadInIntervals
            )
            add(
                Check(
                    .headAge,
                    chain.name,
                    .time(age(of: chain.block.time)),
                    .atMost,
                    .time(Interval(milliseconds: overflow ? .max : limit))
                )
            )
        }
        let times = (first.block.time.milliseconds, second.block.time.milliseconds)
        let skew = max(times.0, times.1) - min(times.0, times.1)
        add(
            Check(
                .skew,
                .time(Interval(milliseconds: skew)),
                .atMost,
                .time(parameters.freshness.widestSkew)
            )
        )
        for chain in [first, second] {
            add(Check(.agreement, chain.name, .fact(!chain.isDisputed), .equals, .fact(true)))
        }
    }

    /// Time stamps ahead of the clock are no age.
    private func age(of time: Instant) -> Interval {
        let now = scene.now.milliseconds
        return Interval(milliseconds: now > time.milliseconds ? now - time.milliseconds : 0)
    }

    /// The pools that are known, the first among them, which gives the price.
    mutating func markets(at place: Route.Place, _ chain: ChainScene) -> Markets? {
        var known = Markets()
        for (index, description) in place.pools.enumerated() {
            let reading = chain.pool(description.key.address)?.state ?? .unknown(.unasked)
            let market = reading.value.flatMap { place.market(description, $0) }
            if let market {
                known.markets.append(market)
                known.pools.append(description)
            }
            // A further pool that is not known is traded without; the first is the price.
            if index == 0 || market == nil {
                let state: Measure = reading.unknown.map { .unknown($0) } ?? .fact(market != nil)
                add(
                    Check(.poolKnown, description.name, state, .equals, .fact(true)),
                    isAdvice: index > 0
                )
            }
            if index == 0, market == nil { return nil }
        }
        return known
    }

    struct Markets {
        var markets: [Market] = []
        var pools: [PoolDescription] = []
    }

    mutating func judgePauses(_ chain: ChainScene, at place: Route.Place) {
        for pause in chain.pauses
        where pause.isPaused != .known(false) && concerns(pause.contract, chain, place) {
            add(
                Check(
                    .unpaused,
                    ContractKey(chain: chain.chain, address: pause.contract).description,
                    Measure(pause.isPaused),
                    .equals,
                    .fact(false)
                )
            )
        }
    }

    /// Whether a trade of this route needs the contract.
    private func concerns(
        _ contract: Address,
        _ chain: ChainScene,
        _ place: Route.Place
    ) -> Bool {
        if [place.base.address, place.quote.address, chain.executor].contains(contract) {
            return true
        }
        if place.pools.contains(where: { $0.key.address == contract }) { return true }
        return route.lanes.all.contains { lane in
            (lane.source.chain == chain.chain && lane.entry == contract)
                || (lane.destination.chain == chain.chain && lane.exit == contract)
        }
    }

    mutating func judgePrices(_ chain: ChainScene, at place: Route.Place) {
        for token in [place.base, place.quote] {
            let price = scene.price(of: token.key)
            add(
                Check(
                    .referencePrice,
                    "\(token.symbol) on \(chain.name)",
                    price.unknown.map { .unknown($0) } ?? .fact(true),
                    .equals,
                    .fact(true)
                )
            )
        }
        add(
            Check(
                .nativePrice,
                chain.name,
                chain.nativePrice.unknown.map { .unknown($0) } ?? .fact(true),
                .equals,
                .fact(true)
            )
        )
    }

    mutating func judgeDeviation(_ deviation: Deviation) -> Bool {
        add(
            Check(
                .toxic,
                .share(deviation.share),
                .below,
                .share(parameters.parity.toxic)
            )
        )
        let enter = Check(
            .enter,
            .share(deviation.share),
            .atLeast,
            .share(parameters.parity.enter)
        )
        add(enter)
        return enter.passes
    }

    mutating func judgePatience(_ dear: Dear) {
        let run = standing.run
        add(
            Check(
                .confirmed,
                .blocks(run.dear == dear ? run.blocks : 0),
                .atLeast,
                .blocks(UInt64(parameters.confirmation.blocks))
            )
        )
        let vetoes = standing.average.map { $0 != dear && $0 != .neither } ?? false
        add(Check(.average, .fact(!vetoes), .equals, .fact(true)))
    }

    mutating func judgeOccasion(_ chain: ChainScene, _ pools: [PoolDescription]) {
        for description in pools {
            guard let pool = chain.pool(description.key.address) else { continue }
            add(
                Check(
                    .noOpenPlan,
                    description.name,
                    .fact(!pool.hasOpenLeg),
                    .equals,
                    .fact(true)
                )
            )
            if let last = pool.lastExecution {
                let passed = chain.block.number > last ? chain.block.number - last : 0
                add(
                    Check(
                        .blocksBetween,
                        description.name,
                        .blocks(passed),
                        .atLeast,
                        .blocks(parameters.size.blocksBetween)
                    )
                )
            }
        }
        if chain.block.baseFee != nil {
            let price: Measure
            switch chain.gasPrice {
            case .known(let wei): price = .gasPrice(wei)
            case .unknown(let reason): price = .unknown(reason)
            }
            add(
                Check(
                    .gasPrice,
                    chain.name,
                    price,
                    .atMost,
                    .gasPrice(parameters.safety.gasCeiling)
                )
            )
        } else if let reason = chain.gasPrice.unknown {
            add(Check(.gasPrice, chain.name, .unknown(reason), .equals, .fact(true)))
        }
    }

    mutating func judgeCooldown() {
        guard let until = standing.cooldownUntil else { return }
        let left =
            until > scene.now ? until.milliseconds - scene.now.milliseconds : 0
        add(
            Check(
                .cooldown,
                .time(Interval(milliseconds: left)),
                .atMost,
                .time(Interval(milliseconds: 0))
            )
        )
    }

    /// Whoever could not mend a half-done trade begins none.
    mutating func judgeUnwinding() {
        guard let left = standing.unwindingLeft else { return }
        add(Check(.unwindingPerDay, .worth(left), .above, .worth(.zero)))
    }

    mutating func judgeLane(_ lane: Lane) {
        let unit = AmountUnit(lane.destination)
        let subject = "\(lane.source.symbol) -> \(lane.destination.symbol)"
        guard let found = scene.lane(lane.key) else {
            return add(Check(.laneOpen, subject, .unknown(.unasked), .equals, .fact(true)))
        }
        lanes.append(
            LaneNote(
                lane: subject,
                coverMinutes: found.coverMinutes,
                runway: found.runway,
                isOneWay: found.isOneWay
            )
        )
        add(Check(.laneOpen, subject, .fact(found.isOpen), .equals, .fact(true)))
        add(Check(.unpaused, subject, Measure(found.isPaused), .equals, .fact(false)))
        add(
            Check(
                .reserve,
                subject,
                Measure(found.held, unit),
                .atLeast,
                Measure(found.needed, unit)
            )
        )
        if let runway = found.runway {
            add(
                Check(
                    .runway,
                    subject,
                    .time(runway),
                    .atLeast,
                    .time(parameters.reserve.shortestRunway)
                )
            )
        }
    }

    mutating func judgeHolding(_ token: Token, _ chain: ChainScene) {
        let holding = chain.holding(of: token.address)
        add(
            Check(
                .inventoryKnown,
                "\(token.symbol) on \(chain.name)",
                holding.unknown.map { .unknown($0) } ?? .fact(true),
                .equals,
                .fact(true)
            )
        )
    }

    mutating func add(_ check: Check, isAdvice: Bool = false) {
        checks.append(check)
        if !check.passes, !isAdvice, failure == nil { failure = check }
    }

    /// The first check that fails, unless only advice does.
    private(set) var failure: Check?
}
