import Bot
import Contracts
import Ethereum
import Execution
import Numerics
import Parity
import Risk
import Routes
import Vocabulary

/// Holds what is begun and signed against what was allowed and planned, out of the journal's entries alone.
///
/// 1. Nothing is begun against a halt that stands, nor beyond a route's limits.
/// 2. What is signed for a leg sells the planned amounts for the planned minima, and is good no longer than a
///    leg may be.
/// 3. A replacement offers a tenth more than what it replaces.
/// 4. A transfer promises no more than the bridge's fee leaves.
struct OrderAudit: Sendable {
    private var settings: Settings?
    private var limits: [(route: String, limits: RouteLimits)] = []
    private var pools = PoolSpacing()
    private var begun: [UInt64: Begun] = [:]
    private var newest: [WorldAudit.NonceKey: SignedPayload] = [:]

    private struct Begun: Sendable {
        let plan: Plan
        let at: Instant
    }

    /// `stops` are those of before the entry.
    mutating func read(_ entry: Entry, under stops: Stops?) -> [Violation.Broken] {
        switch entry.fact {
        case .configured(let settings):
            configure(settings)
            return []
        case .planned(let trade): return plan(trade, at: entry.at, under: stops)
        case .legSigned(let saga, let side, let signed, _):
            guard let plan = begun[saga]?.plan else { return [] }
            return halts(plan, stops, entry.at)
                + terms(of: signed, side == .sell ? plan.sell : plan.buy, plan, at: entry.at)
        case .attempted(let saga, let attempt, let signed, _):
            guard let plan = begun[saga]?.plan else { return [] }
            return terms(of: signed, attempt.planned, plan, at: entry.at)
        case .sent(let transfer):
            newest[key(transfer.signed)] = transfer.signed.payload
            return send(transfer, at: entry.at, under: stops)
        case .replaced(let signed): return replace(signed)
        case .filledGap(let signed):
            newest[key(signed)] = signed.payload
            return []
        case .closed(let trade):
            close(trade, at: entry.at)
            return []
        default: return []
        }
    }

    private mutating func configure(_ settings: Settings) {
        self.settings = settings
        for route in settings.fleet.routes {
            if let index = limits.firstIndex(where: { $0.route == route.name }) {
                limits[index].limits.configure(route.parameters, settings.limits)
            } else {
                limits.append((route.name, RouteLimits(route.parameters, settings.limits)))
            }
        }
    }

    private func key(_ signed: SignedFor) -> WorldAudit.NonceKey {
        WorldAudit.NonceKey(account: signed.account, nonce: signed.payload.nonce)
    }

    private func halts(_ plan: Plan, _ stops: Stops?, _ now: Instant) -> [Violation.Broken] {
        let chains = [plan.sell.chain, plan.buy.chain]
        let halt = stops?.blocks(route: plan.route, chains: chains, at: now)
        return halt.map { [.begunInHalt($0)] } ?? []
    }

    private mutating func plan(
        _ trade: PlannedTrade,
        at now: Instant,
        under stops: Stops?
    ) -> [Violation.Broken] {
        let plan = trade.plan
        var broken = halts(plan, stops, now)
        if let index = limits.firstIndex(where: { $0.route == plan.route }) {
            do throws(LimitRefusal) {
                try limits[index].limits.take(trade.wish, at: now, isLive: true, pools: &pools)
            } catch {
                broken.append(.beyondLimits(saga: trade.saga, error))
            }
        }
        begun[trade.saga] = Begun(plan: plan, at: now)
        for leg in trade.legs {
            let planned = leg.side == .sell ? plan.sell : plan.buy
            broken += terms(of: leg.signed, planned, plan, at: now)
        }
        return broken
    }

