internal import Numerics
internal import Venues
public import Vocabulary

/// Somebody else with the same idea: closes deviations above its own threshold, with the exact size that
/// leaves it most.
///
/// It has money on every chain and moves none between them. It looks at the pools as the block finds
/// them and acts on what it sees, so that others in the block may be before it.
public struct RivalArbitrageur: Hashable, Sendable {
    /// Two pools with the same base and the same quote, on one chain or on two.
    public struct Pairing: Hashable, Sendable {
        public let first: Int
        public let second: Int

        public init(_ first: Int, _ second: Int) {
            self.first = first
            self.second = second
        }
    }

    public let pairings: [Pairing]
    public let threshold: BasisPoints
    /// What a trade has to bring, in millionths of a whole quote token.
    public let fixedCost: UInt64
    /// The most of one trade, in millionths of a whole base token.
    public let most: UInt64
    /// How long it waits after a trade.
    public let pause: Interval
    /// Deeds of which it does not know yet what came.
    public private(set) var underway = 0
    public private(set) var trades: UInt64 = 0
    private var restsUntil = Instant.start

    public init(
        pairings: [Pairing],
        threshold: BasisPoints,
        fixedCost: UInt64,
        most: UInt64,
        pause: Interval
    ) {
        self.pairings = pairings
        self.threshold = threshold
        self.fixedCost = fixedCost
        self.most = most
        self.pause = pause
    }

    mutating func act(at now: Instant, block: BlockMark, view: MarketView) -> [ActorDeed] {
        guard underway == 0, now >= restsUntil else { return [] }
        for pairing in pairings {
            guard let first = view[pool: pairing.first], let second = view[pool: pairing.second],
                first.chain == block.chain || second.chain == block.chain
            else { continue }
            do throws(Refusal) {
                let deviation = Deviation(
                    of: try first.market.price(),
                    from: try second.market.price()
                )
                guard deviation.dear != .neither, deviation.isAtLeast(threshold) else {
                    continue
                }
                let isFirstDear = deviation.dear == .first
                let deeds = trade(
                    buyingFrom: isFirstDear ? pairing.second : pairing.first,
                    sellingTo: isFirstDear ? pairing.first : pairing.second,
                    MarketPair(
                        buyingFrom: isFirstDear ? second.market : first.market,
                        sellingTo: isFirstDear ? first.market : second.market
                    )
                )
                guard !deeds.isEmpty else { continue }
                underway = deeds.count
                trades += 1
                restsUntil = now.advanced(by: pause)
                return deeds
            } catch {
                continue
            }
        }
        return []
    }

    private func trade(
        buyingFrom cheap: Int,
        sellingTo dear: Int,
        _ pair: MarketPair
    ) -> [ActorDeed] {
        guard let cost = TradeSize.units(fixedCost, decimals: pair.quoteDecimals),
            let most = TradeSize.units(most, decimals: pair.baseDecimals),
            let size = pair.bestSize(fixedCost: cost, most: most)
        else { return [] }
        return [
            ActorDeed(.swap(pool: cheap, selling: .quote, amount: size.purchase.sold)),
            ActorDeed(.swap(pool: dear, selling: .base, amount: size.sale.sold)),
        ]
    }

    mutating func settle() {
        underway = max(0, underway - 1)
    }
}
