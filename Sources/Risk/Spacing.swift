public import Routes
public import Vocabulary

/// When each pool was last traded on, by any route: blocks must pass before the next time.
public struct PoolSpacing: Hashable, Sendable {
    /// By pool.
    private(set) var last: [Execution] = []

    /// As many as all snapshots of a fleet together can show of one chain.
    public static let mostPools = Snapshot.mostEntries

    struct Execution: Hashable, Sendable {
        let pool: ContractKey
        var block: UInt64
    }

    public init() {}

    public enum Refusal: Error, Hashable, Sendable {
        /// The last execution was `since` blocks ago, `needed` must pass.
        case tooSoon(ContractKey, since: UInt64, needed: UInt64)
        case tooManyPools
    }

    public func lastExecution(on pool: ContractKey) -> UInt64? {
        place(of: pool).map { last[$0].block }
    }

    /// A head below the last execution is no time passed: the chain has gone back.
    public func refusal(
        of pool: ContractKey,
        at block: UInt64,
        needed: UInt64
    ) -> Refusal? {
        guard let place = place(of: pool) else {
            return last.count < Self.mostPools ? nil : .tooManyPools
        }
        let since = block > last[place].block ? block - last[place].block : 0
        return since >= needed ? nil : .tooSoon(pool, since: since, needed: needed)
    }

    /// Executed, or decided to be: late news of an older execution changes nothing.
    public mutating func note(_ pool: ContractKey, at block: UInt64) throws(Refusal) {
        if let place = place(of: pool) {
            last[place].block = max(last[place].block, block)
            return
        }
        guard last.count < Self.mostPools else { throw .tooManyPools }
        let place = last.firstIndex { $0.pool > pool } ?? last.endIndex
        last.insert(Execution(pool: pool, block: block), at: place)
    }

    private func place(of pool: ContractKey) -> Int? {
        var (low, high) = (0, last.count)
        while low < high {
            let middle = (low + high) / 2
            if last[middle].pool < pool { low = middle + 1 } else { high = middle }
        }
        return low < last.count && last[low].pool == pool ? low : nil
    }

    init?(read last: [Execution]) {
        guard
            last.count <= Self.mostPools,
            zip(last, last.dropFirst()).allSatisfy({ $0.pool < $1.pool })
        else { return nil }
        self.last = last
    }
}

/// When inventory last crossed each lane: moving it again at once would chase its own tail.
public struct LaneSpacing: Hashable, Sendable {
    /// By lane.
    private(set) var last: [Crossing] = []

    public static let mostLanes = 4 * Fleet.mostRoutes

    struct Crossing: Hashable, Sendable {
        let lane: LaneKey
        var at: Instant
    }

    public init() {}

    public enum Refusal: Error, Hashable, Sendable {
        case pausing(LaneKey, until: Instant)
        case tooManyLanes
    }

    public func lastTransfer(over lane: LaneKey) -> Instant? {
        last.first { $0.lane == lane }?.at
    }

    public func refusal(of lane: LaneKey, at now: Instant, pause: Interval) -> Refusal? {
        guard let crossing = last.first(where: { $0.lane == lane }) else {
            return last.count < Self.mostLanes ? nil : .tooManyLanes
        }
        let until = crossing.at.advanced(by: pause)
        return until <= now ? nil : .pausing(lane, until: until)
    }

    public mutating func note(_ lane: LaneKey, at now: Instant) throws(Refusal) {
        let place = last.firstIndex { $0.lane >= lane } ?? last.endIndex
        if place < last.endIndex, last[place].lane == lane {
            last[place].at = max(last[place].at, now)
            return
        }
        guard last.count < Self.mostLanes else { throw .tooManyLanes }
        last.insert(Crossing(lane: lane, at: now), at: place)
    }

    init?(read last: [Crossing]) {
        guard
            last.count <= Self.mostLanes,
            zip(last, last.dropFirst()).allSatisfy({ $0.lane < $1.lane })
        else { return nil }
        self.last = last
    }
}
