"""The executor as the bot calls it: what it logs, what it refuses, in the bot's own ABI."""

import unittest

from devnet import abi, transactions
from devnet.chain import GWEI
from devnet.crypto import keccak
from devnet.deployment import AWAY, HOME, KEYS, NETWORKS, SET_BRIDGE, fixed
from devnet.people import TRADE, Relayer

from .bench import chain

FOREVER = 2**63
FILLED = abi.topic("Filled(bytes32,address,bool,uint256,uint256)")
SENT = abi.topic("Sent(bytes32,address,uint256,bytes32)")
TRANSFER = abi.topic("Transfer(address,address,uint256)")
UNIT = 10**6


class ExecutorTest(unittest.TestCase):
    def setUp(self):
        self.chain = chain(HOME)
        self.made = self.chain.deployment
        self.plans = 0

    def held(self, token, holder=None):
        data = abi.call("balanceOf(address)", holder or self.made.executor)
        return abi.words(self.chain.engine.call(self.made.tokens[token], data).data)[0]

    def run_as(self, who, data, to=None, on=None):
        on = on or self.chain
        key = KEYS[who]
        raw = transactions.signed(
            key, on.rules.chain_id, on.nonce(key.address), to or self.made.executor, data,
            3 * on.head.base_fee + GWEI, GWEI, 3_000_000,
        )  # fmt: skip
        on.send(raw)
        return on.mine().receipts[0]

    def trade_data(self, *swaps, plan=None, deadline=FOREVER):
        self.plans += 1
        rows = [[self.made.pools[name].address, base, amount, least] for name, base, amount, least in swaps]
        return abi.call(TRADE, plan or keccak(b"plan %d" % self.plans), deadline, abi.Dynamic.rows(rows))

    def simulated(self, data, sender="operator"):
        """The answer to an eth_call: the reason, where there is one."""
        self.chain.engine.open(self.chain.head)
        return self.chain.engine.call(self.made.executor, data, KEYS[sender].address)

    def refusal(self, data, signature, *values, sender="operator"):
        outcome = self.simulated(data, sender)
        self.assertFalse(outcome.ok)
        self.assertEqual(outcome.data.hex(), abi.call(signature, *values).hex())
        self.assertFalse(self.run_as(sender, data).ok)


