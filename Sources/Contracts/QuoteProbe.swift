import Ethereum
public import Numerics
public import Routes
public import Venues
public import Vocabulary

/// One sale that a pool's own view is asked about, and what our maths says of it at the same block.
///
/// A pool whose view and maths differ is none of the kind its configuration names: a mock, a fork, another
/// revision. Pools that have no such view (Uniswap's) are not probed.
public struct QuoteProbe: Hashable, Sendable {
    public let pool: Address
    public let side: Side
    public let amount: UInt256
    public let expected: Outcome

    public enum Outcome: Hashable, Sendable {
        case pays(UInt256)
        case refuses
    }

    /// What the pool says instead; `nil` where it agrees, or was not asked.
    func contradiction(in answer: CallAnswer) -> Outcome? {
        let answered: Outcome
        switch answer.read({ words throws(ABIError) in try words.word(0) }) {
        case .known(let paid): answered = .pays(paid)
        case .unknown(.reverted), .unknown(.empty), .unknown(.malformed): answered = .refuses
        case .unknown: return nil
        }
        return answered == expected ? nil : answered
    }

    /// A thousandth, a fiftieth and a quarter of what is in the pool.
    private static let shares: [UInt256] = [1_000, 50, 4]

    /// The sales a pool is asked about, on both sides; none where it has no view that says.
    public static func probes(
        of pool: PoolDescription,
        in venue: Venue
    ) -> [QuoteProbe] {
        var probes: [QuoteProbe] = []
        for side in Side.allCases {
            guard let reserve = reserve(of: side, in: venue) else { return [] }
            for share in shares {
                let amount = reserve / share
                guard !amount.isZero, let expected = outcome(selling: amount, side, to: venue)
                else { continue }
                probes.append(
                    QuoteProbe(
                        pool: pool.key.address,
                        side: side,
                        amount: amount,
                        expected: expected
                    )
                )
            }
        }
        return probes
    }

    private static func reserve(of side: Side, in venue: Venue) -> UInt256? {
        switch venue {
        case .dodo(let pool): side == .base ? pool.baseReserve : pool.quoteReserve
        case .stableSwap(let pool):
            pool.balances[side == .base ? pool.base : pool.quote]
        case .uniswapV2, .uniswapV3: nil
        }
    }

    private static func outcome(
        selling amount: UInt256,
        _ side: Side,
        to venue: Venue
    ) -> Outcome? {
        do throws(Refusal) {
            switch venue {
            case .stableSwap(let pool):
                return .pays(try pool.viewedQuote(selling: amount, of: side))
            default: return .pays(try venue.quote(selling: amount, of: side).received)
            }
        } catch {
            // What our maths can't say contradicts nobody.
            if case .reverts = error { return .refuses }
            return nil
        }
    }

    /// The view's call.
    func call(of description: PoolDescription, trader: Address) -> ContractCall? {
        switch description.kind {
        case .dodo:
            return ContractCall(
                pool,
                side == .base ? PoolInterface.dodoQueryBase : PoolInterface.dodoQueryQuote,
                [.address(trader), .unsigned(amount)]
            )
        case .stableSwap(let stable):
            let (sold, bought) =
                side == .base ? (stable.base, stable.quote) : (stable.quote, stable.base)
            return ContractCall(
                pool,
                PoolInterface.coinQuote,
                [.signed(Int256(sold)), .signed(Int256(bought)), .unsigned(amount)]
            )
        case .uniswapV2, .uniswapV3: return nil
        }
    }
}
