"""Nonces, fees, replacement, reorganisation and reading at older blocks, in each client's words."""

import unittest

from devnet import abi, transactions
from devnet.chain import GWEI
from devnet.crypto import Key, keccak
from devnet.deployment import AWAY, HOME, KEYS
from devnet.methods import answer
from devnet.node import Node
from devnet.people import Trader, transact
from devnet.refusals import Refusal

from .bench import START, chain

OPERATOR = KEYS["operator"]
SINK = b"\x77" * 20


class ChainTest(unittest.TestCase):
    chain_id = HOME

    def setUp(self):
        self.chain = chain(self.chain_id)
        self.node = Node(self.chain, "test")

    def raw(self, nonce, cap=2 * GWEI, tip=GWEI, value=1, gas=21_000, key=OPERATOR, to=SINK, data=b""):
        return transactions.signed(key, self.chain_id, nonce, to, data, cap, tip, gas, value)

    def refusal(self, raw):
        with self.assertRaises(Refusal) as caught:
            self.chain.send(raw)
        return caught.exception.code, caught.exception.message

    def ask(self, method, *parameters):
        reply = answer(self.node, {"jsonrpc": "2.0", "id": 1, "method": method, "params": list(parameters)})
        self.assertEqual(reply["id"], 1)
        return reply.get("error") or reply["result"]

    def balance(self, address, block="latest"):
        return int(self.ask("eth_getBalance", "0x" + address.hex(), block), 16)


class Sending(ChainTest):
    def test_a_nonce_is_spent_once(self):
        self.chain.send(self.raw(0))
        self.chain.mine()
        self.assertEqual(self.chain.nonce(OPERATOR.address), 1)
        self.assertEqual(self.refusal(self.raw(0, value=2)), (-32001, "Nonce too low"))

    def test_the_same_bytes_again_are_known(self):
        self.chain.send(self.raw(0))
        self.assertEqual(self.refusal(self.raw(0)), (-32000, "Known transaction"))

    def test_a_gap_parks_what_is_behind_it(self):
        later = self.chain.send(self.raw(1))
        self.assertEqual(self.chain.mine().receipts, [])
        self.assertEqual(self.ask("eth_getTransactionByHash", "0x" + later.hex())["blockHash"], None)
        self.chain.send(self.raw(0))
        self.assertEqual(len(self.chain.mine().receipts), 2)

    def test_pending_counts_the_contiguous_run(self):
        for nonce in (0, 1, 3):
            self.chain.send(self.raw(nonce))
        address = "0x" + OPERATOR.address.hex()
        self.assertEqual(self.ask("eth_getTransactionCount", address, "pending"), "0x2")
        self.assertEqual(self.ask("eth_getTransactionCount", address, "latest"), "0x0")

    def test_too_wide_a_gap_is_refused(self):
        self.chain.send(self.raw(200))
        self.assertEqual(
            self.refusal(self.raw(201)),
            (-32000, "Transaction nonce is too distant from current sender nonce"),
        )

    def test_a_replacement_pays_ten_per_cent_more_in_cap_and_tip(self):
        self.chain.send(self.raw(0, 1_000, 100))
        words = (-32000, "Replacement transaction underpriced")
        self.assertEqual(self.refusal(self.raw(0, 1_099, 110)), words)
        self.assertEqual(self.refusal(self.raw(0, 1_100, 109)), words)
        replacement = self.chain.send(self.raw(0, 1_100, 110))
        receipts = self.chain.mine().receipts
        self.assertEqual([receipt.transaction.hash for receipt in receipts], [replacement])

    def test_what_was_replaced_is_gone(self):
        old = self.chain.send(self.raw(0, 1_000, 100))
        self.chain.send(self.raw(0, 2_000, 200))
        self.chain.mine()
        self.assertIsNone(self.ask("eth_getTransactionByHash", "0x" + old.hex()))
        self.assertIsNone(self.ask("eth_getTransactionReceipt", "0x" + old.hex()))

    def test_other_refusals_have_besus_words(self):
        poor = Key(12_345)
        self.assertEqual(
            self.refusal(self.raw(0, key=poor)), (-32004, "Upfront cost exceeds account balance")
        )
        self.assertEqual(self.refusal(self.raw(0, gas=20_999)), (-32003, "Intrinsic gas exceeds gas limit"))
        self.assertEqual(
            self.refusal(self.raw(0, cap=1, tip=2)),
            (-32000, "Max priority fee per gas exceeds max fee per gas"),
        )
        self.assertEqual(self.refusal(b"\x02\xc0"), (-32602, "Invalid block param (block not found)"))
        wrong = transactions.signed(OPERATOR, AWAY, 0, SINK, b"", 1, 0, 21_000)
        self.assertEqual(self.refusal(wrong), (-32000, "Wrong chainId"))

    def test_gas_is_free_where_the_base_fee_is_zero(self):
        before = self.balance(OPERATOR.address)
        self.chain.send(self.raw(0, cap=0, tip=0, value=5))
        self.chain.mine()
        self.assertEqual(self.balance(OPERATOR.address), before - 5)

    def test_a_failed_transaction_costs_gas_and_its_nonce(self):
        before = self.balance(OPERATOR.address)
        token = self.chain.deployment.tokens["usdc"]
        data = abi.call("transfer(address,uint256)", SINK, 10**30)
        digest = self.chain.send(self.raw(0, gas=100_000, to=token, data=data, value=0))
        receipt = self.chain.mine().receipts[0]
        record = self.ask("eth_getTransactionReceipt", "0x" + digest.hex())
        self.assertEqual((record["status"], record["logs"]), ("0x0", []))
        self.assertEqual(self.chain.nonce(OPERATOR.address), 1)
        self.assertEqual(self.balance(OPERATOR.address), before - receipt.gas_used * GWEI)


