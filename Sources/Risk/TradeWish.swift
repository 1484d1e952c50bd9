public import Vocabulary

/// What is about to be traded, as far as limits are about it.
public struct TradeWish: Hashable, Sendable {
    /// Once for a pair.
    public let size: Worth
    /// What the plan gives away for the peg; zero where it gives nothing.
    public let subsidy: Worth
    /// Every pool it trades on, and the head of that pool's chain.
    public let pools: [PoolBlock]

    public struct PoolBlock: Hashable, Sendable {
        public let pool: ContractKey
        public let block: UInt64

        public init(pool: ContractKey, block: UInt64) {
            self.pool = pool
            self.block = block
        }
    }

    public init(size: Worth, subsidy: Worth = .zero, pools: [PoolBlock]) {
        self.size = size
        self.subsidy = subsidy
        self.pools = pools
    }
}

/// Which limit says no, with its number.
public enum LimitRefusal: Error, Hashable, Sendable {
    case belowLeast(Worth, least: Worth)
    case aboveMost(Worth, most: Worth)
    /// The first trades of a route are small ones.
    case ramping(Worth, most: Worth, settled: UInt8, of: UInt8)
    case coolingDown(until: Instant, failures: UInt8)
    case purse(PurseRefusal)
    case spacing(PoolSpacing.Refusal)
}

extension LimitRefusal: CustomStringConvertible {
    public var description: String {
        switch self {
        case .belowLeast(let size, let least): "\(size) is less than the least size of \(least)"
        case .aboveMost(let size, let most): "\(size) is more than the most of \(most) a trade"
        case .ramping(let size, let most, let settled, let needed):
            "\(size) is more than the \(most) of a route with \(settled) of \(needed) first trades"
        case .coolingDown(_, let failures): "a pause after \(failures) failures is not over"
        case .purse(.full(let budget, let wanted, let left, _)):
            "\(budget.rawValue) has \(left) left today and \(wanted) is wanted"
        case .purse(.negative(let budget, let amount)):
            "\(amount) can't be taken out of \(budget.rawValue)"
        case .spacing(.tooSoon(let pool, let since, let needed)):
            "pool \(pool) was traded on \(since) blocks ago, and \(needed) must pass"
        case .spacing(.tooManyPools): "more pools than can be remembered"
        }
    }
}
