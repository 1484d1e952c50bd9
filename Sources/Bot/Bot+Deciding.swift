import Execution
import Ledger
import Numerics
public import Parity
import Risk
public import Routes
import Venues
public import Vocabulary
public import Watch

// From what was seen of all chains to a verdict for every route.

extension Bot {
    /// A chain has shown a new block that is agreed on.
    mutating func decide(after chain: ChainID) {
        guard let settings = memory.settings else { return }
        var isDue = false
        for index in views.indices {
            guard let glance = glance(at: index, after: chain) else { continue }
            let side = glance.prices.side(enter: views[index].route.parameters.parity.enter)
            // A side that is none has no share that anybody asks for.
            let share =
                side == .neither ? BasisPoints(millionths: 0) : glance.prices.deviation.share
            views[index].run.observe(side, share, at: glance.first, of: .first)
            views[index].run.observe(side, share, at: glance.second, of: .second)
            let isQuiet = side == .neither && isInParity(index)
            let isReviewed = views[index].reviewed.map {
                step.now >= $0 && step.now < $0.advanced(by: settings.timing.review)
            }
            if !isQuiet || isReviewed != true { isDue = true }
        }
        if isDue { assess() }
    }

    /// Both chains' prices, where the route is on this chain and both are known.
    private mutating func glance(
        at index: Int,
        after chain: ChainID
    ) -> (prices: Glance, first: UInt64, second: UInt64)? {
        let route = views[index].route
        guard route.first.chain == chain || route.second.chain == chain else { return nil }
        guard
            let first = agreed(route.first.chain), let second = agreed(route.second.chain),
            let left = price(at: route.first, first), let right = price(at: route.second, second)
        else { return nil }
        views[index].observe(left, at: first.block, of: route.first.chain)
        views[index].observe(right, at: second.block, of: route.second.chain)
        let prices = Glance(deviation: Deviation(of: left, from: right))
        return (prices, first.block.number, second.block.number)
    }

    private func price(at place: Route.Place, _ seen: Desk.Seen) -> Price? {
        guard case .known(let venue) = seen.snapshot.pool(place.pools[0].key.address) else {
            return nil
        }
        return try? place.market(place.pools[0], venue)?.price()
    }

    func agreed(_ chain: ChainID) -> Desk.Seen? {
        desk(chain).flatMap { desks[$0].agreed }
    }

    /// Judges every route, tells what has changed, and takes up the best plan there is.
    mutating func assess() {
        guard let settings = memory.settings, let scene = scene() else { return }
        let standings = views.indices.map(standing)
        let judged = settings.fleet.judge(scene, standings)
        var best: (plan: Plan, index: Int, judgement: Judgement)?
        for (index, (assessment, seen)) in judged.enumerated() {
            views[index].reviewed = step.now
            views[index].assessment = assessment
            let judgement = Judgement(
                route: assessment.route,
                scene: seen,
                standing: standings[index],
                assessment: assessment
            )
            if let plan = assessment.plan {
                guard isBearable(plan) else {
                    refuse(plan)
                    continue
                }
                if best.map({ plan.net > $0.plan.net }) ?? true {
                    best = (plan, index, judgement)
                }
            } else if !isKnown(assessment.verdict, of: index) {
                record(.judged(judgement))
            }
        }
        if let best, draft == nil {
            begin(best.plan, best.judgement, at: best.index)
        }
        tendInventory(scene)
        weigh(scene)
    }

    /// Routes are remembered in the order they were first named, which is not that of the settings.
    private func remembered(_ index: Int) -> Int? {
        let name = views[index].route.name
        if memory.routes.indices.contains(index), memory.routes[index].name == name { return index }
        return memory.routes.firstIndex { $0.name == name }
    }

    private func isInParity(_ index: Int) -> Bool {
        remembered(index).map { memory.routes[$0].verdict?.name == .inParity } ?? false
    }

    private func isKnown(_ verdict: Verdict, of index: Int) -> Bool {
        guard let place = remembered(index) else { return false }
        return memory.routes[place].verdict == VerdictKind(verdict)
    }

