public import Vocabulary

/// When the breakers open, with the defaults that are shipped. This is their only place.
///
/// How old a head may be is not here: routes say it, and it comes with the observation.
public struct BreakerParameters: Hashable, Sendable {
    /// What any twenty-four hours may lose.
    public var dailyLoss = Worth(200)
    /// How far the private and the cross-chain buckets may fall from their peak, deposits apart.
    public var drawdown = BasisPoints(millionths: 1_000 * 1_000_000)
    public var wins = WinParameters()
    public var errors = ErrorParameters()
    /// Disputes in a row between the endpoints of a chain.
    public var disputes: UInt8 = 3
    /// Good observations in a row after which a chain's breaker closes by itself.
    public var healing: UInt8 = 3

    public init() {}
}

/// When a route wins too rarely.
public struct WinParameters: Hashable, Sendable {
    /// The share of wins that the upper bound must reach.
    public var floor = BasisPoints(millionths: 8_500 * 1_000_000)
    /// With fewer trades nothing is concluded.
    public var leastSample: UInt16 = 100
    /// The newest trades that count.
    public var window: UInt16 = 500
    /// How far a win may fall short of its plan, as a share of the trade.
    public var tolerance = BasisPoints(millionths: 1_000_000)

    public init() {}
}

/// When too many attempts fail.
public struct ErrorParameters: Hashable, Sendable {
    public var most = BasisPoints(millionths: 200 * 1_000_000)
    /// With fewer attempts nothing is concluded.
    public var leastSample: UInt16 = 300
    /// The newest attempts that count.
    public var window: UInt16 = 1_000

    public init() {}
}

/// Settings under which a breaker would never open, or at once.
public enum BreakerFault: Error, Hashable, Sendable {
    case dailyLossNotPositive(Worth)
    case drawdownOutOfRange(BasisPoints)
    case winFloorOutOfRange(BasisPoints)
    case winToleranceOutOfRange(BasisPoints)
    case errorRateOutOfRange(BasisPoints)
    /// 1 <= least sample <= window <= the most that is remembered does not hold.
    case sample(Breaker, least: UInt16, window: UInt16)
    case countOfNone(Breaker)
    case healingOfNone
}

extension BreakerParameters {
    /// The first fault there is.
    public var fault: BreakerFault? {
        guard dailyLoss > .zero else { return .dailyLossNotPositive(dailyLoss) }
        guard Self.isProper(drawdown) else { return .drawdownOutOfRange(drawdown) }
        guard Self.isProper(wins.floor) else { return .winFloorOutOfRange(wins.floor) }
        guard wins.tolerance < .whole else { return .winToleranceOutOfRange(wins.tolerance) }
        guard Self.isProper(errors.most) else { return .errorRateOutOfRange(errors.most) }
        let samples: [(Breaker, UInt16, UInt16)] = [
            (.winRate, wins.leastSample, wins.window),
            (.errorRate, errors.leastSample, errors.window),
        ]
        for (breaker, least, window) in samples {
            guard 1 <= least, least <= window, window <= RecentOutcomes.mostRemembered else {
                return .sample(breaker, least: least, window: window)
            }
        }
        guard disputes > 0 else { return .countOfNone(.endpoints) }
        guard healing > 0 else { return .healingOfNone }
        return nil
    }

    /// More than nothing and less than the whole.
    private static func isProper(_ share: BasisPoints) -> Bool {
        share > BasisPoints(millionths: 0) && share < .whole
    }
}
