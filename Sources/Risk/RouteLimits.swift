import Numerics
public import Routes
public import Vocabulary

/// What one route may still do.
public struct RouteLimits: Hashable, Sendable {
    public private(set) var size: SizeParameters
    public private(set) var safety: SafetyParameters
    public internal(set) var volume: Purse
    public internal(set) var subsidy: Purse
    public internal(set) var unwinding: Purse
    public internal(set) var cooldown = Cooldown()
    public internal(set) var ramp: Ramp

    public init(_ parameters: RouteParameters, _ more: LimitParameters = LimitParameters()) {
        size = parameters.size
        safety = parameters.safety
        volume = Purse(.volume, limit: parameters.size.perDay)
        subsidy = Purse(.subsidy, limit: parameters.mission.subsidyPerDay)
        unwinding = Purse(.unwinding, limit: more.unwindPerDay)
        ramp = Ramp(needed: more.rampTrades)
    }

    /// Other limits from now on; what was spent stays spent, and a ramp goes on as it began.
    public mutating func configure(_ parameters: RouteParameters, _ more: LimitParameters) {
        size = parameters.size
        safety = parameters.safety
        volume.limit = parameters.size.perDay
        subsidy.limit = parameters.mission.subsidyPerDay
        unwinding.limit = more.unwindPerDay
    }

    /// The largest trade that size, ramp and the day's volume allow.
    public func most(at now: Instant, isLive: Bool) -> Worth {
        let largest = isLive ? ramp.most(size) : size.most
        return min(largest, volume.left(at: now))
    }

    /// The first limit that says no. `pools` is the fleet's.
    public func refusal(
        of wish: TradeWish,
        at now: Instant,
        isLive: Bool,
        pools: PoolSpacing
    ) -> LimitRefusal? {
        if !cooldown.isOver(at: now), let until = cooldown.until {
            return .coolingDown(until: until, failures: cooldown.failures)
        }
        for place in wish.pools {
            let needed = size.blocksBetween
            if let refusal = pools.refusal(of: place.pool, at: place.block, needed: needed) {
                return .spacing(refusal)
            }
        }
        if wish.size < size.least { return .belowLeast(wish.size, least: size.least) }
        if wish.size > size.most { return .aboveMost(wish.size, most: size.most) }
        if isLive, wish.size > ramp.most(size) {
            let settled = UInt8(clamping: ramp.counted.count)
            return .ramping(
                wish.size,
                most: ramp.most(size),
                settled: settled,
                of: ramp.needed
            )
        }
        if let refusal = volume.refusal(of: wish.size, at: now) { return .purse(refusal) }
        if let refusal = subsidy.refusal(of: wish.subsidy, at: now) { return .purse(refusal) }
        // Whoever could not unwind begins nothing.
        if let refusal = unwinding.refusal(of: .least, at: now) { return .purse(refusal) }
        return nil
    }

    /// Takes what the wish needs out of every purse, and marks the fleet's pools; all of it or nothing.
    public mutating func take(
        _ wish: TradeWish,
        at now: Instant,
        isLive: Bool,
        pools: inout PoolSpacing
    ) throws(LimitRefusal) {
        if let refusal = refusal(of: wish, at: now, isLive: isLive, pools: pools) { throw refusal }
        var (spending, spaced) = (self, pools)
        do throws(PurseRefusal) {
            try spending.volume.take(wish.size, at: now)
            try spending.subsidy.take(wish.subsidy, at: now)
        } catch {
            throw .purse(error)
        }
        do throws(PoolSpacing.Refusal) {
            for place in wish.pools { try spaced.note(place.pool, at: place.block) }
        } catch {
            throw .spacing(error)
        }
        (self, pools) = (spending, spaced)
    }

    /// Nothing of it was ever sent: the day's money comes back. The pools keep their pause.
    public mutating func giveBack(_ wish: TradeWish, takenAt time: Instant) {
        volume.giveBack(wish.size, takenAt: time)
        subsidy.giveBack(wish.subsidy, takenAt: time)
    }

    /// What a trade has given for the peg, in place of what was taken for it: known only afterwards, it is
    /// counted even where it is more than was left.
    public mutating func gave(
        _ subsidy: Worth,
        insteadOf planned: Worth,
        takenAt time: Instant,
        at now: Instant
    ) {
        self.subsidy.giveBack(planned, takenAt: time)
        self.subsidy.note(subsidy, at: now)
    }

    public mutating func settled(_ trade: UInt64, isLive: Bool) {
        cooldown.succeeded()
        if isLive { ramp.settled(trade) }
    }

    public mutating func failed(at now: Instant) {
        cooldown.failed(at: now, safety)
    }

    /// What unwinding a plan may cost now: beyond it, it is parked.
    public func mostForUnwinding(worstCase: Worth, at now: Instant) -> Worth {
        max(min(worstCase, unwinding.left(at: now)), .zero)
    }

    /// An unwinding's cost is known only afterwards: it is counted even where it is more than was left.
    public mutating func unwound(costing cost: Worth, at now: Instant) {
        unwinding.note(cost, at: now)
    }

    init?(
        read limits: (size: SizeParameters, safety: SafetyParameters),
        _ purses: (volume: Purse, subsidy: Purse, unwinding: Purse),
        _ cooldown: Cooldown,
        _ ramp: Ramp
    ) {
        guard
            purses.volume.budget == .volume, purses.subsidy.budget == .subsidy,
            purses.unwinding.budget == .unwinding
        else { return nil }
        (size, safety) = limits
        (volume, subsidy, unwinding) = purses
        self.cooldown = cooldown
        self.ramp = ramp
    }
}

extension RouteParameters {
    /// A stabiliser's limits as a route's: what its trades may cost a day is its subsidy, and with that
    /// its volume needs no bound of its own.
    public init(_ stabiliser: StabiliserParameters) {
        self.init()
        mission = .parity(Mission.Subsidy(perDay: stabiliser.costPerDay))
        size.least = stabiliser.least
        size.most = stabiliser.most
        size.perDay = Worth(units: .max)
        size.blocksBetween = stabiliser.blocksBetween
        safety.tolerance = stabiliser.tolerance
    }
}

extension Mission {
    fileprivate var subsidyPerDay: Worth {
        switch self {
        case .profit: .zero
        case .parity(let subsidy): subsidy.perDay
        }
    }
}

extension Worth {
    /// The smallest that is more than nothing.
    fileprivate static let least = Worth(units: 1)
}
