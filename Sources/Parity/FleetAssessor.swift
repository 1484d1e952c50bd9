import Numerics
public import Routes
import Venues
import Vocabulary

extension Fleet {
    /// One verdict a route, in the fleet's order; the plans among them can all be carried out in this
    /// block, one after the other.
    ///
    /// The plan that brings most is made first and takes its pools' states, its inventory and its bridge
    /// reserve out of the scene; what remains is judged again on what it left. So no balance is promised
    /// twice, impacts on shared pools add up, and together the plans bring at least what the best alone
    /// would. `standings` are the routes' own, in the same order.
    public func assess(_ scene: Scene, _ standings: [Standing]) -> [Assessment] {
        judge(scene, standings).map(\.assessment)
    }

    /// The same, each with the scene it rests on: with that, the route and its standing it can be made again.
    public func judge(
        _ scene: Scene,
        _ standings: [Standing]
    ) -> [(assessment: Assessment, scene: Scene)] {
        precondition(standings.count == routes.count, "every route has a standing")
        var left = scene
        var judged = zip(routes, standings).map { route, standing in
            (assessment: route.assess(scene, standing), scene: scene)
        }
        var open = judged.indices.filter { judged[$0].assessment.plan != nil }
        while let best = best(of: open, in: judged),
            let plan = judged[best].assessment.plan
        {
            left.take(plan, of: routes[best])
            open.removeAll { $0 == best }
            for index in open {
                judged[index] = (routes[index].assess(left, standings[index]), left)
            }
            open.removeAll { judged[$0].assessment.plan == nil }
        }
        return judged
    }

    private func best(
        of open: [Int],
        in judged: [(assessment: Assessment, scene: Scene)]
    ) -> Int? {
        var best: (index: Int, net: Worth)?
        for index in open {
            guard let net = judged[index].assessment.plan?.net else { continue }
            if net > best?.net ?? Worth(units: .min) { best = (index, net) }
        }
        return best?.index
    }
}

extension Assessment {
    public var plan: Plan? {
        if case .trade(let plan) = verdict { plan } else { nil }
    }
}

extension Scene {
    /// Takes out what a plan uses: what it will bring counts only once it is there.
    mutating func take(_ plan: Plan, of route: Route) {
        for leg in [plan.sell, plan.buy] {
            guard let index = place(of: leg.chain) else { continue }
            let value = leg.tokenIn == plan.sell.tokenIn ? plan.sell : plan.buy
            chains[index].spend(value.amountIn, of: value.tokenIn.address)
            for swap in leg.swaps {
                let worth = price(of: leg.tokenIn).value.flatMap {
                    Worth(of: swap.trade.sold, at: $0, rounding: .up)
                }
                chains[index].trade(swap.trade, worth: worth)
            }
        }
        let (base, quote) = route.lanesBack(plan.dear)
        promise(plan.sell.amountIn, on: base.key)
        promise(plan.buy.amountIn, on: quote.key)
    }

    private mutating func promise(_ amount: UInt256, on lane: LaneKey) {
        guard
            let index = lanes.firstIndex(where: { $0.lane == lane }),
            case .known(let claimed) = lanes[index].claimed
        else { return }
        let (sum, overflow) = claimed.addingReportingOverflow(amount)
        lanes[index].claimed = .known(overflow ? .max : sum)
    }
}

extension ChainScene {
    fileprivate mutating func spend(_ amount: UInt256, of token: Address) {
        guard
            let index = holdings.firstIndex(where: { $0.token == token }),
            case .known(let held) = holdings[index].amount
        else { return }
        holdings[index].amount = .known(held > amount ? held - amount : .zero)
    }

    /// The pool as it will be; unknown where that can't be said, so that nothing else is planned on it.
    fileprivate mutating func trade(_ trade: PoolTrade, worth: Worth?) {
        guard let index = pools.firstIndex(where: { $0.pool == trade.pool.address }) else { return }
        if let worth, let volume = pools[index].volume.adding(worth) {
            pools[index].volume = volume
        } else {
            pools[index].hasOpenLeg = true
        }
        guard case .known(var venue) = pools[index].state else { return }
        if (try? venue.sell(trade.sold, of: trade.side)) != nil {
            pools[index].state = .known(venue)
        } else {
            pools[index].state = .unknown(.contradictory)
        }
    }
}
