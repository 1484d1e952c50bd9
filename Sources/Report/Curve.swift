public import Numerics
public import Vocabulary

/// A quantity over time, kept in as many columns as an eye can tell apart.
///
/// Each column keeps its first, lowest, highest and last value, so that no spike is lost. When the time
/// outgrows the columns, each two of them become one: memory and the size of the plot are bounded, whatever
/// the length. Its floating point is for the eye; nothing computes with it.
public struct Curve: Sendable {
    public let name: String
    private(set) var columns: [Column] = []
    private(set) var width: UInt64 = 1
    private(set) var start: UInt64 = 0
    private(set) var end: UInt64 = 0
    public private(set) var statistics: Statistics?

    static let mostColumns = 1_024

    /// What was seen in one column's time.
    struct Column: Sendable {
        /// Counted in columns from the start.
        var place: UInt64
        var first: Double
        var low: Double
        var high: Double
        var last: Double
    }

    /// Of all values, not only of those that are drawn.
    public struct Statistics: Sendable {
        public internal(set) var first: Double
        public internal(set) var last: Double
        public internal(set) var low: Double
        public internal(set) var high: Double
        public internal(set) var sum: Double
        public internal(set) var count: UInt64

        public var mean: Double { sum / Double(count) }
    }

    public init(_ name: String) {
        self.name = name
    }

    /// What is no number is left out; a moment before the last one counts as that one.
    public mutating func add(_ value: Double, at moment: Instant) {
        guard value.isFinite else { return }
        let time = max(moment.milliseconds, end)
        take(value)
        if columns.isEmpty {
            (start, end) = (time, time)
            columns = [Column(place: 0, first: value, low: value, high: value, last: value)]
            return
        }
        end = time
        while (time - start) / width >= UInt64(Self.mostColumns) { merge() }
        let place = (time - start) / width
        let index = columns.count - 1
        if columns[index].place == place {
            columns[index].low = min(columns[index].low, value)
            columns[index].high = max(columns[index].high, value)
            columns[index].last = value
        } else {
            columns.append(
                Column(place: place, first: value, low: value, high: value, last: value)
            )
        }
    }

    public mutating func add(_ price: Price, at moment: Instant) {
        let (top, bottom) = (price.numerator.approximation, price.denominator.approximation)
        add(top / bottom, at: moment)
    }

    /// In basis points.
    public mutating func add(_ share: BasisPoints, at moment: Instant) {
        add(Double(share.millionths) / 1_000_000, at: moment)
    }

    /// In whole units of the numéraire.
    public mutating func add(_ worth: Worth, at moment: Instant) {
        let magnitude = worth.units.magnitude.approximation / 1e18
        add(worth.isNegative ? -magnitude : magnitude, at: moment)
    }

    /// An amount of base units in whole tokens.
    public mutating func add(_ units: UInt256, decimals: UInt8, at moment: Instant) {
        let whole = (0..<decimals).reduce(1.0) { power, _ in power * 10 }
        add(units.approximation / whole, at: moment)
    }

    private mutating func take(_ value: Double) {
        guard var known = statistics else {
            statistics = Statistics(
                first: value,
                last: value,
                low: value,
                high: value,
                sum: value,
                count: 1
            )
            return
        }
        known.last = value
        known.low = min(known.low, value)
        known.high = max(known.high, value)
        known.sum += value
        known.count += 1
        statistics = known
    }

    /// Half as many columns, each twice as wide.
    mutating func merge() {
        width *= 2
        var merged: [Column] = []
        merged.reserveCapacity(Self.mostColumns)
        for column in columns {
            let place = column.place / 2
            if let last = merged.last, last.place == place {
                let index = merged.count - 1
                merged[index].low = min(last.low, column.low)
                merged[index].high = max(last.high, column.high)
                merged[index].last = column.last
            } else {
                var column = column
                column.place = place
                merged.append(column)
            }
        }
        columns = merged
    }
}

extension UInt256 {
    /// The nearest number with a floating point, or one beside it.
    fileprivate var approximation: Double {
        let (lowest, low, high, highest) = limbs
        let base = 18_446_744_073_709_551_616.0
        return ((Double(highest) * base + Double(high)) * base + Double(low)) * base
            + Double(lowest)
    }
}

/// How far a worth is below the highest it has been.
public struct Drawdown: Sendable {
    private var peak: Worth?
    /// The deepest so far; never positive.
    public private(set) var deepest = Worth.zero

    public init() {}

    /// The fall after one more value; never positive.
    public mutating func next(_ worth: Worth) -> Worth {
        let peak = max(self.peak ?? worth, worth)
        self.peak = peak
        let fall = worth.subtracting(peak) ?? .zero
        deepest = min(deepest, fall)
        return fall
    }
}
