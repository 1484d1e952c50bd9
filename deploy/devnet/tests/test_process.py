"""The process as a test uses it: its table, its endpoints over HTTP, its faults, its end."""

import http.client
import json
import signal
import subprocess
import sys
import time
import unittest
import urllib.parse

from devnet import abi

from .bench import ROOT


class Client:
    """One kept connection."""

    def __init__(self, url: str, timeout: float = 5):
        parts = urllib.parse.urlsplit(url)
        self.connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=timeout)

    def __del__(self):
        self.connection.close()

    def post(self, body, **headers):
        text = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.connection.request("POST", "/", text, {"Content-Type": "application/json"} | headers)
        response = self.connection.getresponse()
        return response, response.read()

    def json(self, body):
        return json.loads(self.post(body)[1])

    def get(self, path="/"):
        self.connection.request("GET", path)
        return json.loads(self.connection.getresponse().read())

    def ask(self, method, *parameters):
        answer = self.json({"jsonrpc": "2.0", "id": 1, "method": method, "params": list(parameters)})
        return answer["result"]


class Devnet:
    """A running process."""

    def __init__(self, options):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "devnet", "--until-stdin-closes", *options],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        self.table = json.loads(self.process.stdout.readline())
        self.control = Client(self.table["control"])

    def stop(self):
        """Ends it, unless it has ended; what it complained of."""
        self.process.terminate()
        _, errors = self.process.communicate(timeout=5)
        return self.process.returncode, errors.decode()


class ProcessTest(unittest.TestCase):
    """One process for all tests of a class."""

    options = ["--interval", "0", "--endpoints", "2"]

    @classmethod
    def setUpClass(cls):
        cls.devnet = Devnet(cls.options)

    @classmethod
    def tearDownClass(cls):
        ended = cls.devnet.stop()
        if ended != (0, ""):
            raise AssertionError(ended)

    def setUp(self):
        self.table, self.control = self.devnet.table, self.devnet.control
        self.home, self.away = self.table["chains"]["138"], self.table["chains"]["651940"]
        self.urls = self.home["endpoints"] | self.away["endpoints"]

    def order(self, command, /, **arguments):
        answer = self.control.json({"do": command} | arguments)
        self.assertNotIn("error", answer)
        return answer


class Life(ProcessTest):
    """A process for each test, since each ends its own."""

    @classmethod
    def setUpClass(cls):
        pass

    @classmethod
    def tearDownClass(cls):
        pass

    def setUp(self):
        self.devnet = Devnet(self.options)
        self.process = self.devnet.process
        super().setUp()

    def tearDown(self):
        self.assertEqual(self.devnet.stop(), (0, ""))

    def test_it_ends_at_once_when_told_to(self):
        idle = Client(self.urls["138/1"])
        idle.ask("eth_chainId")
        started = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        self.assertEqual(self.process.wait(timeout=5), 0)
        self.assertLess(time.monotonic() - started, 2)

    def test_it_ends_with_whoever_started_it(self):
        self.process.stdin.close()
        self.process.stdin = None
        self.assertEqual(self.process.wait(timeout=5), 0)

    def test_a_hanging_client_does_not_hold_it(self):
        self.order("fault", endpoint="*", hang=True)
        client = Client(self.urls["138/1"])
        client.connection.request("POST", "/", b"{}")
        self.process.send_signal(signal.SIGTERM)
        self.assertEqual(self.process.wait(timeout=5), 0)

    def test_the_table_names_everything(self):
        self.assertEqual(self.table, self.control.get())
        for entry, chain_id in ((self.home, 138), (self.away, 651940)):
            for url in entry["endpoints"].values():
                self.assertEqual(Client(url).ask("eth_chainId"), hex(chain_id))
            client = Client(next(iter(entry["endpoints"].values())))
            contracts = [entry["multicall"], entry["bridge"], entry["executor"], *entry["feeds"].values()]
            contracts += [token["address"] for token in entry["tokens"].values()]
            contracts += [pool["address"] for pool in entry["pools"].values()]
            for address in contracts:
                self.assertGreater(len(client.ask("eth_getCode", address, "latest")), 10)
            self.assertEqual(client.ask("eth_getBlockByNumber", "0x0", False)["hash"], entry["genesis"])


