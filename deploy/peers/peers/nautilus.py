"""The feed through nautilus_trader."""

from .clock import spent
from .feed import UNIT, Feed
from .rules import DEPTH, FEE, GAP, LATENCY, MILLISECOND, PAUSE, SIZE


def run(feed: Feed) -> dict:
    begun = spent()
    from decimal import Decimal

    import nautilus_trader
    from nautilus_trader.backtest.config import BacktestEngineConfig
    from nautilus_trader.backtest.engine import BacktestEngine
    from nautilus_trader.backtest.models import FillModel, LatencyModel
    from nautilus_trader.config import LoggingConfig
    from nautilus_trader.model.currencies import USD, USDT
    from nautilus_trader.model.data import QuoteTick
    from nautilus_trader.model.enums import AccountType, OmsType, OrderSide
    from nautilus_trader.model.identifiers import InstrumentId, Symbol, Venue
    from nautilus_trader.model.instruments import CurrencyPair
    from nautilus_trader.model.objects import Money, Price, Quantity
    from nautilus_trader.trading.strategy import Strategy

    imported = spent()

    class Arbitrage(Strategy):
        def __init__(self, pairs):
            super().__init__()
            self.size = Quantity.from_int(SIZE)
            self.gap = GAP * 2 / UNIT
            self.pause = PAUSE * MILLISECOND
            self.sides = {}
            for pair in pairs:
                state = [0.0, 0.0, 0, pair]
                for side, instrument in enumerate(pair):
                    self.sides[instrument] = (side, state)

        def on_start(self):
            for instrument in self.sides:
                self.subscribe_quote_ticks(instrument)

        def on_quote_tick(self, tick):
            side, state = self.sides[tick.instrument_id]
            state[side] = tick.bid_price.as_double() + tick.ask_price.as_double()
            if state[0] == 0.0 or state[1] == 0.0 or tick.ts_event < state[2]:
                return
            gap = state[0] - state[1]
            if -self.gap < gap < self.gap:
                return
            cheap = 0 if gap < 0 else 1
            self.trade(state[3][cheap], OrderSide.BUY)
            self.trade(state[3][1 - cheap], OrderSide.SELL)
            state[2] = tick.ts_event + self.pause

        def trade(self, instrument, side):
            self.submit_order(self.order_factory.market(instrument, side, self.size))

    engine = BacktestEngine(
        config=BacktestEngineConfig(logging=LoggingConfig(bypass_logging=True), run_analysis=False)
    )
    venues = [Venue(name) for name in ("FIRST", "SECOND")]
    for venue in venues:
        engine.add_venue(
            venue=venue,
            oms_type=OmsType.NETTING,
            account_type=AccountType.MARGIN,
            base_currency=USD,
            starting_balances=[Money(1_000_000_000, USD)],
            default_leverage=Decimal(10),
            fill_model=FillModel(),
            latency_model=LatencyModel(base_latency_nanos=LATENCY * MILLISECOND),
        )
    pairs = []
    for number in range(len(feed.market.pairs)):
        pair = tuple(InstrumentId(Symbol(f"X{number:02}/USD"), venue) for venue in venues)
        pairs.append(pair)
        for instrument in pair:
            engine.add_instrument(
                CurrencyPair(
                    instrument_id=instrument,
                    raw_symbol=instrument.symbol,
                    base_currency=USDT,
                    quote_currency=USD,
                    price_precision=6,
                    size_precision=0,
                    price_increment=Price.from_str("0.000001"),
                    size_increment=Quantity.from_int(1),
                    margin_init=Decimal("0.05"),
                    margin_maint=Decimal("0.05"),
                    maker_fee=Decimal(FEE) / UNIT,
                    taker_fee=Decimal(FEE) / UNIT,
                    ts_event=0,
                    ts_init=0,
                )
            )
    depth = Quantity.from_int(DEPTH)
    ticks = [
        QuoteTick(
            pairs[number][venue],
            Price((price - FEE) / UNIT, 6),
            Price((price + FEE) / UNIT, 6),
            depth,
            depth,
            when * MILLISECOND,
            when * MILLISECOND,
        )
        for when, venue, number, price in feed
    ]
    engine.add_data(ticks)
    engine.add_strategy(Arbitrage(pairs))
    loaded = spent()
    engine.run()
    done = spent()
    orders = engine.cache.orders()
    return {
        "version": nautilus_trader.__version__,
        "start": imported - begun,
        "load": loaded - imported,
        "run": done - loaded,
        "orders": len(orders),
        "fills": sum(1 for order in orders if order.is_closed and order.filled_qty > 0),
    }
