public import Numerics
public import Routes
public import Venues
public import Vocabulary

/// One thing in a situation that could have been otherwise.
///
/// It is pulled by so many of its smallest units, always in its own direction: of the market, of what the bot
/// has and waits for, or of the settings.
public enum Lever: Hashable, Sendable {
    // The market.
    /// Somebody sells so much in a pool and moves its price.
    case sold(pool: ContractKey, Side, AmountUnit)
    /// In milliseconds.
    case youngerHead(ChainID)
    case gasPrice(ChainID, Flip.Direction)
    // The bridge.
    case vault(LaneKey, AmountUnit, Flip.Direction)
    case longerRunway(LaneKey)
    // The bot.
    case holding(ContractKey, AmountUnit, Flip.Direction)
    case moreGasMoney(ChainID)
    case longerRun
    case shorterCooldown
    case olderExecution(pool: ContractKey)
    case moreAllowed
    case lessVolumeToday
    case lessSubsidyToday
    case moreForUnwinding
    /// What is or is not so; pulled by one.
    case fact(Fact)
    // The settings.
    case setting(Threshold, Flip.Direction)

    public enum Fact: Hashable, Sendable {
        case running
        case agreement(ChainID)
        case unpaused(ContractKey)
        case laneOpen(LaneKey)
        case laneUnpaused(LaneKey)
        case noVeto
        case noOpenLeg(pool: ContractKey)
    }

    /// A number of the settings, by the name it has there.
    public enum Threshold: String, Hashable, Sendable {
        case enter = "parity.enter"
        case target = "parity.target"
        case toxic = "parity.toxic"
        case confirmation = "confirmation.blocks"
        case widestSkew = "freshness.widest_skew"
        case least = "size.least"
        case most = "size.most"
        case perDay = "size.per_day"
        case perPoolAndBlock = "size.per_pool_and_block"
        case blocksBetween = "size.blocks_between"
        case worstCase = "safety.worst_case"
        case gasCeiling = "safety.gas_ceiling"
        case shortestRunway = "reserve.shortest_runway"
        case subsidyPerUnit = "subsidy.per_unit"
        case subsidyPerDay = "subsidy.per_day"
    }
}

extension Lever {
    /// The amount with its unit, as explanations show it.
    public func measure(_ amount: UInt256) -> Measure {
        let small = UInt64(clamping: amount)
        switch self {
        case .sold(_, _, let unit), .vault(_, let unit, _), .holding(_, let unit, _):
            return .amount(amount, unit)
        case .youngerHead, .longerRunway, .shorterCooldown:
            return .time(Interval(milliseconds: small))
        case .gasPrice, .moreGasMoney: return .gasPrice(Wei(amount))
        case .longerRun, .olderExecution: return .blocks(small)
        case .moreAllowed, .lessVolumeToday, .lessSubsidyToday, .moreForUnwinding:
            return .worth(Self.worth(amount))
        case .fact: return .fact(true)
        case .setting(let threshold, _): return threshold.measure(amount)
        }
    }

    static func worth(_ amount: UInt256) -> Worth {
        Worth(units: Int256(magnitude: min(amount, most), isNegative: false) ?? .zero)
    }

    /// No lever is pulled further: of a token with eighteen decimals, a trillion and more.
    static let most = UInt256.one << 100
}

extension Lever.Threshold {
    public func measure(_ amount: UInt256) -> Measure {
        let small = UInt64(clamping: amount)
        switch self {
        case .enter, .target, .toxic, .subsidyPerUnit:
            return .share(BasisPoints(millionths: small))
        case .confirmation, .blocksBetween: return .blocks(small)
        case .widestSkew, .shortestRunway: return .time(Interval(milliseconds: small))
        case .gasCeiling: return .gasPrice(Wei(amount))
        case .least, .most, .perDay, .perPoolAndBlock, .worstCase, .subsidyPerDay:
            return .worth(Lever.worth(amount))
        }
    }
}
