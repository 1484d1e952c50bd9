import Routes
import Venues
import Vocabulary

// Which levers belong to which rule. What does not move a verdict is sorted out by judging again.

extension Situation {
    /// Ways past what decided against a trade: first what may come by itself, then what could be set.
    func waysPast(_ assessment: Assessment) -> [Lever] {
        guard let check = assessment.decisive else { return [] }
        let dear = assessment.dear
        let chains = [route.first.chain, route.second.chain]
        switch check.rule {
        case .running: return [.fact(.running)]
        case .headAge: return chains.map { .youngerHead($0) }
        case .skew: return chains.map { .youngerHead($0) } + [.setting(.widestSkew, .rise)]
        case .agreement: return chains.map { .fact(.agreement($0)) }
        case .unpaused: return pauses + route.lanes.all.map { .fact(.laneUnpaused($0.key)) }
        case .toxic: return narrower(dear) + [.setting(.toxic, .rise)]
        case .enter: return wider(dear) + [.setting(.enter, .fall)]
        case .confirmed: return [.longerRun, .setting(.confirmation, .fall)]
        case .average: return [.fact(.noVeto)]
        case .noOpenPlan: return pools.map { .fact(.noOpenLeg(pool: $0)) }
        case .cooldown: return [.shorterCooldown]
        case .unwindingPerDay: return [.moreForUnwinding]
        case .blocksBetween:
            return pools.map { .olderExecution(pool: $0) } + [.setting(.blocksBetween, .fall)]
        case .gasPrice:
            return chains.map { .gasPrice($0, .fall) } + [.setting(.gasCeiling, .rise)]
        case .gasMoney:
            return chains.map { .moreGasMoney($0) } + chains.map { .gasPrice($0, .fall) }
        case .laneOpen: return route.lanes.all.map { .fact(.laneOpen($0.key)) }
        case .reserve: return vaults(.rise)
        case .runway:
            return route.lanes.all.map { .longerRunway($0.key) }
                + [.setting(.shortestRunway, .fall)]
        case .baseReserve, .quoteReserve: return vaults(.rise) + [.setting(.least, .fall)]
        case .mostPerTrade: return [.setting(.most, .rise), .setting(.least, .fall)]
        case .allowedNow: return [.moreAllowed, .setting(.least, .fall)]
        case .mostPerDay: return [.lessVolumeToday, .setting(.perDay, .rise)]
        case .mostPerPool: return [.setting(.perPoolAndBlock, .rise)]
        case .baseInventory, .quoteInventory:
            return holdings(.rise) + [.setting(.least, .fall)]
        case .confirmedDeviation: return [.longerRun, .setting(.least, .fall)]
        case .sign, .signAfter, .leastPerTrade: return wider(dear) + [.setting(.least, .fall)]
        case .goal, .edge, .subsidyPerUnit:
            return wider(dear) + chains.map { .gasPrice($0, .fall) }
                + [.setting(.subsidyPerUnit, .rise), .setting(.least, .fall)]
        case .subsidyPerDay: return [.lessSubsidyToday, .setting(.subsidyPerDay, .rise)]
        case .worstCase: return [.setting(.worstCase, .rise)] + chains.map { .gasPrice($0, .fall) }
        case .poolKnown, .referencePrice, .nativePrice, .inventoryKnown, .quotable:
            // What is not known can only be looked at again.
            return []
        }
    }

    /// What would have kept the bot from a trade.
    func waysOutOfTrade(_ assessment: Assessment) -> [Lever] {
        let chains = [route.first.chain, route.second.chain]
        return narrower(assessment.dear) + wider(assessment.dear)
            + [.setting(.enter, .rise), .setting(.toxic, .fall), .setting(.confirmation, .rise)]
            + chains.map { .gasPrice($0, .rise) } + vaults(.fall) + holdings(.fall)
            + [
                .setting(.subsidyPerUnit, .fall), .setting(.subsidyPerDay, .fall),
                .setting(.worstCase, .fall), .setting(.least, .rise),
            ]
    }

    /// Somebody buys base on the dear side and so makes it dearer still; on either where none is.
    private func wider(_ dear: Dear) -> [Lever] {
        switch dear {
        case .first: sold(.quote, at: route.first)
        case .second: sold(.quote, at: route.second)
        case .neither: sold(.quote, at: route.first) + sold(.quote, at: route.second)
        }
    }

    private func narrower(_ dear: Dear) -> [Lever] {
        switch dear {
        case .first: sold(.base, at: route.first)
        case .second: sold(.base, at: route.second)
        case .neither: []
        }
    }

    /// In the pool whose price is the place's.
    private func sold(_ side: Side, at place: Route.Place) -> [Lever] {
        guard let pool = place.pools.first else { return [] }
        let token = side == .base ? place.base : place.quote
        let own: Side = token.address == pool.base.address ? .base : .quote
        return [.sold(pool: pool.key, own, AmountUnit(token))]
    }

    private var pools: [ContractKey] {
        (route.first.pools + route.second.pools).map(\.key)
    }

    private var pauses: [Lever] {
        scene.chains.flatMap { chain in
            chain.pauses.map { pause in
                .fact(.unpaused(ContractKey(chain: chain.chain, address: pause.contract)))
            }
        }
    }

    private func vaults(_ direction: Flip.Direction) -> [Lever] {
        route.lanes.all.map { .vault($0.key, AmountUnit($0.destination), direction) }
    }

    private func holdings(_ direction: Flip.Direction) -> [Lever] {
        [route.first, route.second].flatMap { place in
            [place.base, place.quote].map { .holding($0.key, AmountUnit($0), direction) }
        }
    }
}