class Trading(ExecutorTest):
    def filled(self, receipt):
        return [log for log in receipt.logs if log[0] == self.made.executor]

    def test_each_kind_of_pool_fills_and_says_so(self):
        for name, sells_base, amount in (
            ("pmm", True, 1_000 * UNIT), ("pmm", False, 2_000 * UNIT), ("stable", True, 1_000 * UNIT),
            ("stable", False, 3_000 * UNIT), ("pair", True, 10**18), ("pair", False, 2_650 * UNIT),
            ("pmmWeth", True, 10**18), ("pmmWeth", False, 2_650 * UNIT),
        ):  # fmt: skip
            with self.subTest(name=name, sells_base=sells_base):
                pool = self.made.pools[name]
                names = {at: key for key, at in self.made.tokens.items()}
                sold, bought = (pool.base, pool.quote) if sells_base else (pool.quote, pool.base)
                before = self.held(names[sold]), self.held(names[bought])
                plan = keccak(name.encode() + bytes([sells_base]))
                receipt = self.run_as("operator", self.trade_data((name, sells_base, amount, 1), plan=plan))
                self.assertTrue(receipt.ok)
                received = self.held(names[bought]) - before[1]
                self.assertEqual(before[0] - self.held(names[sold]), amount)
                self.assertGreater(received, 0)
                topics = [FILLED, plan, abi.word(pool.address)]
                data = abi.arguments(sells_base, amount, received)
                self.assertEqual(self.filled(receipt), [(self.made.executor, topics, data)])

    def test_several_swaps_are_one(self):
        receipt = self.run_as(
            "operator", self.trade_data(("pmm", True, 100 * UNIT, 1), ("stable", False, 100 * UNIT, 1))
        )
        self.assertEqual(len(self.filled(receipt)), 2)
        before = self.held("usdt"), self.held("usdc")
        data = self.trade_data(("pmm", True, 100 * UNIT, 1), ("stable", False, 100 * UNIT, 101 * UNIT))
        self.assertFalse(self.run_as("operator", data).ok)
        self.assertEqual((self.held("usdt"), self.held("usdc")), before)

    def test_a_trade_answers_what_it_received(self):
        outcome = self.simulated(self.trade_data(("pmm", True, 100 * UNIT, 1)))
        offset, count, received = abi.words(outcome.data)
        self.assertEqual((offset, count), (32, 1))
        query = abi.call("querySellBase(address,uint256)", bytes(20), 100 * UNIT)
        answer = abi.words(self.chain.engine.call(self.made.pools["pmm"].address, query).data)
        self.assertEqual(received, answer[0])

    def test_less_than_the_minimum_is_refused(self):
        query = abi.call("querySellBase(address,uint256)", bytes(20), 100 * UNIT)
        pool = self.made.pools["pmm"].address
        received = abi.words(self.chain.engine.call(pool, query).data)[0]
        self.refusal(
            self.trade_data(("pmm", True, 100 * UNIT, received + 1)),
            "BelowMinimum(address,uint256,uint256)", pool, received, received + 1,
        )  # fmt: skip
        self.assertTrue(self.run_as("operator", self.trade_data(("pmm", True, 100 * UNIT, received))).ok)

    def test_a_deadline_is_the_last_second(self):
        now = self.chain.head.timestamp
        self.assertTrue(self.simulated(self.trade_data(("pmm", True, UNIT, 0), deadline=now)).ok)
        self.refusal(self.trade_data(("pmm", True, UNIT, 0), deadline=now - 1), "Expired(uint64)", now - 1)

    def test_a_plan_trades_once(self):
        plan = keccak(b"once")
        self.assertTrue(self.run_as("operator", self.trade_data(("pmm", True, UNIT, 0), plan=plan)).ok)
        again = self.trade_data(("pmm", False, UNIT, 0), plan=plan)
        self.refusal(again, "AlreadyDone(bytes32)", plan)

    def test_nobody_but_the_operator_trades(self):
        self.refusal(
            self.trade_data(("pmm", True, UNIT, 0)),
            "NotOperator(address)", KEYS["owner"].address, sender="owner",
        )  # fmt: skip

    def test_only_listed_pools(self):
        pool = self.made.pools["pmm"].address
        self.assertTrue(self.run_as("owner", abi.call("forbid(address)", pool)).ok)
        self.refusal(self.trade_data(("pmm", True, UNIT, 0)), "NotAllowed(address)", pool)

    def test_the_cap_of_a_call_and_of_a_day(self):
        token = self.made.tokens["usdt"]
        caps = abi.call("setCaps(address,uint256,uint256)", token, 100 * UNIT, 150 * UNIT)
        self.assertTrue(self.run_as("owner", caps).ok)
        self.refusal(
            self.trade_data(("pmm", True, 100 * UNIT + 1, 0)),
            "AboveCap(address,uint256,uint256)", token, 100 * UNIT + 1, 100 * UNIT,
        )  # fmt: skip
        self.assertTrue(self.run_as("operator", self.trade_data(("pmm", True, 100 * UNIT, 0))).ok)
        self.refusal(
            self.trade_data(("pmm", True, 51 * UNIT, 0)),
            "AboveCap(address,uint256,uint256)", token, 51 * UNIT, 150 * UNIT,
        )  # fmt: skip
        view = self.chain.engine.call(self.made.executor, abi.call("caps(address)", token))
        self.assertEqual(abi.words(view.data), [100 * UNIT, 150 * UNIT, 100 * UNIT])
        tomorrow = self.chain.mine(self.chain.head.timestamp + 86_400)
        self.chain.engine.open(tomorrow)
        self.assertTrue(self.run_as("operator", self.trade_data(("pmm", True, 51 * UNIT, 0))).ok)

    def test_the_operator_pauses_and_the_owner_alone_resumes(self):
        self.assertTrue(self.run_as("operator", abi.call("pause()")).ok)
        self.refusal(self.trade_data(("pmm", True, UNIT, 0)), "IsPaused()")
        self.assertFalse(self.run_as("operator", abi.call("resume()")).ok)
        self.assertTrue(self.run_as("owner", abi.call("resume()")).ok)
        self.assertTrue(self.run_as("operator", self.trade_data(("pmm", True, UNIT, 0))).ok)

    def test_the_operator_can_do_nothing_of_the_owners(self):
        token, me = self.made.tokens["usdc"], KEYS["operator"].address
        for data in (
            abi.call("withdraw(address,uint256,address)", token, 1, me),
            abi.call("setOperator(address)", me),
            abi.call("setCaps(address,uint256,uint256)", token, 2**200, 2**200),
            abi.call(SET_BRIDGE, token, self.made.bridge, abi.Dynamic.blob(b"head"), abi.Dynamic.blob(b"")),
            abi.call("forbid(address)", self.made.pools["pmm"].address),
            abi.call(
                "allow(address,uint8,address,address,uint8,uint8,uint24)", me, 1, token, me, 0, 0, 0
            ),
        ):
            self.assertFalse(self.run_as("operator", data).ok)

    def test_a_contract_can_be_made_by_a_transaction(self):
        code = bytes.fromhex("600a600c600039600a6000f3602a60005260206000f3")
        key = KEYS["operator"]
        fields = transactions.signed(key, HOME, 0, b"", code, GWEI, 0, 200_000)
        self.chain.send(fields)
        receipt = self.chain.mine().receipts[0]
        self.assertTrue(receipt.ok)
        self.assertEqual(abi.words(self.chain.engine.call(receipt.created, b"").data), [42])
        self.assertEqual(self.chain.nonce(key.address), 1)


