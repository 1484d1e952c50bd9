"""The root of a Merkle Patricia trie over a list, as headers commit to transactions and receipts."""

from . import rlp
from .crypto import keccak

EMPTY = keccak(rlp.encode(b""))


def root(values: list[bytes]) -> bytes:
    if not values:
        return EMPTY
    entries = []
    for index, value in enumerate(values):
        key = rlp.encode(index)
        entries.append(([nibble for byte in key for nibble in (byte >> 4, byte & 15)], value))
    return keccak(rlp.encode(_node(sorted(entries), 0)))


def _path(nibbles, is_leaf: bool) -> bytes:
    flag = 2 if is_leaf else 0
    cells = [flag + 1, *nibbles] if len(nibbles) % 2 else [flag, 0, *nibbles]
    return bytes(high << 4 | low for high, low in zip(cells[::2], cells[1::2]))


def _node(entries, depth: int):
    if len(entries) == 1:
        path, value = entries[0]
        return [_path(path[depth:], True), value]
    first, last = entries[0][0], entries[-1][0]
    shared = depth
    while shared < min(len(first), len(last)) and first[shared] == last[shared]:
        shared += 1
    if shared > depth:
        return [_path(first[depth:shared], False), _reference(_node(entries, shared))]
    branch = []
    for nibble in range(16):
        below = [entry for entry in entries if len(entry[0]) > depth and entry[0][depth] == nibble]
        branch.append(_reference(_node(below, depth + 1)) if below else b"")
    ends = [value for path, value in entries if len(path) == depth]
    return branch + [ends[0] if ends else b""]


def _reference(node):
    return node if len(rlp.encode(node)) < 32 else keccak(rlp.encode(node))
