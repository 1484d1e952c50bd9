import Numerics
public import Vocabulary

/// The peak of a capital's worth, deposits and withdrawals apart, and how far below it stands.
///
/// A flow moves the peak in proportion, as a fund's price per share would: what is withdrawn is no loss,
/// and fresh money hides none.
public struct HighWater: Hashable, Sendable {
    private(set) var mark: Mark?

    struct Mark: Hashable, Sendable {
        var peak: Worth
        var equity: Worth
        /// All deposits less all withdrawals.
        var capital: Worth
    }

    public init() {}

    /// How far the worth has fallen.
    public struct Fall: Hashable, Sendable {
        public let by: Worth
        public let from: Worth

        /// Rounded up; the whole and more where nothing was left to fall from.
        public var share: BasisPoints {
            guard by > .zero else { return BasisPoints(millionths: 0) }
            guard from > .zero else { return .whole }
            let share = by.units.magnitude.multiplied(
                by: UInt256(BasisPoints.millionthsInWhole),
                dividedBy: from.units.magnitude,
                rounding: .up
            )
            return BasisPoints(millionths: share.flatMap { UInt64(exactly: $0) } ?? .max)
        }

        /// Exactly: rounding an allowance down changes no comparison with whole units.
        public func exceeds(_ share: BasisPoints) -> Bool {
            let allowed = max(from, .zero).share(share, rounding: .down) ?? .zero
            return by > allowed
        }
    }

    /// As it was at the last look; `nil` before the first.
    var fall: Fall? {
        mark.map { mark in
            Fall(
                by: mark.peak.subtracting(mark.equity) ?? Worth(units: .max),
                from: mark.peak
            )
        }
    }

    /// `equity` at reference prices, `capital` all deposits less all withdrawals until then. The first
    /// look has nothing to compare with.
    mutating func take(equity: Worth, capital: Worth) -> Fall? {
        guard let seen = mark else {
            mark = Mark(peak: equity, equity: equity, capital: capital)
            return nil
        }
        let flow = capital.subtracting(seen.capital)
        guard let flow, let before = equity.subtracting(flow) else {
            // Numbers that no money has: they count as everything lost.
            return Fall(by: Worth(units: .max), from: seen.peak)
        }
        let peak = max(seen.peak, before)
        mark = Mark(
            peak: flow == .zero ? peak : Self.moved(peak, from: before, to: equity),
            equity: equity,
            capital: capital
        )
        return Fall(by: peak.subtracting(before) ?? Worth(units: .max), from: peak)
    }

    /// A person has looked: the peak is what there is now.
    mutating func restart() {
        if let seen = mark { mark?.peak = seen.equity }
    }

    /// Rounded up: a higher peak is reached later.
    private static func moved(_ peak: Worth, from before: Worth, to equity: Worth) -> Worth {
        guard before > .zero, equity > .zero, peak > .zero else { return equity }
        let moved = peak.units.magnitude.multiplied(
            by: equity.units.magnitude,
            dividedBy: before.units.magnitude,
            rounding: .up
        )
        guard let moved, let signed = Int256(magnitude: moved, isNegative: false) else {
            return Worth(units: .max)
        }
        return Worth(units: signed)
    }

    init(read mark: Mark?) { self.mark = mark }
}
