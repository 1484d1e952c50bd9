"""Starts the devnet, prints its table as one line of JSON, and runs until it is told to stop."""

import argparse
import asyncio
import json
import os
import pathlib
import signal
import subprocess
import sys

from . import strategy
from .artefacts import Artefacts
from .network import Network, Settings

BUILD = pathlib.Path(__file__).resolve().parents[3] / ".build" / "devnet"


def arguments() -> argparse.Namespace:
    defaults = Settings()
    parser = argparse.ArgumentParser(prog="devnet", description=__doc__)
    parser.add_argument("--seed", type=int, default=defaults.seed, help="of the trader's drift")
    parser.add_argument("--interval", type=float, default=2.0, help="seconds between blocks; 0 mines on command")
    parser.add_argument("--alltra-interval", type=float, help="the same for chain 651940 alone")
    parser.add_argument("--endpoints", type=int, default=defaults.endpoints, help="a chain")
    parser.add_argument("--first-port", type=int, default=0, help="control; 138 follows, 651940 a hundred on; 0: any")
    parser.add_argument("--latency", type=int, default=defaults.latency, help="of the bridge, in blocks")
    parser.add_argument("--confirmations", type=int, default=defaults.confirmations, help="the bridge waits for")
    parser.add_argument("--history", type=int, default=defaults.history, help="blocks whose state can be read")
    parser.add_argument("--past-blocks", type=int, default=defaults.past_blocks, help="mined before the start")
    parser.add_argument("--extra-pools", type=int, default=0, help="PMM pools more on each chain")
    parser.add_argument("--keeper-every", type=int, default=defaults.keeper_every, help="blocks between feed writes")
    parser.add_argument("--genesis-time", type=int, default=0, help="a clock of its own from this second on")
    parser.add_argument("--ibft2", action="store_true", help="seals chain 138 by IBFT 2's rules")
    parser.add_argument("--tls", action="store_true", help="one more endpoint a chain, behind TLS")
    parser.add_argument("--strategy", type=pathlib.Path, help="writes a strategy's file for the two chains there")
    parser.add_argument("--artefacts", type=pathlib.Path, default=BUILD / "artefacts")
    parser.add_argument("--until-stdin-closes", action="store_true", help="stop with whoever holds the other end")
    return parser.parse_args()


def made_certificate(directory: pathlib.Path) -> pathlib.Path:
    """A certificate for 127.0.0.1 that nobody has signed, made once."""
    kept = directory / "certificate.pem"
    if not kept.exists():
        unfinished = kept.with_suffix(f".{os.getpid()}")
        made = subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
             "-days", "3650", "-subj", "/CN=devnet", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", "-"],
            check=True, capture_output=True,
        )  # fmt: skip
        unfinished.write_bytes(made.stdout)
        unfinished.replace(kept)
    return kept.resolve()


async def live(options: argparse.Namespace) -> None:
    away = options.interval if options.alltra_interval is None else options.alltra_interval
    settings = Settings(
        seed=options.seed,
        home_interval=options.interval,
        away_interval=away,
        endpoints=options.endpoints,
        first_port=options.first_port,
        latency=options.latency,
        confirmations=max(1, options.confirmations),
        history=options.history,
        past_blocks=options.past_blocks,
        extra_pools=options.extra_pools,
        keeper_every=max(1, options.keeper_every),
        genesis_time=options.genesis_time,
        is_ibft2=options.ibft2,
    )
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        loop.add_signal_handler(name, stop.set)
    if options.until_stdin_closes:
        loop.add_reader(sys.stdin.fileno(), lambda: sys.stdin.buffer.read1(4096) or stop.set())
    artefacts = Artefacts(options.artefacts)
    certificate = made_certificate(options.artefacts) if options.tls else None
    network = Network(settings, artefacts, certificate)
    await network.open()
    if options.strategy:
        options.strategy.write_text(strategy.text(network.table()))
    print(json.dumps(network.table(), separators=(",", ":")), flush=True)
    mining = asyncio.create_task(network.run())
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait([mining, stopping], return_when=asyncio.FIRST_COMPLETED)
    await network.shut()
    if mining.done():
        # It only ends by failing.
        mining.result()
    mining.cancel()


if __name__ == "__main__":
    asyncio.run(live(arguments()))
