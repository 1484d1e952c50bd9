"""RLP, both ways; what is not canonical is refused."""


class RLPError(ValueError):
    pass


def number(value: int) -> bytes:
    return value.to_bytes((value.bit_length() + 7) // 8, "big")


def encode(item) -> bytes:
    if isinstance(item, int):
        item = number(item)
    if isinstance(item, (bytes, bytearray)):
        if len(item) == 1 and item[0] < 0x80:
            return bytes(item)
        return _length(len(item), 0x80) + bytes(item)
    body = b"".join(encode(member) for member in item)
    return _length(len(body), 0xC0) + body


def _length(length: int, offset: int) -> bytes:
    if length < 56:
        return bytes([offset + length])
    size = number(length)
    return bytes([offset + 55 + len(size)]) + size


def decode(data: bytes):
    item, end = _decode(data, 0)
    if end != len(data):
        raise RLPError("trailing bytes")
    return item


def _decode(data: bytes, at: int):
    if at >= len(data):
        raise RLPError("too short")
    first = data[at]
    if first < 0x80:
        return data[at : at + 1], at + 1
    is_list = first >= 0xC0
    start, length = _span(data, at, 0xC0 if is_list else 0x80)
    end = start + length
    if end > len(data):
        raise RLPError("too short")
    if not is_list:
        if length == 1 and data[start] < 0x80:
            raise RLPError("not canonical")
        return data[start:end], end
    members = []
    while start < end:
        member, start = _decode(data, start)
        members.append(member)
    if start != end:
        raise RLPError("a member is longer than its list")
    return members, end


def _span(data: bytes, at: int, offset: int):
    short = data[at] - offset
    if short < 56:
        return at + 1, short
    size = short - 55
    raw = data[at + 1 : at + 1 + size]
    length = int.from_bytes(raw, "big")
    if len(raw) != size or raw[0] == 0 or length < 56:
        raise RLPError("not canonical")
    return at + 1 + size, length