    private mutating func refuse(_ plan: Plan) {
        alert(
            .warning,
            "loss limit \(plan.route)",
            "\(plan.route): a plan's worst case is more than may still be lost today"
        )
    }

    private func standing(_ index: Int) -> Standing {
        let (view, now) = (views[index], step.now)
        let chains = [view.route.first.chain, view.route.second.chain]
        var standing = Standing()
        guard let place = remembered(index) else {
            standing.isHalted = true
            return standing
        }
        standing.isHalted =
            memory.stops?.blocks(route: view.route.name, chains: chains, at: now) != nil
            || isJournalShort || memory.sagas.count >= Memory.mostSagas
        if isPlanted(.unheededHalt) { standing.isHalted = false }
        standing.run = view.run
        standing.average = view.average
        standing.cooldownUntil = memory.routes[place].limits.cooldown.until
        standing.most = memory.routes[place].limits.most(at: now, isLive: true)
        standing.volumeToday = memory.routes[place].limits.volume.spent(at: now)
        standing.subsidyToday = memory.routes[place].limits.subsidy.spent(at: now)
        standing.unwindingLeft = memory.routes[place].limits.unwinding.left(at: now)
        if isPlanted(.ignoredLimits) { standing.cooldownUntil = nil }
        return standing
    }
}

// The scene.

extension Bot {
    /// Everything that is agreed on, as the deciders want it; `nil` while no chain is.
    func scene() -> Scene? {
        guard let fleet = memory.settings?.fleet else { return nil }
        guard desks.contains(where: \.isAgreed) else { return nil }
        let pricing = pricing(fleet) { desks.compactMap { $0.agreed?.snapshot } }
        let (book, prices) = (pricing.book, pricing.references)
        return Scene(
            now: step.now,
            chains: desks.compactMap { desk in
                desk.agreed.map { chainScene(desk, $0, native: book.native(of: desk.chain.id)) }
            },
            lanes: crossings.map { laneScene($0, prices) },
            prices: prices
        )
    }

    private func chainScene(
        _ desk: Desk,
        _ seen: Desk.Seen,
        native: Reading<Price?>
    ) -> ChainScene {
        var promised: [(token: Address, amount: Amount)] = []
        var openLegs: [Address] = []
        for saga in memory.sagas where saga.isTrading {
            for planned in [saga.plan.sell, saga.plan.buy] where planned.chain == desk.chain.id {
                openLegs += planned.swaps.map(\.trade.pool.address)
            }
            for (leg, planned) in saga.underWay where planned.chain == desk.chain.id {
                // What is mined has left the balance that was seen.
                guard case .underWay = leg.state else { continue }
                promised.append((planned.tokenIn.address, Amount(units: planned.amountIn)))
            }
        }
        for transfer in memory.transfers where transfer.lane.source.chain == desk.chain.id {
            guard
                case .requested? = memory.gate(transfer.lane)?.transfer(transfer.number)?.state
            else { continue }
            promised.append((transfer.lane.source.address, Amount(units: transfer.amount)))
        }
        let isDated = isPlanted(.staleTakenForFresh)
        let snapshot = seen.snapshot.without(desk.inspection.quarantine.map(\.pool))
        return ChainScene(
            isDated ? snapshot.dated(step.now) ?? snapshot : snapshot,
            of: desk.chain,
            gasPrice: desk.gasPrice(seen),
            nativePrice: native,
            promised: promised,
            executions: seen.snapshot.pools.compactMap { sight in
                let key = ContractKey(chain: desk.chain.id, address: sight.pool)
                return memory.pools.lastExecution(on: key).map { (sight.pool, $0) }
            },
            openLegs: openLegs
        )
    }

