"""A strategy's file for the devnet: a route over both chains, to check, to trade on paper and to be varied."""

import json

NAMES = {"138": "home", "651940": "away"}
# What a route or a stabiliser takes of one chain.
MOST_POOLS = 16
# One USDT trades for one USDC; the file's own words where nothing else is asked for.
ROUTE = {
    "base_bridge": "usdt",
    "quote_bridge": "usdc",
    "mission": "parity",
    "subsidy": {"per_unit": "30 bps", "per_day": "1_000 USD"},
    "parity": {"target": "15 bps", "enter": "6 bps", "aim": "0 bps"},
    "confirmation": {"blocks": "3 blocks", "average_blocks": "3 blocks"},
    "freshness": {"oldest_head": "25 blocks"},
    "reserve": {"latency_floor": "1 min"},
    "market": {
        "flow_per_hour": "50_000 USD", "largest_trade": "5_000 USD", "depth": "1_000_000 USD",
        "slippage": "0.01", "drift": "0.1 bps", "noise": "0.4 bps", "inclusion": "1 block",
    },
}  # fmt: skip


# The other bridge's words.
FERRY = {
    "send": "deposit(bytes4 destination, uint256 amount, bytes32 recipient)",
    "departed": "event Deposited(bytes4 destination, uint256 gross, bytes32 recipient, uint128 indexed transfer)",
    "released": "event Landed(address indexed recipient, uint128 indexed transfer, uint256 amount)",
    "paused": "isHalted() returns (bool)",
    "fee": "toll() returns (uint256)",
    "mintable": "mintingCurrentLimitOf(address bridge) returns (uint256)",
    "chain_numbers": {"home": "0x484f4d45", "away": "0x41574159"},
}


def text(table: dict, endpoints=3, pools=1, kinds=False, websockets=False, ferry=False, set=None) -> str:
    """The file's text. `pools` PMM pools a chain, or with `kinds` one of every kind and prices from feeds;
    with `ferry` usdc crosses by the other bridge; `set` has values by their paths, where `*` stands for any
    name and null takes out."""
    tree = {"format": 1, "name": "devnet", "numeraire": "USD", "chains": {}}
    tree |= ({"bridge_interfaces": {"ferry": FERRY}} if ferry else {}) | {"bridges": {}, "routes": {}}
    for number, name in NAMES.items():
        tree["chains"][name] = _chain(table, number, name, endpoints, pools, kinds, websockets)
    for token in ("usdt", "usdc"):
        ends = [_end(table, number, token, ferry and token == "usdc") for number in NAMES]
        tree["bridges"][token] = {"from": ends[0], "to": ends[1], "fee": "10 bps"}
    lists = [f"{number}" for number in range(pools)]
    first, others = (["0", "stable", "v3"], []) if kinds else (lists[:MOST_POOLS], lists[MOST_POOLS:])
    places = [_place(name, "usdt", "usdc", first) for name in NAMES.values()]
    tree["routes"]["usd"] = {"first": places[0], "second": places[1]} | json.loads(json.dumps(ROUTE))
    peg = {"threshold": "3 bps"}
    for name in NAMES.values():
        if kinds:
            weth = {"anchor": "2650"} | peg
            tree.setdefault("stabilisers", {})[f"peg-{name}"] = _place(name, "weth", "usdc", ["pair"]) | weth
        for start in range(0, len(others), MOST_POOLS):
            held = _place(name, "usdt", "usdc", others[start : start + MOST_POOLS])
            tree.setdefault("stabilisers", {})[f"peg-{name}-{start}"] = held | {"anchor": "1"} | peg
    for path, value in (set or {}).items():
        _put(tree, path.split("."), value)
    return _written(tree)