class CrossingTest(ExecutorTest):
    def setUp(self):
        super().setUp()
        self.away = chain(AWAY)
        self.chains = {HOME: self.chain, AWAY: self.away}
        self.relayer = Relayer(self.chains, latency=3, confirmations=2)
        for each in self.chains.values():
            each.watchers.append(self.relayer.saw)
        self.amount = 10_000 * UNIT
        self.net = self.amount - self.amount // 1_000

    def held_away(self, token="usdc"):
        made = self.away.deployment
        data = abi.call("balanceOf(address)", made.executor)
        return abi.words(self.away.engine.call(made.tokens[token], data).data)[0]

    def send(self, token="usdc"):
        data = abi.call(
            "send(bytes32,uint64,address,uint256)", keccak(b"transfer"), FOREVER, self.made.tokens[token], self.amount
        )
        return self.run_as("operator", data)


class Bridging(CrossingTest):
    def test_what_is_sent_arrives_after_confirmations_and_latency(self):
        for token in ("usdc", "usdt"):
            with self.subTest(token):
                self.setUp()
                before = self.held(token), self.held_away(token)
                receipt = self.send(token)
                self.assertTrue(receipt.ok)
                self.assertEqual(before[0] - self.held(token), self.amount)
                sent = next(log for log in receipt.logs if log[1][0] == SENT)
                self.assertEqual(sent[1][1:], [keccak(b"transfer"), abi.word(self.made.tokens[token])])
                identity = sent[2][32:]
                self.assertEqual(sent[2], abi.arguments(self.amount, identity))
                self.assertEqual(self.relayer.transfers, {})
                self.chain.mine()
                self.assertEqual(self.relayer.transfers[identity].state, "waiting")
                blocks = 0
                while self.held_away(token) == before[1]:
                    self.away.mine()
                    blocks += 1
                self.assertEqual(blocks, 4)
                self.assertEqual(self.held_away(token), before[1] + self.net)
                self.away.mine()
                self.assertEqual(self.relayer.transfers[identity].state, "paid")

    def test_a_short_vault_pays_later(self):
        made = self.away.deployment
        from devnet.artefacts import mapping_slot

        from .bench import ARTEFACTS

        slot = mapping_slot(ARTEFACTS["Token"].slots["balanceOf"], made.bridge)
        self.away.write(made.tokens["usdc"], slot, 5)
        before = self.held_away()
        self.send()
        self.chain.mine()
        for _ in range(6):
            self.away.mine()
        self.assertEqual([transfer.state for transfer in self.relayer.transfers.values()], ["short"])
        self.away.write(made.tokens["usdc"], slot, self.amount)
        self.away.mine()
        self.away.mine()
        self.away.mine()
        self.assertEqual(self.held_away(), before + self.net)

    def test_a_lost_transfer_can_be_given_back(self):
        self.relayer.loses = 1
        before = self.held("usdc")
        self.send()
        self.chain.mine()
        for _ in range(8):
            self.away.mine()
        (identity,) = self.relayer.transfers
        self.assertEqual(self.relayer.transfers[identity].state, "lost")
        self.relayer.refund(identity)
        self.assertTrue(self.chain.mine().receipts[0].ok)
        self.assertEqual(self.held("usdc"), before - self.amount + self.net)

    def test_a_transfer_is_paid_once_unless_the_relayer_is_broken(self):
        for doubles, times in ((0, 1), (1, 2)):
            self.setUp()
            self.relayer.doubles = doubles
            before = self.held_away()
            self.send()
            self.chain.mine()
            for _ in range(8):
                self.away.mine()
            self.assertEqual(self.held_away() - before, times * self.net)

    def test_nobody_but_the_relayer_releases(self):
        data = abi.call(
            "release(address,address,uint256,bytes32)",
            self.made.tokens["usdc"], KEYS["operator"].address, 1, keccak(b"mine"),
        )  # fmt: skip
        self.assertFalse(self.run_as("operator", data, to=self.made.bridge).ok)

    def test_a_paused_bridge_takes_nothing(self):
        self.assertTrue(self.run_as("owner", abi.call("setPaused(bool)", True), to=self.made.bridge).ok)
        self.assertFalse(self.send().ok)


