"""Subscriptions over WebSocket, spoken by hand: handshake, masks, pieces, pings, orphans' logs."""

import base64
import hashlib
import json
import os
import socket
import ssl
import urllib.parse
import urllib.request

from .test_process import ProcessTest


class Socket:
    def __init__(self, url):
        parts = urllib.parse.urlsplit(url)
        self.socket = socket.create_connection((parts.hostname, parts.port), timeout=5)
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall(
            f"GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        self.stream = self.socket.makefile("rb")
        self.status = self.stream.readline().split()[1]
        headers = {}
        while (line := self.stream.readline().strip()):
            name, _, value = line.decode().partition(": ")
            headers[name.lower()] = value
        expected = hashlib.sha1((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest()
        self.is_accepted = headers.get("sec-websocket-accept") == base64.b64encode(expected).decode()

    def frame(self, kind, payload, is_last=True, is_masked=True):
        size = len(payload)
        head = bytes([(0x80 if is_last else 0) | kind])
        flag = 0x80 if is_masked else 0
        head += bytes([flag | size]) if size < 126 else bytes([flag | 126]) + size.to_bytes(2, "big")
        mask = os.urandom(4)
        body = bytes(byte ^ mask[at % 4] for at, byte in enumerate(payload))
        self.socket.sendall(head + (mask + body if is_masked else payload))

    def receive(self):
        first, size = self.stream.read(2)
        if size > 125:
            size = int.from_bytes(self.stream.read(2 if size == 126 else 8), "big")
        return first & 0xF, self.stream.read(size)

    def json(self):
        kind, payload = self.receive()
        return json.loads(payload) if kind == 1 else (kind, payload)

    def ask(self, method, *parameters):
        request = {"jsonrpc": "2.0", "id": 7, "method": method, "params": list(parameters)}
        self.frame(1, json.dumps(request).encode())
        return self.json()["result"]

    def close(self):
        self.stream.close()
        self.socket.close()


class WebSocket(ProcessTest):
    def setUp(self):
        super().setUp()
        self.order("fault", endpoint="*", clear=True)
        self.socket = Socket(self.away["websockets"]["651940/1"])
        self.addCleanup(self.socket.close)
        self.assertTrue(self.socket.is_accepted)

    def head(self):
        return self.socket.json()["params"]["result"]

    def test_methods_are_answered(self):
        self.assertEqual(self.socket.ask("eth_chainId"), "0x9f2a4")

    def test_a_message_may_come_in_pieces_with_a_ping_between(self):
        text = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "eth_chainId", "params": []}).encode()
        self.socket.frame(1, text[:9], is_last=False)
        self.socket.frame(9, b"hello")
        self.socket.frame(0, text[9:])
        self.assertEqual(self.socket.receive(), (0xA, b"hello"))
        self.assertEqual(self.socket.json()["result"], "0x9f2a4")

    def test_an_unmasked_frame_ends_the_connection(self):
        self.socket.frame(1, b"{}", is_masked=False)
        self.assertEqual(self.socket.receive(), (8, (1002).to_bytes(2, "big")))

    def test_a_close_is_answered(self):
        self.socket.frame(8, (1000).to_bytes(2, "big"))
        self.assertEqual(self.socket.receive(), (8, (1000).to_bytes(2, "big")))

    def test_new_heads_come_in_order_also_after_a_reorganisation(self):
        identity = self.socket.ask("eth_subscribe", "newHeads")
        self.order("mine", chain=651940, blocks=2)
        first, second = self.head(), self.head()
        self.assertEqual(second["parentHash"], first["hash"])
        self.assertNotIn("transactions", first)
        self.order("reorg", chain=651940, depth=2)
        branch = [self.head() for _ in range(3)]
        self.assertEqual(branch[0]["parentHash"], first["parentHash"])
        self.assertEqual(branch[0]["number"], first["number"])
        self.assertNotEqual(branch[0]["hash"], first["hash"])
        self.assertTrue(self.socket.ask("eth_unsubscribe", identity))
        self.order("mine", chain=651940)
        self.assertEqual(self.socket.ask("eth_chainId"), "0x9f2a4")

    def test_logs_of_an_orphan_are_taken_back(self):
        address = self.away["pools"]["pmm"]["address"]
        self.socket.ask("eth_subscribe", "logs", {"address": address})
        self.order("push", chain=651940, bps=20, mine=True)
        first = self.head()
        while not first["topics"][0].startswith("0xc2c0245e"):
            first = self.head()
        self.order("reorg", chain=651940, depth=1, keep=False)
        removed = [self.head() for _ in range(1)]
        self.assertTrue(all(log["removed"] for log in removed))
        self.assertIn(first["transactionHash"], [log["transactionHash"] for log in removed])

    def test_a_silent_endpoint_says_nothing(self):
        self.socket.ask("eth_subscribe", "newHeads")
        self.order("fault", endpoint="651940/1", silent=True)
        self.order("mine", chain=651940)
        self.assertEqual(self.socket.ask("eth_chainId"), "0x9f2a4")

    def test_switching_off_ends_the_connection(self):
        self.order("fault", endpoint="651940/1", off=True)
        self.assertEqual(self.socket.stream.read(1), b"")


class Tls(ProcessTest):
    options = ["--interval", "0", "--endpoints", "1", "--tls"]

    def ask(self, context):
        body = b'{"jsonrpc":"2.0","id":1,"method":"eth_chainId","params":[]}'
        request = urllib.request.Request(self.urls["138/tls"], body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, context=context, timeout=5) as response:
            return json.load(response)["result"]

    def test_nobody_knows_the_certificate_but_who_was_told(self):
        self.assertEqual(self.ask(ssl.create_default_context(cafile=self.table["certificate"])), "0x8a")
        with self.assertRaises(OSError):
            self.ask(ssl.create_default_context())
