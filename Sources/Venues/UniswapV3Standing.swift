public import Numerics
public import Vocabulary

// Pools that are made for a price: for markets that are made up, and for tables that tell prices alone.

extension UniswapV3Pool {
    /// One position around a price, of this much of both tokens.
    ///
    /// Near its price it answers a trade as a PMM of the same `slippage` does near its balance: where base and
    /// quote are worth the same it reaches from `price x (1 - k)^2` to `price / (1 - k)^2`, and with a k of
    /// one over every price. Its ends lie on ticks, never farther out than that, but for a position of less
    /// than one spacing, which gets one. `slippage` is k with eighteen decimals, above nothing and at most
    /// one. Every word of the bitmap is known. `nil` for what no pool could be.
    public static func position(
        base: UInt256,
        quote: UInt256,
        at price: Price,
        slippage: UInt256,
        fee: UInt32,
        tickSpacing: Int32
    ) -> UniswapV3Pool? {
        let whole: UInt256 = 1_000_000_000_000_000_000
        let (product, isTooLarge) = base.multipliedReportingOverflow(by: quote)
        guard
            !isTooLarge, slippage <= whole, tickSpacing > 0, let root = root(of: price),
            let liquidity = product.squareRoot()
                .multiplied(by: whole, dividedBy: slippage, rounding: .down),
            !liquidity.isZero, liquidity <= UniswapV3Arithmetic.largestLiquidity,
            let tick = try? UniswapV3Ticks.tick(at: root),
            // Both tokens in units of liquidity at this price.
            let ours = base.multiplied(
                by: root,
                dividedBy: UniswapV3Arithmetic.q96,
                rounding: .down
            ),
            let theirs = quote.multiplied(
                by: UniswapV3Arithmetic.q96,
                dividedBy: root,
                rounding: .down
            )
        else { return nil }
        let floor = floored(tick, tickSpacing)
        var upper = floored(UniswapV3Ticks.greatest, tickSpacing)
        if ours < liquidity,
            let end = root.multiplied(
                by: liquidity,
                dividedBy: liquidity - ours,
                rounding: .down
            ), end < UniswapV3Ticks.greatestRoot, let last = try? UniswapV3Ticks.tick(at: end)
        {
            upper = min(upper, max(floored(last, tickSpacing), floor + tickSpacing))
        }
        var lower = -floored(UniswapV3Ticks.greatest, tickSpacing)
        if theirs < liquidity,
            let end = root.multiplied(
                by: liquidity - theirs,
                dividedBy: liquidity,
                rounding: .up
            ), end >= UniswapV3Ticks.leastRoot, let first = try? UniswapV3Ticks.tick(at: end)
        {
            let isOnTick = first % tickSpacing == 0 && (try? UniswapV3Ticks.root(at: first)) == end
            let ceiling = isOnTick ? first : floored(first, tickSpacing) + tickSpacing
            lower = max(lower, min(ceiling, floor))
        }
        let net = Int256(bitPattern: liquidity)
        return try? UniswapV3Pool(
            root: root,
            tick: tick,
            liquidity: liquidity,
            fee: fee,
            tickSpacing: tickSpacing,
            ticks: [
                Tick(index: lower, liquidityNet: net),
                Tick(index: upper, liquidityNet: .zero &- net),
            ],
            knownWords: allWords(tickSpacing: tickSpacing)
        )
    }

    /// The same positions after trades that have brought the price there, fees left out. `nil` where none of
    /// them has liquidity, or the ticks there are not known.
    public func standing(at price: Price) -> UniswapV3Pool? {
        guard
            let root = Self.root(of: price), let there = try? UniswapV3Ticks.tick(at: root),
            knownWords.contains((Self.floored(there, tickSpacing) / tickSpacing) >> 8)
        else { return nil }
        var active = Int256(bitPattern: liquidity)
        for known in ticks {
            if known.index > tick, known.index <= there { active = active &+ known.liquidityNet }
            if known.index <= tick, known.index > there { active = active &- known.liquidityNet }
        }
        guard !active.isNegative, active != .zero else { return nil }
        return try? UniswapV3Pool(
            root: root,
            tick: there,
            liquidity: active.magnitude,
            fee: fee,
            tickSpacing: tickSpacing,
            protocolShares: protocolShares,
            ticks: ticks,
            knownWords: knownWords,
            feeGrowth: (feeGrowth0, feeGrowth1),
            protocolFees: (protocolFees0, protocolFees1)
        )
    }

    /// What the positions hold of both tokens as far as their ticks are known, rounded up; `nil` where that
    /// does not fit.
    public var locked: (base: UInt256, quote: UInt256)? {
        let middle = firstTick(above: tick)
        do throws(UniswapV3Fault) {
            var (base, quote) = (UInt256.zero, UInt256.zero)
            var (active, price) = (Int256(bitPattern: liquidity), root)
            for tick in ticks[middle...] {
                let end = try UniswapV3Ticks.root(at: tick.index)
                let part = try UniswapV3Price.amount0(
                    between: price,
                    end,
                    liquidity: active.magnitude,
                    .up
                )
                base = try UniswapV3Arithmetic.add(base, part)
                (active, price) = (active &+ tick.liquidityNet, end)
            }
            (active, price) = (Int256(bitPattern: liquidity), root)
            for tick in ticks[..<middle].reversed() {
                let end = try UniswapV3Ticks.root(at: tick.index)
                let part = try UniswapV3Price.amount1(
                    between: price,
                    end,
                    liquidity: active.magnitude,
                    .up
                )
                quote = try UniswapV3Arithmetic.add(quote, part)
                (active, price) = (active &- tick.liquidityNet, end)
            }
            return (base, quote)
        } catch {
            return nil
        }
    }

    /// The root of a price in base units as Q64.96, rounded down; `nil` beyond what a pool can have.
    private static func root(of price: Price) -> UInt256? {
        // As many bits behind the point as fit: half of them are left in the root.
        for half in stride(from: 96, through: 0, by: -1) {
            let ratio = price.numerator.multiplied(
                by: .one << (2 * half),
                dividedBy: price.denominator,
                rounding: .down
            )
            guard let ratio else { continue }
            let root = ratio.squareRoot() << (96 - half)
            let isRoot = UniswapV3Ticks.leastRoot <= root && root < UniswapV3Ticks.greatestRoot
            return isRoot ? root : nil
        }
        return nil
    }

    /// The last tick of the spacing that is not above this one.
    private static func floored(_ tick: Int32, _ spacing: Int32) -> Int32 {
        let down = tick >= 0 ? tick : tick - (spacing - 1)
        return down / spacing * spacing
    }
}
