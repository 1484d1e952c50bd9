import Ledger
import Numerics
import Vocabulary

/// What became of a number of trades. A trade whose result nobody knows yet, such as a parked one, is counted
/// and is in no sum.
struct TradeStatistics {
    /// The known results, in the order the trades ended.
    let results: [Worth]
    let unknown: Int
    let planned: Worth?
    private let sorted: [Worth]

    init(_ trades: [TradeRecord]) {
        results = trades.compactMap(\.result.realisedNet)
        unknown = trades.count - results.count
        planned = Self.sum(trades.map(\.result.plannedNet))
        sorted = results.sorted()
    }

    var count: Int { results.count + unknown }
    var won: Int { results.count { $0 > .zero } }
    var lost: Int { results.count { $0 < .zero } }
    /// `nil` where no result is known.
    var total: Worth? { results.isEmpty ? nil : Self.sum(results) }
    var best: Worth? { sorted.last }
    var worst: Worth? { sorted.first }
    /// Of an even number the lower one.
    var median: Worth? { sorted.isEmpty ? nil : sorted[(sorted.count - 1) / 2] }
    var average: Worth? { Self.average(results[...]) }

    /// The worst results that are so many per cent of all, at least one: the largest of them is the value at
    /// risk, their average the conditional one.
    func tail(percent: Int) -> ArraySlice<Worth> {
        sorted.prefix(max(1, sorted.count * percent / 100))
    }

    /// From the highest sum so far down to the lowest one after it, trade after trade; `nil` beyond what can
    /// be counted.
    var drawdown: Worth? {
        var (sum, peak, deepest) = (Worth.zero, Worth.zero, Worth.zero)
        for result in results {
            guard let next = sum.adding(result) else { return nil }
            sum = next
            peak = max(peak, sum)
            guard let depth = peak.subtracting(sum) else { return nil }
            deepest = max(deepest, depth)
        }
        return deepest
    }

    /// Rounded down, against us.
    static func average(_ results: ArraySlice<Worth>) -> Worth? {
        guard !results.isEmpty, let sum = sum(Array(results)) else { return nil }
        let count = Int256(results.count)
        let (quotient, remainder) = sum.units.quotientAndRemainder(dividingBy: count)
        return Worth(units: remainder.isNegative ? quotient &- 1 : quotient)
    }

    private static func sum(_ all: [Worth]) -> Worth? {
        all.reduce(Optional(Worth.zero)) { sum, next in sum.flatMap { $0.adding(next) } }
    }
}
