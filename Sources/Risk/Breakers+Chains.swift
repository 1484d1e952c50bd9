import Vocabulary

// What chains and their endpoints say, with every block.

extension Breakers {
    mutating func judge(
        _ chain: ChainID,
        _ age: Interval,
        _ limit: Interval,
        at now: Instant
    ) -> [BreakerEffect] {
        guard let place = place(of: chain) else { return [.refused(.tooManyChains(chain))] }
        let scope = Halt.Scope.chain(chain)
        guard age > limit else {
            health[place].freshInARow = Self.next(health[place].freshInARow)
            return close(.staleChain, scope, after: health[place].freshInARow)
        }
        health[place].freshInARow = 0
        return open(
            .staleChain,
            scope,
            .time(age),
            .above,
            .time(limit),
            sample: 1,
            at: now
        )
    }

    mutating func judge(
        _ chain: ChainID,
        _ outcome: EndpointsOutcome,
        at now: Instant
    ) -> [BreakerEffect] {
        guard let place = place(of: chain) else { return [.refused(.tooManyChains(chain))] }
        let scope = Halt.Scope.chain(chain)
        switch outcome {
        case .unknown: return []
        case .agreed:
            health[place].disputesInARow = 0
            health[place].agreementsInARow = Self.next(health[place].agreementsInARow)
            return close(.endpoints, scope, after: health[place].agreementsInARow)
        case .disputed:
            health[place].agreementsInARow = 0
            health[place].disputesInARow = Self.next(health[place].disputesInARow)
            let disputes = health[place].disputesInARow
            guard disputes >= parameters.disputes else { return [] }
            return open(
                .endpoints,
                scope,
                .count(UInt64(disputes)),
                .atLeast,
                .count(UInt64(parameters.disputes)),
                sample: UInt64(disputes),
                at: now
            )
        }
    }

    private mutating func close(
        _ breaker: Breaker,
        _ scope: Halt.Scope,
        after inARow: UInt8
    ) -> [BreakerEffect] {
        guard inARow >= parameters.healing, isTripped(breaker, scope) else { return [] }
        tripped.removeAll { $0.breaker == breaker && $0.scope == scope }
        return [.healed(breaker, scope)]
    }

    /// Where a chain's health stands, made where it is new; `nil` when there is no place for it.
    private mutating func place(of chain: ChainID) -> Int? {
        let place = health.firstIndex { $0.chain >= chain } ?? health.endIndex
        if place < health.endIndex, health[place].chain == chain { return place }
        guard health.count < Self.mostChains else { return nil }
        health.insert(ChainHealth(chain: chain), at: place)
        return place
    }

    private static func next(_ count: UInt8) -> UInt8 { count == .max ? count : count + 1 }
}
