import Numerics
import Routes
import Venues
import Vocabulary

/// Where the mission's own size lies, and how far it must shrink for what can't be read off beforehand.
struct SizeSearch {
    let setting: Setting

    init(_ setting: Setting) {
        self.setting = setting
    }

    private var pair: MarketPair { setting.trading.pair }
    private var isSimple: Bool {
        setting.trading.cheap.count == 1 && setting.trading.dear.count == 1
    }
    private var yardstick: MarketPair.Yardstick { setting.dear == .first ? .dear : .cheap }

    var goalName: String {
        switch setting.mission {
        case .profit: "last unit earns its cost"
        case .parity: "down to \(setting.parameters.parity.aim)"
        }
    }

    /// What the mission asks for, and no more than `most`.
    func goal(most: UInt256) -> Goal {
        let profitable = mostProfitable(most: most)
        guard case .parity = setting.mission else { return profitable }
        // Once the last unit still earns, going on is free; parity is what is asked for at least.
        let closing = closing(setting.parameters.parity.aim, most: most)
        return closing > profitable.base ? Goal(base: closing, priced: nil) : profitable
    }

    /// A size, with what it does where the search has seen that.
    struct Goal {
        let base: UInt256
        let priced: PricedSize?

        static let nothing = Goal(base: .zero, priced: nil)
    }

    /// Whether the mission's own size could turn the deviation round. Where every unit must earn more than it
    /// costs the last one is bought below what it is sold for, fees taken off: there it can't.
    var mayTurnSign: Bool {
        if case .profit = setting.mission { setting.shadowPrice.isCredit } else { true }
    }

    /// The deviation the trade leaves, by the pools that give the prices.
    func deviation(after size: PricedSize) -> Deviation? {
        guard
            let after = setting.trading.after(size),
            let cheap = try? after.cheap[0].price(), let dear = try? after.dear[0].price()
        else { return nil }
        return setting.dear == .first
            ? Deviation(of: dear, from: cheap) : Deviation(of: cheap, from: dear)
    }

    /// The largest size after which the same chain is still dear, or neither; `nil` when that is more than
    /// `most`.
    func largestKeepingSign(most: UInt256) -> UInt256? {
        let size = closing(BasisPoints(millionths: 0), most: most)
        return size >= most ? nil : size
    }

    /// The largest size that closes no more of the deviation than has stood for the whole run; `nil` when
    /// all of it has, or when that is more than `most`.
    ///
    /// Nothing at all while there is more on top than a fill may fall short: what was just pushed may be
    /// taken back before a leg is mined, and a minimum that leans on it would then not be met.
    func largestConfirmed(_ deviation: BasisPoints, most: UInt256) -> UInt256? {
        let stood = setting.standing.run.smallest(
            over: setting.parameters.confirmation.blocks
        )
        guard stood < deviation else { return nil }
        let rest = BasisPoints(millionths: deviation.millionths - stood.millionths)
        guard rest <= setting.parameters.safety.tolerance else { return .zero }
        let size = closing(rest, most: most)
        return size >= most ? nil : size
    }

    /// The size that brings the deviation to this share, at most `most`.
    private func closing(_ share: BasisPoints, most: UInt256) -> UInt256 {
        if isSimple {
            let size = pair.size(bringingDeviationBelow: share, against: yardstick)
            if let size { return min(size.base, most) }
            // Closed already, or too far away for the pools.
            return isOpen(after: most, share) ? most : .zero
        }
        if isOpen(after: most, share) { return most }
        let open = edge(from: .zero, to: most) { isOpen(after: $0, share) }.holds
        // The next one is the first below the share; for a share of zero it would turn the sign.
        return share.millionths == 0 ? open : min(open &+ 1, most)
    }

    /// Whether the deviation is still at least this share, on the same side; for zero that it hasn't turned.
    private func isOpen(after base: UInt256, _ share: BasisPoints) -> Bool {
        guard !base.isZero else { return true }
        guard let size = setting.priced(base), let deviation = deviation(after: size) else {
            return false
        }
        if share.millionths == 0 {
            return deviation.dear == setting.dear || deviation.dear == .neither
        }
        return deviation.dear == setting.dear && deviation.isAtLeast(share)
    }

    /// Where the last unit earns exactly what it costs.
    private func mostProfitable(most: UInt256) -> Goal {
        guard !most.isZero else { return .nothing }
        guard isSimple else { return Goal(base: peak(most: most), priced: nil) }
        // What unwinding would cost grows with the size, so that a first answer tells how fast.
        let stress = setting.parameters.safety.stress
        let chance = setting.parameters.safety.unwindChance
        guard
            let expected = chance.share(of: UInt256(stress.millionths), rounding: .up),
            let first = size(unwinding: BasisPoints(millionths: UInt64(clamping: expected)), most)
        else { return .nothing }
        func goal(_ size: PairedSize) -> Goal {
            Goal(base: size.base, priced: setting.trading.single(size))
        }
        guard first.base < most, let steeper = unwindingShare(at: first) else { return goal(first) }
        return size(unwinding: steeper, most).map(goal) ?? .nothing
    }

    private func size(unwinding: BasisPoints, _ most: UInt256) -> PairedSize? {
        setting.leastReturn(unwinding: unwinding).flatMap {
            pair.size(lastUnitReturning: $0, most: most)
        }
    }

