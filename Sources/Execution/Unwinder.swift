import Numerics
public import Parity
public import Routes
import Venues
public import Vocabulary

/// What to do about a naked leg, by numbers: the cheapest way out that stays within what the plan said it
/// could lose and what the route may lose on unwinding in a day, or none.
///
/// Every way is valued alike: what was received less what was paid, base that is left over or missing at its
/// reference price, gas taken off. Holding costs the stress a naked leg is expected to suffer.
public struct Unwinder: Sendable {
    private let route: Route
    private let plan: Plan
    private let naked: Naked
    private let scene: Scene
    /// What earlier transactions of the saga burnt.
    private let wasted: [GasSpent]
    /// Where nothing can be signed now.
    private let closed: [ChainID]
    /// What is left of the route's unwind budget.
    private let budget: Worth

    /// One way out, as it would come out by the quote and at its minimum.
    public struct Option: Hashable, Sendable {
        public let attempt: Attempt
        public let expected: Worth
        public let atWorst: Worth
    }

    public enum Choice: Hashable, Sendable {
        case trade(Option)
        case park(Ending.ParkReason)
        /// Something that decides is not known: ask again.
        case wait(Unknown)
    }

    public init(
        _ naked: Naked,
        of plan: Plan,
        on route: Route,
        in scene: Scene,
        wasted: [GasSpent] = [],
        closed: [ChainID] = [],
        budget: Worth
    ) {
        self.closed = closed
        self.wasted = wasted
        self.naked = naked
        self.plan = plan
        self.route = route
        self.scene = scene
        self.budget = budget
    }

    /// What would be lost by the worst of it at most: the plan's worst case, and the budget.
    private var mostLoss: Worth { min(plan.worstCase.worth, budget) }

    public var choice: Choice {
        var basis: Basis
        switch self.basis {
        case .unknown(let reason): return .wait(reason)
        case .known(let known): basis = known
        }
        guard let held = basis.holding(stress: route.parameters.safety.stress) else {
            return .park(.noWay)
        }
        var (best, missing): (Option?, Unknown?) = (nil, nil)
        var isAnyWayOpen = false
        for place in [missingPlace, filledPlace] where !closed.contains(place.chain) {
            for pool in place.pools {
                switch option(through: pool, at: place, basis) {
                case .unknown(let reason): missing = missing ?? reason
                case .known(nil): continue
                case .known(let option?):
                    isAnyWayOpen = true
                    guard option.atWorst >= mostLoss.negated else { continue }
                    if best.map({ option.expected > $0.expected }) ?? true { best = option }
                }
            }
        }
        if let best { return best.expected >= held ? .trade(best) : .park(.cheaperToHold) }
        if let missing { return .wait(missing) }
        guard isAnyWayOpen else { return .park(.noWay) }
        return .park(budget < plan.worstCase.worth ? .beyondBudget : .beyondWorstCase)
    }

    private func place(of side: LegSide) -> Route.Place {
        let chain = side == .sell ? plan.sell.chain : plan.buy.chain
        return route.first.chain == chain ? route.first : route.second
    }

    private var filledPlace: Route.Place { place(of: naked.filled) }
    private var missingPlace: Route.Place { place(of: naked.filled.other) }

    /// What the filled leg did, in worth.
    private struct Basis: Equatable {
        /// Quote received, or with a minus paid, less the gas it took.
        let quote: Worth
        /// Of base, at its reference price: what was sold with a minus, what was bought.
        let base: Worth

        func holding(stress: BasisPoints) -> Worth? {
            let value = base.isNegative ? base.negated : base
            guard let charge = value.share(stress, rounding: .up) else { return nil }
            return quote.adding(base)?.subtracting(charge)
        }
    }

    private var basis: Reading<Basis> {
        let place = filledPlace
        let planned = naked.filled == .sell ? plan.sell : plan.buy
        guard let chain = scene.chain(planned.chain) else { return .unknown(.unasked) }
        let (sold, received) = (naked.fill.sold, naked.fill.received)
        switch (scene.price(of: place.base.key), scene.price(of: place.quote.key)) {
        case (.unknown(let reason), _), (.known, .unknown(let reason)): return .unknown(reason)
        case (.known(let basePrice), .known(let quotePrice)):
            let isSale = naked.filled == .sell
            guard
                let base = Worth(
                    of: isSale ? sold : received,
                    at: basePrice,
                    rounding: isSale ? .up : .down
                ),
                let quote = Worth(
                    of: isSale ? received : sold,
                    at: quotePrice,
                    rounding: isSale ? .down : .up
                ),
                let gas = gasWorth(naked.fill.gas.value, on: chain),
                let burnt = burnt,
                let net = (isSale ? quote : quote.negated).subtracting(gas)?.subtracting(burnt)
            else { return .unknown(.contradictory) }
            return .known(Basis(quote: net, base: isSale ? base.negated : base))
        }
    }

    private var burnt: Worth? {
        wasted.reduce(.zero) { sum, spent in
            sum.flatMap { sum in
                scene.chain(spent.chain).flatMap { gasWorth(spent.gas.value, on: $0) }
                    .flatMap { sum.adding($0) }
            }
        }
    }

    private func gasWorth(_ wei: UInt256, on chain: ChainScene) -> Worth? {
        switch chain.nativePrice {
        case .known(nil): .zero
        case .known(let price?): Worth(of: wei, at: price, rounding: .up)
        case .unknown: nil
        }
    }
}

