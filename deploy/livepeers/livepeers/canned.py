"""A node that answers at once: what another node has said before, or blocks that grow with every look. And one that
only passes on and counts."""

import argparse
import asyncio
import json
import time
import urllib.request

from Crypto.Hash import keccak

EMPTY_BLOOM = "0x" + "00" * 256
HEADER = ("parentHash", "sha3Uncles", "miner", "stateRoot", "transactionsRoot", "receiptsRoot", "logsBloom",
          "difficulty", "number", "gasLimit", "gasUsed", "timestamp", "extraData", "mixHash", "nonce",
          "baseFeePerGas")  # fmt: skip
QUANTITIES = {"difficulty", "number", "gasLimit", "gasUsed", "timestamp", "baseFeePerGas"}


def ask(upstream: str, body: bytes) -> bytes:
    request = urllib.request.Request(upstream, body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.read()


class Mirror:
    """Says to the same bytes what the node behind it has said to them first."""

    def __init__(self, upstream: str):
        self._upstream = upstream
        self._known: dict[bytes, bytes] = {}

    def answer(self, body: bytes) -> bytes:
        if body not in self._known:
            self._known[body] = ask(self._upstream, body)
        return self._known[body]


class Counting:
    """Passes everything on, and counts which answers had a newer block than those before."""

    def __init__(self, upstream: str):
        self._upstream = upstream
        self.counts = {"head": 0, "carried": 0, "early": 0, "other": 0}

    async def pass_on(self, body: bytes) -> bytes:
        said = await asyncio.to_thread(ask, self._upstream, body)
        self.counts[self._kind(json.loads(body), json.loads(said))] += 1
        return said

    def _kind(self, asked, said) -> str:
        if not isinstance(asked, list) or not isinstance(said, list):
            return "other"
        newest = {call["id"] for call in asked if call["params"][:1] == ["latest"] and "Block" in call["method"]}
        heads = [int(one["result"]["number"], 16) for one in said if one["id"] in newest and one.get("result")]
        if not heads:
            return "other"
        if heads[0] <= self.counts["head"]:
            return "early"
        self.counts["head"] = heads[0]
        return "carried"


class Growing:
    """Shows one block more whenever it is asked for the newest; its contracts always say the same."""

    def __init__(self, upstream: str):
        self._upstream = upstream
        template = self._learn("eth_getBlockByNumber", ["latest", False])
        # Nobody has sealed these blocks: they are hashed as a chain without validators hashes them.
        template |= {"mixHash": "0x" + "00" * 32, "extraData": "0x", "transactions": []}
        kept = (*HEADER, "transactions")
        self._template = {name: value for name, value in template.items() if name in kept}
        self._known: dict[str, object] = {}
        self._blocks: dict[str, dict] = {}
        self._order: list[dict] = []
        self.looks = 0
        self._grow()

    def answer(self, body: bytes) -> bytes:
        asked = json.loads(body)
        calls = asked if isinstance(asked, list) else [asked]
        if b'"latest"' in body:
            self.looks += 1
            self._grow()
        said = [
            {"jsonrpc": "2.0", "id": call["id"], "result": self._say(call["method"], call["params"])}
            for call in calls
        ]
        return json.dumps(said if isinstance(asked, list) else said[0], separators=(",", ":")).encode()

    def _say(self, method: str, parameters: list):
        match method:
            case "eth_getBlockByNumber":
                return self._block(parameters[0])
            case "eth_getBlockByHash":
                return self._blocks.get(parameters[0])
            case "eth_getLogs":
                return []
            case "eth_call":
                return self._call(parameters)
            case _:
                # What stands at an address is asked at a block of ours, which the node behind does not know.
                subject, place = (parameters[:-1], ["latest"]) if len(parameters) > 1 else (parameters, [])
                key = json.dumps([method, subject])
                if key not in self._known:
                    self._known[key] = self._learn(method, subject + place)
                return self._known[key]

    def _block(self, place: str):
        if place == "latest":
            return self._order[-1]
        if place == "0x0":
            if place not in self._known:
                self._known[place] = self._learn("eth_getBlockByNumber", ["0x0", False])
            return self._known[place]
        return next((block for block in self._order if block["number"] == place), None)

    def _call(self, parameters: list):
        """An aggregate proves its block by its first words: number, parent, time."""
        call, place = parameters[0], parameters[1]
        block = self._order[-1] if place == "latest" else self._blocks[place["blockHash"]]
        if call["data"] not in self._known:
            said = bytes.fromhex(self._learn("eth_call", [call, "latest"])[2:])
            self._known[call["data"]] = (said, [self._word(said, index) for index in range(3)])
        said, places = self._known[call["data"]]
        proof = bytearray(said)
        for at, name in zip(places, ("number", "parentHash", "timestamp")):
            proof[at : at + 32] = int(block[name], 16).to_bytes(32, "big")
        return "0x" + proof.hex()

    @staticmethod
    def _word(said: bytes, index: int) -> int:
        """Where the data of one result begins: offset, count, offsets of results; each a flag and its bytes."""
        start = 64
        at = start + int.from_bytes(said[start + 32 * index :][:32], "big")
        return at + int.from_bytes(said[at + 32 : at + 64], "big") + 32

    def _grow(self) -> None:
        parent = self._order[-1] if self._order else None
        block = dict(self._template)
        if parent:
            block["number"] = hex(int(parent["number"], 16) + 1)
            block["parentHash"] = parent["hash"]
        block["timestamp"] = hex(int(time.time()))
        block["hash"] = "0x" + header_hash(block).hex()
        self._order.append(block)
        self._blocks[block["hash"]] = block
        if len(self._order) > 256:
            del self._blocks[self._order.pop(0)["hash"]]

    def _learn(self, method: str, parameters: list):
        call = {"jsonrpc": "2.0", "id": 1, "method": method, "params": parameters}
        said = json.loads(ask(self._upstream, json.dumps(call).encode()))
        if "result" not in said:
            raise SystemExit(f"the node behind refuses {method}: {said}")
        return said["result"]


def header_hash(block: dict) -> bytes:
    body = b""
    for name in HEADER:
        text = block[name][2:]
        if name in QUANTITIES:
            value = int(text, 16)
            data = value.to_bytes((value.bit_length() + 7) // 8, "big")
        else:
            data = bytes.fromhex(text)
        body += data if len(data) == 1 and data[0] < 0x80 else length(len(data), 0x80) + data
    return keccak.new(digest_bits=256, data=length(len(body), 0xC0) + body).digest()


def length(count: int, offset: int) -> bytes:
    if count < 56:
        return bytes([offset + count])
    size = count.to_bytes((count.bit_length() + 7) // 8, "big")
    return bytes([offset + 55 + len(size)]) + size


class Connection(asyncio.Protocol):
    """HTTP/1.1 as far as clients of ours and of others need it: bodies with a length, kept alive."""

    def __init__(self, node):
        self._node = node
        self._bytes = b""

    def connection_made(self, transport):
        self._transport = transport

    def data_received(self, data):
        self._bytes += data
        while (end := self._bytes.find(b"\r\n\r\n")) >= 0:
            size = 0
            for line in self._bytes[:end].split(b"\r\n")[1:]:
                name, _, value = line.partition(b":")
                if name.lower() == b"content-length":
                    size = int(value)
            if len(self._bytes) < end + 4 + size:
                return
            body = self._bytes[end + 4 : end + 4 + size]
            self._bytes = self._bytes[end + 4 + size :]
            if isinstance(self._node, Counting) and body:
                # Nobody sends a second request before the first is answered.
                self._task = asyncio.ensure_future(self._pass_on(body))
            elif isinstance(self._node, Counting):
                self._write(json.dumps(self._node.counts).encode())
            elif not body and isinstance(self._node, Growing):
                self._write(str(self._node.looks).encode())
            else:
                self._write(self._node.answer(body))

    async def _pass_on(self, body: bytes) -> None:
        self._write(await self._node.pass_on(body))

    def _write(self, answer: bytes) -> None:
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
        self._transport.write(head % len(answer) + answer)


async def serve(kind, upstreams: list[str]) -> None:
    loop = asyncio.get_running_loop()
    ports = []
    for upstream in upstreams:
        node = kind(upstream)
        server = await loop.create_server(lambda node=node: Connection(node), "127.0.0.1", 0)
        ports.append(server.sockets[0].getsockname()[1])
    print(json.dumps([f"http://127.0.0.1:{port}" for port in ports]), flush=True)
    await asyncio.Event().wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=["mirror", "counting", "growing"])
    parser.add_argument("upstreams", nargs="+")
    wishes = parser.parse_args()
    asyncio.run(serve({"mirror": Mirror, "counting": Counting, "growing": Growing}[wishes.kind], wishes.upstreams))


if __name__ == "__main__":
    main()
