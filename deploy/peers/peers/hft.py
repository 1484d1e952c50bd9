"""The feed through hftbacktest, with a strategy that numba compiles."""

from .clock import spent
from .feed import BLOCK, UNIT, Feed
from .rules import DEPTH, FEE, GAP, LATENCY, MILLISECOND, PAUSE, SIZE

STEP = BLOCK // 2 * MILLISECOND


def run(feed: Feed) -> dict:
    begun = spent()
    import hftbacktest
    import numpy
    from hftbacktest import (
        BUY_EVENT,
        DEPTH_EVENT,
        EXCH_EVENT,
        GTC,
        LOCAL_EVENT,
        MARKET,
        SELL_EVENT,
        BacktestAsset,
        HashMapMarketDepthBacktest,
    )
    from hftbacktest.types import event_dtype
    from numba import njit

    imported = spent()

    @njit
    def trade(backtest, steps, step, gap, size, pause):
        pairs = backtest.num_assets // 2
        ready = numpy.zeros(pairs, numpy.int64)
        order = 0
        # Behind the last row it may go on for ever, with an answer on its way.
        for _ in range(steps):
            if backtest.elapse(step) != 0:
                break
            now = backtest.current_timestamp
            for pair in range(pairs):
                first = backtest.depth(2 * pair)
                second = backtest.depth(2 * pair + 1)
                apart = first.best_bid + first.best_ask - second.best_bid - second.best_ask
                # Not a number while one of them has no quote.
                if not (apart >= gap or apart <= -gap) or now < ready[pair]:
                    continue
                cheap = 2 * pair if apart < 0 else 2 * pair + 1
                dear = 4 * pair + 1 - cheap
                ask = backtest.depth(cheap).best_ask
                bid = backtest.depth(dear).best_bid
                backtest.clear_inactive_orders(cheap)
                backtest.clear_inactive_orders(dear)
                backtest.submit_buy_order(cheap, order, ask, size, GTC, MARKET, False)
                backtest.submit_sell_order(dear, order + 1, bid, size, GTC, MARKET, False)
                order += 2
                ready[pair] = now + pause
        return order

    def rows():
        """Of every asset: a level of the book that goes and one that comes, on both sides of each quote."""
        of = [[] for _ in range(2 * len(feed.market.pairs))]
        last = [None] * len(of)
        both = EXCH_EVENT | LOCAL_EVENT | DEPTH_EVENT
        for when, venue, number, price in feed:
            asset, at = 2 * number + venue, when * MILLISECOND
            for side, sign in ((BUY_EVENT, -1), (SELL_EVENT, 1)):
                if last[asset] is not None:
                    gone = (last[asset] + sign * FEE) / UNIT
                    of[asset].append((both | side, at, at, gone, 0.0, 0, 0, 0.0))
                level = (price + sign * FEE) / UNIT
                of[asset].append((both | side, at, at, level, float(DEPTH), 0, 0, 0.0))
            last[asset] = price
        return [numpy.array(these, event_dtype) for these in of]

    def backtest(data):
        return HashMapMarketDepthBacktest(
            [
                BacktestAsset()
                .data(these)
                .linear_asset(1.0)
                .constant_order_latency(LATENCY * MILLISECOND, LATENCY * MILLISECOND)
                .risk_adverse_queue_model()
                .no_partial_fill_exchange()
                .trading_value_fee_model(FEE / UNIT, FEE / UNIT)
                .tick_size(1 / UNIT)
                .lot_size(1.0)
                for these in data
            ]
        )

    blocks = feed.ticks // len(feed.market.pairs) + 1
    settings = (STEP, 2 * GAP / UNIT, float(SIZE), PAUSE * MILLISECOND)
    data = rows()
    short = backtest([these[:8] for these in data])
    loaded = spent()
    trade(short, 8, *settings)
    short.close()
    compiled = spent()
    full = backtest(data)
    begun_run = spent()
    orders = trade(full, blocks, *settings)
    done = spent()
    fills = sum(full.state_values(asset).num_trades for asset in range(len(data)))
    full.close()
    return {
        "version": hftbacktest.__version__,
        "start": imported - begun + compiled - loaded,
        "load": loaded - imported + begun_run - compiled,
        "run": done - begun_run,
        "orders": int(orders),
        "fills": int(fills),
    }
