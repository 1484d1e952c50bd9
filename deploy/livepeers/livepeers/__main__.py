"""Times one check beside a bare C program and a web3.py script, and weighs the bot over many blocks."""

import argparse
import json
import os
import platform
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from statistics import median

from . import strategy

ROOT = Path(__file__).resolve().parents[3]
DEVNET = ROOT / "deploy/devnet/python"
HERE = Path(__file__).resolve().parent
CHECK_GOAL, SCRIPT_GOAL, MEMORY_GOAL, GROWTH_GOAL = 2.0, 60.0, 40.0, 1.0


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench-live", description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--blocks", type=int, default=100_000, help="of both chains together")
    parser.add_argument("--seconds", type=int, default=60, help="to count batches for")
    parser.add_argument("--pools", type=int, nargs="*", default=[1, 20, 200], help="to count batches of")
    parser.add_argument("--binary", type=Path, default=ROOT / ".build/release/cantilever")
    wishes = parser.parse_args()
    print(f"On {machine()}.")
    with tempfile.TemporaryDirectory() as folder, Devnet(max(wishes.pools, default=1) - 1) as devnet:
        time_check(wishes, devnet.table, Path(folder))
        for pools in wishes.pools:
            count_batches(wishes, devnet, Path(folder), pools)
        if wishes.blocks:
            weigh(wishes, devnet.table, Path(folder))


