public import Numerics

/// A DODO V2 pool: the proactive market maker, exact to the last unit.
///
/// Holds what the contract stores and, computed once, the target it would adjust before any quote, so
/// that quoting from the same state many times costs only the trade itself. Fees leave from the
/// output: the liquidity providers' share stays in the pool, the maintainer's goes away.
///
/// At the size of dust the contract itself rounds in the trader's favour (base 18 and quote 6 decimals:
/// selling 10^9 wei worth 2.65 units pays 3). That is reproduced, not corrected.
public struct DODOPool: Hashable, Sendable {
    /// Which contract it is.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case dvm, dpp, dsp
        /// Ported from its source alone: no vector of a real contract confirms it.
        case gsp
    }

    /// Which `DODOMath` it was compiled with. Both answer the same `version()`.
    public enum Revision: String, Hashable, Sendable, CaseIterable {
        case beforeJanuary2024
        case current
    }

    /// Which side is scarce.
    public enum Regime: UInt8, Hashable, Sendable, CaseIterable {
        case one = 0
        /// Base is scarce, its price above the guide price.
        case aboveOne = 1
        /// Quote is scarce, the price of base below the guide price.
        case belowOne = 2
    }

    /// The largest guide price the contracts accept.
    public static let largestGuidePrice: UInt256 = 1_000_000_000_000_000_000_000_000_000_000_000_000

    public let kind: Kind
    public let revision: Revision
    /// `i`, with `18 - base decimals + quote decimals` decimals.
    public let guidePrice: UInt256
    /// `K`, scaled by 10^18, at most one.
    public let slippage: UInt256
    public internal(set) var baseReserve: UInt256
    public internal(set) var quoteReserve: UInt256
    /// As stored; a quote uses the adjusted one.
    public internal(set) var baseTarget: UInt256
    public internal(set) var quoteTarget: UInt256
    public internal(set) var regime: Regime
    /// Scaled by 10^18.
    public let lpFeeRate: UInt256
    /// Scaled by 10^18, as the pool's fee model answers for the account that starts the transaction.
    public let maintainerFeeRate: UInt256

    var adjusted: Adjustment

    /// The targets a quote starts from, or why the contract cannot compute them.
    struct Adjustment: Hashable, Sendable {
        var baseTarget: UInt256
        var quoteTarget: UInt256
        var fault: DODOFault?
    }

    var dialect: DODODialect { DODODialect(kind: kind, revision: revision) }
}

extension DODOPool {
    /// A pool as its storage reads.
    ///
    /// Refuses what no contract would hold: no reserves at all, `slippage` above one, fees of
    /// 100 % or more, a guide price of zero or above 10^36, a reserve or target beyond 112 bits, a DVM
    /// with stored targets or another regime than the only one it has. One reserve alone may be zero:
    /// a new DVM has no quote, and a pool can be sold out.
    public init(
        kind: Kind,
        revision: Revision,
        guidePrice: UInt256,
        slippage: UInt256,
        baseReserve: UInt256,
        quoteReserve: UInt256,
        baseTarget: UInt256,
        quoteTarget: UInt256,
        regime: Regime,
        lpFeeRate: UInt256,
        maintainerFeeRate: UInt256
    ) throws(InvalidState) {
        let one = DODOArithmetic.one
        let width = DODOArithmetic.largestStored
        if guidePrice == .zero { throw InvalidState("guidePrice", .isZero) }
        if guidePrice > Self.largestGuidePrice {
            throw InvalidState("guidePrice", .exceeds(Self.largestGuidePrice))
        }
        if slippage > one { throw InvalidState("slippage", .exceeds(one)) }
        if lpFeeRate >= one { throw InvalidState("lpFeeRate", .exceeds(one &- 1)) }
        if maintainerFeeRate >= one &- lpFeeRate {
            throw InvalidState("maintainerFeeRate", .exceeds(one &- lpFeeRate &- 1))
        }
        if baseReserve > width { throw InvalidState("baseReserve", .exceeds(width)) }
        if quoteReserve > width { throw InvalidState("quoteReserve", .exceeds(width)) }
        if baseTarget > width { throw InvalidState("baseTarget", .exceeds(width)) }
        if quoteTarget > width { throw InvalidState("quoteTarget", .exceeds(width)) }
        if baseReserve == .zero, quoteReserve == .zero {
            throw InvalidState("baseReserve", .isZero)
        }
        if kind == .dvm {
            if baseTarget != .zero { throw InvalidState("baseTarget", .contradicts("kind")) }
            if quoteTarget != .zero { throw InvalidState("quoteTarget", .contradicts("kind")) }
            if regime != .aboveOne { throw InvalidState("regime", .contradicts("kind")) }
        }
        self.init(
            unchecked: kind,
            revision: revision,
            guidePrice: guidePrice,
            slippage: slippage,
            baseReserve: baseReserve,
            quoteReserve: quoteReserve,
            baseTarget: baseTarget,
            quoteTarget: quoteTarget,
            regime: regime,
            lpFeeRate: lpFeeRate,
            maintainerFeeRate: maintainerFeeRate
        )
    }

    /// Any storage at all, however unlikely: the tests hold the maths against states that were put
    /// into the contracts by force.
    init(
        unchecked kind: Kind,
        revision: Revision,
        guidePrice: UInt256,
        slippage: UInt256,
        baseReserve: UInt256,
        quoteReserve: UInt256,
        baseTarget: UInt256,
        quoteTarget: UInt256,
        regime: Regime,
        lpFeeRate: UInt256,
        maintainerFeeRate: UInt256
    ) {
        self.kind = kind
        self.revision = revision
        self.guidePrice = guidePrice
        self.slippage = slippage
        self.baseReserve = baseReserve
        self.quoteReserve = quoteReserve
        self.baseTarget = baseTarget
        self.quoteTarget = quoteTarget
        self.regime = regime
        self.lpFeeRate = lpFeeRate
        self.maintainerFeeRate = maintainerFeeRate
        adjusted = Adjustment(baseTarget: baseTarget, quoteTarget: quoteTarget, fault: nil)
        adjustTargets()
    }

    /// `adjustedTarget`: the scarce side's target follows from the surplus on the other side.
    mutating func adjustTargets() {
        adjusted = Adjustment(baseTarget: baseTarget, quoteTarget: quoteTarget, fault: nil)
        do throws(DODOFault) {
            switch regime {
            case .one: break
            case .belowOne:
                adjusted.quoteTarget = try DODOMath.target(
                    reserve: quoteReserve,
                    delta: DODOArithmetic.subtract(baseReserve, baseTarget),
                    price: guidePrice,
                    slippage: slippage,
                    dialect: dialect
                )
            case .aboveOne:
                adjusted.baseTarget = try DODOMath.target(
                    reserve: baseReserve,
                    delta: DODOArithmetic.subtract(quoteReserve, quoteTarget),
                    price: DODOArithmetic.reciprocalFloor(guidePrice),
                    slippage: slippage,
                    dialect: dialect
                )
            }
        } catch {
            adjusted.fault = error
        }
    }
}
