"""What part of a backtest's instructions are venue maths, counted by callgrind."""

import re
import subprocess
from pathlib import Path

VENUES = re.compile(r"^\$[sS](6Venues|\d+\w+?V6VenuesE)")
"""Functions of the module, and what it adds to the types of others."""


def share(command: list[str], folder: Path) -> float:
    counts = folder / "callgrind.out"
    subprocess.run(
        ["valgrind", "--tool=callgrind", f"--callgrind-out-file={counts}", *command],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    with open(counts, encoding="utf-8", errors="replace") as lines:
        return of(lines)


def of(lines) -> float:
    """The module's functions with all they call, of everything: what is counted is each call into the
    module from outside of it."""
    names: dict[str, str] = {}

    def name(text: str) -> str:
        number, _, rest = text.partition(" ")
        if rest:
            names[number] = rest
        return names.get(number, "")

    inside, into, is_call = False, False, False
    maths = total = 0
    for line in lines:
        if line.startswith("fn="):
            inside = bool(VENUES.match(name(line[3:].rstrip())))
        elif line.startswith("cfn="):
            into = bool(VENUES.match(name(line[4:].rstrip())))
        elif line.startswith("calls="):
            is_call = True
        elif line[:1].isdigit() or line[:1] in "+-*":
            cost = int(line.split()[1])
            if not is_call:
                total += cost
            elif into and not inside:
                maths += cost
            is_call = False
    return maths / total if total else 0.0
