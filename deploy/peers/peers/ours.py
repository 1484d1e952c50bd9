"""The feed through `cantilever import` and `cantilever backtest`."""

import json
import os
import re
import subprocess
import tempfile
from pathlib import Path

from .feed import Feed


class Ours:
    """Our binary and the strategies that belong to the source."""

    def __init__(self, binary: Path, strategies: Path):
        self.binary = binary
        self.strategies = strategies

    def record(self, feed: Feed, folder: Path) -> list[str]:
        """The feed as a recording, and the command that trades it."""
        strategy, table = folder / "strategy.yaml", folder / "feed.csv"
        recording = folder / "feed.rec"
        strategy.write_text(self.strategy(feed), encoding="utf-8")
        feed.write(table)
        subprocess.run(
            [self.binary, "import", table, strategy, recording, "--gas", "0.01 gwei"],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        table.unlink()
        return [
            str(self.binary), "backtest", str(recording), "--strategy", str(strategy), "--json",
        ]  # fmt: skip

    def strategy(self, feed: Feed) -> str:
        """One of ours with one small trade before full size instead of ten."""
        text = (self.strategies / feed.market.strategy).read_text(encoding="utf-8")
        text, begun = re.subn(r"(?m)^routes:$", "limits: {ramp_trades: 1}\n\nroutes:", text)
        if begun != 1:
            raise SystemExit(f"{feed.market.strategy} is not as it was when this was written")
        return text

    def run(self, backtest: list[str]) -> dict:
        """A whole process: its start, reading the recording and writing the report are counted in."""
        with tempfile.TemporaryFile() as report, tempfile.TemporaryFile() as pace:
            process = subprocess.Popen(backtest, stdout=report, stderr=pace)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            report.seek(0)
            pace.seek(0)
            if process.returncode != 0:
                raise SystemExit(pace.read().decode(errors="replace"))
            outcome = json.loads(report.read())
        return {
            "version": self.version(),
            "start": 0.0,
            "load": 0.0,
            "run": usage.ru_utime + usage.ru_stime,
            "memory": usage.ru_maxrss // 1024,
            "orders": int(outcome["fills"]) + int(outcome["refused"]),
            "fills": int(outcome["fills"]),
            "ticks": int(outcome["ticks"]),
            "halts": int(outcome["halts"]),
        }

    def version(self) -> str:
        said = subprocess.run(
            [self.binary, "--version"], check=True, capture_output=True, text=True
        ).stdout
        found = re.search(r"\d+\.\d+\.\d+\S*", said)
        return found.group() if found else said.strip()
