"""A feed of quotes on two venues, made up and the same for the same seed."""

from dataclasses import dataclass
from random import Random

UNIT = 1_000_000
"""Prices are whole millionths."""
START = 1_750_000_000_000
"""Milliseconds: when the first block is."""
BLOCK = 2_000
"""Milliseconds between two blocks of a venue; the second venue's lie in the middle of the first's."""


@dataclass(frozen=True)
class Market:
    """One of our strategies, and which of its pools are quoted: a pair of pools, one on each venue."""

    name: str
    strategy: str
    venues: tuple[str, str]
    pairs: tuple[tuple[str, str], ...]


PAIR = Market("pair", "demo-profit.yaml", ("chain138", "alltra"), (("pool138", "pool-alltra"),))
FLEET = Market(
    "fleet",
    "fleet-25.yaml",
    ("west", "east"),
    tuple((f"w{number:02}", f"e{number:02}") for number in range(1, 26)),
)
MARKETS = {market.name: market for market in (PAIR, FLEET)}


class Walk:
    """The price of one pair: a value that both venues follow, and now and then one of them drifts away from
    it for some minutes and is slow to come back."""

    def __init__(self, seed: str):
        self.chance = Random(seed)
        self.value = 0
        self.strayed = [0, 0]
        self.drift = [0, 0]
        self.drifting = [0, 0]

    def price(self, venue: int) -> int:
        chance = self.chance
        self.value += chance.randrange(-5, 6) - self.value // 500
        if self.drifting[venue] > 0:
            self.drifting[venue] -= 1
            self.strayed[venue] += self.drift[venue]
        else:
            self.strayed[venue] -= self.strayed[venue] // 100
            if chance.randrange(1_500) == 0:
                self.drifting[venue] = chance.randrange(100, 300)
                self.drift[venue] = chance.choice((-1, 1)) * chance.randrange(10, 25)
        return UNIT + self.value + self.strayed[venue] + chance.randrange(-10, 11)


@dataclass(frozen=True)
class Feed:
    market: Market
    ticks: int
    seed: int = 1

    def __iter__(self):
        """Each tick as when, which venue, which pair and at what price, in order of time."""
        walks = [Walk(f"{self.seed}/{number}") for number in range(len(self.market.pairs))]
        left, block = self.ticks, 0
        while True:
            venue = block % 2
            when = START + block * BLOCK // 2
            for number, walk in enumerate(walks):
                if left == 0:
                    return
                yield when, venue, number, walk.price(venue)
                left -= 1
            block += 1

    def write(self, path):
        """As the table that `cantilever import` reads."""
        market = self.market
        with open(path, "w", encoding="ascii") as table:
            table.write("time_ms,chain,pool,price\n")
            for when, venue, number, price in self:
                pool = market.pairs[number][venue]
                whole, part = divmod(price, UNIT)
                table.write(f"{when},{market.venues[venue]},{pool},{whole}.{part:06}\n")
