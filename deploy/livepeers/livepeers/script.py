"""What a user would write with web3.py: the newest block of both chains, prices, what the bridge holds, a verdict."""

import json
import sys

from web3 import HTTPProvider, Web3
from web3.middleware import ExtraDataToPOAMiddleware

PMM = [{"type": "function", "name": "getMidPrice", "inputs": [], "stateMutability": "view",
        "outputs": [{"name": "midPrice", "type": "uint256"}]},
       {"type": "function", "name": "_BASE_RESERVE_", "inputs": [], "stateMutability": "view",
        "outputs": [{"name": "", "type": "uint112"}]},
       {"type": "function", "name": "_QUOTE_RESERVE_", "inputs": [], "stateMutability": "view",
        "outputs": [{"name": "", "type": "uint112"}]}]  # fmt: skip
TOKEN = [{"type": "function", "name": "balanceOf", "inputs": [{"name": "owner", "type": "address"}],
          "stateMutability": "view", "outputs": [{"name": "", "type": "uint256"}]}]  # fmt: skip


def look(chain: dict, url: str) -> dict:
    web3 = Web3(HTTPProvider(url))
    # Validators' seals make the header's extra data longer than web3.py takes.
    web3.middleware_onion.inject(ExtraDataToPOAMiddleware, layer=0)
    address = Web3.to_checksum_address
    pool = web3.eth.contract(address(chain["pools"]["pmm"]["address"]), abi=PMM)
    bridge = address(chain["bridge"])
    tokens = [web3.eth.contract(address(chain["tokens"][name]["address"]), abi=TOKEN) for name in ("usdt", "usdc")]
    with web3.batch_requests() as batch:
        batch.add(web3.eth.get_block("latest"))
        views = pool.functions
        for function in (views.getMidPrice(), views._BASE_RESERVE_(), views._QUOTE_RESERVE_()):
            batch.add(function)
        for token in tokens:
            batch.add(token.functions.balanceOf(bridge))
        block, price, base, quote, usdt, usdc = batch.execute()
    return {"block": block["number"], "price": price, "reserves": (base, quote), "vault": (usdt, usdc)}


def main() -> None:
    chains = json.load(open(sys.argv[1]))["chains"]
    home, away = (look(chains[number], url) for number, url in zip(("138", "651940"), sys.argv[2:]))
    bps = abs(home["price"] - away["price"]) * 10_000 / home["price"]
    safe = min(*home["vault"], *away["vault"]) >= 100_000_000_000
    print(f"deviation {bps:.6f} bps: {'in parity' if bps < 15 and safe else 'out of parity'}; {home}; {away}")


if __name__ == "__main__":
    main()