    private func laneScene(_ crossing: Crossing, _ prices: [ReferencePrice]) -> LaneScene {
        let lane = crossing.lane
        let gate = memory.gates.firstIndex { $0.lane == lane.key }
        let vault = desk(lane.destination.chain).flatMap { index in
            desks[index].isAgreed
                ? desks[index].seen?.snapshot
                    .vault(of: lane.destination.address, at: lane.exit) : nil
        }
        let isOpen =
            if case .open? = gate.map({ memory.gates[$0].standing }) { true } else { false }
        guard
            let price = price(of: lane.destination.key, prices),
            let rule = crossing.rule(at: step.now, price: price)
        else {
            return LaneScene(
                lane: lane.key,
                isOpen: isOpen,
                required: .max,
                held: .unknown(.unasked)
            )
        }
        return LaneScene(
            lane: lane.key,
            isOpen: isOpen,
            isPaused: vault?.isPaused ?? .unknown(.unasked),
            rule: rule,
            held: isPlanted(.ignoredReserve)
                ? .known(.max) : vault?.available ?? .unknown(.unasked),
            claimed: crossing.claimedByOthers.map { others in
                let (sum, overflow) = others.addingReportingOverflow(claimed(on: lane))
                return overflow ? .max : sum
            },
            netOutflowPerHour: crossing.netPerHour(at: step.now),
            isOneWay: crossing.flow.isOneWay(at: step.now),
            inFlight: gate.flatMap { gate in
                self.price(of: lane.source.key, prices).flatMap {
                    Worth(of: memory.gates[gate].atRisk, at: $0, rounding: .up)
                }
            } ?? .zero,
            lastTransfer: memory.lastSent(on: lane.key)
        )
    }

    private func price(of token: ContractKey, _ prices: [ReferencePrice]) -> Price? {
        prices.first { $0.token == token }?.price.value
    }

    /// What our own transfers under way will take out of the vault.
    private func claimed(on lane: Lane) -> UInt256 {
        memory.transfers.reduce(.zero) { sum, transfer in
            guard transfer.lane == lane.key else { return sum }
            return sum.addingReportingOverflow(transfer.delivered).partialValue
        }
    }
}

// For those who only look.

extension Bot {
    /// What is agreed on, as the deciders see it at this moment; `nil` while nothing is.
    public func scene(at now: Instant) -> Scene? {
        var bot = self
        bot.step.begin(at: now)
        return bot.scene()
    }

    /// A verdict for every route at this moment, in the fleet's order; nothing is begun and nothing remembered.
    public func assessments(at now: Instant) -> [Assessment] {
        var bot = self
        bot.step.begin(at: now)
        guard let fleet = memory.settings?.fleet, let scene = bot.scene() else { return [] }
        return fleet.assess(scene, bot.views.indices.map(bot.standing))
    }

    /// The verdict of the fleet's route at this place alone, with all it rests on.
    public func judgement(at place: Int, now: Instant) -> Judgement? {
        var bot = self
        bot.step.begin(at: now)
        guard views.indices.contains(place), let scene = bot.scene() else { return nil }
        let (route, standing) = (views[place].route, bot.standing(place))
        return Judgement(
            route: route.name,
            scene: scene,
            standing: standing,
            assessment: route.assess(scene, standing)
        )
    }

    /// For how many block ends in a row each route's deviation has stood, in the fleet's order.
    public var runs: [DeviationRun] { views.map(\.run) }

    /// The newest block of a chain that may be acted on.
    public func agreedBlock(of chain: ChainID) -> Block? { agreed(chain)?.block }

    /// All that was seen at that block and is believed, and what a node suggested for a unit of gas there.
    public func agreedSight(
        of chain: ChainID
    ) -> (snapshot: Snapshot, suggestedGas: Reading<Wei>)? {
        guard let index = desk(chain), let seen = agreed(chain) else { return nil }
        let quarantine = desks[index].inspection.quarantine.map(\.pool)
        return (seen.snapshot.without(quarantine), seen.sight.suggestedGas)
    }

    /// Endpoints that were caught in a lie, by their places in the settings.
    public func liars(on chain: ChainID) -> [Int] {
        guard let index = desk(chain) else { return [] }
        let scores = desks[index].watch.scores
        return scores.indices.filter { scores[$0].lies > 0 }
    }

    /// What this chain is halted for, where its answers contradict what is known of it.
    public func fault(of chain: ChainID) -> ChainFault? {
        desk(chain).flatMap { desks[$0].watch.fault }
    }
}