extension Unwinder {
    /// One pool's way; `nil` where it can't be gone.
    private func option(
        through pool: PoolDescription,
        at place: Route.Place,
        _ basis: Basis
    ) -> Reading<Option?> {
        guard let chain = scene.chain(place.chain), !chain.isDisputed else {
            return .unknown(.disputed)
        }
        guard let state = chain.state(of: pool.key.address) else { return .unknown(.unasked) }
        switch (state, chain.gasPrice, chain.nativePrice) {
        case (.unknown(let reason), _, _), (_, .unknown(let reason), _),
            (_, _, .unknown(let reason)):
            return .unknown(reason)
        case (.known(let venue), .known(let gasPrice), .known):
            guard
                let market = place.market(pool, venue),
                let trade = trade(in: market, of: pool, at: place, chain)
            else { return .known(nil) }
            return .known(priced(trade, at: place, chain, gasPrice, basis))
        }
    }

    /// The trade that makes even what the filled leg did.
    private func trade(
        in market: Market,
        of pool: PoolDescription,
        at place: Route.Place,
        _ chain: ChainScene
    ) -> PoolTrade? {
        let filled = filledPlace.base.decimals
        let side: Side = naked.filled == .sell ? .quote : .base
        let quote: Quote?
        if naked.filled == .sell {
            let wanted = Decimals.ceiling(naked.fill.sold, from: filled, to: place.base.decimals)
            quote = market.leastInput(buying: wanted, of: .base)
        } else {
            let amount = Decimals.floor(
                naked.fill.received,
                from: filled,
                to: place.base.decimals
            )
            quote = try? market.quote(selling: amount, of: .base)
        }
        guard let quote, !quote.sold.isZero, !quote.received.isZero else { return nil }
        let token = side == .quote ? place.quote.address : place.base.address
        guard case .known(let held) = chain.holding(of: token), quote.sold <= held else {
            return nil
        }
        return PoolTrade(
            pool: pool.key,
            side: market.isInverted ? side.other : side,
            sold: quote.sold,
            received: quote.received
        )
    }

    private func priced(
        _ trade: PoolTrade,
        at place: Route.Place,
        _ chain: ChainScene,
        _ gasPrice: Wei,
        _ basis: Basis
    ) -> Option? {
        let parameters = route.parameters
        let isPurchase = naked.filled == .sell
        let kind = place.pools.first { $0.key == trade.pool }?.kind
        let gasLimit = parameters.gas.limit(
            swapsIn: kind.map { [$0] } ?? [],
            bufferInHundredths: parameters.safety.gasBufferInHundredths
        )
        let (wei, overflow) = UInt256(gasLimit).multipliedReportingOverflow(by: gasPrice.value)
        // The part given up is rounded down: the minimum leans towards us.
        guard
            !overflow, let gas = gasWorth(wei, on: chain),
            let given = parameters.safety.tolerance.share(of: trade.received, rounding: .down),
            let expected = result(trade.sold, trade.received, at: place, gas, basis),
            let atWorst = result(trade.sold, trade.received - given, at: place, gas, basis)
        else { return nil }
        let minimum = trade.received - given
        let (tokenIn, tokenOut) =
            isPurchase ? (place.quote, place.base) : (place.base, place.quote)
        let (patience, tooLong) = chain.blockInterval.milliseconds.multipliedReportingOverflow(
            by: parameters.safety.deadlineInIntervals
        )
        let planned = PlannedLeg(
            chain: chain.chain,
            chainName: chain.name,
            tokenIn: tokenIn.key,
            unitIn: AmountUnit(tokenIn),
            tokenOut: tokenOut.key,
            unitOut: AmountUnit(tokenOut),
            swaps: [PlannedSwap(trade: trade, minimum: minimum)],
            amountIn: trade.sold,
            quotedOut: trade.received,
            minimumOut: minimum,
            deadline: chain.block.time.advanced(
                by: Interval(milliseconds: tooLong ? .max : patience)
            ),
            gasLimit: gasLimit
        )
        return Option(
            attempt: Attempt(way(of: trade.pool, at: place), planned),
            expected: expected,
            atWorst: atWorst
        )
    }

    private func way(of pool: ContractKey, at place: Route.Place) -> Attempt.Way {
        guard place.chain == missingPlace.chain else { return .reverse }
        let missing = naked.filled == .sell ? plan.buy : plan.sell
        return missing.swaps.contains { $0.trade.pool == pool } ? .retry : .otherPool
    }

    private func result(
        _ sold: UInt256,
        _ received: UInt256,
        at place: Route.Place,
        _ gas: Worth,
        _ basis: Basis
    ) -> Worth? {
        guard
            case .known(let basePrice) = scene.price(of: place.base.key),
            case .known(let quotePrice) = scene.price(of: place.quote.key)
        else { return nil }
        let isPurchase = naked.filled == .sell
        guard
            let base = Worth(
                of: isPurchase ? received : sold,
                at: basePrice,
                rounding: isPurchase ? .down : .up
            ),
            let quote = Worth(
                of: isPurchase ? sold : received,
                at: quotePrice,
                rounding: isPurchase ? .up : .down
            )
        else { return nil }
        return basis.quote.adding(basis.base)?
            .adding(isPurchase ? base : base.negated)?
            .adding(isPurchase ? quote.negated : quote)?
            .subtracting(gas)
    }
}
