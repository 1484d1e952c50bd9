import Numerics
import Venues

// Each pool's views, with the words its contract answers.

extension ChainView {
    func answer(
        _ pool: PoolState,
        _ selector: Selector,
        _ arguments: CallArguments
    ) -> Answer {
        switch pool.venue {
        case .dodo(let pool): answer(pool, selector, arguments)
        case .uniswapV2(let pair):
            selector == .pairReserves
                ? .words([pair.reserve0, pair.reserve1, UInt256(seconds & 0xFFFF_FFFF)])
                : .reverted([])
        case .uniswapV3(let pool): answer(pool, selector, arguments)
        case .stableSwap(let pool): answer(pool, selector, arguments)
        }
    }

    private func answer(
        _ pool: DODOPool,
        _ selector: Selector,
        _ arguments: CallArguments
    ) -> Answer {
        switch selector {
        case .dodoState:
            // The view adjusts before it answers, and reverts where that fails.
            guard let targets = try? pool.adjustedTargets() else { return .reverted([]) }
            return .words([
                pool.guidePrice, pool.slippage, pool.baseReserve, pool.quoteReserve,
                targets.base, targets.quote, UInt256(pool.regime.rawValue),
            ])
        case .dodoFee: return .words([pool.lpFeeRate, pool.maintainerFeeRate])
        case .queryBase, .queryQuote:
            let side = selector == .queryBase ? Side.base : .quote
            // Of the four words its callers read the first one.
            guard
                let amount = arguments.word(1),
                let quote = try? pool.quote(selling: amount, of: side)
            else { return .reverted([]) }
            return .words([quote.received, 0, 0, 0])
        default: return .reverted([])
        }
    }

    private func answer(
        _ pool: UniswapV3Pool,
        _ selector: Selector,
        _ arguments: CallArguments
    ) -> Answer {
        switch selector {
        case .slot:
            let shares = UInt64(pool.protocolShares.0) | UInt64(pool.protocolShares.1) << 4
            return .words([
                pool.root, Int256(pool.tick).bitPattern, 0, 1, 1, UInt256(shares), .one,
            ])
        case .liquidity: return .words([pool.liquidity])
        case .fee: return .words([UInt256(pool.fee)])
        case .tickSpacing: return .words([Int256(pool.tickSpacing).bitPattern])
        case .tickBitmap:
            guard let word = arguments.signed(0) else { return .reverted([]) }
            var bits = UInt256.zero
            for tick in pool.ticks {
                // Ticks are multiples of the spacing, so the quotient is exact.
                let compressed = tick.index / pool.tickSpacing
                if compressed >> 8 == word { bits = bits | .one << Int(compressed & 255) }
            }
            return .words([bits])
        case .tick:
            guard let index = arguments.signed(0) else { return .reverted([]) }
            let tick = pool.ticks.first { $0.index == index }
            let net = tick?.liquidityNet ?? .zero
            // The gross is at least this much, and nobody here asks for it.
            return .words([
                net.magnitude, net.bitPattern, 0, 0, 0, 0, 0, tick == nil ? .zero : .one,
            ])
        default: return .reverted([])
        }
    }

    private func answer(
        _ pool: StableSwapPool,
        _ selector: Selector,
        _ arguments: CallArguments
    ) -> Answer {
        switch selector {
        case .amplification:
            return .words([pool.amplification / UInt256(pool.rules.amplificationPrecision)])
        case .preciseAmplification: return .words([pool.amplification])
        case .fee: return .words([pool.fee])
        case .administratorFee: return .words([pool.administratorShare])
        case .coinBalance:
            guard let coin = arguments.word(0).flatMap({ Int(exactly: $0) }),
                pool.balances.indices.contains(coin)
            else { return .reverted([]) }
            return .words([pool.balances[coin]])
        case .coinQuote:
            guard
                let sold = arguments.word(0), let amount = arguments.word(2),
                let quote = try? pool.viewedQuote(
                    selling: amount,
                    of: sold == UInt256(UInt64(pool.base)) ? .base : .quote
                )
            else { return .reverted([]) }
            return .words([quote])
        case .offPegMultiplier: return .words([pool.offPegMultiplier])
        case .storedRates: return .words([32, UInt256(UInt64(pool.rates.count))] + pool.rates)
        default: return .reverted([])
        }
    }
}
