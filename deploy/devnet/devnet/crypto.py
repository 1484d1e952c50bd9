"""Keccak-256, keys and signatures."""

from coincurve import PrivateKey, PublicKey
from Crypto.Hash import keccak as _keccak

ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141


def keccak(data: bytes) -> bytes:
    return _keccak.new(digest_bits=256, data=data).digest()


def recover(digest: bytes, r: int, s: int, parity: int) -> bytes:
    """The signer's address; ValueError for a signature that is nobody's."""
    if not (0 < r < ORDER and 0 < s <= ORDER // 2 and parity in (0, 1)):
        raise ValueError("invalid signature")
    signature = r.to_bytes(32, "big") + s.to_bytes(32, "big") + bytes([parity])
    try:
        key = PublicKey.from_signature_and_message(signature, digest, hasher=None)
    except Exception as error:
        raise ValueError("invalid signature") from error
    return keccak(key.format(compressed=False)[1:])[12:]


class Key:
    """A throwaway key: everybody can compute it, so nothing of value may ever be sent to it."""

    def __init__(self, secret: int):
        self.secret = secret
        self._key = PrivateKey.from_int(secret)
        self.address = keccak(self._key.public_key.format(compressed=False)[1:])[12:]

    @classmethod
    def named(cls, name: str) -> "Key":
        return cls(int.from_bytes(keccak(b"cantilever devnet " + name.encode()), "big") % ORDER)

    def sign(self, digest: bytes):
        """r, s and the parity; deterministic (RFC 6979), s in the lower half."""
        signature = self._key.sign_recoverable(digest, hasher=None)
        r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:64], "big")
        return r, s, signature[64]
