import Numerics
import Routes
import Venues
import Vocabulary

/// A route laid out for a trade: which end is dear, its pools, its prices and what stands in its way.
///
/// It exists only once everything a plan needs is known.
struct Setting {
    let route: Route
    let standing: Standing
    let now: Instant
    let dear: Dear
    let deviation: BasisPoints
    let cheapEnd: End
    let dearEnd: End
    let trading: Trading
    /// Takes the base bought back to where base was sold.
    let baseLane: Crossing
    /// Takes the quote earned back to where quote was spent.
    let quoteLane: Crossing
    let mission: Mission

    /// One chain's end with its prices, in units of 10^-18 of the numéraire for one base unit.
    struct End {
        let chain: ChainScene
        let place: Route.Place
        let basePrice: Price
        let quotePrice: Price
        let baseHolding: UInt256
        let quoteHolding: UInt256
        let gasPrice: Wei
        let nativePrice: Price?
    }

    struct Crossing {
        let lane: Lane
        let scene: LaneScene
        let room: UInt256
    }

    var parameters: RouteParameters { route.parameters }
    var size: AmountUnit {
        AmountUnit(symbol: route.first.base.symbol, decimals: trading.pair.baseDecimals)
    }

    /// What a size in the pair's base units is worth, by the dear end's reference price.
    func worth(ofBase base: UInt256, rounding: Rounding) -> Worth? {
        guard
            let given = Decimals.convert(
                base,
                from: trading.pair.baseDecimals,
                to: dearEnd.place.base.decimals
            )
        else { return nil }
        return Worth(of: given, at: dearEnd.basePrice, rounding: rounding)
    }

    /// The largest size worth no more than this.
    func base(worth: Worth) -> UInt256 {
        guard worth > .zero else { return .zero }
        let given = dearEnd.basePrice.inverted.worth(of: worth.units.magnitude, rounding: .down)
        return Decimals.floor(
            given ?? .max,
            from: dearEnd.place.base.decimals,
            to: trading.pair.baseDecimals
        )
    }

    /// The smallest size worth at least this.
    func base(worthAtLeast worth: Worth) -> UInt256 {
        let base = base(worth: worth)
        if let value = self.worth(ofBase: base, rounding: .down), value >= worth { return base }
        return base &+ 1
    }

    /// Of one of both ends: what a unit of gas costs, times the buffer.
    func gasCost(of units: UInt64, at end: End) -> Worth? {
        guard let native = end.nativePrice else { return .zero }
        let (buffered, overflow) = UInt256(units).multipliedReportingOverflow(
            by: end.gasPrice.value
        )
        guard !overflow else { return nil }
        return Worth(of: buffered, at: native, rounding: .up)
    }

    func gasLimit(of swaps: [PoolTrade], at end: End) -> UInt64 {
        let kinds = swaps.compactMap { trade in
            end.place.pools.first { $0.key == trade.pool }?.kind
        }
        return parameters.gas.limit(
            swapsIn: kinds,
            bufferInHundredths: parameters.safety.gasBufferInHundredths
        )
    }

    /// What one pool more costs at an end, in its token received: for splitting.
    func costPerPool(at end: End, in token: Token, price: Price) -> UInt256 {
        let buffer = parameters.safety.gasBufferInHundredths
        let additions = end.place.pools.map {
            parameters.gas.addition(of: $0.kind, bufferInHundredths: buffer)
        }
        guard let cost = gasCost(of: additions.max() ?? 0, at: end) else { return .max }
        return price.inverted.worth(of: cost.units.magnitude, rounding: .up) ?? .max
    }

    func priced(_ base: UInt256) -> PricedSize? {
        let costPerPool =
            trading.cheap.count == 1 && trading.dear.count == 1
            ? .zero
            : costPerPool(
                at: dearEnd,
                in: dearEnd.place.quote,
                price: dearEnd.quotePrice
            )
        return trading.priced(base, costPerPool: costPerPool)
    }
}
