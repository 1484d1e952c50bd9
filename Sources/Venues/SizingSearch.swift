internal import Numerics

/// How sizes are found: a search along the curves' approximations, then a short one on exact quotes.
///
/// Profit itself is flat at its top and rough by a unit or two, so nothing here compares profits to
/// find it: the margin crosses its goal at a slope, and there the top is.
enum SizingSearch {
    /// The most looks along the approximation, should every secant fail: a bisection ends in fewer.
    static let mostLooks = 128

    /// What a look at one size tells.
    enum Look {
        /// The margin in units of the goal; it rises with the size.
        case margin(Approximation)
        /// The size is more than the pools take.
        case tooMuch
    }

    /// The size at which a rising margin reaches one, as near as the approximation goes; `most` when it
    /// does not get there before, zero when it starts there. Where the pools end first, that end.
    ///
    /// Sizes closer than `resolution` are the same. Secant steps as long as they help; where the margin is a ratio of linear terms, as
    /// between two constant products, the first secant is already the answer.
    static func crossing(
        start: Approximation,
        most: Approximation? = nil,
        resolution: Approximation = .quarter,
        _ look: (Approximation) -> Look
    ) -> Approximation {
        var bracket = SizingBracket(resolution: resolution)
        return search(&bracket, start: start, most: most, look) ?? bracket.nearest
    }

    /// The two sizes between which a rising margin passes one: the same place from both sides, also
    /// where it leaps.
    static func passage(
        start: Approximation,
        resolution: Approximation,
        _ look: (Approximation) -> Look
    ) -> (below: Approximation, above: Approximation) {
        var bracket = SizingBracket(resolution: resolution)
        _ = search(&bracket, start: start, most: nil, look)
        if bracket.isReached { return (bracket.nearest, bracket.nearest) }
        return (bracket.low, bracket.high ?? bracket.low)
    }

    /// `most` where the margin does not reach one before it.
    private static func search(
        _ bracket: inout SizingBracket,
        start: Approximation,
        most: Approximation?,
        _ look: (Approximation) -> Look
    ) -> Approximation? {
        let goal = Approximation.one
        guard case .margin(let first) = look(.zero), first < goal else { return .zero }
        bracket.raiseLow(to: .zero, gap: goal - first)
        var next = start
        for _ in 1..<mostLooks {
            if let most, most <= next {
                if bracket.high != nil { return nil }
                next = most
            }
            switch look(next) {
            case .margin(let margin) where margin < goal:
                if next == most { return next }
                bracket.raiseLow(to: next, gap: goal - margin)
            case .margin(let margin): bracket.lowerHigh(to: next, gap: margin - goal)
            case .tooMuch: bracket.lowerHigh(to: next, gap: nil)
            }
            guard let step = bracket.next else { return nil }
            next = step
        }
        return nil
    }

    /// The least integer at which `holds` is true, starting near `guess`: outward by doubling, then
    /// inward by halving. `holds` must turn from false to true once; where rounding makes it flicker,
    /// the answer is one of the places where it turns. `nil` when it never holds up to `most`.
    static func least(
        near guess: UInt256,
        most: UInt256 = .max,
        _ holds: (UInt256) -> Bool
    ) -> UInt256? {
        let unit = UInt256(limbs: 1, 0, 0, 0)
        var step = unit
        var low: UInt256
        var high: UInt256
        if holds(guess) {
            high = guess
            while true {
                if high == .zero { return .zero }
                low = high > step ? high &- step : .zero
                guard holds(low) else { break }
                high = low
                step = step << 1
            }
        } else {
            low = guess
            while true {
                if low >= most { return nil }
                high = most &- low > step ? low &+ step : most
                if holds(high) { break }
                low = high
                step = step << 1
            }
        }
        while high &- low > unit {
            let middle = low &+ (high &- low) >> 1
            if holds(middle) { high = middle } else { low = middle }
        }
        return high
    }
}
