"""How JSON-RPC writes numbers and bytes, and reads them: what is not written so is a ValueError."""


def quantity(value: int) -> str:
    return hex(value)


def data(value: bytes) -> str:
    return "0x" + value.hex()


def number(text) -> int:
    if not isinstance(text, str) or not text.startswith("0x"):
        raise ValueError("not a quantity")
    return int(text, 16)


def raw(text: str, count: int | None = None) -> bytes:
    if not text.startswith("0x"):
        raise ValueError("not hexadecimal")
    value = bytes.fromhex(text[2:])
    if count is not None and len(value) != count:
        raise ValueError("wrong length")
    return value


def address(text: str) -> bytes:
    return raw(text, 20)