    private mutating func terms(
        of signed: SignedFor,
        _ leg: PlannedLeg,
        _ plan: Plan,
        at now: Instant
    ) -> [Violation.Broken] {
        newest[key(signed)] = signed.payload
        let data = signed.payload.envelope.transaction.call.data
        let wanted = leg.call(of: PlanID(plan, number: 0))
        guard
            case .trade(_, let deadline, let swaps)? = ExecutorCall(calldata: data),
            case .trade(_, _, let planned) = wanted, swaps == planned,
            deadline <= latest(leg, plan, now).milliseconds / 1_000
        else { return [.otherTerms(signed.account.chain, nonce: signed.payload.nonce)] }
        return []
    }

    /// The leg's own deadline; or, for one that is signed later than it was planned, as long again.
    private func latest(_ leg: PlannedLeg, _ plan: Plan, _ now: Instant) -> Instant {
        guard
            let fleet = settings?.fleet, let chain = fleet.chain(leg.chain),
            let route = fleet.routes.first(where: { $0.name == plan.route })
        else { return leg.deadline }
        let (patience, overflow) = chain.blockInterval.milliseconds
            .multipliedReportingOverflow(by: route.parameters.safety.deadlineInIntervals)
        return max(
            leg.deadline,
            now.advanced(by: Interval(milliseconds: overflow ? .max : patience))
        )
    }

    private mutating func replace(_ signed: SignedFor) -> [Violation.Broken] {
        let key = key(signed)
        defer { newest[key] = signed.payload }
        guard let old = newest[key]?.fee else { return [] }
        let fee = signed.payload.fee
        // Where gas is free, nodes take other content for the same nothing.
        if old.cap == .zero { return [] }
        let isPaid = isTenthMore(fee.cap, old.cap) && isTenthMore(fee.tip, old.tip)
        return isPaid ? [] : [.unpaidReplacement(key.account.chain, nonce: key.nonce)]
    }

    private func isTenthMore(_ new: Wei, _ old: Wei) -> Bool {
        new.value &* 10 >= old.value &* 11
    }

    private func send(
        _ transfer: SentTransfer,
        at now: Instant,
        under stops: Stops?
    ) -> [Violation.Broken] {
        let key = transfer.terms.lane
        var broken: [Violation.Broken] = []
        let chains = [key.source.chain, key.destination.chain]
        if let halt = stops?.blocks(route: "", chains: chains, at: now) {
            broken.append(.begunInHalt(halt))
        }
        let lanes = settings?.fleet.routes.flatMap(\.lanes.all) ?? []
        guard let lane = lanes.first(where: { $0.key == key }) else { return broken }
        let delivered = Decimals.floor(
            transfer.delivered,
            from: lane.destination.decimals,
            to: lane.source.decimals
        )
        let amount = transfer.terms.amount
        let kept = amount > delivered ? amount - delivered : .zero
        // Multiplied out, so that nothing here is rounded.
        let least = amount.multipliedReportingOverflow(by: UInt256(lane.fee.millionths))
        let told = kept.multipliedReportingOverflow(by: UInt256(BasisPoints.whole.millionths))
        if least.overflow || told.overflow || told.partialValue < least.partialValue {
            broken.append(.promisedTooMuch(transfer: transfer.terms.number))
        }
        return broken
    }

    private mutating func close(_ trade: ClosedTrade, at now: Instant) {
        guard
            let begun = begun.removeValue(forKey: trade.saga),
            let index = limits.firstIndex(where: { $0.route == begun.plan.route })
        else { return }
        let plan = begun.plan
        switch trade.ending {
        case .settled:
            limits[index].limits.settled(trade.saga, isLive: true)
            guard plan.mission == .parity, let given = trade.realised?.negated else { return }
            let planned = max(plan.net.negated, .zero)
            limits[index].limits.gave(
                max(given, planned),
                insteadOf: planned,
                takenAt: begun.at,
                at: now
            )
        case .nothingFilled: limits[index].limits.failed(at: now)
        case .unwound, .parked:
            limits[index].limits.failed(at: now)
            let loss = trade.realised?.negated ?? plan.worstCase.worth
            limits[index].limits.unwound(costing: loss, at: now)
        }
    }
}
