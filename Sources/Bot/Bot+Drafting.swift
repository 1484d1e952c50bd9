import Contracts
import Ethereum
import Execution
import Hashing
import Numerics
import Parity
import Risk
import Routes
import Vocabulary

// What the signer is asked for.

extension Bot {
    /// Takes up a plan: within the limits, and only where both lanes can sign.
    mutating func begin(_ plan: Plan, _ judgement: Judgement, at index: Int) {
        guard hasInspected([plan.sell.chain, plan.buy.chain]),
            let limits = memory.routes.first(where: { $0.name == plan.route })?.limits,
            let wish = wish(plan, judgement.scene)
        else { return }
        let refusal = limits.refusal(
            of: wish,
            at: step.now,
            isLive: true,
            pools: memory.pools
        )
        if let refusal, !isPlanted(.ignoredLimits) {
            // What was judged tradable and is not begun must not be so in silence.
            return alert(.warning, "limit \(plan.route)", "\(plan.route): not begun: \(refusal)")
        }
        let saga = memory.nextSaga
        let sides: [LegSide] =
            switch plan.order {
            case .together: [.sell, .buy]
            case .sellFirst: [.sell]
            case .buyFirst: [.buy]
            }
        let id = PlanID(plan, number: saga)
        var requests: [SigningRequest] = []
        var until: [Instant] = []
        for side in sides {
            let leg = side == .sell ? plan.sell : plan.buy
            guard let request = request(leg.call(of: id), gas: leg.gasLimit, on: leg.chain) else {
                return
            }
            requests.append(request)
            until.append(lastMoment(of: leg))
        }
        // The other leg must be able to follow.
        for leg in [plan.sell, plan.buy] where nextNonce(on: leg.chain) == nil { return }
        views[index].restart()
        sign(
            requests,
            until,
            .trade(judgement, plan, saga: saga, wish, sides: sides)
        )
    }

    private func wish(_ plan: Plan, _ scene: Scene) -> TradeWish? {
        guard
            let least = memory.settings?.fleet.routes.first(where: { $0.name == plan.route })?
                .parameters.size.least,
            case .known(let price) = scene.price(of: plan.sell.tokenIn),
            let worth = Worth(of: plan.sell.amountIn, at: price, rounding: .down)
        else { return nil }
        let size = Self.size(worth, of: plan, at: price, least: least)
        let pools = [plan.sell, plan.buy].flatMap { leg in
            leg.swaps.map { swap in
                TradeWish.PoolBlock(
                    pool: swap.trade.pool,
                    block: scene.chain(leg.chain)?.block.number ?? 0
                )
            }
        }
        let subsidy = plan.mission == .parity && plan.net.isNegative ? plan.net.negated : .zero
        return TradeWish(size: size, subsidy: subsidy, pools: pools)
    }

    /// The smallest amount that is worth the least size is of that size: no amount may be worth exactly that.
    private static func size(
        _ worth: Worth,
        of plan: Plan,
        at price: Price,
        least: Worth
    ) -> Worth {
        guard
            worth > least, !plan.sell.amountIn.isZero,
            let below = Worth(of: plan.sell.amountIn - 1, at: price, rounding: .down),
            below < least
        else { return worth }
        return least
    }

    /// Bytes go out again for so long: while the plan is young and the pool would take it. A plan's age counts
    /// from when it was made: the block it was made on may be almost an interval older.
    private func lastMoment(of leg: PlannedLeg) -> Instant {
        guard let index = desk(leg.chain) else { return leg.deadline }
        let (age, overflow) = desks[index].chain.blockInterval.milliseconds
            .multipliedReportingOverflow(by: desks[index].settings.planAge)
        let old = step.now.advanced(by: Interval(milliseconds: overflow ? .max : age))
        return min(leg.deadline, old)
    }

