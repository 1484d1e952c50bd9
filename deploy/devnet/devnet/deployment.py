"""What stands on each chain from its first block on: tokens, pools, feeds, the bridge's end, the executor.

Everything is put there by the same calls in the same order, so every address is the same at each start.
"""

from dataclasses import dataclass, field

from . import abi
from .abi import Dynamic
from .artefacts import Artefacts
from .crypto import Key
from .engine import Engine

HOME, AWAY = 138, 651_940
ONE = 10**18
MUCH = 2**100
KIND_DODO, KIND_PAIR, KIND_STABLE = 1, 2, 4
# What the ferry calls the chains, and what it takes.
NETWORKS = {HOME: b"HOME", AWAY: b"AWAY"}
FERRY_TOLL = 10
SET_BRIDGE = "setBridge(address,address,bytes,bytes)"


def fixed(value: bytes) -> bytes:
    """Bytes of a fixed length, as a word: they stand left."""
    return value.ljust(32, b"\0")

KEYS = {name: Key.named(name) for name in ("owner", "operator", "trader", "relayer", "keeper")}
VALIDATOR_KEYS = [Key(secret) for secret in (1, 2, 3, 4)]


@dataclass
class Pool:
    name: str
    kind: str
    address: bytes
    base: bytes
    quote: bytes


@dataclass
class Deployment:
    chain_id: int
    tokens: dict[str, bytes] = field(default_factory=dict)
    decimals: dict[str, int] = field(default_factory=dict)
    pools: dict[str, Pool] = field(default_factory=dict)
    feeds: dict[str, bytes] = field(default_factory=dict)
    answers: dict[str, int] = field(default_factory=dict)
    multicall: bytes = b""
    bridge: bytes = b""
    # The other bridge: usdc alone, in words of its own.
    ferry: bytes = b""
    executor: bytes = b""
    trader: bytes = b""
    parent_slot: tuple[bytes, int] | None = None


class Builder:
    def __init__(self, engine: Engine, artefacts: Artefacts, chain_id: int):
        self.engine, self.artefacts = engine, artefacts
        self.made = Deployment(chain_id)
        self.owner = KEYS["owner"].address

    def deploy(self, name: str, *values) -> bytes:
        initcode = self.artefacts[name].initcode + abi.arguments(*values)
        return self.engine.deploy(self.owner, initcode)

    def run(self, to: bytes, signature: str, *values, sender: bytes | None = None) -> None:
        data = abi.call(signature, *values)
        outcome = self.engine.execute(sender or self.owner, to, data, 0, 30_000_000)
        if not outcome.ok:
            raise RuntimeError(f"{signature} reverted: {outcome.data.hex()} {outcome.halt}")

    def mint(self, token: str, holder: bytes, whole: int) -> None:
        amount = whole * 10 ** self.made.decimals[token]
        self.run(self.made.tokens[token], "mint(address,uint256)", holder, amount)

    def token(self, key: str, contract: str, symbol: str, decimals: int) -> None:
        name = Dynamic.text(f"Devnet {symbol}")
        self.made.tokens[key] = self.deploy(contract, name, Dynamic.text(symbol), decimals)
        self.made.decimals[key] = decimals

    def pool(self, name: str, kind: str, contract: str, base: str, quote: str, *values) -> bytes:
        address = self.deploy(contract, *values)
        tokens = self.made.tokens
        self.made.pools[name] = Pool(name, kind, address, tokens[base], tokens[quote])
        return address

    def pmm(self, name: str, base: str, quote: str, guide: int, k: int, lp: int, held: tuple[int, int]) -> None:
        tokens = self.made.tokens
        pool = self.pool(
            name, "dodo", "Pmm", base, quote, tokens[base], tokens[quote], self.owner, guide, k, lp, 0
        )
        self.mint(base, pool, held[0])
        self.mint(quote, pool, held[1])
        self.run(pool, "reset(uint256,uint256,uint256,uint256)", guide, k, lp, 0)

    def pair(self, name: str, base: str, quote: str, held: tuple[int, int]) -> None:
        tokens = sorted([self.made.tokens[base], self.made.tokens[quote]])
        pool = self.pool(name, "uniswapV2", "Pair", base, quote, *tokens)
        self.mint(base, pool, held[0])
        self.mint(quote, pool, held[1])
        self.run(pool, "sync()")

    def stable(self, name: str, base: str, quote: str, held: tuple[int, int]) -> None:
        tokens, decimals = self.made.tokens, self.made.decimals
        values = (tokens[base], tokens[quote], decimals[base], decimals[quote], 200, 4_000_000, 5 * 10**9)
        pool = self.pool(name, "stableSwap", "Stable", base, quote, *values)
        self.mint(base, pool, held[0])
        self.mint(quote, pool, held[1])
        self.run(pool, "seed()")

    def concentrated(self, name: str, base: str, quote: str, whole: int) -> None:
        tokens = sorted([self.made.tokens[base], self.made.tokens[quote]])
        unit = 10 ** self.made.decimals[base]
        # Liquidity L from tick -100 to 100 around a price of 1 holds about L / 200 of each token.
        liquidity = whole * 200 * unit
        pool = self.pool(name, "uniswapV3", "Concentrated", base, quote, *tokens)
        self.run(pool, "restore(uint160,int24,uint128,uint24,int24,uint8)", 2**96, 0, liquidity, 100, 1, 0)
        for tick, net in ((-100, liquidity), (100, -liquidity)):
            self.run(pool, "lay(int24,int16,uint8,uint128,int128)", tick, tick >> 8, tick & 255, liquidity, net)
        self.mint(base, pool, whole)
        self.mint(quote, pool, whole)

    def feed(self, name: str, answer: int | None, now: int) -> None:
        keeper = KEYS["keeper"].address
        feed = self.deploy("Feed", 8, Dynamic.text(name), keeper)
        self.made.feeds[name] = feed
        if answer is not None:
            self.made.answers[name] = answer
            self.run(feed, "update(int256,uint256)", answer, now, sender=keeper)

    def executor(self, owner: Key, operator: Key, per_call: int, per_day: int) -> bytes:
        executor = self.deploy("Executor", owner.address, operator.address)
        for pool in self.made.pools.values():
            kind = {"dodo": KIND_DODO, "uniswapV2": KIND_PAIR, "stableSwap": KIND_STABLE}[pool.kind]
            self.run(
                executor,
                "allow(address,uint8,address,address,uint8,uint8,uint24)",
                pool.address, kind, pool.base, pool.quote, 0, 1 if kind == KIND_STABLE else 0,
                997_000 if kind == KIND_PAIR else 0,
                sender=owner.address,
            )  # fmt: skip
        for key, token in self.made.tokens.items():
            unit = 10 ** self.made.decimals[key]
            self.run(
                executor, "setCaps(address,uint256,uint256)", token,
                per_call * unit, per_day * unit, sender=owner.address,
            )  # fmt: skip
        return executor


