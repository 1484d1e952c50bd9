"""How soon `cantilever check --watch` sees a block of the devnet, what that asks of the nodes, and how long it
takes when a node dies.

A block counts as seen when a line names it: then two nodes have shown the same of it. Both chains are measured at
once. Used by `make bench-sights`; the figures are those of this machine, loopback and all.
"""

import argparse
import base64
import json
import os
import pathlib
import random
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
NAMES = {138: "home", 651940: "away"}
GOAL = 250
"""Milliseconds in which a block is seen of which one node has died."""


class Devnet:
    def __init__(self, intervals: dict[int, float]):
        self._process = subprocess.Popen(
            [ROOT / "deploy/devnet/python", "-m", "devnet", "--until-stdin-closes", "--interval",
             str(intervals[138]), "--alltra-interval", str(intervals[651940])],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.table = json.loads(self._process.stdout.readline())
        self.born: dict[int, dict[int, float]] = {chain: {} for chain in NAMES}
        for chain in NAMES:
            threading.Thread(target=self._listen, args=(chain,), daemon=True).start()

    def order(self, *commands: dict):
        body = json.dumps(list(commands) if len(commands) > 1 else commands[0]).encode()
        with urllib.request.urlopen(urllib.request.Request(self.table["control"], body)) as answer:
            return json.loads(answer.read())

    def stop(self) -> None:
        self._process.stdin.close()
        self._process.wait()

    def _listen(self, chain: int) -> None:
        """Notes when each block was told by the last node, which is never the one that dies."""
        url = list(self.table["chains"][str(chain)]["websockets"].values())[-1]
        host, port = url.split("//")[1].rstrip("/").split(":")
        stream = socket.create_connection((host, int(port))).makefile("rwb")
        key = base64.b64encode(os.urandom(16)).decode()
        stream.write(
            f"GET / HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        call = b'{"jsonrpc":"2.0","id":1,"method":"eth_subscribe","params":["newHeads"]}'
        stream.write(bytes([0x81, 0x80 | len(call), 0, 0, 0, 0]) + call)
        stream.flush()
        while stream.readline().strip():
            pass
        while len(head := stream.read(2)) == 2:
            size = head[1] & 0x7F
            if size > 125:
                size = int.from_bytes(stream.read(2 if size == 126 else 8), "big")
            said = json.loads(stream.read(size))
            if said.get("method") == "eth_subscription":
                self.born[chain][int(said["params"]["result"]["number"], 16)] = time.time()


class Watcher:
    """The program under test, and when it named each block first."""

    def __init__(self, program: str, devnet: Devnet, intervals: dict[int, float], endpoints: int, told: bool):
        self._folder = tempfile.TemporaryDirectory()
        path = pathlib.Path(self._folder.name) / "strategy.yaml"
        path.write_text(strategy(devnet, intervals, endpoints, told))
        self._process = subprocess.Popen([program, "check", "--watch", path], stdout=subprocess.PIPE, text=True)
        self.seen: dict[int, dict[int, float]] = {chain: {} for chain in NAMES}
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        for line in self._process.stdout:
            now = time.time()
            if found := re.match(r"home (\d+|-), away (\d+|-):", line):
                for chain, number in zip(NAMES, found.groups()):
                    if number != "-":
                        self.seen[chain].setdefault(int(number), now)

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait()
        self._folder.cleanup()


def strategy(devnet: Devnet, intervals: dict[int, float], endpoints: int, told: bool) -> str:
    rhythms = {f"chains.{NAMES[chain]}.block_interval": f"{round(each * 1000)} ms" for chain, each in intervals.items()}
    return devnet.order({"do": "strategy", "endpoints": endpoints, "websockets": told, "set": rhythms})["strategy"]


def waits(devnet: Devnet, watcher: Watcher, chain: int, since: float, until: float) -> list[float]:
    """Milliseconds from each block of that time to its line; for one that no line names, to the next that does."""
    found = []
    for number, born in devnet.born[chain].items():
        if since <= born <= until:
            later = [seen for other, seen in watcher.seen[chain].items() if other >= number]
            if later:
                found.append((min(later) - born) * 1000)
    return sorted(found)


def described(waits: list[float]) -> str:
    if not waits:
        return "no block"
    rank = lambda share: waits[min(len(waits) - 1, int(len(waits) * share))]  # noqa: E731
    mean = sum(waits) / len(waits)
    return f"mean {mean:.0f} ms, p50 {rank(0.5):.0f}, p99 {rank(0.99):.0f}, worst {waits[-1]:.0f}, of {len(waits)} blocks"


def sights(program: str, seconds: float, told: bool) -> None:
    intervals = {138: 2.0, 651940: 4.0}
    devnet = Devnet(intervals)
    watcher = Watcher(program, devnet, intervals, 2, told)
    time.sleep(20)
    devnet.order({"do": "counts", "reset": True})
    start = time.time()
    time.sleep(seconds)
    counts, end = devnet.order({"do": "counts"}), time.time()
    time.sleep(1)
    watcher.stop()
    devnet.stop()
    for chain in NAMES:
        found = waits(devnet, watcher, chain, start, end)
        requests = sum(count["requests"] for key, count in counts.items() if key.startswith(f"{chain}/"))
        each = requests / 2 / max(1, len(found))
        how = "told" if told else "polled"
        print(f"{how}, {intervals[chain]:.0f} s blocks: {described(found)}; {each:.2f} requests a block and node", flush=True)


def failover(program: str, seconds: float, fault: str) -> bool:
    """Both chains' first node dies at random moments, and comes back when it is no longer avoided for it."""
    intervals = {138: 1.0, 651940: 1.0}
    devnet = Devnet(intervals)
    watcher = Watcher(program, devnet, intervals, 3, False)
    time.sleep(10)
    chance = random.Random(7)
    end = time.time() + seconds
    found: list[float] = []
    while time.time() < end:
        time.sleep(chance.random())
        since = time.time()
        devnet.order(*({"do": "fault", "endpoint": f"{chain}/1", fault: True} for chain in NAMES))
        time.sleep(2.5)
        until = time.time() - 1
        devnet.order({"do": "fault", "endpoint": "*", "clear": True})
        for chain in NAMES:
            found += waits(devnet, watcher, chain, since, until)
        time.sleep(7)
    watcher.stop()
    devnet.stop()
    found.sort()
    print(f"a node dies ({fault}), 1 s blocks: {described(found)}; goal p99 {GOAL} ms", flush=True)
    return bool(found) and found[int(len(found) * 0.99)] <= GOAL


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", default=str(ROOT / ".build/release/cantilever"))
    parser.add_argument("--seconds", type=float, default=120, help="of each of the four measurements")
    arguments = parser.parse_args()
    for told in (False, True):
        sights(arguments.program, arguments.seconds, told)
    kept = [failover(arguments.program, arguments.seconds, fault) for fault in ("off", "hang")]
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
