"""One chain's state: revm, with blocks that can be taken back.

What the engine does not do (nonces, fees, receipts) is the chain's. Nonces are kept here because the engine's survive
an undo.
"""

import contextlib
import re

from pyrevm import EVM, AccountInfo, BlockEnv, CfgEnv, Env

from .crypto import keccak

CALL_GAS = 100_000_000
NO_CODE = (keccak(b""), bytes(32))
_REVERT = re.compile(r"gas_used: (\d+), output: 0x([0-9a-f]*)")
_HALT = re.compile(r"Halt \{ reason: (\w+)")


class Outcome:
    __slots__ = ("ok", "data", "gas", "logs", "halt", "created")

    def __init__(self, ok, data=b"", gas=0, logs=(), halt=None, created=None):
        self.ok, self.data, self.gas = ok, data, gas
        self.logs, self.halt, self.created = logs, halt, created


def hexed(address: bytes) -> str:
    return "0x" + address.hex()


class Engine:
    def __init__(self, chain_id: int):
        self._evm = EVM(Env(cfg=CfgEnv(chain_id=chain_id)), spec_id="LONDON")
        self._changes: list[tuple[bytes, int]] = []

    def open(self, block) -> None:
        """Calls and transactions see this block from now on."""
        self._evm.set_block_env(
            BlockEnv(
                number=block.number,
                timestamp=block.timestamp,
                coinbase=hexed(block.coinbase),
                prevrandao=block.mix_hash,
                difficulty=block.difficulty,
                gas_limit=block.gas_limit,
                basefee=block.base_fee,
            )
        )

    # A checkpoint that stays open counts as call depth, so each is closed at once: it stays usable. The engine's undo
    # covers storage and what transactions moved, not the balances that were set: those are undone here.
    def mark(self):
        checkpoint = self._evm.snapshot()
        self._evm.commit()
        return checkpoint, len(self._changes)

    def rewind(self, mark) -> None:
        checkpoint, changes = mark
        self._evm.snapshot()
        self._evm.revert(checkpoint)
        self._unset(changes)

    def _unset(self, count: int) -> None:
        while len(self._changes) > count:
            address, change = self._changes.pop()
            self._evm.set_balance(hexed(address), self.balance(address) - change)

    def balance(self, address: bytes) -> int:
        return self._evm.get_balance(hexed(address))

    def set_balance(self, address: bytes, balance: int) -> None:
        """Sets it, and remembers by how much it changed."""
        self._changes.append((address, balance - self.balance(address)))
        self._evm.set_balance(hexed(address), balance)

    def set_nonce(self, address: bytes, nonce: int) -> None:
        self._evm.insert_account_info(
            hexed(address), AccountInfo(balance=self.balance(address), nonce=nonce)
        )

    def code(self, address: bytes) -> bytes:
        return bytes(self._evm.get_code(hexed(address)) or b"")

    def storage(self, address: bytes, slot: int) -> int:
        return self._evm.storage(hexed(address), slot)

    def store(self, address: bytes, slot: int, value: int) -> None:
        self._evm.insert_account_storage(hexed(address), slot, value)

    def deploy(self, deployer: bytes, initcode: bytes, value: int = 0, gas: int = CALL_GAS) -> bytes:
        made = self._evm.deploy(hexed(deployer), initcode, value=value, gas=gas)
        return bytes.fromhex(made[2:])

    def execute(self, sender: bytes, to: bytes | None, data: bytes, value: int, gas: int) -> Outcome:
        """Runs and keeps; a failed run leaves no trace."""
        created = None
        try:
            if to is None:
                created = self.deploy(sender, data, value, gas)
                output = b""
            else:
                output = self._evm.message_call(
                    hexed(sender), hexed(to), calldata=data, value=value, gas=gas
                )
        except RuntimeError as error:
            return self._failure(str(error), gas)
        finally:
            self._evm.reset_transient_storage()
        result = self._evm.result
        logs = [
            (
                bytes.fromhex(log.address[2:]),
                [bytes.fromhex(topic.removeprefix("0x")) for topic in log.topics],
                bytes(log.data[1]),
            )
            for log in result.logs
        ]
        return Outcome(True, bytes(output), result.gas_used, logs, created=created)

    def call(
        self, to: bytes | None, data: bytes, sender: bytes = bytes(20), value: int = 0, gas: int = CALL_GAS
    ) -> Outcome:
        """Runs and undoes."""
        with self.trial(), self._without_code(sender):
            return self.execute(sender, to, data, value, gas)

    @contextlib.contextmanager
    def _without_code(self, sender: bytes):
        """The engine refuses callers with code, which nodes allow in calls: it is put aside for a moment."""
        account = self._evm.basic(hexed(sender))
        # Who has no code is shown with a byte of padding.
        code = bytes(account.code or b"") if bytes(account.code_hash) not in NO_CODE else b""
        if code:
            self._evm.insert_account_info(
                hexed(sender), AccountInfo(balance=account.balance, nonce=account.nonce)
            )
        yield
        if code:
            self._evm.insert_account_info(
                hexed(sender), AccountInfo(balance=account.balance, nonce=account.nonce, code=code)
            )

    @contextlib.contextmanager
    def trial(self):
        """Whatever is done inside is undone at the end."""
        checkpoint, changes = self._evm.snapshot(), len(self._changes)
        try:
            yield
        finally:
            self._evm.revert(checkpoint)
            self._unset(changes)

    @staticmethod
    def _failure(text: str, gas: int) -> Outcome:
        if found := _REVERT.search(text):
            return Outcome(False, bytes.fromhex(found.group(2)), int(found.group(1)))
        halt = _HALT.search(text)
        return Outcome(False, b"", gas, halt=halt.group(1) if halt else text)
