/// Two sizes with the goal between them, or one size below it: where a search stands.
struct SizingBracket {
    private(set) var low = Approximation.zero
    private(set) var high: Approximation?
    private var last = Approximation.zero
    private var lastGap = Approximation.zero
    private var lowGap = Approximation.zero
    private var highGap: Approximation?
    /// An end that stays while the other moves twice counts less, so that the secant moves it too.
    private var lowWeight = Approximation.zero
    private var highWeight: Approximation?
    private var lowMoved = true
    private let resolution: Approximation

    init(resolution: Approximation) { self.resolution = resolution }

    mutating func raiseLow(to size: Approximation, gap: Approximation) {
        (last, lastGap) = (low, lowGap)
        (low, lowGap, lowWeight) = (size, gap, gap)
        if lowMoved { highWeight = highWeight?.halved }
        lowMoved = true
    }

    mutating func lowerHigh(to size: Approximation, gap: Approximation?) {
        if !lowMoved, high != nil { lowWeight = lowWeight.halved }
        (high, highGap, highWeight) = (size, gap, gap)
        lowMoved = false
    }

    /// The end nearer to the goal.
    var nearest: Approximation {
        guard let high, let highGap, highGap < lowGap else { return low }
        return high
    }

    /// Whether the margin at one of the ends is the goal.
    var isReached: Bool { lowGap < .leastGap || highGap.map { $0 < .leastGap } ?? false }

    /// Where to look next; `nil` when there is nothing between.
    var next: Approximation? {
        if isReached { return nil }
        guard let high else {
            let next = beyond
            return next - low <= low.step(resolution) ? nil : next
        }
        let width = high - low
        if width <= high.step(resolution) { return nil }
        let middle = low + width.halved
        guard let highWeight else { return middle }
        let next = low + width * lowWeight / (lowWeight + highWeight)
        if low < next, next < high { return next }
        return low < middle && middle < high ? middle : nil
    }

    /// The secant through the last two sizes below the goal, at most 64 times as far out.
    private var beyond: Approximation {
        let farthest = low * Approximation(64 as UInt64)
        let closed = lastGap - lowGap
        if closed.isZero { return farthest }
        let next = low + (low - last) * lowGap / closed
        return next < farthest ? next : farthest
    }
}

extension Approximation {
    /// A quarter of a unit, below which amounts are the same.
    static var quarter: Approximation { Approximation(mantissa: 1 << 63, exponent: -65) }

    /// Its last bits, or the resolution where that is coarser.
    fileprivate func step(_ resolution: Approximation) -> Approximation {
        max(resolution, Approximation(mantissa: mantissa, exponent: isZero ? 0 : exponent - 60))
    }

    /// Closer than this to its goal a margin has reached it.
    fileprivate static var leastGap: Approximation {
        Approximation(mantissa: 1 << 63, exponent: -63 - 60)
    }
}
