public import Numerics

extension Market {
    /// The least input that buys `amount` of `side`, and what it buys: at least `amount`.
    ///
    /// For venues without an exact output this is the only way to buy one. `nil` when the pool does not
    /// pay that much. The curve gives the neighbourhood, a few exact quotes settle the unit.
    public func leastInput(buying amount: UInt256, of side: Side) -> Quote? {
        leastInput(buying: amount, of: side, near: roughInput(buying: amount, of: side))
    }

    func leastInput(buying amount: UInt256, of side: Side, near guess: UInt256) -> Quote? {
        if amount == .zero { return Quote(sold: .zero, received: .zero) }
        var enough: Quote?
        let least = SizingSearch.least(near: guess) { input in
            if input == .zero { return false }
            do throws(Refusal) {
                let quote = try quote(selling: input, of: side.other)
                if quote.sold == input, quote.received < amount { return false }
                enough = quote
            } catch {
                // More than the pool takes is past the answer, should there be one.
                enough = nil
            }
            return true
        }
        guard let least, let enough else { return nil }
        return enough.sold == least && enough.received >= amount ? enough : nil
    }

    private static let mostUnits = Approximation(UInt256.max)

    /// Newton's steps along the curve from below: it is concave, so that they never overshoot.
    private func roughInput(buying amount: UInt256, of side: Side) -> UInt256 {
        let goal = Approximation(amount)
        let guide = guide(selling: side.other)
        var input = Approximation.zero
        for _ in 0..<64 {
            guard let point = guide.point(after: input) else { break }
            if goal <= point.received || point.slope.isZero { break }
            let next = input + (goal - point.received) / point.slope
            if next <= input || Self.mostUnits < next { break }
            input = next
        }
        let units = input.floored
        return units == .zero ? UInt256(limbs: 1, 0, 0, 0) : units
    }
}
