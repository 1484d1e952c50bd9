"""The contracts, compiled once: what was compiled is kept by the hash of its source."""

import json
import os
import pathlib

from . import abi
from .crypto import keccak

SOURCES = pathlib.Path(__file__).resolve().parent.parent / "contracts"
COMPILER = "0.4.3"
# Older than transient storage and PUSH0: nobody has said which forks the real chains have.
FORK = "london"
# Raised when a record holds more than before.
RECORD = 2


class Artefact:
    def __init__(self, name: str, record: dict):
        self.name = name
        self.initcode = bytes.fromhex(record["initcode"])
        self.slots: dict[str, int] = record["slots"]
        # Canonical signatures, as selectors and topics are made of.
        self.functions: list[str] = record["functions"]
        self.events: list[str] = record["events"]


class Artefacts:
    def __init__(self, directory: pathlib.Path):
        directory.mkdir(parents=True, exist_ok=True)
        self._artefacts = {
            source.stem: self._artefact(source, directory) for source in sorted(SOURCES.glob("*.vy"))
        }

    def __getitem__(self, name: str) -> Artefact:
        return self._artefacts[name]

    @staticmethod
    def _artefact(source: pathlib.Path, directory: pathlib.Path) -> Artefact:
        text = source.read_text()
        identity = keccak(f"{COMPILER} {FORK} {RECORD}\n{text}".encode()).hex()[:16]
        kept = directory / f"{source.stem}-{identity}.json"
        if kept.exists():
            return Artefact(source.stem, json.loads(kept.read_text()))
        record = _compiled(text, source)
        # Two processes may compile at once: each moves a whole file into place.
        unfinished = kept.with_suffix(f".{os.getpid()}")
        unfinished.write_text(json.dumps(record))
        unfinished.replace(kept)
        return Artefact(source.stem, record)


def _compiled(text: str, source: pathlib.Path) -> dict:
    # Importing the compiler takes longer than everything else: only who needs it pays.
    from vyper import compile_code
    from vyper.compiler.settings import Settings

    made = compile_code(
        text,
        contract_path=str(source),
        output_formats=["bytecode", "layout", "abi"],
        settings=Settings(evm_version=FORK),
    )
    layout = made["layout"]["storage_layout"]
    entries = {kind: [e for e in made["abi"] if e["type"] == kind] for kind in ("function", "event")}
    return {
        "functions": [_canonical(entry) for entry in entries["function"]],
        "events": [_canonical(entry) for entry in entries["event"]],
        "initcode": made["bytecode"].removeprefix("0x"),
        "slots": {name: place["slot"] for name, place in layout.items()},
    }


def _canonical(entry: dict) -> str:
    return f"{entry['name']}({','.join(_kind(value) for value in entry['inputs'])})"


def _kind(value: dict) -> str:
    if not value["type"].startswith("tuple"):
        return value["type"]
    inner = ",".join(_kind(component) for component in value["components"])
    return f"({inner}){value['type'].removeprefix('tuple')}"


def mapping_slot(slot: int, key: bytes) -> int:
    """Where Vyper keeps a mapping's entry."""
    return int.from_bytes(keccak(abi.word(slot) + abi.word(key)), "big")