class Commands(ProcessTest):
    def price(self, chain="138/1"):
        request = {"to": self.home["pools"]["pmm"]["address"], "data": "0x" + abi.call("getMidPrice()").hex()}
        return int(Client(self.urls[chain]).ask("eth_call", request, "latest"), 16)

    def test_blocks_come_only_when_ordered(self):
        client = Client(self.urls["138/1"])
        before = int(client.ask("eth_blockNumber"), 16)
        time.sleep(0.3)
        self.order("mine", chain=138, blocks=3)
        self.assertEqual(int(client.ask("eth_blockNumber"), 16), before + 3)

    def test_an_interval_can_be_set_and_taken_away(self):
        self.order("interval", chain=138, seconds=0.02)
        time.sleep(0.5)
        self.order("interval", chain=138, seconds=0)
        height = self.order("status")["chains"]["138"]["head"]
        self.assertGreater(height, 18)
        time.sleep(0.2)
        self.assertEqual(self.order("status")["chains"]["138"]["head"], height)

    def test_a_push_moves_the_price_by_so_many_points(self):
        for points in (100, -250, 7):
            before = self.price()
            self.order("push", chain=138, bps=points, mine=True)
            self.assertAlmostEqual((self.price() - before) * 10_000 / before, points, delta=0.5)

    def test_every_pool_can_be_pushed(self):
        for name, pool in self.home["pools"].items():
            if pool["kind"] == "uniswapV3":
                with self.assertRaises(AssertionError):
                    self.order("push", chain=138, bps=50, pool=name)
                continue
            for points in (50, -80):
                answer = self.order("push", chain=138, bps=points, pool=name, mine=True)
                self.assertAlmostEqual(answer["reached"], points, delta=0.5)

    def test_a_strategy_says_what_is_asked_of_it(self):
        plain = self.order("strategy")["strategy"]
        self.assertIn(f'executor: "{self.home["executor"]}"', plain)
        self.assertNotIn("websocket", plain)
        self.assertNotIn("stabilisers", plain)
        values = {"chains.*.poll": "1 s", "chains.home.pools": {}, "routes.usd.market": None}
        varied = self.order("strategy", kinds=True, websockets=True, endpoints=1, set=values)["strategy"]
        self.assertEqual(varied.count("poll: 1 s"), 2)
        self.assertEqual(varied.count("websocket:"), 2)
        self.assertIn("pools: {}", varied)
        self.assertIn("stabilisers", varied)
        self.assertNotIn("flow_per_hour", varied)

    def test_a_reorganisation(self):
        client = Client(self.urls["651940/1"])
        old = client.ask("eth_getBlockByNumber", "latest", False)
        self.order("reorg", chain=651940, depth=2)
        self.assertNotEqual(client.ask("eth_getBlockByNumber", old["number"], False)["hash"], old["hash"])
        self.assertEqual(client.ask("eth_getBlockByHash", old["hash"], False)["hash"], old["hash"])

    def test_a_feed_a_pause_and_an_empty_vault(self):
        client = Client(self.urls["138/1"])
        word = lambda to, name, *values: client.ask(
            "eth_call", {"to": to, "data": "0x" + abi.call(name, *values).hex()}, "latest"
        )
        self.order("feed", chain=138, name="USDC/USD", answer=99_000_000)
        self.order("pause", chain=138, what="bridge")
        self.order("drain", chain=138, token="usdt", keep=9)
        self.order("mine", chain=138)
        round = abi.words(bytes.fromhex(word(self.home["feeds"]["USDC/USD"], "latestRoundData()")[2:]))
        self.assertEqual(round[1], 99_000_000)
        self.assertEqual(int(word(self.home["bridge"], "paused()"), 16), 1)
        held = word(
            self.home["tokens"]["usdt"]["address"], "balanceOf(address)", bytes.fromhex(self.home["bridge"][2:])
        )
        self.assertEqual(int(held, 16), 9)

    def test_a_mistaken_command_is_answered(self):
        for command in ({"do": "dance"}, {"do": "push"}, {"do": "push", "chain": 5, "bps": 1}, {"do": "__init__"}):
            response, body = self.control.post(command)
            self.assertEqual(response.status, 400)
            self.assertIn("error", json.loads(body))


