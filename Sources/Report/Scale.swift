/// From the least value of an axis to the greatest, with round marks between.
struct Scale {
    let low: Double
    let high: Double
    let marks: [Double]
    /// Of the marks' text.
    let decimals: Int

    init(_ values: [Double], fromZero: Bool) {
        var low = values.min() ?? 0
        var high = values.max() ?? 1
        if fromZero {
            low = min(low, 0)
            high = max(high, 0)
        }
        // A flat line stands in the middle; a hair's breadth is flat.
        let least = max(low.magnitude, high.magnitude) * 1e-9
        if high - low <= least {
            let room = max(high.magnitude * 0.001, 1e-9)
            (low, high) = (low - room, high + room)
        }
        let margin = (high - low) * 0.06
        if !(fromZero && low == 0) { low -= margin }
        if !(fromZero && high == 0) { high += margin }
        let step = Self.step((high - low) / 5)
        var marks: [Double] = []
        var index = (low / step).rounded(.up)
        while index * step <= high, marks.count < 12 {
            marks.append(index * step)
            index += 1
        }
        self.low = low
        self.high = high
        self.marks = marks
        decimals = Self.decimals(step)
    }

    /// From the top, of one.
    func place(_ value: Double) -> Double { (high - value) / (high - low) }

    /// The least of 1, 2, 5, 10, ... that is not less.
    private static func step(_ rough: Double) -> Double {
        var power = 1e-12
        while power * 10 <= rough, power < 1e15 { power *= 10 }
        return [1, 2, 5, 10].map { $0 * power }.first { $0 >= rough } ?? power * 10
    }

    private static func decimals(_ step: Double) -> Int {
        var (step, decimals) = (step, 0)
        while step < 0.999, decimals < 9 {
            step *= 10
            decimals += 1
        }
        return decimals
    }
}
