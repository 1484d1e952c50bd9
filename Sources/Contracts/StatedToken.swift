import Ethereum
import Numerics
import Routes
import Venues
public import Vocabulary

/// Which token a pool must say that it trades on one side.
struct StatedToken: Hashable, Sendable {
    let pool: PoolDescription
    let side: Side

    var token: Token { side == .base ? pool.base : pool.quote }

    /// Where it says so.
    var call: ContractCall {
        let target = pool.key.address
        switch pool.kind {
        case .dodo:
            return ContractCall(
                target,
                side == .base ? PoolInterface.dodoBaseToken : PoolInterface.dodoQuoteToken
            )
        case .uniswapV2, .uniswapV3:
            return ContractCall(
                target,
                side == .base ? PoolInterface.firstToken : PoolInterface.secondToken
            )
        case .stableSwap(let stable):
            let coin = UInt256(UInt64(side == .base ? stable.base : stable.quote))
            return ContractCall(target, PoolInterface.coin, [.unsigned(coin)])
        }
    }
}

extension InspectionPlan {
    /// A pool that trades something else than the configuration says.
    public struct WrongToken: Hashable, Sendable {
        public let pool: Address
        /// `base` or `quote`.
        public let side: String
        public let stated: Token
        /// `nil` for what is no address.
        public let found: Address?

        init(_ asked: StatedToken, _ found: Address?) {
            pool = asked.pool.key.address
            side = asked.side == .base ? "base" : "quote"
            stated = asked.token
            self.found = found
        }
    }
}

extension InspectionPlan.WrongToken: CustomStringConvertible {
    public var description: String {
        "has \(found.map { "\($0)" } ?? "nothing") as its \(side), not \(stated.symbol) "
            + "\(stated.address)"
    }
}