class Http(ProcessTest):
    def setUp(self):
        super().setUp()
        self.client = Client(self.urls["138/1"], timeout=2)
        self.fault()

    def fault(self, **values):
        self.order("fault", endpoint="138/1", clear=True, **values)

    REQUEST = {"jsonrpc": "2.0", "id": 1, "method": "eth_chainId", "params": []}

    def test_batches_are_counted(self):
        self.order("counts", reset=True)
        batch = [self.REQUEST | {"id": at} for at in range(200)]
        self.assertEqual(len(self.client.json(batch)), 200)
        counts = self.order("counts")["138/1"]
        self.assertEqual((counts["requests"], counts["batches"], counts["calls"]), (1, 1, 200))
        self.assertEqual(counts["methods"], {"eth_chainId": 200})

    def test_broken_requests_are_answered(self):
        self.assertEqual(self.client.json(b"{")["error"]["code"], -32700)
        self.assertEqual(self.client.json([])["error"]["code"], -32600)
        self.assertEqual(self.client.json({"id": 1})["error"]["code"], -32600)
        self.assertEqual(self.client.json(self.REQUEST | {"method": "eth_dance"})["error"]["code"], -32601)
        self.assertEqual(
            self.client.json(self.REQUEST | {"method": "eth_getBalance", "params": [5]})["error"]["code"], -32602
        )
        self.assertEqual(self.client.json([self.REQUEST] * 1_025)["error"]["code"], -32005)

    def test_another_chain_id_html_status_and_redirect(self):
        self.fault(chainId=1)
        self.assertEqual(self.client.ask("eth_chainId"), "0x1")
        self.fault(html=True)
        response, body = self.client.post(self.REQUEST)
        self.assertEqual((response.status, body[:9]), (200, b"<!DOCTYPE"))
        self.fault(status=429, retryAfter=3)
        response, _ = self.client.post(self.REQUEST)
        self.assertEqual((response.status, response.headers["Retry-After"]), (429, "3"))
        self.fault(redirect="http://127.0.0.1:1/")
        response, _ = self.client.post(self.REQUEST)
        self.assertEqual((response.status, response.headers["Location"]), (302, "http://127.0.0.1:1/"))

    def test_truncated_slow_and_endless(self):
        self.fault(truncate=True)
        with self.assertRaises(ValueError):
            self.client.json(self.REQUEST)
        self.fault(slow=0.3)
        started = time.monotonic()
        self.client.json(self.REQUEST)
        self.assertGreater(time.monotonic() - started, 0.29)
        self.fault(endless=True)
        self.client.connection.request("POST", "/", json.dumps(self.REQUEST).encode())
        response = self.client.connection.getresponse()
        self.assertEqual(len(response.read(200_000)), 200_000)
        self.client.connection.close()

    def test_a_reply_can_be_lost_after_the_transaction_was_taken(self):
        from devnet import transactions
        from devnet.deployment import KEYS

        self.fault(loseReply=1)
        raw = "0x" + transactions.signed(KEYS["operator"], 138, 0, bytes(20), b"", 0, 0, 21_000).hex()
        request = self.REQUEST | {"method": "eth_sendRawTransaction", "params": [raw]}
        with self.assertRaises((http.client.HTTPException, ConnectionError)):
            self.client.post(request)
        self.client.connection.close()
        self.assertEqual(self.client.json(request)["error"]["message"], "Known transaction")

    def test_an_endpoint_can_be_switched_off_and_on(self):
        self.fault(off=True)
        with self.assertRaises((http.client.HTTPException, ConnectionError)):
            self.client.post(self.REQUEST)
        self.assertEqual(Client(self.urls["138/2"]).ask("eth_chainId"), "0x8a")
        self.fault(off=False)
        self.client.connection.close()
        self.assertEqual(self.client.ask("eth_chainId"), "0x8a")

    def test_faults_end_after_so_many_requests(self):
        self.fault(status=500, requests=2)
        statuses = [self.client.post(self.REQUEST)[0].status for _ in range(3)]
        self.assertEqual(statuses, [500, 500, 200])

    def test_large_answers_are_compressed_for_who_asks(self):
        import gzip

        request = self.REQUEST | {"method": "eth_getCode", "params": [self.home["executor"], "latest"]}
        response, body = self.client.post(request, **{"Accept-Encoding": "gzip"})
        self.assertEqual(response.headers["Content-Encoding"], "gzip")
        self.assertEqual(json.loads(gzip.decompress(body)), self.client.json(request))


class Rhythm(ProcessTest):
    options = ["--interval", "0.1", "--endpoints", "1"]

    def test_both_chains_go_on_by_themselves(self):
        time.sleep(1.0)
        heads = [chain["head"] for chain in self.order("status")["chains"].values()]
        for head in heads:
            self.assertGreater(head, 12 + 5)

    def test_a_bridge_transfer_crosses_while_blocks_come(self):
        from devnet import transactions
        from devnet.chain import GWEI
        from devnet.crypto import keccak
        from devnet.deployment import KEYS

        data = abi.call(
            "send(bytes32,uint64,address,uint256)", keccak(b"x"), 2**63,
            bytes.fromhex(self.home["tokens"]["usdc"]["address"][2:]), 10**9,
        )  # fmt: skip
        raw = transactions.signed(
            KEYS["operator"], 138, 0, bytes.fromhex(self.home["executor"][2:]), data, GWEI, 0, 1_000_000
        )
        Client(self.urls["138/1"]).ask("eth_sendRawTransaction", "0x" + raw.hex())
        deadline = time.monotonic() + 10
        states = []
        while states != ["paid"] and time.monotonic() < deadline:
            time.sleep(0.1)
            states = [transfer["state"] for transfer in self.order("status")["transfers"]]
        self.assertEqual(states, ["paid"])
