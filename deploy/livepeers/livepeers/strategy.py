"""A strategy's file for a devnet, or for those who answer in its place."""

import json
import urllib.request

NAMES = {"138": "home", "651940": "away"}


def text(
    table: dict,
    urls: dict[str, list[str]],
    pools: int = 1,
    is_sealed: bool = True,
    interval: str = "2 s",
    poll: str = "250 ms",
) -> str:
    """The devnet's own, with these endpoints. Blocks may be as old as they like: whoever answers has kept them."""
    values = {
        "chains.*.block_interval": interval,
        "chains.*.poll": poll,
        "routes.usd.freshness.oldest_head": "1_000_000 blocks",
    }
    for number, name in NAMES.items():
        values[f"chains.{name}.endpoints"] = {str(index + 1): {"url": url} for index, url in enumerate(urls[number])}
    if not is_sealed:
        values["chains.home.finality"] = {"rule": "depth", "depth": "2 blocks"}
    order = json.dumps({"do": "strategy", "pools": pools, "set": values}).encode()
    with urllib.request.urlopen(urllib.request.Request(table["control"], order)) as answer:
        return json.load(answer)["strategy"]