    /// How much more unwinding a unit more is expected to cost. Fees grow with the size and the impact with
    /// its square, so that the last unit bears its fee and twice the mean impact.
    private func unwindingShare(at size: PairedSize) -> BasisPoints? {
        let priced = setting.trading.single(size)
        guard let value = Worth(of: priced.given, at: setting.dearEnd.basePrice, rounding: .down),
            value > .zero
        else { return nil }
        let whole = UInt256(BasisPoints.millionthsInWhole)
        func marginal(_ shortfall: Worth?, _ venue: Venue) -> UInt256? {
            shortfall.flatMap {
                max($0, .zero).units.magnitude.multiplied(
                    by: whole &* 2,
                    dividedBy: value.units.magnitude,
                    rounding: .up
                )
            }.map { share in
                let fee = UInt256(venue.fee.millionths)
                return max(share > fee ? share - fee : .zero, fee)
            }
        }
        guard
            let sale = marginal(setting.saleShortfall(priced), pair.dear.venue),
            let purchase = marginal(setting.purchaseShortfall(priced), pair.cheap.venue)
        else { return nil }
        let safety = setting.parameters.safety
        let share = safety.unwindChance.share(
            of: max(sale, purchase) &+ UInt256(safety.stress.millionths),
            rounding: .up
        )
        return share.map { BasisPoints(millionths: UInt64(clamping: $0)) }
    }

    /// Over several pools: net rises to one top and falls, so the golden section is cut off until little is
    /// left.
    private func peak(most: UInt256) -> UInt256 {
        var (low, high) = (UInt256.zero, most)
        var left = Summit(low + Self.lesserPart(of: high - low), net)
        var right = Summit(high - Self.lesserPart(of: high - low), net)
        while high - low > 2, high - low > high >> 16 {
            if left.net < right.net {
                low = left.base
                left = right
                right = Summit(high - Self.lesserPart(of: high - low), net)
            } else {
                high = right.base
                right = left
                left = Summit(low + Self.lesserPart(of: high - low), net)
            }
        }
        let ends = [left, right, Summit(low, net), Summit(high, net)]
        return ends.max { $0.net < $1.net }?.base ?? .zero
    }

    /// A size and what is left of it.
    private struct Summit {
        let base: UInt256
        let net: Worth

        init(_ base: UInt256, _ net: (UInt256) -> Worth) {
            self.base = base
            self.net = net(base)
        }
    }

    /// The whole less its golden section, so that of two such points one is a point of what is left.
    private static func lesserPart(of whole: UInt256) -> UInt256 {
        whole.multiplied(by: 1_640_531_527, dividedBy: 1 << 32, rounding: .down) ?? .zero
    }

    private func net(_ base: UInt256) -> Worth {
        guard !base.isZero else { return .zero }
        return setting.costed(base)?.net ?? Worth(units: .min)
    }

    /// A size that was found, and the rule that made it smaller than was asked for.
    struct Found {
        let size: CostedSize
        let shrunkBy: Rule?
    }

    /// The largest size up to `most` that the purse and the worst case allow; when none does, the one that
    /// was asked for, which will then fail its check.
    /// `goal` saves pricing it again where it is what was asked for.
    func safest(from least: UInt256, to most: UInt256, goal: Goal) -> Found? {
        let known = goal.base == most ? goal.priced.flatMap(setting.costed) : nil
        guard let wanted = known ?? setting.costed(most) else {
            let takes = edge(from: least, to: most) { setting.costed($0) != nil }.holds
            return setting.costed(takes).map { Found(size: $0, shrunkBy: .quotable) }
        }
        guard let first = breach(of: wanted) else { return Found(size: wanted, shrunkBy: nil) }
        // From the size that earns most: smaller ones need not be safer, gas weighs more in them.
        let anchor = max(least, min(mostProfitable(most: most).base, most))
        let start = [least, anchor].first {
            setting.costed($0).map { breach(of: $0) == nil } ?? false
        }
        guard let start else { return Found(size: wanted, shrunkBy: nil) }
        let edge = edge(from: start, to: most) { base in
            setting.costed(base).map { breach(of: $0) == nil } ?? false
        }
        let rule = setting.costed(edge.fails).flatMap { breach(of: $0) } ?? first
        return setting.costed(edge.holds).map { Found(size: $0, shrunkBy: rule) }
    }

    private func breach(of size: CostedSize) -> Rule? {
        if case .parity(let subsidy) = setting.mission {
            let loss = max(size.net.negated, .zero)
            let perUnit = size.value.share(subsidy.perUnit, rounding: .down) ?? .zero
            if loss > perUnit { return .subsidyPerUnit }
            let left = subsidy.perDay.subtracting(setting.standing.subsidyToday) ?? .zero
            if loss > left { return .subsidyPerDay }
        }
        if size.worstCase.worth > setting.parameters.safety.worstCase { return .worstCase }
        return nil
    }

    /// By halving, to a millionth of the way: the largest that holds, when the lower end does, and the
    /// least that does not.
    private func edge(
        from low: UInt256,
        to high: UInt256,
        where holds: (UInt256) -> Bool
    ) -> (holds: UInt256, fails: UInt256) {
        if holds(high) { return (high, high) }
        var (low, high) = (low, high)
        let resolution = max((high - min(low, high)) >> 20, 1)
        while high > low, high - low > resolution {
            let middle = low + (high - low) / 2
            if holds(middle) { low = middle } else { high = middle }
        }
        return (low, high)
    }
}