    /// For how long the leg that goes second may be begun: the first had to become final meanwhile.
    func lastBeginning(ofSecond leg: PlannedLeg, after first: PlannedLeg) -> Instant {
        guard let index = desk(first.chain) else { return leg.deadline }
        let chain = desks[index].chain
        let blocks: UInt64 =
            switch chain.finality {
            case .sealed: 0
            case .depth(let depth): depth
            case .depthByWorth(let table): table.map(\.blocks).max() ?? 0
            }
        let (wait, overflow) = chain.blockInterval.milliseconds
            .multipliedReportingOverflow(by: blocks)
        return leg.deadline.advanced(by: Interval(milliseconds: overflow ? .max : wait))
    }

    /// The leg as it was planned, down to its minimum, and due as long as if it were planned now.
    private func dueFromNow(_ leg: PlannedLeg, _ plan: Plan) -> PlannedLeg {
        guard
            let seen = agreed(leg.chain), let index = desk(leg.chain),
            let route = views.first(where: { $0.route.name == plan.route })?.route
        else { return leg }
        let (patience, overflow) = desks[index].chain.blockInterval.milliseconds
            .multipliedReportingOverflow(by: route.parameters.safety.deadlineInIntervals)
        let due = seen.block.time.advanced(by: Interval(milliseconds: overflow ? 0 : patience))
        return leg.due(at: max(leg.deadline, due))
    }

    mutating func signSecond(_ saga: Saga, _ side: LegSide) {
        let leg = dueFromNow(saga.planned(side), saga.plan)
        let id = PlanID(saga.plan, number: saga.number)
        guard
            draft == nil,
            let request = request(leg.call(of: id), gas: leg.gasLimit, on: leg.chain)
        else { return }
        sign([request], [leg.deadline], .second(saga: saga.number, side))
    }

    /// `false` when nothing can be signed there now.
    mutating func sign(_ attempt: Attempt, for saga: Saga) -> Bool {
        let leg = attempt.planned
        // Another try is another trade for the executor: a number trades once.
        guard draft == nil, case .naked(let naked) = saga.state else { return false }
        let id = PlanID(saga.plan, number: saga.number, attempt: UInt64(naked.failures) + 1)
        guard
            let request = request(leg.call(of: id), gas: leg.gasLimit, on: leg.chain)
        else { return false }
        sign([request], [leg.deadline], .mending(saga: saga.number, attempt))
        return true
    }
}

// Nonces and fees.

extension Bot {
    /// Which nonce a lane would give out now; `nil` where it gives none.
    func nextNonce(on chain: ChainID) -> UInt64? {
        guard let key = memory.account(on: chain), var lane = memory.lane(key) else { return nil }
        for case .reserved(let nonce) in lane.take(.reserve) { return asGiven(nonce) }
        return nil
    }

    /// Whether the lane gives nonces, and gas is not known to cost more than its ceiling.
    func canSign(on chain: ChainID) -> Bool {
        guard nextNonce(on: chain) != nil, let index = desk(chain) else { return false }
        guard let seen = desks[index].agreed, let market = desks[index].market(seen) else {
            return true
        }
        return (try? desks[index].settings.fees.first(in: market)) != nil
    }

    func request(
        _ call: ExecutorCall,
        gas: UInt64,
        on chain: ChainID
    ) -> SigningRequest? {
        guard
            let index = desk(chain), let seen = desks[index].agreed,
            let market = desks[index].market(seen),
            let fee = try? desks[index].settings.fees.first(in: market),
            let executor = desks[index].chain.executor,
            let account = desks[index].account, let nonce = nextNonce(on: chain)
        else { return nil }
        let transaction = TransactionCall(
            nonce: nonce,
            gasLimit: gas,
            to: executor,
            value: .zero,
            data: asSigned(call).calldata
        )
        return SigningRequest(
            account: account,
            transaction: fee.transaction(transaction, on: chain)
        )
    }

