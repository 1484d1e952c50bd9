"""One chain: blocks, transactions, receipts and logs; mining, taking back, and reading at an older block."""

import time
from dataclasses import dataclass

from . import transactions
from .block import BFT_MIX_HASH, Block, Receipt, Validators, bloom
from .crypto import keccak
from .engine import Engine, Outcome
from .mempool import Mempool
from .refusals import refusal
from .transactions import Transaction

GWEI = 10**9
# Blocks that the reading engine may lag behind before it follows.
FARTHEST_BEHIND = 64


@dataclass
class Rules:
    chain_id: int
    # Besu's words and manners, or geth's.
    is_besu: bool
    validators: Validators | None
    gas_limit: int
    first_base_fee: int
    # How many blocks behind the head are finalized, where the client knows the word.
    finality_lag: int = 4
    history: int = 8


class Chain:
    """`genesis` puts contracts and balances into an engine, the same way each time.

    1. `blocks` is the line; each block's parent is the one before it.
    2. `engine` stands at the line's head; `_reader` at whichever block was read last.
    3. Orphaned blocks stay readable by hash, with their state.
    """

    def __init__(self, rules: Rules, genesis, started: int):
        self.rules = rules
        self.pool = Mempool(rules.is_besu)
        self.blocks: list[Block] = []
        self.by_hash: dict[bytes, Block] = {}
        self.mined: dict[bytes, tuple[Block, int]] = {}
        # Told of each block that joins the line, and of each that leaves it.
        self.watchers = []
        self.mourners = []
        self.refused: list[bytes] = []
        self._writes: list[tuple] = []
        self._histories: dict[bytes, list[tuple[int, int]]] = {}
        first = self._draft(None, started)
        first.fill([], b"genesis %d" % rules.chain_id)
        self._sealed(first)
        self.engine = Engine(rules.chain_id)
        self.engine.open(first)
        self.deployment = genesis(self.engine)
        self._marks = [self.engine.mark()]
        reader = Engine(rules.chain_id)
        reader.open(first)
        genesis(reader)
        self._reader = Reader(reader, first, self)
        self._appended(first)

    @property
    def head(self) -> Block:
        return self.blocks[-1]

    # Nonces.

    def nonce(self, address: bytes, at: int | None = None) -> int:
        history = self._histories.get(address, ())
        if at is None:
            return history[-1][1] if history else 0
        return next((nonce for number, nonce in reversed(history) if number <= at), 0)

    def _spend_nonce(self, transaction: Transaction, number: int) -> None:
        self._histories.setdefault(transaction.sender, []).append((number, transaction.nonce + 1))

    # Mining.

    def send(self, raw: bytes) -> bytes:
        is_besu = self.rules.is_besu
        try:
            transaction = transactions.decode(raw, self.rules.chain_id)
        except transactions.Malformed as error:
            raise refusal("malformed", is_besu) from error
        except transactions.WrongChain as error:
            kind = "no chain" if "required" in str(error) else "chain"
            raise refusal(kind, is_besu) from error
        except transactions.BadSignature as error:
            raise refusal("signature", is_besu) from error
        if transaction.hash in self.mined:
            raise refusal("nonce too low" if not is_besu else "known", is_besu)
        self.pool.add(transaction, self)
        return transaction.hash

    def next_base_fee(self, parent: Block | None) -> int:
        rules = self.rules
        if parent is None or rules.first_base_fee == 0:
            return rules.first_base_fee
        goal, fee = parent.gas_limit // 2, parent.base_fee
        if parent.gas_used > goal:
            return fee + max(fee * (parent.gas_used - goal) // goal // 8, 1)
        return max(fee - fee * (goal - parent.gas_used) // goal // 8, 7)

    def _draft(self, parent: Block | None, timestamp: int) -> Block:
        rules = self.rules
        number = parent.number + 1 if parent else 0
        validators = rules.validators
        return Block(
            number=number,
            parent=parent.hash if parent else bytes(32),
            timestamp=timestamp,
            coinbase=validators.proposer(number) if validators else keccak(b"coinbase")[12:],
            difficulty=1 if validators else 0,
            gas_limit=rules.gas_limit,
            base_fee=self.next_base_fee(parent),
            mix_hash=BFT_MIX_HASH if validators else keccak(b"randao" + number.to_bytes(8, "big")),
        )

    def _sealed(self, block: Block) -> None:
        if self.rules.validators:
            self.rules.validators.seal(block)
        else:
            block.extra = b"devnet"
            block.hash = keccak(block.header(block.extra))

    def mine(self, timestamp: int | None = None, salt: bytes = b"", is_empty: bool = False) -> Block:
        """Makes a block of what waits; several may share a second, none goes back in time."""
        now = int(time.time()) if timestamp is None else timestamp
        block = self._draft(self.head, max(now, self.head.timestamp))
        block.writes, self._writes = self._writes, []
        self._prepare(self.engine, block)
        receipts: list[Receipt] = []
        used = 0
        while not is_empty and (transaction := self.pool.best(self, block.base_fee)):
            if used + transaction.gas > block.gas_limit:
                break
            self.pool.remove(transaction)
            price = transaction.price(block.base_fee)
            if self.engine.balance(transaction.sender) < transaction.gas * transaction.cap + transaction.value:
                self.refused.append(transaction.hash)
                continue
            outcome = self._apply(self.engine, block, transaction)
            self._spend_nonce(transaction, block.number)
            used += outcome.gas
            receipts.append(
                Receipt(
                    transaction, outcome.ok, outcome.gas, used, price, list(outcome.logs), outcome.created,
                    sum(len(receipt.logs) for receipt in receipts), bloom(outcome.logs),
                )
            )  # fmt: skip
        block.fill(receipts, salt)
        self._sealed(block)
        self._marks.append(self.engine.mark())
        self._appended(block)
        self._reader.follow(block.number)
        for watcher in self.watchers:
            watcher(self, block)
        return block

    def write(self, address: bytes, slot: int, value: int) -> None:
        """Sets a slot of storage when the next block opens, by no transaction."""
        self._writes.append((address, slot, value))

    def endow(self, address: bytes, balance: int) -> None:
        """Sets a native balance when the next block opens."""
        self._writes.append((address, None, balance))

    def _prepare(self, engine: Engine, block: Block) -> None:
        engine.open(block)
        for address, slot, value in block.writes:
            if slot is None:
                engine.set_balance(address, value)
            else:
                engine.store(address, slot, value)
        if self.deployment.parent_slot is not None:
            address, slot = self.deployment.parent_slot
            engine.store(address, slot, int.from_bytes(block.parent, "big"))

    @staticmethod
    def _apply(
        engine: Engine, block: Block, transaction: Transaction, gas: int | None = None
    ) -> Outcome:
        """Runs a transaction and charges for it; a replay charges what the first run used.

        The engine counts less gas for what it has touched before, so a second run would differ.
        """
        if transaction.to is None:
            engine.set_nonce(transaction.sender, transaction.nonce)
        outcome = engine.execute(
            transaction.sender, transaction.to, transaction.data, transaction.value, transaction.gas
        )
        if gas is not None:
            outcome.gas = gas
        price = transaction.price(block.base_fee)
        engine.set_balance(transaction.sender, engine.balance(transaction.sender) - outcome.gas * price)
        tip = outcome.gas * (price - block.base_fee)
        if tip:
            engine.set_balance(block.coinbase, engine.balance(block.coinbase) + tip)
        return outcome

    def replay(self, engine: Engine, block: Block) -> None:
        self._prepare(engine, block)
        for receipt in block.receipts:
            self._apply(engine, block, receipt.transaction, receipt.gas_used)

    def _appended(self, block: Block) -> None:
        self.blocks.append(block)
        self.by_hash[block.hash] = block
        for index, receipt in enumerate(block.receipts):
            self.mined[receipt.transaction.hash] = (block, index)

    # Taking back.

    def reorganise(self, depth: int, keeps: bool = True, timestamp: int | None = None) -> list[Block]:
        """Takes `depth` blocks back and mines one more than that in their place.

        With `keeps` the transactions wait to be mined again, else they are forgotten.
        """
        depth = min(depth, len(self.blocks) - 1)
        dropped = self.blocks[len(self.blocks) - depth :]
        del self.blocks[len(self.blocks) - depth :]
        del self._marks[len(self.blocks) :]
        self.engine.rewind(self._marks[-1])
        # A checkpoint serves once: the next undo needs a new one.
        self._marks[-1] = self.engine.mark()
        self.engine.open(self.head)
        top = self.head.number
        for history in self._histories.values():
            while history and history[-1][0] > top:
                history.pop()
        returned = [receipt.transaction for block in dropped for receipt in block.receipts]
        for transaction in returned:
            self.mined.pop(transaction.hash, None)
        for block in reversed(dropped):
            for mourner in self.mourners:
                mourner(self, block)
        waiting = self.pool.all()
        self.pool.clear()
        for transaction in (returned if keeps else []) + waiting:
            self.pool.put(transaction)
        salt = b"branch" + dropped[-1].hash if dropped else b"branch"
        # An empty first block of the branch shifts everything to other blocks.
        return [self.mine(timestamp, salt, is_empty=index == 0) for index in range(depth + 1)]

    # Reading.

    def at(self, block: Block) -> Engine:
        """An engine that stands at a block: for calls only."""
        if block is self.head:
            self.engine.open(block)
            return self.engine
        return self._reader.at(block)

    def is_canonical(self, block: Block) -> bool:
        return block.number < len(self.blocks) and self.blocks[block.number] is block


class Reader:
    """A second engine that goes to older blocks: back by undoing, forth by replaying."""

    def __init__(self, engine: Engine, genesis: Block, chain: Chain):
        self._engine = engine
        self._chain = chain
        self._path = [genesis]
        self._marks = [engine.mark()]

    def follow(self, height: int) -> None:
        """Keeps within reach of the head, so that the next reading has little to replay."""
        if height - len(self._path) > FARTHEST_BEHIND:
            self.at(self._chain.blocks[height - FARTHEST_BEHIND // 2])

    def at(self, block: Block) -> Engine:
        missing = []
        cursor = block
        while cursor.number >= len(self._path) or self._path[cursor.number] is not cursor:
            missing.append(cursor)
            cursor = self._chain.by_hash[cursor.parent]
        if cursor is not self._path[-1]:
            del self._path[cursor.number + 1 :]
            del self._marks[cursor.number + 1 :]
            self._engine.rewind(self._marks[-1])
            self._marks[-1] = self._engine.mark()
        for step in reversed(missing):
            self._chain.replay(self._engine, step)
            self._path.append(step)
            self._marks.append(self._engine.mark())
        self._engine.open(block)
        return self._engine