class Ferrying(CrossingTest):
    """The other bridge, by another function, with other events: the owner has told the executor what to call."""

    def setUp(self):
        super().setUp()
        for here, there in ((self.chain, AWAY), (self.away, HOME)):
            made = here.deployment
            network = fixed(NETWORKS[there])
            data = abi.call(
                SET_BRIDGE, made.tokens["usdc"], made.ferry,
                abi.Dynamic.blob(abi.call("deposit(bytes4,uint256,bytes32)", network)),
                abi.Dynamic.blob(abi.arguments(made.executor)),
            )  # fmt: skip
            self.assertTrue(self.run_as("owner", data, made.executor, here).ok)

    def test_what_is_sent_arrives_after_confirmations_and_latency(self):
        before = self.held("usdc"), self.held_away()
        receipt = self.send()
        self.assertTrue(receipt.ok)
        self.assertEqual(before[0] - self.held("usdc"), self.amount)
        sent = next(log for log in receipt.logs if log[1][0] == SENT)
        # The ferry answers nothing, so the executor tells no number.
        self.assertEqual(sent[2], abi.arguments(self.amount, 0))
        self.chain.mine()
        for _ in range(6):
            self.away.mine()
        self.assertEqual(self.held_away(), before[1] + self.net)
        self.assertEqual([transfer.state for transfer in self.relayer.transfers.values()], ["paid"])

    def test_a_short_vault_pays_later(self):
        made = self.away.deployment
        limit = abi.call("setMintingLimit(address,uint256)", made.ferry, self.net - 1)
        self.assertTrue(self.run_as("owner", limit, made.tokens["usdc"], self.away).ok)
        before = self.held_away()
        self.send()
        self.chain.mine()
        for _ in range(6):
            self.away.mine()
        self.assertEqual([transfer.state for transfer in self.relayer.transfers.values()], ["short"])
        limit = abi.call("setMintingLimit(address,uint256)", made.ferry, self.net)
        self.assertTrue(self.run_as("owner", limit, made.tokens["usdc"], self.away).ok)
        self.away.mine()
        self.away.mine()
        self.assertEqual(self.held_away(), before + self.net)

    def test_a_lost_transfer_can_be_given_back(self):
        self.relayer.loses = 1
        self.send()
        self.chain.mine()
        (identity,) = self.relayer.transfers
        with self.assertRaises(ValueError):
            self.relayer.refund(identity)