class Fees(ChainTest):
    chain_id = AWAY

    def test_the_sender_pays_base_fee_and_tip_and_the_miner_gets_the_tip(self):
        before = self.balance(OPERATOR.address)
        digest = self.chain.send(self.raw(0, cap=3 * GWEI, tip=GWEI, value=7))
        block = self.chain.mine()
        price = block.base_fee + GWEI
        record = self.ask("eth_getTransactionReceipt", "0x" + digest.hex())
        self.assertEqual(int(record["effectiveGasPrice"], 16), price)
        self.assertEqual(self.balance(OPERATOR.address), before - 7 - 21_000 * price)
        self.assertEqual(self.balance(block.coinbase), 21_000 * GWEI)

    def test_an_empty_block_lowers_the_base_fee_by_an_eighth(self):
        first, second = self.chain.mine(), self.chain.mine()
        self.assertEqual(second.base_fee, first.base_fee - first.base_fee // 8)
        history = self.ask("eth_feeHistory", "0x2", "latest", [50])
        self.assertEqual(history["baseFeePerGas"][:2], [hex(first.base_fee), hex(second.base_fee)])
        self.assertEqual(len(history["baseFeePerGas"]), 3)

    def test_what_pays_less_than_the_base_fee_waits(self):
        self.chain.send(self.raw(0, cap=1, tip=1))
        self.assertEqual(self.chain.mine().receipts, [])
        self.assertEqual(len(self.chain.pool), 1)

    def test_the_best_paid_comes_first(self):
        other = KEYS["trader"]
        self.chain.send(self.raw(0, tip=GWEI // 2))
        self.chain.send(self.raw(0, tip=GWEI, key=other))
        senders = [receipt.transaction.sender for receipt in self.chain.mine().receipts]
        self.assertEqual(senders, [other.address, OPERATOR.address])

    def test_refusals_have_geths_words(self):
        self.chain.send(self.raw(0))
        self.assertEqual(self.refusal(self.raw(0)), (-32000, "already known"))
        self.assertEqual(
            self.refusal(self.raw(0, value=9)), (-32000, "replacement transaction underpriced")
        )
        self.chain.mine()
        self.assertEqual(self.refusal(self.raw(0)), (-32000, "nonce too low"))

    def test_finalized_lags_the_head(self):
        for _ in range(6):
            self.chain.mine()
        self.assertEqual(self.ask("eth_getBlockByNumber", "finalized", False)["number"], "0x2")


class Reorganisation(ChainTest):
    chain_id = AWAY

    def test_a_transaction_comes_again_in_another_block(self):
        for _ in range(3):
            self.chain.mine()
        digest = "0x" + self.chain.send(self.raw(0)).hex()
        self.chain.mine()
        first = self.ask("eth_getTransactionReceipt", digest)
        old_head = self.chain.head
        self.chain.reorganise(2)
        second = self.ask("eth_getTransactionReceipt", digest)
        self.assertNotEqual(first["blockHash"], second["blockHash"])
        self.assertEqual(self.chain.head.number, old_head.number + 1)
        self.assertFalse(self.chain.is_canonical(old_head))
        for block, parent in zip(self.chain.blocks[1:], self.chain.blocks):
            self.assertEqual(block.parent, parent.hash)

    def test_what_is_forgotten_gives_its_money_and_nonce_back(self):
        before = self.balance(OPERATOR.address)
        self.chain.mine()
        digest = "0x" + self.chain.send(self.raw(0, value=10**18)).hex()
        self.chain.mine()
        self.assertLess(self.balance(OPERATOR.address), before)
        self.chain.reorganise(1, keeps=False)
        self.assertIsNone(self.ask("eth_getTransactionReceipt", digest))
        self.assertEqual(self.balance(OPERATOR.address), before)
        self.assertEqual(self.chain.nonce(OPERATOR.address), 0)
        self.chain.send(self.raw(0))
        self.assertTrue(self.chain.mine().receipts[0].ok)

    def test_orphans_stay_readable_with_their_state(self):
        self.chain.mine()
        self.chain.send(self.raw(0, value=10**18))
        orphan = self.chain.mine()
        self.chain.reorganise(1, keeps=False)
        by_hash = {"blockHash": "0x" + orphan.hash.hex()}
        self.assertEqual(self.balance(SINK, by_hash), 10**18)
        self.assertEqual(self.balance(SINK), 0)
        strict = self.ask("eth_getBalance", "0x" + SINK.hex(), by_hash | {"requireCanonical": True})
        self.assertEqual(strict["message"], "hash is not currently canonical")

    def test_it_can_happen_again_and_again(self):
        for round in range(20):
            self.chain.send(self.raw(self.chain.nonce(OPERATOR.address)))
            self.chain.mine()
            self.chain.reorganise(1 + round % 3)
        mined = sum(len(block.receipts) for block in self.chain.blocks)
        self.assertEqual(mined, 20)
        self.assertEqual(self.balance(SINK), 20)


class Reading(ChainTest):
    def test_a_call_at_an_older_hash_sees_that_blocks_state(self):
        trader = Trader(1)
        pool = self.chain.deployment.pools["pmm"]
        seen = []
        for _ in range(8):
            trader.push(self.chain, pool, 10)
            block = self.chain.mine()
            engine = self.chain.engine
            engine.open(block)
            seen.append((block, engine.call(pool.address, abi.call("getMidPrice()")).data))
        self.assertEqual(len({price for _, price in seen}), 8)
        for block, price in [*seen, *reversed(seen)]:
            request = {"to": "0x" + pool.address.hex(), "data": "0x" + abi.call("getMidPrice()").hex()}
            answer = self.ask("eth_call", request, {"blockHash": "0x" + block.hash.hex()})
            self.assertEqual(answer, "0x" + price.hex())

    def test_the_aggregator_proves_its_block(self):
        made = self.chain.deployment
        for _ in range(10):
            self.chain.mine()
        names = ("getBlockNumber()", "getLastBlockHash()", "getCurrentBlockTimestamp()")
        data = abi.aggregate3([(made.multicall, abi.call(name)) for name in names])
        for block in self.chain.blocks[-8:]:
            request = {"to": "0x" + made.multicall.hex(), "data": "0x" + data.hex()}
            answer = bytes.fromhex(self.ask("eth_call", request, {"blockHash": "0x" + block.hash.hex()})[2:])
            self.assertEqual(
                abi.results(answer),
                [(True, abi.word(block.number)), (True, block.parent), (True, abi.word(block.timestamp))],
            )

    def test_an_old_state_is_right_after_many_blocks_unread(self):
        for nonce in range(150):
            self.chain.send(self.raw(nonce))
            self.chain.mine()
        for depth in (8, 0, 3, 7, 1):
            self.assertEqual(self.balance(SINK, hex(150 - depth)), 150 - depth)

    def test_a_call_may_come_from_a_contract(self):
        made = self.chain.deployment
        data = abi.call("transfer(address,uint256)", SINK, 1)
        for token in ("usdc", "usdt"):
            request = {"from": made.executor, "to": made.tokens[token], "data": data}
            answer = self.ask("eth_call", {key: "0x" + value.hex() for key, value in request.items()})
            self.assertIsInstance(answer, str)

    def test_a_replayed_block_charges_what_it_charged_first(self):
        trader = Trader(1)
        seen = []
        for _ in range(4):
            trader.push(self.chain, self.chain.deployment.pools["pmm"], 5)
            block = self.chain.mine()
            seen.append((hex(block.number), self.balance(KEYS["trader"].address)))
        self.assertEqual(len({balance for _, balance in seen}), 4)
        for number, balance in [*reversed(seen), *seen, *reversed(seen), *seen]:
            self.assertEqual(self.balance(KEYS["trader"].address, number), balance)

    def test_too_old_a_state_is_refused(self):
        for _ in range(12):
            self.chain.mine()
        error = self.ask("eth_getBalance", "0x" + SINK.hex(), hex(self.chain.head.number - 9))
        self.assertEqual(error, {"code": -32000, "message": "World state unavailable"})

    def test_besu_answers_null_for_a_block_it_does_not_know(self):
        unknown = {"blockHash": "0x" + keccak(b"nobody's").hex()}
        request = {"to": "0x" + SINK.hex(), "data": "0x"}
        self.assertIsNone(self.ask("eth_call", request, unknown))
        self.assertIsNone(self.ask("eth_getBalance", "0x" + SINK.hex(), hex(10**6)))
        self.assertEqual(self.ask("eth_getBlockByNumber", "finalized", False)["code"], -39001)

    def test_a_revert_carries_its_data(self):
        token = self.chain.deployment.tokens["usdc"]
        data = abi.call("transfer(address,uint256)", SINK, 1)
        error = self.ask("eth_call", {"to": "0x" + token.hex(), "data": "0x" + data.hex()})
        self.assertEqual((error["code"], error["message"]), (3, "Execution reverted"))
        self.assertTrue(error["data"].startswith("0x08c379a0"))

    def test_logs_are_found_by_hash_range_address_and_topic(self):
        made = self.chain.deployment
        Trader(1).push(self.chain, made.pools["pmm"], 25)
        block = self.chain.mine()
        swapped = "0x" + abi.topic("DODOSwap(address,address,uint256,uint256,address,address)").hex()
        by_hash = self.ask("eth_getLogs", {"blockHash": "0x" + block.hash.hex(), "topics": [swapped]})
        address = "0x" + made.pools["pmm"].address.hex()
        by_range = self.ask(
            "eth_getLogs",
            {"fromBlock": "0x0", "toBlock": "latest", "address": address, "topics": [[swapped]]},
        )
        self.assertEqual(by_hash, by_range)
        self.assertEqual(len(by_hash), 1)
        receipts = self.ask("eth_getBlockReceipts", hex(block.number))
        self.assertIn(by_hash[0], receipts[0]["logs"])
        self.assertEqual(self.ask("eth_getLogs", {"fromBlock": "0x0", "toBlock": hex(10**6)})["code"], -32602)

    def test_writes_of_a_test_are_repeated_at_older_blocks(self):
        self.chain.endow(SINK, 42)
        block = self.chain.mine()
        self.chain.mine()
        self.chain.endow(SINK, 43)
        self.chain.mine()
        self.assertEqual(self.balance(SINK, {"blockHash": "0x" + block.hash.hex()}), 42)
        self.assertEqual(self.balance(SINK), 43)

    def test_the_same_seed_gives_the_same_chain(self):
        heads = []
        for _ in range(2):
            made = chain(HOME)
            trader = Trader(7)
            made.watchers.append(trader.saw)
            trader.drift(made, "pmm", 40, 2)
            for index in range(12):
                made.mine(START + 2 * index)
            heads.append(made.head.hash)
        self.assertEqual(*heads)


class Faults(ChainTest):
    chain_id = AWAY

    def test_a_stalled_endpoint_stays_behind_in_everything(self):
        self.node.faults.set({"stall": True})
        height = self.ask("eth_blockNumber")
        digest = "0x" + transact(self.chain, "owner", SINK, b"").hex()
        newer = self.chain.mine()
        self.assertEqual(self.ask("eth_blockNumber"), height)
        self.assertIsNone(self.ask("eth_getBlockByHash", "0x" + newer.hash.hex(), False))
        self.assertIsNone(self.ask("eth_getTransactionReceipt", digest))
        self.node.faults.set({"stall": False})
        self.assertEqual(self.ask("eth_blockNumber"), hex(newer.number))

    def test_a_stalled_endpoint_keeps_its_own_state(self):
        self.node.faults.set({"stall": True})
        self.assertEqual(self.balance(SINK), 0)
        self.chain.send(self.raw(0, value=5))
        for _ in range(20):
            self.chain.mine()
        self.assertEqual(self.balance(SINK), 0)
        self.node.faults.clear()
        self.assertEqual(self.balance(SINK), 5)

    def test_a_lagging_endpoint_is_k_blocks_behind(self):
        for _ in range(5):
            self.chain.mine()
        self.node.faults.set({"lag": 3})
        self.assertEqual(self.ask("eth_blockNumber"), hex(self.chain.head.number - 3))

    def test_a_lie_changes_every_pool_and_no_state(self):
        pool = self.chain.deployment.pools["pmm"].address
        request = {"to": "0x" + pool.hex(), "data": "0x" + abi.call("getMidPrice()").hex()}
        truth = int(self.ask("eth_call", request), 16)
        self.node.faults.set({"lie": 100})
        self.assertEqual(int(self.ask("eth_call", request), 16), truth * 101 // 100)
        self.node.faults.clear()
        self.assertEqual(int(self.ask("eth_call", request), 16), truth)

    def test_a_dropped_transaction_is_answered_with_its_hash(self):
        self.node.faults.set({"drop": True})
        raw = self.raw(0)
        self.assertEqual(self.ask("eth_sendRawTransaction", "0x" + raw.hex()), "0x" + keccak(raw).hex())
        self.assertEqual(len(self.chain.pool), 0)

    def test_a_batch_may_be_answered_in_reverse(self):
        self.node.faults.set({"reverse": True})
        batch = [{"jsonrpc": "2.0", "id": at, "method": "eth_chainId"} for at in range(3)]
        self.assertEqual([reply["id"] for reply in answer(self.node, batch)], [2, 1, 0])

    def test_an_unknown_fault_is_refused(self):
        with self.assertRaises(ValueError):
            self.node.faults.set({"gremlins": True})
