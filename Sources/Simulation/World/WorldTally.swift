import Bot
import Execution
import Risk
public import Vocabulary

/// What a run has brought, block by block and trade by trade, in exact numbers.
public struct WorldTally: Hashable, Sendable {
    public var blocks: UInt64 = 0
    /// Block ends before dust had proved the bridge: nothing can be promised while a lane is unproved.
    public var starting: UInt64 = 0
    public var insideAtStart: UInt64 = 0
    private(set) var hasStarted = false
    /// Block ends since then, with both prices known.
    public var measured: UInt64 = 0
    public var insideTarget: UInt64 = 0
    /// The first chain's price against one.
    public var insidePeg: UInt64 = 0
    public var widest = BasisPoints(millionths: 0)
    /// By how many blocks it took until the target was reached again; what is longer counts in the last.
    public var excursions = [UInt64](repeating: 0, count: 33)
    /// Blocks since the deviation left the target, on both chains together; zero while it is inside.
    var outside: UInt64 = 0
    public var planned: UInt64 = 0
    public var settled: UInt64 = 0
    public var unwound: UInt64 = 0
    public var nothingFilled: UInt64 = 0
    public var parked: UInt64 = 0
    public var transfers: UInt64 = 0
    /// What trades left after every cost, by how they ended.
    public var settledResult = Worth.zero
    public var unwoundResult = Worth.zero
    /// Trades whose result no price tells.
    public var unpriced: UInt64 = 0
    public var halts: UInt64 = 0
    public var crashes: UInt64 = 0
    public var entries: UInt64 = 0
    /// What the bot said meanwhile, of the block ends outside the target; at most 64 different words.
    public var misses: [Miss] = []
    /// Reasons of halts, in the order of their first time, at most 32.
    public var haltReasons: [String] = []

    public struct Miss: Hashable, Sendable {
        public let reason: String
        public var blocks: UInt64
    }

    public init() {}

    mutating func miss(_ reason: String, _ blocks: UInt64 = 1) {
        if let index = misses.firstIndex(where: { $0.reason == reason }) {
            misses[index].blocks += blocks
        } else if misses.count < 64 {
            misses.append(Miss(reason: reason, blocks: blocks))
        }
    }

    /// A bridge that proves nothing is no excuse: from the hour's end on everything counts.
    static let longestStart: UInt64 = 3_600

    mutating func start() { hasStarted = true }

    var counts: Bool { hasStarted || starting >= Self.longestStart }

    mutating func measure(_ deviation: Deviation, isInside: Bool, isInsidePeg: Bool) {
        guard counts else {
            starting += 1
            if isInside { insideAtStart += 1 }
            return
        }
        measured += 1
        if !isInside, deviation.isAtLeast(widest) { widest = deviation.share }
        if isInsidePeg { insidePeg += 1 }
        if isInside {
            insideTarget += 1
            // Two chains: a block of each is one block of the slower.
            if outside > 0 { excursions[min(excursions.count - 1, Int((outside + 1) / 2))] += 1 }
            outside = 0
        } else {
            outside += 1
        }
    }

    mutating func read(_ entry: Entry) {
        entries += 1
        switch entry.fact {
        case .planned: planned += 1
        case .sent: transfers += 1
        case .halted(let halt):
            halts += 1
            note(halt.reason)
        case .closed(let trade): close(trade)
        default: break
        }
    }

    mutating func note(_ reason: String) {
        if haltReasons.count < 32, !haltReasons.contains(reason) { haltReasons.append(reason) }
    }

    private mutating func close(_ trade: ClosedTrade) {
        switch trade.ending {
        case .settled:
            settled += 1
            add(trade.realised, to: \.settledResult)
        case .unwound:
            unwound += 1
            add(trade.realised, to: \.unwoundResult)
        case .nothingFilled: nothingFilled += 1
        case .parked: parked += 1
        }
    }

    private mutating func add(_ part: Worth?, to sum: WritableKeyPath<WorldTally, Worth>) {
        guard let part, let total = self[keyPath: sum].adding(part) else {
            unpriced += 1
            return
        }
        self[keyPath: sum] = total
    }
}

extension WorldTally {
    /// Excursions of so many blocks and more are counted together.
    public static let mostExcursion = 32

    /// What all trades brought together; `nil` beyond what can be counted.
    public var result: Worth? { settledResult.adding(unwoundResult) }

    /// Within how many blocks so many per cent of the excursions were over; `nil` where there were none.
    public func latency(_ percent: UInt64) -> Int? {
        let all = excursions.reduce(0, +)
        guard all > 0 else { return nil }
        var passed: UInt64 = 0
        for (blocks, count) in excursions.enumerated() {
            passed += count
            if passed * 100 >= all * percent { return blocks }
        }
        return Self.mostExcursion
    }

    /// All runs as if they were one.
    public static func sum(_ tallies: [WorldTally]) -> WorldTally {
        tallies.reduce(into: WorldTally()) { sum, next in
            for part: WritableKeyPath<WorldTally, UInt64> in [
                \.blocks, \.starting, \.insideAtStart, \.measured, \.insideTarget, \.insidePeg,
                \.planned, \.settled, \.unwound,
                \.nothingFilled, \.parked, \.transfers, \.unpriced, \.halts, \.crashes, \.entries,
            ] { sum[keyPath: part] += next[keyPath: part] }
            for index in sum.excursions.indices { sum.excursions[index] += next.excursions[index] }
            sum.widest = max(sum.widest, next.widest)
            sum.settledResult = sum.settledResult.adding(next.settledResult) ?? sum.settledResult
            sum.unwoundResult = sum.unwoundResult.adding(next.unwoundResult) ?? sum.unwoundResult
            for miss in next.misses { sum.miss(miss.reason, miss.blocks) }
            for reason in next.haltReasons { sum.note(reason) }
        }
    }
}
