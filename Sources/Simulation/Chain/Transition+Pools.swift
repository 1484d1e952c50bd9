import Hashing
import Numerics
import Venues
import Vocabulary

// Swaps as the pools' contracts make them, with the tokens they move and the logs they write.

extension Transition {
    /// Sells into a pool for `trader`, who pays and is paid.
    ///
    /// `received` is by how much the trader's balance grew, whatever the pool says.
    mutating func swap(
        _ place: Int,
        selling side: Side,
        _ amount: UInt256,
        for trader: Address
    ) throws(ContractRevert) -> Quote {
        let pool = state.pools[place]
        guard !state.silent.contains(pool.address) else { throw .empty }
        let (sold, bought) = side == .base ? (pool.base, pool.quote) : (pool.quote, pool.base)
        let before = state.tokens[bought].balance(of: trader)
        var venue = pool.venue
        let quote: Quote
        /// What the trader gave, of which a token's own fee may have kept a part.
        var given = amount
        var maintainerFee = UInt256.zero
        switch venue {
        case .uniswapV3:
            // The pool computes first and is paid in its callback.
            quote = try sell(&venue, amount, side)
            let paid = try transfer(sold, from: trader, to: pool.address, quote.sold)
            guard paid == quote.sold else { throw ContractRevert("IIA") }
            given = quote.sold
        case .dodo(let dodo):
            // It sells whatever it holds beyond its books.
            try transfer(sold, from: trader, to: pool.address, amount)
            let reserve = side == .base ? dodo.baseReserve : dodo.quoteReserve
            let arrived = surplus(pool, sold, reserve)
            maintainerFee =
                (try? dodo.detailedQuote(selling: arrived, of: side))?.maintainerFee ?? .zero
            quote = try sell(&venue, arrived, side)
        case .uniswapV2(var pair):
            // Output by what arrived; then the pair takes all it holds into its reserves.
            let arrived = try transfer(sold, from: trader, to: pool.address, amount)
            do throws(Refusal) {
                quote = try pair.quote(selling: arrived, of: side)
                try pair.swap(
                    sending0: surplus(pool, pool.base, pair.reserve0),
                    sending1: surplus(pool, pool.quote, pair.reserve1),
                    taking0: side == .base ? .zero : quote.received,
                    taking1: side == .base ? quote.received : .zero
                )
            } catch {
                throw ContractRevert(error)
            }
            venue = .uniswapV2(pair)
        case .stableSwap:
            let arrived = try transfer(sold, from: trader, to: pool.address, amount)
            quote = try sell(&venue, arrived, side)
        }
        try transfer(bought, from: pool.address, to: trader, quote.received)
        if !maintainerFee.isZero {
            try transfer(bought, from: pool.address, to: pool.maintainer, maintainerFee)
        }
        state.setVenue(place, venue)
        log(pool, venue, side, quote, trader)
        let received = state.tokens[bought].balance(of: trader) - before
        return Quote(sold: given, received: received)
    }

    private func sell(
        _ venue: inout Venue,
        _ amount: UInt256,
        _ side: Side
    ) throws(ContractRevert) -> Quote {
        do throws(Refusal) {
            return try venue.sell(amount, of: side)
        } catch {
            throw ContractRevert(error)
        }
    }

    mutating func log(
        _ pool: PoolState,
        _ venue: Venue,
        _ side: Side,
        _ quote: Quote,
        _ trader: Address
    ) {
        let sellsBase = side == .base
        let (sold, received) = (quote.sold, quote.received)
        let who = trader.topic
        switch venue {
        case .dodo:
            let base = state.tokens[pool.base].address.word
            let other = state.tokens[pool.quote].address.word
            logs.append(
                ChainLog(
                    pool.address,
                    [ChainTopic.dodoSwap],
                    sellsBase ? base : other,
                    sellsBase ? other : base,
                    sold,
                    received,
                    trader.word,
                    trader.word
                )
            )
        case .uniswapV2:
            logs.append(
                ChainLog(
                    pool.address,
                    [ChainTopic.pairSwap, who, who],
                    sellsBase ? sold : .zero,
                    sellsBase ? .zero : sold,
                    sellsBase ? .zero : received,
                    sellsBase ? received : .zero
                )
            )
        case .uniswapV3(let after):
            let paid = UInt256.zero &- received
            logs.append(
                ChainLog(
                    pool.address,
                    [ChainTopic.concentratedSwap, who, who],
                    sellsBase ? sold : paid,
                    sellsBase ? paid : sold,
                    after.root,
                    after.liquidity,
                    Int256(after.tick).bitPattern
                )
            )
        case .stableSwap(let stable):
            let (base, other) = (UInt256(UInt64(stable.base)), UInt256(UInt64(stable.quote)))
            logs.append(
                ChainLog(
                    pool.address,
                    [ChainTopic.exchange, who],
                    sellsBase ? base : other,
                    sold,
                    sellsBase ? other : base,
                    received
                )
            )
        }
    }
}
