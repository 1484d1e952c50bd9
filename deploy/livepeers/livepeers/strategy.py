"""A strategy's file for a devnet and those who answer in its place."""


def text(
    table: dict,
    urls: dict[str, list[str]],
    pools: int = 1,
    is_sealed: bool = True,
    interval: str = "2 s",
    poll: str = "250 ms",
) -> str:
    chains = "".join(
        chain(table, name, number, urls[number], pools, is_sealed, interval, poll)
        for name, number in (("home", "138"), ("away", "651940"))
    )
    return f"""format: 1
name: livepeers
numeraire: USD
chains:
{chains}bridges:
{bridge(table, "usdt")}{bridge(table, "usdc")}{markets(pools)}"""


def chain(
    table: dict, name: str, number: str, urls: list[str], pools: int, is_sealed: bool, interval: str, poll: str
) -> str:
    own = table["chains"][number]
    validators = own["validators"] if is_sealed else []
    finality = f"{{rule: qbft, validators: {quoted(validators)}}}" if validators else "{rule: depth, depth: 2 blocks}"
    listed = "".join(
        f"      {name}-{index}: {{address: \"{own['pools']['pmm' + (str(index) if index else '')]['address']}\", "
        "kind: dodo-dpp, revision: current, base: usdt, quote: usdc}\n"
        for index in range(pools)
    )
    endpoints = "".join(f'      "{index + 1}": {{url: "{url}"}}\n' for index, url in enumerate(urls))
    market = "free" if number == "138" else "market"
    return f"""  {name}:
    id: {number}
    block_interval: {interval}
    poll: {poll}
    finality: {finality}
    genesis: "{own['genesis']}"
    executor: "{own['executor']}"
    account: "{table['keys']['operator']['address']}"
    multicall: "{own['multicall']}"
    native_price: 4_000 USD
    fees: {{market: {market}, ceiling: 200 gwei, cancel_ceiling: 300 gwei}}
    tokens:
      usdt: {{address: "{own['tokens']['usdt']['address']}", decimals: 6, price: 1 USD}}
      usdc: {{address: "{own['tokens']['usdc']['address']}", decimals: 6, price: 1 USD}}
    pools:
{listed}    endpoints:
{endpoints}"""


def quoted(words: list[str]) -> str:
    return "[" + ", ".join(f'"{word}"' for word in words) + "]"


def bridge(table: dict, token: str) -> str:
    ends = "".join(
        f'    {end}: {{chain: {name}, token: {token}, entry: "{at}", exit: "{at}", release: vault}}\n'
        for end, name, number in (("from", "home", "138"), ("to", "away", "651940"))
        for at in [table["chains"][number]["bridge"]]
    )
    return f"  {token}:\n{ends}    fee: 10 bps\n"


MOST_IN_PLACE = 16


def markets(pools: int) -> str:
    """As many pools as a route takes, and stabilisers for the others."""
    text = "routes:\n" + route(range(min(MOST_IN_PLACE, pools)))
    if pools > MOST_IN_PLACE:
        text += "stabilisers:\n"
    for start in range(MOST_IN_PLACE, pools, MOST_IN_PLACE):
        for chain in ("home", "away"):
            listed = names(chain, range(start, min(start + MOST_IN_PLACE, pools)))
            text += (
                f"  peg-{chain}-{start}: {{chain: {chain}, base: usdt, quote: usdc, pools: {listed}, "
                'anchor: "1", threshold: 3 bps}\n'
            )
    return text


def names(chain: str, pools: range) -> str:
    return "[" + ", ".join(f"{chain}-{index}" for index in pools) + "]"


def route(pools: range) -> str:
    return f"""  usd:
    first: {{chain: home, base: usdt, quote: usdc, pools: {names("home", pools)}}}
    second: {{chain: away, base: usdt, quote: usdc, pools: {names("away", pools)}}}
    base_bridge: usdt
    quote_bridge: usdc
    mission: parity
    subsidy: {{per_unit: 30 bps, per_day: 1_000 USD}}
    parity: {{target: 15 bps, enter: 6 bps, aim: 0 bps}}
    confirmation: {{blocks: 3 blocks, average_blocks: 3 blocks}}
    freshness: {{oldest_head: 1_000_000 blocks}}
    reserve: {{latency_floor: 1 min}}
    market:
      flow_per_hour: 50_000 USD
      largest_trade: 5_000 USD
      depth: 1_000_000 USD
      slippage: 0.01
      drift: 0.1 bps
      noise: 0.4 bps
      inclusion: 1 block
"""