class Devnet:
    """Two chains whose blocks come on command alone."""

    def __init__(self, extra_pools: int):
        self._process = subprocess.Popen(
            [DEVNET, "-m", "devnet", "--until-stdin-closes", "--interval", "0", "--extra-pools", str(extra_pools)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        self.table = json.loads(self._process.stdout.readline())

    def order(self, order: dict):
        request = urllib.request.Request(self.table["control"], json.dumps(order).encode())
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def urls(self, number: str, count: int) -> list[str]:
        return list(self.table["chains"][number]["endpoints"].values())[:count]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.stdin.close()
        self._process.wait()


class Canned:
    def __init__(self, kind: str, upstreams: list[str]):
        self._process = subprocess.Popen(
            [sys.executable, "-m", "livepeers.canned", kind, *upstreams], stdout=subprocess.PIPE
        )
        self.urls = json.loads(self._process.stdout.readline())

    def counts(self) -> list[dict]:
        return [json.load(urllib.request.urlopen(url)) for url in self.urls]

    def looks(self) -> int:
        return sum(int(urllib.request.urlopen(url).read()) for url in self.urls)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.terminate()
        self._process.wait()


def time_check(wishes, table: dict, folder: Path) -> None:
    """From exec to the answer, in turn; two endpoints a chain, as an operator has them."""
    bare = folder / "bare"
    subprocess.run(["clang", "-O2", HERE / "bare.c", "-o", bare, "-lcurl"], check=True)
    chains = {number: list(table["chains"][number]["endpoints"].values())[:2] for number in ("138", "651940")}
    with Canned("mirror", [url for urls in chains.values() for url in urls]) as canned:
        urls = {"138": canned.urls[:2], "651940": canned.urls[2:]}
        config, listed = folder / "check.yaml", folder / "table.json"
        config.write_text(strategy.text(table, urls))
        listed.write_text(json.dumps(table))
        script = [sys.executable, HERE / "script.py", listed, urls["138"][0], urls["651940"][0]]
        commands = {"bare": [bare], "check": [wishes.binary, "check", config], "script": script}
        times: dict[str, list[float]] = {name: [] for name in commands}
        for turn in range(wishes.rounds + 1):
            for name, command in commands.items():
                if name == "script" and turn > 5:
                    continue
                start = time.perf_counter()
                done = subprocess.run(command, capture_output=True, text=True)
                spent = time.perf_counter() - start
                if done.returncode != 0:
                    raise SystemExit(f"{name} failed: {done.stdout}{done.stderr}")
                # The first turn fills the mirror.
                if turn:
                    times[name].append(spent * 1_000)
    ours, c, web3 = (median(times[name]) for name in ("check", "bare", "script"))
    row = "{:33} {:8.1f} ms   {}"
    print(row.format("check, from exec to exit", ours, ""))
    slower = f"check takes {ours / c:.2f} times that (goal {CHECK_GOAL:g})"
    print(row.format("C that only initialises libcurl", c, slower))
    faster = f"check is {web3 / ours:.0f} times as fast (goal {SCRIPT_GOAL:g})"
    print(row.format("web3.py, its newest block alone", web3, faster))


def count_batches(wishes, devnet: Devnet, folder: Path, pools: int) -> None:
    """Of two endpoints a chain, at the chain's own pace."""
    upstreams = [url for number in ("138", "651940") for url in devnet.urls(number, 2)]
    with Canned("counting", upstreams) as nodes:
        config = folder / f"pools-{pools}.yaml"
        config.write_text(strategy.text(devnet.table, {"138": nodes.urls[:2], "651940": nodes.urls[2:]}, pools))
        watching = subprocess.Popen(
            [wishes.binary, "check", "--watch", config], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        try:
            seen = lambda: all(count["carried"] for count in nodes.counts())  # noqa: E731
            wait_for(lambda: watching.poll() is not None or seen(), "a first look")
            if watching.poll() is not None:
                raise SystemExit(f"check --watch ended: {watching.communicate()[1].decode()}")
            pace(devnet, 2)
            # What is learned of the chain's pace at the start is not counted.
            time.sleep(20)
            before = nodes.counts()
            time.sleep(wishes.seconds)
            counts = [
                {name: count[name] - old[name] for name in count} for old, count in zip(before, nodes.counts())
            ]
            each = lambda name: ", ".join(f"{count[name] / count['head']:.2f}" for count in counts)  # noqa: E731
            print(f"{pools:3} pools a chain, of each endpoint and block: {each('carried')} batches that had the block;")
            print(f"    {each('early')} that came before it; {each('other')} others, such as inspections", flush=True)
        finally:
            pace(devnet, 0)
            watching.send_signal(signal.SIGTERM)
            watching.communicate()


def pace(devnet: Devnet, seconds: int) -> None:
    devnet.order([{"do": "interval", "chain": number, "seconds": seconds} for number in (138, 651940)])


def wait_for(condition, what: str) -> None:
    for _ in range(600):
        if condition():
            return
        time.sleep(0.1)
    raise SystemExit(f"no {what} within a minute")


def weigh(wishes, table: dict, folder: Path) -> None:
    """Memory that lives while blocks come as fast as they are looked at."""
    chains = {number: list(table["chains"][number]["endpoints"].values())[:1] for number in ("138", "651940")}
    with Canned("growing", [url for urls in chains.values() for url in urls]) as canned:
        config = folder / "watch.yaml"
        urls = {"138": canned.urls[:1], "651940": canned.urls[1:]}
        config.write_text(strategy.text(table, urls, is_sealed=False, interval="2 ms", poll="1 ms"))
        log = (folder / "watch.log").open("w")
        watching = subprocess.Popen([wishes.binary, "check", "--watch", config], stdout=log, stderr=log)
        try:
            marks, early, start = [wishes.blocks // 10 * step for step in range(1, 11)], None, time.perf_counter()
            for mark in marks:
                while canned.looks() < mark:
                    if watching.poll() is not None:
                        raise SystemExit(f"it ended: {(folder / 'watch.log').read_text()[-2000:]}")
                    time.sleep(0.2)
                memory = resident(watching.pid)
                early = early or memory
                print(f"{mark:8} blocks  {memory:6.1f} MB  {time.perf_counter() - start:6.0f} s", flush=True)
            growth = f"{memory - early:+.2f} MB since the first tenth (goal {GROWTH_GOAL:g})"
            print(f"memory {memory:.1f} MB (goal {MEMORY_GOAL:g}), {growth}")
        finally:
            watching.send_signal(signal.SIGTERM)
            watching.wait()


def resident(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024


def machine() -> str:
    model = re.search(r"model name\s*:\s*(.*)", Path("/proc/cpuinfo").read_text())
    return f"{model[1] if model else platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"


if __name__ == "__main__":
    main()
