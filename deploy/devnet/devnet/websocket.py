"""RFC 6455 on the endpoints' own ports: JSON-RPC, and subscriptions to heads and logs."""

import asyncio
import base64
import hashlib
import json
import secrets

from .methods import LostReply, answer
from .node import Node
from .records import block_record, log_records
from .refusals import Refusal

GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0x0, 0x1, 0x2, 0x8, 0x9, 0xA
MOST_MESSAGE = 1024 * 1024
MOST_SUBSCRIPTIONS = 80


class Broken(Exception):
    """The other side breaks the protocol; the number is the reason the connection closes with."""

    def __init__(self, code: int):
        super().__init__(code)
        self.code = code


def frame(kind: int, payload: bytes) -> bytes:
    size = len(payload)
    if size < 126:
        head = bytes([0x80 | kind, size])
    elif size < 2**16:
        head = bytes([0x80 | kind, 126]) + size.to_bytes(2, "big")
    else:
        head = bytes([0x80 | kind, 127]) + size.to_bytes(8, "big")
    return head + payload


class Connection:
    def __init__(self, node: Node, reader, writer):
        self.node, self._reader, self._writer = node, reader, writer
        self._subscriptions: dict[str, tuple[str, dict]] = {}

    async def run(self, key: str) -> None:
        accept = base64.b64encode(hashlib.sha1((key + GUID).encode()).digest()).decode()
        self._writer.write(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Accept: %s\r\n\r\n" % accept.encode()
        )
        self.node.connections.add(self)
        try:
            while (message := await self._message()) is not None:
                await self._answer(message)
        except Broken as broken:
            self._writer.write(frame(CLOSE, broken.code.to_bytes(2, "big")))
        finally:
            self.node.connections.discard(self)

    async def _message(self) -> bytes | None:
        """The next whole message; None when the other side closes."""
        parts: list[bytes] = []
        size = 0
        while True:
            is_last, kind, payload = await self._frame()
            if kind == PING:
                self._writer.write(frame(PONG, payload))
            elif kind == CLOSE:
                self._writer.write(frame(CLOSE, payload[:2]))
                return None
            elif kind in (TEXT, BINARY, CONTINUATION):
                if (kind == CONTINUATION) != bool(parts):
                    raise Broken(1002)
                size += len(payload)
                if size > MOST_MESSAGE:
                    raise Broken(1009)
                parts.append(payload)
                if is_last:
                    return b"".join(parts)
            elif kind != PONG:
                raise Broken(1002)

    async def _frame(self) -> tuple[bool, int, bytes]:
        first, second = await self._reader.readexactly(2)
        # A client masks what it sends; a control frame is short and whole.
        if first & 0x70 or not second & 0x80 or (first & 0x8 and (second & 0x7F > 125 or not first & 0x80)):
            raise Broken(1002)
        size = second & 0x7F
        if size > 125:
            size = int.from_bytes(await self._reader.readexactly(2 if size == 126 else 8), "big")
        if size > MOST_MESSAGE:
            raise Broken(1009)
        mask = await self._reader.readexactly(4)
        payload = await self._reader.readexactly(size)
        pattern = int.from_bytes((mask * (size // 4 + 1))[:size], "big")
        return bool(first & 0x80), first & 0xF, (int.from_bytes(payload, "big") ^ pattern).to_bytes(size, "big")

    async def _answer(self, message: bytes) -> None:
        try:
            request = json.loads(message)
        except ValueError:
            self._send({"jsonrpc": "2.0", "id": None, "error": {"code": -32700, "message": "Parse error"}})
            return
        if self.node.faults.slow:
            await asyncio.sleep(self.node.faults.slow)
        if self.node.faults.hang:
            return
        method = request.get("method") if isinstance(request, dict) else None
        if method in ("eth_subscribe", "eth_unsubscribe"):
            self._send(self._subscription(request, method))
            return
        try:
            self._send(answer(self.node, request))
        except LostReply:
            raise Broken(1011) from None

    def _subscription(self, request: dict, method: str) -> dict:
        parameters = request.get("params") or [None]
        reply = {"jsonrpc": "2.0", "id": request.get("id")}
        if method == "eth_unsubscribe":
            if self._subscriptions.pop(parameters[0], None) is None:
                return reply | {"error": {"code": -32000, "message": "Subscription not found"}}
            return reply | {"result": True}
        is_full = len(self._subscriptions) >= MOST_SUBSCRIPTIONS
        if parameters[0] not in ("newHeads", "logs") or is_full:
            return reply | {"error": {"code": -32602, "message": "Invalid params"}}
        identity = "0x" + secrets.token_hex(16)
        self._subscriptions[identity] = (parameters[0], parameters[1] if len(parameters) > 1 else {})
        return reply | {"result": identity}

    def notify(self, kind: str, results) -> None:
        """Tells each subscription of this kind; `results` makes them of its filter."""
        for identity, (subscribed, criteria) in self._subscriptions.items():
            if subscribed == kind:
                for result in results(criteria):
                    self._send(
                        {
                            "jsonrpc": "2.0",
                            "method": "eth_subscription",
                            "params": {"subscription": identity, "result": result},
                        }
                    )

    def _send(self, record) -> None:
        if not self._writer.is_closing():
            self._writer.write(frame(TEXT, json.dumps(record, separators=(",", ":")).encode()))


def saw(node: Node, block) -> None:
    """A block of the line is new to an endpoint's subscribers."""
    if not node.connections or node.faults.silent or node.faults.stall or node.faults.genesis:
        return
    if node.faults.lag:
        block = node.head
    for connection in node.connections:
        connection.notify("newHeads", lambda _: [_header(node, block)])
        connection.notify("logs", lambda criteria: _logs(node, block, criteria, False))


def lost(node: Node, block) -> None:
    """A block has left the line: its logs are taken back."""
    if node.faults.silent or node.faults.stall:
        return
    for connection in node.connections:
        connection.notify("logs", lambda criteria: _logs(node, block, criteria, True))


def _header(node: Node, block) -> dict:
    record = block_record(node, block)
    del record["transactions"]
    return record


def _logs(node: Node, block, criteria: dict, is_removed: bool) -> list[dict]:
    try:
        matches = node.matcher(criteria if isinstance(criteria, dict) else {})
    except (Refusal, ValueError, TypeError):
        return []
    return [
        record | {"removed": is_removed}
        for index, receipt in enumerate(block.receipts)
        for record, log in zip(log_records(block, index), receipt.logs)
        if matches(log)
    ]
