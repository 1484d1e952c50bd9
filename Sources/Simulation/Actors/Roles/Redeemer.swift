internal import Numerics
internal import Venues
public import Vocabulary

/// Whoever mints and redeems a token at a fixed price, as much as anybody wants, and so holds a pool to it:
/// an issuer's window, and all who run to it.
///
/// It leaves a pool alone that is nearer to the price than `within`, and brings any other all the way back.
public struct Redeemer: Hashable, Sendable {
    public let chain: ChainID
    public let pool: Int
    public let within: BasisPoints
    /// Prices themselves have no hash.
    private let quote: UInt256
    private let base: UInt256

    public init(chain: ChainID, pool: Int, price: Price, within: BasisPoints) {
        self.chain = chain
        self.pool = pool
        self.within = within
        (quote, base) = (price.numerator, price.denominator)
    }

    func act(block: BlockMark, view: MarketView) -> [ActorDeed] {
        guard
            block.chain == chain, let market = view[pool: pool]?.market,
            let peg = Price(numerator: quote, denominator: base),
            let price = try? market.price()
        else { return [] }
        let gone = Deviation(of: peg, from: price)
        guard gone.dear != .neither, gone.isAtLeast(within) else { return [] }
        let side: Side = gone.dear == .second ? .base : .quote
        let amount = self.amount(of: side, bringing: market, to: peg)
        return amount.isZero ? [] : [ActorDeed(.swap(pool: pool, selling: side, amount: amount))]
    }

    /// The most that can be sold before the price is on the other side; nothing where a single token is too
    /// much.
    private func amount(of side: Side, bringing market: Market, to peg: Price) -> UInt256 {
        func keepsSide(_ amount: UInt256) -> Bool {
            var after = market
            guard (try? after.sell(amount, of: side)) != nil, let price = try? after.price() else {
                return false
            }
            return side == .base ? price >= peg : price <= peg
        }
        let whole = market.amount(ofSize: TradeSize.millionthsInWhole, selling: side)
        guard var high = whole, !high.isZero else { return .zero }
        var low = UInt256.zero
        // Beyond any pool there is.
        for _ in 0..<96 where keepsSide(high) {
            low = high
            high = high &+ high
        }
        while high - low > low >> 20, high - low > .one {
            let middle = low + (high - low) >> 1
            if keepsSide(middle) { low = middle } else { high = middle }
        }
        return low
    }
}