    /// Another offer for the same nonce; `false` where none can be made now.
    @discardableResult
    mutating func replace(
        _ nonce: UInt64,
        _ lane: NonceLane,
        _ purpose: SignedPayload.Purpose
    ) -> Bool {
        guard
            draft == nil, let index = desk(lane.key.chain), let seen = desks[index].seen,
            let market = desks[index].market(seen),
            let slot = lane.slot(nonce), let newest = slot.payloads.last,
            slot.payloads.count < NonceSlot.mostPayloads,
            !pauses.contains(where: { $0.subject == .nonce(lane.key, nonce) })
        else { return false }
        let fees = desks[index].settings.fees
        let bumps = UInt8(clamping: slot.payloads.count - 1)
        let step =
            purpose == .cancel
            ? fees.cancel(after: newest.fee, in: market)
            : fees.next(after: newest.fee, bumps: bumps, in: market)
        let own = newest.envelope.transaction.call
        switch isPlanted(.unpaidReplacement) ? step.offering(newest.fee) : step {
        case .exhausted: return false
        case .bump(let fee):
            // What no block can take only uses up the offers that are left.
            guard
                fees.reaches(fee, in: market),
                isAffordable(fee, gas: own.gasLimit, nonce: nonce, of: lane.key)
            else { return false }
            sign(
                [
                    SigningRequest(
                        account: lane.key,
                        transaction: fee.transaction(own, on: lane.key.chain)
                    )
                ],
                [newest.until],
                .replacement(.bump)
            )
        case .cancel(let fee):
            // The same bytes again are no other offer.
            if newest.purpose == .cancel, fee == newest.fee || !fees.reaches(fee, in: market) {
                return false
            }
            let call = Self.nothing(to: lane.key.account, nonce: nonce)
            guard isAffordable(fee, gas: call.gasLimit, nonce: nonce, of: lane.key) else {
                return false
            }
            sign(
                [
                    SigningRequest(
                        account: lane.key,
                        transaction: fee.transaction(call, on: lane.key.chain)
                    )
                ],
                [Instant(milliseconds: .max)],
                .replacement(.cancel)
            )
        }
        return true
    }

    private static func nothing(to account: Address, nonce: UInt64) -> TransactionCall {
        TransactionCall(nonce: nonce, gasLimit: 21_000, to: account, value: .zero, data: [])
    }

    mutating func fill(_ nonce: UInt64, _ lane: NonceLane) {
        guard
            draft == nil, nextNonce(on: lane.key.chain) == nonce,
            !pauses.contains(where: { $0.subject == .nonce(lane.key, nonce) }),
            let index = desk(lane.key.chain), let seen = desks[index].seen,
            let market = desks[index].market(seen),
            let fee = try? desks[index].settings.fees.first(in: market)
        else { return }
        let call = Self.nothing(to: lane.key.account, nonce: nonce)
        sign(
            [
                SigningRequest(
                    account: lane.key,
                    transaction: fee.transaction(call, on: lane.key.chain)
                )
            ],
            [Instant(milliseconds: .max)],
            .gap
        )
    }

    mutating func sign(
        _ requests: [SigningRequest],
        _ until: [Instant],
        _ purpose: Draft.Purpose
    ) {
        let number = SigningNumber(takeNumber())
        draft = Draft(
            number: number,
            purpose: purpose,
            requests: requests,
            until: until,
            askedAt: step.now
        )
        perform(.sign(number, requests))
    }
}

extension BridgeGate.Effect {
    var isRefusal: Bool {
        if case .refused = self { true } else { false }
    }
}

extension Fee {
    func transaction(_ call: TransactionCall, on chain: ChainID) -> Transaction {
        switch self {
        case .legacy(let price):
            .legacy(LegacyTransaction(call: call, gasPrice: price.value, chain: chain))
        case .market(let cap, let tip):
            .feeMarket(
                FeeMarketTransaction(
                    call: call,
                    maximumPriorityFee: tip.value,
                    maximumFee: cap.value,
                    chain: chain
                )
            )
        }
    }
}
