import Numerics
import Routes
import Vocabulary

extension RouteParameters {
    /// `false` where the number can't be moved as far; whether the settings still make sense, `Route` says.
    mutating func move(
        _ threshold: Lever.Threshold,
        _ direction: Flip.Direction,
        by amount: UInt256
    ) -> Bool {
        switch threshold {
        case .enter: return move(\.parity.enter, direction, amount)
        case .target: return move(\.parity.target, direction, amount)
        case .toxic: return move(\.parity.toxic, direction, amount)
        case .least: return move(\.size.least, direction, amount)
        case .most: return move(\.size.most, direction, amount)
        case .perDay: return move(\.size.perDay, direction, amount)
        case .perPoolAndBlock: return move(\.size.perPoolAndBlock, direction, amount)
        case .worstCase: return move(\.safety.worstCase, direction, amount)
        case .widestSkew: return move(\.freshness.widestSkew, direction, amount)
        case .shortestRunway: return move(\.reserve.shortestRunway, direction, amount)
        case .blocksBetween:
            guard let moved = Self.moved(size.blocksBetween, direction, amount) else {
                return false
            }
            size.blocksBetween = moved
        case .confirmation:
            guard
                let moved = Self.moved(UInt64(confirmation.blocks), direction, amount),
                (1...UInt64(ConfirmationParameters.mostBlocks)).contains(moved)
            else { return false }
            confirmation.blocks = UInt8(clamping: moved)
        case .gasCeiling:
            let (moved, overflow) =
                direction == .rise
                ? safety.gasCeiling.value.addingReportingOverflow(amount)
                : safety.gasCeiling.value.subtractingReportingOverflow(amount)
            guard !overflow else { return false }
            safety.gasCeiling = Wei(moved)
        case .subsidyPerUnit, .subsidyPerDay:
            guard case .parity(var subsidy) = mission else { return false }
            if threshold == .subsidyPerDay {
                guard let moved = Self.moved(subsidy.perDay, direction, amount) else {
                    return false
                }
                subsidy.perDay = moved
            } else {
                guard let moved = Self.moved(subsidy.perUnit.millionths, direction, amount) else {
                    return false
                }
                subsidy.perUnit = BasisPoints(millionths: moved)
            }
            mission = .parity(subsidy)
        }
        return true
    }

    private mutating func move(
        _ share: WritableKeyPath<RouteParameters, BasisPoints>,
        _ direction: Flip.Direction,
        _ amount: UInt256
    ) -> Bool {
        guard let moved = Self.moved(self[keyPath: share].millionths, direction, amount) else {
            return false
        }
        self[keyPath: share] = BasisPoints(millionths: moved)
        return true
    }

    private mutating func move(
        _ worth: WritableKeyPath<RouteParameters, Worth>,
        _ direction: Flip.Direction,
        _ amount: UInt256
    ) -> Bool {
        guard let moved = Self.moved(self[keyPath: worth], direction, amount) else { return false }
        self[keyPath: worth] = moved
        return true
    }

    private mutating func move(
        _ time: WritableKeyPath<RouteParameters, Interval>,
        _ direction: Flip.Direction,
        _ amount: UInt256
    ) -> Bool {
        guard let moved = Self.moved(self[keyPath: time].milliseconds, direction, amount) else {
            return false
        }
        self[keyPath: time] = Interval(milliseconds: moved)
        return true
    }

    private static func moved(
        _ number: UInt64,
        _ direction: Flip.Direction,
        _ amount: UInt256
    ) -> UInt64? {
        guard let amount = UInt64(exactly: amount) else { return nil }
        let (moved, overflow) =
            direction == .rise
            ? number.addingReportingOverflow(amount) : number.subtractingReportingOverflow(amount)
        return overflow ? nil : moved
    }

    private static func moved(
        _ worth: Worth,
        _ direction: Flip.Direction,
        _ amount: UInt256
    ) -> Worth? {
        let change = Lever.worth(amount)
        let moved = direction == .rise ? worth.adding(change) : worth.subtracting(change)
        return moved.flatMap { $0.isNegative ? nil : $0 }
    }
}
