"""Blocks, their headers and, on the sealed chain, the validators' seals."""

from dataclasses import dataclass, field

from . import rlp, trie
from .crypto import Key, keccak
from .transactions import Transaction

# "ctical byzantine fault tolerance": says that the extra data holds seals.
BFT_MIX_HASH = bytes.fromhex("63746963616c2062797a616e74696e65206661756c7420746f6c6572616e6365")
NO_OMMERS = keccak(rlp.encode([]))
VANITY = b"devnet".ljust(32, b"\0")


def bloom(logs) -> bytes:
    bits = 0
    for address, topics, _ in logs:
        for entry in (address, *topics):
            digest = keccak(entry)
            for at in (0, 2, 4):
                bits |= 1 << (int.from_bytes(digest[at : at + 2], "big") & 2047)
    return bits.to_bytes(256, "big")


@dataclass
class Receipt:
    transaction: Transaction
    ok: bool
    gas_used: int
    cumulative: int
    price: int
    logs: list
    created: bytes | None
    first_log: int
    bloom: bytes

    @property
    def encoded(self) -> bytes:
        body = rlp.encode([int(self.ok), self.cumulative, self.bloom, [list(log) for log in self.logs]])
        return b"\x02" + body if self.transaction.kind == 2 else body


@dataclass
class Block:
    number: int
    parent: bytes
    timestamp: int
    coinbase: bytes
    difficulty: int
    gas_limit: int
    base_fee: int
    mix_hash: bytes
    extra: bytes = b""
    gas_used: int = 0
    state_root: bytes = bytes(32)
    transactions_root: bytes = trie.EMPTY
    receipts_root: bytes = trie.EMPTY
    bloom: bytes = bytes(256)
    hash: bytes = b""
    receipts: list[Receipt] = field(default_factory=list)
    # What a test wrote into the state when this block opened: address, slot or None for the balance, value.
    writes: list[tuple] = field(default_factory=list)

    def header(self, extra: bytes) -> bytes:
        return rlp.encode(
            [
                self.parent, NO_OMMERS, self.coinbase, self.state_root, self.transactions_root,
                self.receipts_root, self.bloom, self.difficulty, self.number, self.gas_limit,
                self.gas_used, self.timestamp, extra, self.mix_hash, bytes(8), self.base_fee,
            ]
        )  # fmt: skip

    def fill(self, receipts: list[Receipt], salt: bytes) -> None:
        """Commits to what was executed. The state's root is made up: the engine computes none."""
        self.receipts = receipts
        self.gas_used = receipts[-1].cumulative if receipts else 0
        hashes = b"".join(receipt.transaction.hash for receipt in receipts)
        self.state_root = keccak(self.parent + hashes + salt)
        self.transactions_root = trie.root([receipt.transaction.raw for receipt in receipts])
        self.receipts_root = trie.root([receipt.encoded for receipt in receipts])
        self.bloom = bloom([log for receipt in receipts for log in receipt.logs])

    @property
    def size(self) -> int:
        return len(self.header(self.extra)) + sum(len(r.transaction.raw) for r in self.receipts)


class Validators:
    """Who seals, and how their consensus encodes it.

    QBFT's hash takes round 0 and an empty list of seals, its seals the real round and an empty list. IBFT 2 leaves the
    items out altogether.
    """

    def __init__(self, keys: list[Key], is_ibft2: bool = False):
        self.keys = sorted(keys, key=lambda key: key.address)
        self.is_ibft2 = is_ibft2
        self.sealing = len(keys)

    @property
    def addresses(self) -> list[bytes]:
        return [key.address for key in self.keys]

    def proposer(self, number: int) -> bytes:
        return self.keys[number % len(self.keys)].address

    def extra(self, round: int | None, seals: list[bytes] | None) -> bytes:
        """The extra data; what is None is left out."""
        items = [VANITY, self.addresses, b"" if self.is_ibft2 else []]
        if round is not None:
            items.append(round.to_bytes(4, "big") if self.is_ibft2 else round)
        if seals is not None:
            items.append(seals)
        return rlp.encode(items)

    def hash(self, block: Block) -> bytes:
        extra = self.extra(None, None) if self.is_ibft2 else self.extra(0, [])
        return keccak(block.header(extra))

    def digest(self, block: Block, round: int) -> bytes:
        """What is sealed."""
        return keccak(block.header(self.extra(round, None if self.is_ibft2 else [])))

    def seal(self, block: Block, round: int = 0) -> None:
        digest = self.digest(block, round)
        seals = []
        for key in self.keys[: self.sealing] if block.number else []:
            r, s, parity = key.sign(digest)
            seals.append(r.to_bytes(32, "big") + s.to_bytes(32, "big") + bytes([parity]))
        block.extra = self.extra(round, seals)
        block.hash = self.hash(block)

    def with_fewer(self, extra: bytes, count: int) -> bytes:
        """The same extra data as a node keeps it that has seen only the last `count` seals: the hash stays."""
        items = rlp.decode(extra)
        return rlp.encode([*items[:-1], items[-1][-count:]])
