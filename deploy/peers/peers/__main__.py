"""Runs every engine on one feed, in turn, several times, and prints the medians."""

import argparse
import importlib
import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from .clock import peak_memory
from .feed import MARKETS, Feed
from .maths import share
from .ours import Ours

PEERS = ("nautilus_trader", "hftbacktest")
ROOT = Path(__file__).resolve().parents[3]
GOAL = 5.0


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench-peers", description=__doc__)
    parser.add_argument("--ticks", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--markets", nargs="+", choices=MARKETS, default=list(MARKETS))
    parser.add_argument("--profile", action="store_true", help="count our venue maths with callgrind")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--binary", type=Path, default=ROOT / ".build/release/cantilever")
    parser.add_argument("--peer", choices=PEERS, help=argparse.SUPPRESS)
    wishes = parser.parse_args()
    feeds = [Feed(MARKETS[name], wishes.ticks, wishes.seed) for name in wishes.markets]
    if wishes.peer:
        print(json.dumps(one(wishes.peer, feeds[0])))
        return
    ours = Ours(wishes.binary, ROOT / "strategies")
    results = [compare(feed, ours, wishes) for feed in feeds]
    if wishes.json:
        print(json.dumps({"machine": machine(), "feeds": results}, indent=2))
    else:
        print(f"On {machine()}; CPU seconds of all threads, user and system.")
        for result in results:
            print("\n" + text(result))


def one(peer: str, feed: Feed) -> dict:
    """This process is a peer's."""
    module = {"nautilus_trader": "nautilus", "hftbacktest": "hft"}[peer]
    result = importlib.import_module(f".{module}", __package__).run(feed)
    return result | {"memory": peak_memory(), "ticks": feed.ticks}


def compare(feed: Feed, ours: Ours, wishes) -> dict:
    rounds: dict[str, list[dict]] = {"cantilever": []} | {peer: [] for peer in PEERS}
    maths = None
    with tempfile.TemporaryDirectory() as folder:
        backtest = ours.record(feed, Path(folder))
        for number in range(wishes.rounds):
            rounds["cantilever"].append(ours.run(backtest))
            for peer in PEERS:
                rounds[peer].append(apart(peer, feed))
            note(f"{feed.market.name}: round {number + 1} of {wishes.rounds}")
        if wishes.profile:
            note(f"{feed.market.name}: counting instructions")
            brief = Feed(feed.market, min(feed.ticks, 20_000), feed.seed)
            beside = Path(folder) / "brief"
            beside.mkdir()
            maths = share(ours.record(brief, beside), beside)
    engines = {name: middle(of) for name, of in rounds.items()}
    # Of one round, as a machine that others use is faster in some rounds than in others.
    pace = {name: [run["ticks"] / run["run"] for run in of] for name, of in rounds.items()}
    return {
        "feed": feed.market.name,
        "pairs": len(feed.market.pairs),
        "ticks": feed.ticks,
        "seed": feed.seed,
        "rounds": wishes.rounds,
        "engines": engines,
        "ratios": {
            peer: median(own / other for own, other in zip(pace["cantilever"], pace[peer]))
            for peer in PEERS
        },
        "venue_maths": maths,
    }


def apart(peer: str, feed: Feed) -> dict:
    """One peer in a process of its own."""
    said = subprocess.run(
        [
            sys.executable, "-m", __package__, "--peer", peer, "--markets", feed.market.name,
            "--ticks", str(feed.ticks), "--seed", str(feed.seed),
        ],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout  # fmt: skip
    return json.loads(said.splitlines()[-1])


def middle(rounds: list[dict]) -> dict:
    """Medians; what is the same in all rounds stays."""
    seconds = {key: median(run[key] for run in rounds) for key in ("start", "load", "run", "memory")}
    result = rounds[0] | seconds
    return result | {"pace": result["ticks"] / result["run"]}


def text(result: dict) -> str:
    what = "1 pair" if result["pairs"] == 1 else f"{result['pairs']} pairs"
    lines = [
        f"{result['ticks']:,} ticks of {what} on two venues, seed {result['seed']}, "
        f"medians of {result['rounds']}",
        f"  {'':26}{'ticks/CPU s':>12}{'run s':>8}{'load s':>8}{'start s':>9}{'MB':>6}{'fills':>7}",
    ]
    for name, engine in result["engines"].items():
        lines.append(
            f"  {name + ' ' + engine['version']:26}{engine['pace']:>12,.0f}{engine['run']:>8.2f}"
            f"{engine['load']:>8.2f}{engine['start']:>9.2f}{engine['memory']:>6}{engine['fills']:>7,}"
        )
    for peer, ratio in result["ratios"].items():
        goal = f" (the goal: {GOAL:.0f})" if peer == PEERS[0] else ""
        lines.append(f"  cantilever / {peer}: {ratio:.2f}{goal}")
    if result["venue_maths"] is not None:
        lines.append(f"  venue maths: {result['venue_maths']:.1%} of cantilever's instructions")
    return "\n".join(lines)


def machine() -> str:
    model = "an unknown processor"
    with open("/proc/cpuinfo", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("model name"):
                model = line.partition(":")[2].strip()
                break
    return f"{os.cpu_count()} cores of {model}, Python {platform.python_version()}"


def note(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
