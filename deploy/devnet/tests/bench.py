"""What the tests share: an engine with one contract, a chain, recorded vectors."""

import json
import os
import pathlib
import types

from devnet import abi
from devnet.artefacts import Artefacts, mapping_slot
from devnet.block import Validators
from devnet.chain import GWEI, Chain, Rules
from devnet.deployment import AWAY, HOME, VALIDATOR_KEYS, genesis
from devnet.engine import Engine
from devnet.faults import learn_slots

ROOT = pathlib.Path(__file__).resolve().parents[3]
ARTEFACTS = Artefacts(pathlib.Path(os.environ.get("DEVNET_ARTEFACTS", ROOT / ".build/devnet/artefacts")))
learn_slots(ARTEFACTS)
OWNER = b"\x0a" * 20
SOMEBODY = b"\x0b" * 20
START = 1_700_000_000


def vectors(name: str) -> dict:
    return json.loads((ROOT / "Tests" / "Vectors" / f"{name}.json").read_text())


def chain(chain_id: int = HOME, **rules) -> Chain:
    if chain_id == HOME:
        made = Rules(HOME, True, Validators(VALIDATOR_KEYS), 2**53 - 1, 0, **rules)
    else:
        made = Rules(AWAY, False, None, 30_000_000, GWEI, **rules)
    return Chain(made, genesis(ARTEFACTS, chain_id, START, 0), START)


class Bench:
    """An engine in which contracts stand alone and their storage is written at will."""

    def __init__(self):
        self.engine = Engine(1)

    def deploy(self, name: str, *values) -> bytes:
        return self.engine.deploy(OWNER, ARTEFACTS[name].initcode + abi.arguments(*values))

    def token(self, decimals: int = 18) -> bytes:
        return self.deploy("Token", abi.Dynamic.text("T"), abi.Dynamic.text("T"), decimals)

    def at(self, timestamp: int) -> None:
        self.engine.open(
            types.SimpleNamespace(
                number=1, timestamp=timestamp, coinbase=bytes(20), mix_hash=bytes(32), difficulty=0,
                gas_limit=2**53, base_fee=0,
            )
        )  # fmt: skip

    def hold(self, token: bytes, holder: bytes, amount: int) -> None:
        self.engine.store(token, mapping_slot(ARTEFACTS["Token"].slots["balanceOf"], holder), amount)

    def held(self, token: bytes, holder: bytes) -> int:
        return self.ask(token, "balanceOf(address)", holder)[0]

    def set(self, name: str, contract: bytes, offset: int = 0, **values) -> None:
        for field, value in values.items():
            self.engine.store(contract, ARTEFACTS[name].slots[field] + offset, int(value))

    def ask(self, contract: bytes, signature: str, *values) -> list[int]:
        outcome = self.engine.call(contract, abi.call(signature, *values))
        if not outcome.ok:
            raise AssertionError(f"{signature} failed: {outcome.data.hex()} {outcome.halt}")
        return abi.words(outcome.data)

    def act(self, contract: bytes, signature: str, *values, sender: bytes = OWNER):
        return self.engine.execute(sender, contract, abi.call(signature, *values), 0, 30_000_000)


def refused(outcome, recorded) -> bool:
    """Whether a call failed as the recorded contract did; a halt there may be any failure here."""
    revert = recorded["revert"]
    if outcome.ok:
        return False
    if revert["kind"] != "Error" or revert["msg"].startswith("SafeERC20"):
        # The token's own refusal says something else here.
        return True
    reason = abi.call("Error(string)", abi.Dynamic.text(revert["msg"]))
    return outcome.data == reason
