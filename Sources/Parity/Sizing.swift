import Numerics
import Routes
import Venues
import Vocabulary

/// Finds the size of a trade: the least of what the mission asks for and of every limit.
struct Sizing {
    let setting: Setting
    private(set) var limits: [Limit] = []

    /// A named limit and the largest size it allows.
    struct Limit {
        let rule: Rule
        let subject: String
        let most: UInt256
    }

    /// What came out, and the checks that say why.
    struct Result {
        let size: CostedSize?
        let checks: [Check]
        /// The first failing check, and whether the mission's purse rather than a rule failed.
        let failure: (check: Check, isPurse: Bool)?
    }

    init(_ setting: Setting) {
        self.setting = setting
        gather()
    }

    private var parameters: RouteParameters { setting.parameters }

    /// Every limit that a size can be read off from.
    private mutating func gather() {
        let cheap = setting.cheapEnd
        let dear = setting.dearEnd
        let size = parameters.size
        limit(.mostPerTrade, size.most)
        if let most = setting.standing.most { limitNow(to: most) }
        limit(.mostPerDay, size.perDay.subtracting(setting.standing.volumeToday) ?? .zero)
        for (end, pools) in [
            (dear, setting.trading.dearPools), (cheap, setting.trading.cheapPools),
        ] {
            // A trade divided over several pools could give one of them all of it.
            let volumes = pools.compactMap { end.chain.pool($0.key.address)?.volume }
            let used = volumes.max() ?? .zero
            limit(
                .mostPerPool,
                size.perPoolAndBlock.subtracting(used) ?? .zero,
                end.chain.name
            )
        }
        let base = aboveFloor(dear.baseHolding, at: dear.basePrice)
        limit(.baseInventory, units: base, of: dear.place.base, dear.chain.name)
        limit(.baseReserve, units: setting.baseLane.room, of: dear.place.base, dear.chain.name)
        let quote = aboveFloor(cheap.quoteHolding, at: cheap.quotePrice)
        limitSpending(.quoteInventory, to: quote)
        limitSpending(.quoteReserve, to: setting.quoteLane.room)
    }

    /// Whatever allows the least size allows the smallest amount that is worth it: hardly any price has an
    /// amount that is worth exactly that much.
    private mutating func limitNow(to worth: Worth) {
        let least = parameters.size.least
        let most = setting.base(worth: worth)
        let amount = worth < least ? most : max(most, setting.base(worthAtLeast: least))
        limits.append(Limit(rule: .allowedNow, subject: "", most: amount))
    }

    private func aboveFloor(_ holding: UInt256, at price: Price) -> UInt256 {
        let floor = parameters.bridge.inventoryFloor
        guard floor > .zero else { return holding }
        let kept = price.inverted.worth(of: floor.units.magnitude, rounding: .up) ?? .max
        return holding > kept ? holding - kept : .zero
    }

    private mutating func limit(_ rule: Rule, _ worth: Worth, _ subject: String = "") {
        limits.append(Limit(rule: rule, subject: subject, most: setting.base(worth: worth)))
    }

    private mutating func limit(
        _ rule: Rule,
        units: UInt256,
        of token: Token,
        _ subject: String
    ) {
        let most = Decimals.floor(
            units,
            from: token.decimals,
            to: setting.trading.pair.baseDecimals
        )
        limits.append(Limit(rule: rule, subject: subject, most: most))
    }

    /// The largest size that spends no more than this; none where the pools would take it all and more.
    private mutating func limitSpending(_ rule: Rule, to quote: UInt256) {
        let subject = setting.cheapEnd.chain.name
        guard !quote.isZero else {
            return limits.append(Limit(rule: rule, subject: subject, most: .zero))
        }
        let trading = setting.trading
        let received: UInt256?
        if trading.cheap.count == 1 {
            received = (try? trading.cheap[0].quote(selling: quote, of: .quote))?.received
        } else {
            received =
                Market.split(quote, of: .quote, over: trading.cheap, costPerPool: .zero)?.received
        }
        guard let received else { return }
        limit(rule, units: received, of: setting.cheapEnd.place.base, subject)
    }