def _chain(table, number, name, endpoints, pools, kinds, websockets) -> dict:
    own = table["chains"][number]
    tokens = {
        token: {"address": at["address"], "decimals": at["decimals"], "price": _price(own, token, kinds)}
        for token, at in own["tokens"].items()
        if kinds or token != "weth"
    }
    pmm = {"kind": "dodo-dpp", "revision": "current", "base": "usdt", "quote": "usdc"}
    listed = {
        f"{name}-{index}": {"address": own["pools"][f"pmm{index or ''}"]["address"]} | pmm for index in range(pools)
    }
    if kinds:
        listed |= {f"{name}-{pool}": _kind(own, pool) for pool in ("stable", "v3", "pair")}
    ways = list(own["endpoints"].items())[:endpoints]
    told = own["websockets"] if websockets else {}
    sealed = {"rule": "qbft", "validators": own["validators"]}
    return {
        "id": own["chainId"],
        "block_interval": f"{round((own['interval'] or 2) * 1000)} ms",
        "finality": sealed if own["validators"] else {"rule": "depth", "depth": "2 blocks"},
        "genesis": own["genesis"],
        "executor": own["executor"],
        "account": table["keys"]["operator"]["address"],
        "multicall": own["multicall"],
        "native_price": "2_650 USD" if number == "138" else "0.50 USD",
        "fees": {
            "market": "free" if own["client"] == "besu" else "market",
            "ceiling": "200 gwei",
            "cancel_ceiling": "300 gwei",
        },
        "tokens": tokens,
        "pools": listed,
        "endpoints": {
            key.split("/")[1]: {"url": url} | ({"websocket": told[key]} if key in told else {}) for key, url in ways
        },
    }


def _price(own, token, kinds):
    if token == "weth":
        return "2_650 USD"
    if not kinds:
        return "1 USD"
    return {"feeds": {"usd": {"address": own["feeds"][f"{token.upper()}/USD"], "decimals": 8, "oldest": "24 h"}}}


def _kind(own, pool) -> dict:
    known = own["pools"][pool]
    pair = (known["base"], known["quote"])
    # Pools of Uniswap's have the lower address for their base.
    base, quote = pair if pool == "stable" else sorted(pair)
    names = {at["address"]: token for token, at in own["tokens"].items()}
    kind = {
        "stable": {
            "kind": "stableswap", "generation": "classic", "coin_decimals": [6, 6], "base_coin": 0, "quote_coin": 1,
        },
        "v3": {"kind": "uniswap-v3", "words_each_side": 1},
        "pair": {"kind": "uniswap-v2", "fee": "30 bps"},
    }[pool]  # fmt: skip
    return {"address": known["address"]} | kind | {"base": names[base], "quote": names[quote]}


def _end(table, number, token, ferried) -> dict:
    bridge = table["chains"][number]["ferry" if ferried else "bridge"]
    end = {"chain": NAMES[number], "token": token, "entry": bridge, "exit": bridge, "release": "vault"}
    # The ferry mints on the one side.
    return end | ({"release": "vault" if number == "138" else "mint", "interface": "ferry"} if ferried else {})


def _place(name, base, quote, pools) -> dict:
    return {"chain": name, "base": base, "quote": quote, "pools": [f"{name}-{pool}" for pool in pools]}


def _put(tree: dict, path: list[str], value) -> None:
    name, rest = path[0], path[1:]
    for key in list(tree) if name == "*" else [name]:
        if rest:
            _put(tree.setdefault(key, {}), rest, value)
        elif value is None:
            tree.pop(key, None)
        else:
            tree[key] = value


def _written(tree: dict, margin: str = "") -> str:
    """Block after block, and what fits into a line in one."""
    lines = []
    for key, value in tree.items():
        flow = _flow(value)
        is_deep = isinstance(value, dict) and any(isinstance(part, dict) for part in value.values())
        if isinstance(value, dict) and (not margin or is_deep and len(flow) > 100):
            lines.append(f"{margin}{key}:\n{_written(value, margin + '  ')}")
        else:
            lines.append(f"{margin}{key}: {flow}\n")
    return "".join(lines)


def _flow(value) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_quoted(key)}: {_flow(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(part) for part in value) + "]"
    return _quoted(value) if isinstance(value, str) else json.dumps(value)


def _quoted(word: str) -> str:
    return json.dumps(word) if word.isdigit() or word.startswith("0x") or any(mark in ":{}[],#" for mark in word) else word