def genesis(artefacts: Artefacts, chain_id: int, started: int, extra_pools: int):
    """A function that puts a chain's contracts into an engine."""
    is_home = chain_id == HOME
    other_chain = AWAY if is_home else HOME

    def build(engine: Engine) -> Deployment:
        builder = Builder(engine, artefacts, chain_id)
        made = builder.made
        for key in KEYS.values():
            engine.set_balance(key.address, 1_000 * ONE)
        made.multicall = builder.deploy("Multicall")
        made.parent_slot = (made.multicall, artefacts["Multicall"].slots["parent"])
        builder.token("usdt", "Tether", "cUSDT" if is_home else "USDT", 6)
        builder.token("usdc", "Token", "cUSDC" if is_home else "AUSDC", 6)
        builder.token("weth", "Token", "WETH", 18)
        builder.pmm("pmm", "usdt", "usdc", ONE, ONE // 100, 3 * 10**14, (1_000_000, 1_000_000))
        builder.pmm("pmmWeth", "weth", "usdc", 2_650 * 10**6, ONE // 10, 3 * 10**14, (1_000, 2_650_000))
        builder.pair("pair", "weth", "usdc", (1_000, 2_650_000))
        builder.stable("stable", "usdt", "usdc", (1_000_000, 1_000_000))
        for index in range(extra_pools):
            builder.pmm(f"pmm{index + 1}", "usdt", "usdc", ONE, ONE // 100, 3 * 10**14, (1_000_000, 1_000_000))
        builder.feed("USDT/USD", 10**8, started)
        builder.feed("USDC/USD", 10**8, started)
        builder.feed("ETH/USD", 2_650 * 10**8, started)
        builder.feed("native/USD", 2_650 * 10**8 if is_home else 5 * 10**7, started)
        builder.feed("dead", None, started)
        made.bridge = builder.deploy("Bridge", KEYS["relayer"].address, 10, 10**6, MUCH)
        made.executor = builder.executor(KEYS["owner"], KEYS["operator"], 100_000, 10_000_000)
        made.trader = builder.executor(KEYS["trader"], KEYS["trader"], 10**12, 10**15)
        for key, token in made.tokens.items():
            builder.run(made.bridge, "support(address,bool)", token, True)
            builder.mint(key, made.bridge, 500 if key == "weth" else 1_000_000)
            builder.mint(key, made.executor, 100 if key == "weth" else 200_000)
            builder.mint(key, made.trader, 10**11)
            # The same account deploys the same contracts in the same order on both chains, so the other chain's
            # executor has this one's address.
            head = abi.call("lock(address,uint256,uint256,address)", token)
            tail = abi.arguments(other_chain, made.executor)
            builder.run(
                made.executor, SET_BRIDGE, token, made.bridge, Dynamic.blob(head), Dynamic.blob(tail)
            )
        # Behind the others, so that nothing before it has another address. It is read, and not traded in.
        builder.concentrated("v3", "usdt", "usdc", 1_000_000)
        made.ferry = builder.deploy(
            "Ferry", KEYS["relayer"].address, made.tokens["usdc"], fixed(NETWORKS[chain_id]), not is_home,
            0 if is_home else 2**64, FERRY_TOLL,
        )  # fmt: skip
        if is_home:
            builder.mint("usdc", made.ferry, 700_000)
        else:
            builder.run(
                made.tokens["usdc"], "setMintingLimit(address,uint256)", made.ferry, 300_000 * 10**6
            )
        return made

    return build