    /// The size, or the check that leaves none.
    func result() -> Result {
        var limits = limits
        let search = SizeSearch(setting)
        let cap = limits.map(\.most).min() ?? .zero
        if search.mayTurnSign, let keeping = search.largestKeepingSign(most: cap) {
            limits.append(Limit(rule: .sign, subject: "", most: keeping))
        }
        if let confirmed = search.largestConfirmed(setting.deviation, most: cap) {
            limits.append(Limit(rule: .confirmedDeviation, subject: "", most: confirmed))
        }
        let goal = search.goal(most: min(cap, limits.map(\.most).min() ?? .zero))
        limits.append(Limit(rule: .goal, subject: search.goalName, most: goal.base))
        let most = limits.map(\.most).min() ?? .zero
        let least = setting.base(worthAtLeast: parameters.size.least)
        guard most >= least else { return tooSmall(limits, least: least) }
        guard let costed = search.safest(from: least, to: most, goal: goal) else {
            let check = Check(.quotable, .fact(false), .equals, .fact(true))
            return Result(
                size: nil,
                checks: compared(limits, to: most) + [check],
                failure: (check, false)
            )
        }
        var checks = compared(limits, to: costed.size.priced.base)
        if costed.shrunkBy == nil, let binding = limits.firstIndex(where: { $0.most == most }) {
            checks[binding].isBinding = true
        }
        checks.append(
            Check(.leastPerTrade, amount(costed.size.priced.base), .atLeast, amount(least))
        )
        return judge(costed, checks)
    }

    private func compared(_ limits: [Limit], to size: UInt256) -> [Check] {
        limits.map { Check($0.rule, $0.subject, amount(size), .atMost, amount($0.most)) }
    }

    /// Not even the least trade fits: shown for that trade, with what it would earn.
    private func tooSmall(_ limits: [Limit], least: UInt256) -> Result {
        var checks = compared(limits, to: least)
        let failing = zip(limits, checks).first { !$1.passes }
        if let net = setting.costed(least)?.net {
            checks.append(Check(.edge, "of the least trade", .worth(net), .above, .worth(.zero)))
        }
        // The mission wants no more than that: nothing forbids it, it is not worth it.
        return Result(
            size: nil,
            checks: checks,
            failure: failing.map { ($1, $0.rule == .goal) }
        )
    }

    private func judge(_ found: SizeSearch.Found, _ before: [Check]) -> Result {
        var checks = before
        let size = found.size
        var failure: (check: Check, isPurse: Bool)?
        func add(_ check: Check, isPurse: Bool, isBinding: Bool = false) {
            var check = check
            check.isBinding = isBinding
            checks.append(check)
            if !check.passes, failure == nil { failure = (check, isPurse) }
        }
        switch setting.mission {
        case .profit:
            add(Check(.edge, .worth(size.net), .above, .worth(.zero)), isPurse: true)
        case .parity(let subsidy):
            let loss = max(size.net.negated, .zero)
            let perUnit = size.value.share(subsidy.perUnit, rounding: .down) ?? .zero
            add(
                Check(.subsidyPerUnit, .worth(loss), .atMost, .worth(perUnit)),
                isPurse: true,
                isBinding: found.shrunkBy == .subsidyPerUnit
            )
            let left = subsidy.perDay.subtracting(setting.standing.subsidyToday) ?? .zero
            add(
                Check(.subsidyPerDay, .worth(loss), .atMost, .worth(left)),
                isPurse: true,
                isBinding: found.shrunkBy == .subsidyPerDay
            )
        }
        let after = SizeSearch(setting).deviation(after: size.priced)
        add(
            Check(
                .signAfter,
                after.map {
                    $0.dear == setting.dear ? .share($0.share) : .fact($0.dear == .neither)
                }
                    ?? .unknown(.contradictory),
                .atLeast,
                after.map {
                    $0.dear == setting.dear ? .share(BasisPoints(millionths: 0)) : .fact(true)
                }
                    ?? .fact(true)
            ),
            isPurse: false
        )
        add(
            Check(
                .worstCase,
                .worth(size.worstCase.worth),
                .atMost,
                .worth(parameters.safety.worstCase)
            ),
            isPurse: false,
            isBinding: found.shrunkBy == .worstCase
        )
        for (end, gas) in [(setting.dearEnd, size.sellGas), (setting.cheapEnd, size.buyGas)] {
            // There and back: the plan's own transaction and its worst unwinding.
            let needed = UInt256(gas).multipliedReportingOverflow(by: end.gasPrice.value &* 2)
            let money: Measure
            switch end.chain.gasMoney {
            case .known(let wei): money = .gasPrice(wei)
            case .unknown(let reason): money = .unknown(reason)
            }
            if needed.partialValue.isZero, !needed.overflow { continue }
            add(
                Check(
                    .gasMoney,
                    end.chain.name,
                    money,
                    .atLeast,
                    .gasPrice(Wei(needed.overflow ? .max : needed.partialValue))
                ),
                isPurse: false
            )
        }
        return Result(size: size, checks: checks, failure: failure)
    }

    private func amount(_ units: UInt256) -> Measure { .amount(units, setting.size) }
}
