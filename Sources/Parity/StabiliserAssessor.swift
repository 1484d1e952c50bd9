import Numerics
public import Routes
import Venues
public import Vocabulary

extension Stabiliser {
    /// Whether the pool has left its peg, and the trade that leads back.
    ///
    /// `anchor` is quote for one whole base: a peg, the oracles' prices or gold's, and never this pool's own.
    /// The first pool of the place is the one that is held.
    public func assess(
        _ scene: Scene,
        anchor: Reading<Price>,
        _ standing: StabiliserStanding
    ) -> NudgeAssessment {
        var judge = NudgeJudge(stabiliser: self, standing: standing, now: scene.now)
        guard let index = scene.place(of: place.chain) else {
            judge.add(
                Check(.headAge, .unknown(.unasked), .atMost, .time(Interval(milliseconds: 0)))
            )
            return judge.assessment(.hold(.headAge, subject: ""))
        }
        let chain = scene.chains[index]
        judge.judgeSight(chain, anchor: anchor)
        guard
            case .known(let anchor) = anchor, let market = judge.market(chain),
            let price = try? market.price()
        else { return judge.held() }
        let deviation = Deviation(of: anchor, from: price)
        judge.see(deviation)
        guard judge.failure == nil else { return judge.held() }
        return judge.size(market, anchor: anchor, chain: chain, scene: scene)
    }
}

/// One stabiliser's checks on their way to a verdict.
private struct NudgeJudge {
    let stabiliser: Stabiliser
    let standing: StabiliserStanding
    let now: Instant
    var checks: [Check] = []
    var failure: Check?
    var deviation: Deviation?

    init(stabiliser: Stabiliser, standing: StabiliserStanding, now: Instant) {
        self.stabiliser = stabiliser
        self.standing = standing
        self.now = now
    }

    private var parameters: StabiliserParameters { stabiliser.parameters }
    private var place: Route.Place { stabiliser.place }
    private var isDear: Bool { deviation?.dear == .second }

    mutating func add(_ check: Check) {
        checks.append(check)
        if !check.passes, failure == nil { failure = check }
    }

    func assessment(_ verdict: NudgeVerdict) -> NudgeAssessment {
        NudgeAssessment(
            stabiliser: stabiliser.name,
            verdict: verdict,
            deviation: deviation?.share,
            isDear: isDear,
            checks: checks
        )
    }

    func held() -> NudgeAssessment {
        guard let failure else { return assessment(.hold(.quotable, subject: "")) }
        return assessment(
            failure.rule == .enter ? .atPeg : .hold(failure.rule, subject: failure.subject)
        )
    }

    mutating func judgeSight(_ chain: ChainScene, anchor: Reading<Price>) {
        add(Check(.running, .fact(!standing.isHalted), .equals, .fact(true)))
        let age =
            now > chain.block.time ? now.milliseconds - chain.block.time.milliseconds : 0
        let limit = chain.blockInterval.milliseconds.multipliedReportingOverflow(
            by: parameters.freshness.oldestHeadInIntervals
        )
        add(
            Check(
                .headAge,
                chain.name,
                .time(Interval(milliseconds: age)),
                .atMost,
                .time(Interval(milliseconds: limit.overflow ? .max : limit.partialValue))
            )
        )
        add(Check(.agreement, chain.name, .fact(!chain.isDisputed), .equals, .fact(true)))
        add(
            Check(
                .referencePrice,
                "the anchor",
                anchor.unknown.map { .unknown($0) } ?? .fact(true),
                .equals,
                .fact(true)
            )
        )
        if let until = standing.cooldownUntil, until > now {
            let left = Interval(milliseconds: until.milliseconds - now.milliseconds)
            add(Check(.cooldown, .time(left), .atMost, .time(Interval(milliseconds: 0))))
        }
        guard let pool = chain.pool(place.pools[0].key.address) else { return }
        add(Check(.noOpenPlan, place.pools[0].name, .fact(!pool.hasOpenLeg), .equals, .fact(true)))
        if let last = pool.lastExecution {
            let passed = chain.block.number > last ? chain.block.number - last : 0
            add(
                Check(
                    .blocksBetween,
                    place.pools[0].name,
                    .blocks(passed),
                    .atLeast,
                    .blocks(parameters.blocksBetween)
                )
            )
        }
    }

    mutating func market(_ chain: ChainScene) -> Market? {
        let description = place.pools[0]
        let reading = chain.pool(description.key.address)?.state ?? .unknown(.unasked)
        let state: Measure = reading.unknown.map { .unknown($0) } ?? .fact(true)
        add(Check(.poolKnown, description.name, state, .equals, .fact(true)))
        guard case .known(let venue) = reading else { return nil }
        return place.market(description, venue)
    }

    mutating func see(_ deviation: Deviation) {
        self.deviation = deviation
        add(Check(.toxic, .share(deviation.share), .below, .share(parameters.toxic)))
        add(Check(.enter, .share(deviation.share), .atLeast, .share(parameters.threshold)))
    }

