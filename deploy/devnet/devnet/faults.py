"""An endpoint's faults: switches that the control endpoint sets, by their JSON names."""

import contextlib
from dataclasses import dataclass, fields

from .artefacts import Artefacts

# JSON name → attribute.
NAMES = {
    "stall": "stall", "lag": "lag", "genesis": "genesis", "chainId": "chain_id", "heights": "heights",
    "lie": "lie", "forge": "forge", "seals": "seals", "nullCalls": "null_calls", "pruned": "pruned",
    "emptyLogs": "empty_logs", "error": "error", "refuseSends": "refuse_sends", "drop": "drop",
    "emptyHash": "empty_hash", "loseReply": "lose_reply", "reverse": "reverse", "silent": "silent",
    "slow": "slow", "hang": "hang", "html": "html", "status": "status", "retryAfter": "retry_after",
    "truncate": "truncate", "drip": "drip", "endless": "endless", "redirect": "redirect", "cut": "cut",
    "off": "off", "requests": "requests",
}  # fmt: skip


@dataclass
class Faults:
    # Of the chain it shows.
    stall: bool = False
    lag: int = 0
    genesis: bool = False
    chain_id: int = 0
    heights: int = 0
    lie: int = 0
    forge: bool = False
    seals: int = 0
    null_calls: bool = False
    pruned: bool = False
    empty_logs: bool = False
    # Of its answers.
    error: dict | None = None
    refuse_sends: dict | None = None
    drop: bool = False
    empty_hash: bool = False
    lose_reply: int = 0
    reverse: bool = False
    # Subscribers hear nothing.
    silent: bool = False
    # Of its HTTP.
    slow: float = 0.0
    hang: bool = False
    html: bool = False
    status: int = 0
    retry_after: int = 0
    truncate: bool = False
    drip: int = 0
    endless: bool = False
    redirect: str = ""
    cut: bool = False
    off: bool = False
    # After so many HTTP requests all faults end by themselves; 0 is never.
    requests: int = 0

    def set(self, values: dict) -> None:
        for name, value in values.items():
            if name not in NAMES:
                raise ValueError(f"no fault is called {name}; there are {', '.join(NAMES)}")
            setattr(self, NAMES[name], value)

    def clear(self) -> None:
        for entry in fields(self):
            setattr(self, entry.name, entry.default)

    @property
    def active(self) -> dict:
        defaults = Faults()
        pairs = ((name, getattr(self, at), getattr(defaults, at)) for name, at in NAMES.items())
        return {name: value for name, value, default in pairs if value != default}

    def count(self) -> None:
        """One request more."""
        if self.requests:
            self.requests -= 1
            if not self.requests:
                self.clear()

    @contextlib.contextmanager
    def lies(self, engine, deployment):
        """While a call runs every pool's price is off by `lie` basis points."""
        if not self.lie:
            yield
            return
        with engine.trial():
            for pool in deployment.pools.values():
                for slot in LIES[pool.kind]:
                    value = engine.storage(pool.address, slot)
                    engine.store(pool.address, slot, value * (10_000 + self.lie) // 10_000)
            yield


# The slots that a lie changes: DODO's guide price, a pair's first reserve, a stable pool's first balance,
# a concentrated pool's root of its price.
LIES: dict[str, list[int]] = {}


def learn_slots(artefacts: Artefacts) -> None:
    LIES["dodo"] = [artefacts["Pmm"].slots["_I_"]]
    LIES["uniswapV2"] = [artefacts["Pair"].slots["reserve0"]]
    LIES["uniswapV3"] = [artefacts["Concentrated"].slots["root"]]
    LIES["stableSwap"] = [artefacts["Stable"].slots["balances"]]
