"""Raw transactions: legacy with a chain id, and EIP-1559's; decoding, signing, hashes."""

from dataclasses import dataclass, field

from . import rlp
from .crypto import Key, keccak, recover


class Malformed(ValueError):
    pass


class BadSignature(ValueError):
    pass


class WrongChain(ValueError):
    pass


@dataclass
class Transaction:
    raw: bytes
    kind: int
    nonce: int
    tip: int
    cap: int
    gas: int
    to: bytes | None
    value: int
    data: bytes
    signature: tuple[int, int, int]
    sender: bytes = b""
    hash: bytes = field(default=b"")

    def price(self, base_fee: int) -> int:
        return min(self.cap, base_fee + self.tip)

    @property
    def intrinsic(self) -> int:
        zeros = self.data.count(0)
        creation = 32_000 if self.to is None else 0
        return 21_000 + 4 * zeros + 16 * (len(self.data) - zeros) + creation


def decode(raw: bytes, chain_id: int) -> Transaction:
    try:
        typed = bool(raw) and raw[0] == 2
        fields = rlp.decode(raw[1:] if typed else raw)
        if not isinstance(fields, list) or len(fields) != (12 if typed else 9):
            raise Malformed("wrong count of fields")
        return _typed(raw, fields, chain_id) if typed else _legacy(raw, fields, chain_id)
    except rlp.RLPError as error:
        raise Malformed(str(error)) from error


def _number(item) -> int:
    if not isinstance(item, bytes) or item[:1] == b"\0" or len(item) > 32:
        raise Malformed("not a number")
    return int.from_bytes(item, "big")


def _target(item) -> bytes | None:
    if not isinstance(item, bytes) or len(item) not in (0, 20):
        raise Malformed("not an address")
    return item or None


def _finished(transaction: Transaction, digest: bytes) -> Transaction:
    r, s, parity = transaction.signature
    try:
        transaction.sender = recover(digest, r, s, parity)
    except ValueError as error:
        raise BadSignature(str(error)) from error
    transaction.hash = keccak(transaction.raw)
    return transaction


def _legacy(raw: bytes, fields: list, chain_id: int) -> Transaction:
    nonce, price, gas = (_number(item) for item in fields[:3])
    value, v, r, s = (_number(item) for item in (fields[4], *fields[6:]))
    if v in (27, 28):
        raise WrongChain("ChainId is required")
    if v < 35 or (v - 35) // 2 != chain_id:
        raise WrongChain("Wrong chainId")
    to, data = _target(fields[3]), fields[5]
    digest = keccak(rlp.encode([*fields[:6], chain_id, b"", b""]))
    transaction = Transaction(
        raw, 0, nonce, price, price, gas, to, value, data, (r, s, (v - 35) % 2)
    )
    return _finished(transaction, digest)


def _typed(raw: bytes, fields: list, chain_id: int) -> Transaction:
    chain, nonce, tip, cap, gas = (_number(item) for item in fields[:5])
    if chain != chain_id:
        raise WrongChain("Wrong chainId")
    value, parity, r, s = (_number(item) for item in (fields[6], *fields[9:]))
    to, data = _target(fields[5]), fields[7]
    digest = keccak(b"\x02" + rlp.encode(fields[:9]))
    transaction = Transaction(raw, 2, nonce, tip, cap, gas, to, value, data, (r, s, parity))
    return _finished(transaction, digest)


def signed(
    key: Key, chain_id: int, nonce: int, to: bytes, data: bytes, cap: int, tip: int, gas: int, value: int = 0
) -> bytes:
    fields = [chain_id, nonce, tip, cap, gas, to, value, data, []]
    r, s, parity = key.sign(keccak(b"\x02" + rlp.encode(fields)))
    return b"\x02" + rlp.encode([*fields, parity, r, s])


def signed_legacy(
    key: Key, chain_id: int, nonce: int, to: bytes, data: bytes, price: int, gas: int, value: int = 0
) -> bytes:
    fields = [nonce, price, gas, to, value, data]
    r, s, parity = key.sign(keccak(rlp.encode([*fields, chain_id, b"", b""])))
    return rlp.encode([*fields, 35 + 2 * chain_id + parity, r, s])
