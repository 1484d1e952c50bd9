"""HTTP/1.1 on loopback, one listener an endpoint, with the faults of transport."""

import asyncio
import gzip
import json

from .methods import LostReply, answer
from .node import Node
from .websocket import Connection

MOST_HEADER = 64 * 1024
MOST_BODY = 16 * 1024 * 1024
REASONS = {200: "OK", 302: "Found", 400: "Bad Request", 404: "Not Found", 405: "Method Not Allowed",
           413: "Content Too Large", 429: "Too Many Requests", 500: "Internal Server Error",
           502: "Bad Gateway", 503: "Service Unavailable"}  # fmt: skip
PAGE = b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>"


class Listener:
    """A port and who answers on it; it can be shut and opened again."""

    def __init__(self, port: int, answer, upgrade=None, tls=None):
        self.port = port
        self._answer = answer
        self._upgrade = upgrade
        self._tls = tls
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task] = set()

    async def open(self) -> None:
        if self._server is None:
            self._server = await asyncio.start_server(
                self._serve, "127.0.0.1", self.port, limit=MOST_HEADER, backlog=256, ssl=self._tls
            )
            self.port = self._server.sockets[0].getsockname()[1]

    async def shut(self) -> None:
        if self._server:
            self._server.close()
            self._server = None
        for task in list(self._tasks):
            if task is not asyncio.current_task():
                task.cancel()

    async def _serve(self, reader, writer) -> None:
        task = asyncio.current_task()
        self._tasks.add(task)
        try:
            while await self._exchange(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError):
            pass
        except asyncio.CancelledError:
            # The listener shuts: the connection ends with it.
            pass
        finally:
            self._tasks.discard(task)
            writer.close()

    async def _exchange(self, reader, writer) -> bool:
        """One request and its answer; whether the connection goes on."""
        head = await reader.readuntil(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        method, path, version = lines[0].split(" ", 2)
        headers = {}
        for line in lines[1:]:
            if line:
                name, _, value = line.partition(":")
                headers[name.strip().lower()] = value.strip()
        if self._upgrade and headers.get("upgrade", "").lower() == "websocket":
            await self._upgrade(reader, writer, headers.get("sec-websocket-key", ""))
            return False
        length = int(headers.get("content-length", 0))
        if length > MOST_BODY:
            await respond(writer, 413, b"", {}, False)
            return False
        if headers.get("expect", "").lower() == "100-continue":
            writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        body = await reader.readexactly(length) if length else b""
        stays = version == "HTTP/1.1" and headers.get("connection", "").lower() != "close"
        return await self._answer(writer, method, path, headers, body, stays) and stays


async def respond(writer, status: int, body: bytes, headers: dict, stays: bool) -> None:
    lines = [f"HTTP/1.1 {status} {REASONS.get(status, 'Status')}"]
    headers = {"Content-Type": "application/json", "Content-Length": len(body)} | headers
    if not stays:
        headers["Connection"] = "close"
    lines += [f"{name}: {value}" for name, value in headers.items() if value is not None]
    writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
    await writer.drain()


class Endpoint:
    """A node behind its own port."""

    def __init__(self, node: Node, port: int, tls=None):
        self.node = node
        self.listener = Listener(port, self._answer, self._upgrade, tls)
        self.scheme = "https" if tls else "http"

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.listener.port}"

    async def _upgrade(self, reader, writer, key: str) -> None:
        if self.node.faults.cut or self.node.faults.html or self.node.faults.status:
            await respond(writer, self.node.faults.status or 502, PAGE, {"Content-Type": "text/html"}, False)
            return
        await Connection(self.node, reader, writer).run(key)

    async def apply(self) -> None:
        if self.node.faults.off:
            await self.listener.shut()
        else:
            await self.listener.open()

    async def _answer(self, writer, method, path, headers, body, stays) -> bool:
        faults, counts = self.node.faults, self.node.counts
        counts.request(self.node.chain.head.number, len(body))
        if faults.slow:
            await asyncio.sleep(faults.slow)
        if faults.hang:
            await asyncio.sleep(3_600)
        if faults.cut:
            writer.transport.abort()
            return False
        status, content, extra = self._content(method, headers, body)
        if content is None:
            writer.transport.abort()
            return False
        counts.sent += len(content)
        if faults.endless:
            return await _endless(writer)
        if faults.truncate:
            await respond(writer, status, content[: len(content) // 2], extra, stays)
        elif faults.drip:
            await _drip(writer, status, content, extra, faults.drip)
        else:
            await respond(writer, status, content, extra, stays)
        faults.count()
        return True

    def _content(self, method, headers, body):
        """Status, body and headers; no body where the connection is to be cut."""
        faults = self.node.faults
        if faults.redirect:
            return 302, b"", {"Location": faults.redirect}
        if faults.status:
            retry = {"Retry-After": faults.retry_after} if faults.retry_after else {}
            return faults.status, b'{"error":"unavailable"}', retry
        if faults.html:
            return 200, PAGE, {"Content-Type": "text/html"}
        if method != "POST":
            return 405, b"", {}
        try:
            record = answer(self.node, json.loads(body))
        except LostReply:
            return 0, None, {}
        except ValueError:
            record = {"jsonrpc": "2.0", "id": None, "error": {"code": -32700, "message": "Parse error"}}
        text = json.dumps(record, separators=(",", ":")).encode()
        if len(text) > 1_024 and "gzip" in headers.get("accept-encoding", "") and not faults.truncate:
            return 200, gzip.compress(text, compresslevel=1), {"Content-Encoding": "gzip"}
        return 200, text, {}


async def _drip(writer, status, answer, extra, rate) -> None:
    """So many bytes a second."""
    await respond(writer, status, b"", extra | {"Content-Length": len(answer)}, True)
    for at in range(0, len(answer), max(1, rate // 10)):
        writer.write(answer[at : at + max(1, rate // 10)])
        await writer.drain()
        await asyncio.sleep(0.1)


async def _endless(writer) -> bool:
    await respond(writer, 200, b"", {"Content-Length": None, "Transfer-Encoding": "chunked"}, True)
    block = b'{"jsonrpc":"2.0","id":1,"result":"0x' + b"0" * 16_000
    while True:
        writer.write(b"%x\r\n%s\r\n" % (len(block), block))
        await writer.drain()
        block = b"0" * 16_000
        await asyncio.sleep(0.001)