    /// `s = gain x deviation`, capped, and never more than what leads back to the anchor.
    mutating func size(
        _ market: Market,
        anchor: Price,
        chain: ChainScene,
        scene: Scene
    ) -> NudgeAssessment {
        let side: Side = isDear ? .base : .quote
        let tokenIn = isDear ? place.base : place.quote
        let tokenOut = isDear ? place.quote : place.base
        let unit = AmountUnit(tokenIn)
        guard
            case .known(let priceIn) = scene.price(of: tokenIn.key),
            case .known(let priceOut) = scene.price(of: tokenOut.key),
            let move = try? market.move(to: anchor), move.side == side
        else {
            add(Check(.referencePrice, tokenIn.symbol, .fact(false), .equals, .fact(true)))
            return held()
        }
        let held = isDear ? standing.base : standing.quote
        guard case .known(let holding) = held else {
            add(
                Check(
                    .inventoryKnown,
                    tokenIn.symbol,
                    Measure(held, unit),
                    .above,
                    .amount(0, unit)
                )
            )
            return self.held()
        }
        func units(_ worth: Worth) -> UInt256 {
            worth > .zero
                ? priceIn.inverted.worth(of: worth.units.magnitude, rounding: .down) ?? .max : .zero
        }
        let limits: [(rule: Rule, most: UInt256)] = [
            (.goal, units(wanted)), (.mostPerTrade, units(parameters.most)),
            (isDear ? .baseInventory : .quoteInventory, holding), (.sign, move.quote.sold),
        ]
        let size = limits.map(\.most).min() ?? .zero
        let binding = limits.firstIndex { $0.most == size }
        for (index, limit) in limits.enumerated() {
            var check = Check(limit.rule, .amount(size, unit), .atMost, .amount(limit.most, unit))
            check.isBinding = index == binding
            add(check)
        }
        let least = units(parameters.least)
        add(Check(.leastPerTrade, .amount(size, unit), .atLeast, .amount(least, unit)))
        guard failure == nil, let quote = try? market.quote(selling: size, of: side) else {
            return self.held()
        }
        let limit = parameters.gas.limit(
            swapsIn: [place.pools[0].kind],
            bufferInHundredths: parameters.gasBufferInHundredths
        )
        let (patience, isEndless) = chain.blockInterval.milliseconds
            .multipliedReportingOverflow(by: parameters.deadlineInIntervals)
        guard
            let given = Worth(of: size, at: priceIn, rounding: .up),
            let taken = Worth(of: quote.received, at: priceOut, rounding: .down),
            let gasCost = gasCost(limit, chain), let lost = given.subtracting(taken),
            let cost = lost.adding(gasCost),
            let slack = parameters.tolerance.share(of: quote.received, rounding: .down)
        else {
            add(Check(.gasPrice, chain.name, .unknown(.unasked), .equals, .fact(true)))
            return self.held()
        }
        let left = parameters.costPerDay.subtracting(standing.costToday) ?? .zero
        add(Check(.subsidyPerDay, .worth(cost), .atMost, .worth(left)))
        guard failure == nil else { return self.held() }
        let minimum = quote.received - slack
        let leg = PlannedLeg(
            chain: chain.chain,
            chainName: chain.name,
            tokenIn: tokenIn.key,
            unitIn: unit,
            tokenOut: tokenOut.key,
            unitOut: AmountUnit(tokenOut),
            swaps: [
                PlannedSwap(
                    trade: PoolTrade(
                        pool: place.pools[0].key,
                        side: market.isInverted ? side.other : side,
                        sold: size,
                        received: quote.received
                    ),
                    minimum: minimum
                )
            ],
            amountIn: size,
            quotedOut: quote.received,
            minimumOut: minimum,
            deadline: chain.block.time.advanced(
                by: Interval(milliseconds: isEndless ? .max : patience)
            ),
            gasLimit: limit
        )
        return assessment(
            .trade(
                Nudge(stabiliser: stabiliser.name, sellsBase: isDear, leg: leg, cost: cost)
            )
        )
    }

    private var wanted: Worth {
        guard let deviation else { return .zero }
        let units = parameters.gain.units.magnitude.multiplied(
            by: UInt256(deviation.share.millionths),
            dividedBy: 1_000_000,
            rounding: .down
        )
        return units.flatMap { Int256(magnitude: $0, isNegative: false) }
            .map { Worth(units: $0) } ?? parameters.most
    }

    private func gasCost(_ limit: UInt64, _ chain: ChainScene) -> Worth? {
        guard
            case .known(let price) = chain.gasPrice, case .known(let native) = chain.nativePrice
        else { return nil }
        guard let native else { return .zero }
        let (wei, overflow) = UInt256(limit).multipliedReportingOverflow(by: price.value)
        return overflow ? nil : Worth(of: wei, at: native, rounding: .up)
    }
}
