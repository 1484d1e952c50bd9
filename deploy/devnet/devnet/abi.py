"""Calldata and answers, as far as the devnet itself makes calls."""

from functools import lru_cache

from .crypto import keccak


@lru_cache(maxsize=None)
def selector(signature: str) -> bytes:
    return keccak(signature.encode())[:4]


@lru_cache(maxsize=None)
def topic(signature: str) -> bytes:
    return keccak(signature.encode())


def word(value) -> bytes:
    if isinstance(value, bytes):
        # Addresses stand right, digests fill the word.
        return value.rjust(32, b"\0")
    return (int(value) % 2**256).to_bytes(32, "big")


class Dynamic:
    """An argument that stands behind the others: its length, then its bytes."""

    def __init__(self, tail: bytes):
        self.tail = tail

    @classmethod
    def text(cls, value: str) -> "Dynamic":
        return cls.blob(value.encode())

    @classmethod
    def blob(cls, value: bytes) -> "Dynamic":
        return cls(word(len(value)) + value + bytes(-len(value) % 32))

    @classmethod
    def rows(cls, rows) -> "Dynamic":
        """Rows of static words."""
        return cls(word(len(rows)) + b"".join(word(cell) for row in rows for cell in row))


def arguments(*values) -> bytes:
    flat = []
    for value in values:
        flat.extend(value) if isinstance(value, (list, tuple)) else flat.append(value)
    head, tail = b"", b""
    for value in flat:
        if isinstance(value, Dynamic):
            head += word(32 * len(flat) + len(tail))
            tail += value.tail
        else:
            head += word(value)
    return head + tail


def call(signature: str, *values) -> bytes:
    return selector(signature) + arguments(*values)


def words(data: bytes) -> list[int]:
    return [int.from_bytes(data[at : at + 32], "big") for at in range(0, len(data) - 31, 32)]


def aggregate3(calls) -> bytes:
    """Calldata of Multicall3's aggregate3; every call may fail."""
    heads, bodies = b"", b""
    for target, data in calls:
        heads += word(32 * len(calls) + len(bodies))
        bodies += word(target) + word(1) + word(96) + Dynamic.blob(data).tail
    return selector("aggregate3((address,bool,bytes)[])") + word(32) + word(len(calls)) + heads + bodies


def results(data: bytes) -> list[tuple[bool, bytes]]:
    """The answer of aggregate3."""
    read = lambda at: int.from_bytes(data[at : at + 32], "big")
    base = read(0) + 32
    answers = []
    for index in range(read(base - 32)):
        at = base + read(base + 32 * index)
        body = at + read(at + 32)
        answers.append((bool(read(at)), data[body + 32 : body + 32 + read(body)]))
    return answers
