import Numerics
import Venues
import Vocabulary

// The pools' own functions, for accounts that trade without an executor.

extension Transition {
    /// A V3 pool's swap asks its caller back, which an account can't answer: it reverts.
    mutating func callPool(
        _ place: Int,
        _ data: [UInt8],
        from sender: Address
    ) throws(ContractRevert) -> [UInt8] {
        let pool = state.pools[place]
        try charge(GasUse.swap(pool.venue))
        let arguments = CallArguments(data: data)
        switch (Selector(data), pool.venue) {
        case (.sellBase, .dodo(let dodo)):
            guard let to = arguments.address(0) else { throw .empty }
            return try sellSurplus(place, dodo, .base, to)
        case (.sellQuote, .dodo(let dodo)):
            guard let to = arguments.address(0) else { throw .empty }
            return try sellSurplus(place, dodo, .quote, to)
        case (.pairSwap, .uniswapV2(let pair)):
            return try swapPair(place, pair, arguments, from: sender)
        case (.exchange, .stableSwap(let stable)):
            return try exchange(place, stable, arguments, from: sender)
        default: throw .empty
        }
    }

    /// Sells what came in since the last trade.
    private mutating func sellSurplus(
        _ place: Int,
        _ dodo: DODOPool,
        _ side: Side,
        _ to: Address
    ) throws(ContractRevert) -> [UInt8] {
        let pool = state.pools[place]
        let (sold, bought) = side == .base ? (pool.base, pool.quote) : (pool.quote, pool.base)
        let reserve = side == .base ? dodo.baseReserve : dodo.quoteReserve
        let held = state.tokens[sold].balance(of: pool.address)
        guard held >= reserve else { throw ContractRevert("SUB_ERROR") }
        var venue = dodo
        let paid: DODOQuote
        do throws(Refusal) {
            paid = try venue.sellDetailed(held - reserve, of: side)
        } catch {
            throw ContractRevert(error)
        }
        try transfer(bought, from: pool.address, to: to, paid.received)
        if !paid.maintainerFee.isZero {
            try transfer(bought, from: pool.address, to: pool.maintainer, paid.maintainerFee)
        }
        state.setVenue(place, .dodo(venue))
        log(
            pool,
            .dodo(venue),
            side,
            Quote(sold: held - reserve, received: paid.received),
            to
        )
        return ([paid.received] as [UInt256]).abiBytes
    }

    private mutating func swapPair(
        _ place: Int,
        _ pair: UniswapV2Pair,
        _ arguments: CallArguments,
        from sender: Address
    ) throws(ContractRevert) -> [UInt8] {
        let pool = state.pools[place]
        guard let taken0 = arguments.word(0), let taken1 = arguments.word(1),
            let to = arguments.address(2), let data = arguments.word(3),
            // A flash swap would call the receiver, and no virtual contract answers.
            let length = Int(exactly: data).flatMap({ arguments.word($0 / 32) }), length.isZero
        else { throw .empty }
        if !taken0.isZero { try transfer(pool.base, from: pool.address, to: to, taken0) }
        if !taken1.isZero { try transfer(pool.quote, from: pool.address, to: to, taken1) }
        let sent0 = surplus(pool, pool.base, pair.reserve0, less: taken0)
        let sent1 = surplus(pool, pool.quote, pair.reserve1, less: taken1)
        var after = pair
        do throws(Refusal) {
            try after.swap(sending0: sent0, sending1: sent1, taking0: taken0, taking1: taken1)
        } catch {
            throw ContractRevert(error)
        }
        state.setVenue(place, .uniswapV2(after))
        logs.append(
            ChainLog(
                pool.address,
                [ChainTopic.pairSwap, sender.topic, to.topic],
                sent0,
                sent1,
                taken0,
                taken1
            )
        )
        return []
    }

    /// What a pool holds beyond its books.
    func surplus(
        _ pool: PoolState,
        _ token: Int,
        _ reserve: UInt256,
        less taken: UInt256 = .zero
    ) -> UInt256 {
        let held = state.tokens[token].balance(of: pool.address)
        let left = reserve - min(taken, reserve)
        return held > left ? held - left : .zero
    }

    /// Indices are the coins', the least is checked by the pool itself.
    private mutating func exchange(
        _ place: Int,
        _ stable: StableSwapPool,
        _ arguments: CallArguments,
        from sender: Address
    ) throws(ContractRevert) -> [UInt8] {
        let pool = state.pools[place]
        guard let sold = arguments.signed(0).map(Int.init),
            let bought = arguments.signed(1).map(Int.init),
            let amount = arguments.word(2), let least = arguments.word(3)
        else { throw .empty }
        let side: Side
        switch (sold, bought) {
        case (stable.base, stable.quote): side = .base
        case (stable.quote, stable.base): side = .quote
        default: throw .empty
        }
        let token = side == .base ? pool.base : pool.quote
        try spendAllowance(token, of: sender, by: pool.address, amount)
        let quote = try swap(place, selling: side, amount, for: sender)
        guard quote.received >= least else {
            throw ContractRevert("Exchange resulted in fewer coins than expected")
        }
        return ([quote.received] as [UInt256]).abiBytes
    }
}
