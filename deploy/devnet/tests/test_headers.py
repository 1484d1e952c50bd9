"""Headers as they are served: hashes recompute, seals recover to validators, roots commit to what is inside."""

import unittest
from unittest import mock

from devnet import node, records, rlp, transactions
from devnet.block import BFT_MIX_HASH, NO_OMMERS, Block, Validators
from devnet.crypto import Key, keccak, recover
from devnet.deployment import AWAY, HOME, KEYS, VALIDATOR_KEYS
from devnet.trie import EMPTY, root

from .bench import chain


def integer(text: str) -> bytes:
    return rlp.number(int(text, 16))


def served(record: dict, extra: bytes) -> bytes:
    """A header's bytes from nothing but what the endpoint said."""
    raw = lambda key: bytes.fromhex(record[key][2:])
    return rlp.encode(
        [
            raw("parentHash"), raw("sha3Uncles"), raw("miner"), raw("stateRoot"), raw("transactionsRoot"),
            raw("receiptsRoot"), raw("logsBloom"), integer(record["difficulty"]), integer(record["number"]),
            integer(record["gasLimit"]), integer(record["gasUsed"]), integer(record["timestamp"]), extra,
            raw("mixHash"), raw("nonce"), integer(record["baseFeePerGas"]),
        ]
    )  # fmt: skip


def signers(record: dict) -> list[bytes]:
    vanity, validators, vote, round, seals = rlp.decode(bytes.fromhex(record["extraData"][2:]))
    digest = keccak(served(record, rlp.encode([vanity, validators, vote, round, []])))
    split = lambda seal: (int.from_bytes(seal[:32], "big"), int.from_bytes(seal[32:64], "big"), seal[64])
    return [recover(digest, *split(seal)) for seal in seals]


class Headers(unittest.TestCase):
    def test_a_sealed_hash_leaves_the_seals_out(self):
        home = chain(HOME)
        for record in (records.block_record(node.Node(home, "n"), home.mine(2_000_000_000)) for _ in range(5)):
            vanity, validators, vote, _, _ = rlp.decode(bytes.fromhex(record["extraData"][2:]))
            hashed = keccak(served(record, rlp.encode([vanity, validators, vote, 0, []])))
            self.assertEqual("0x" + hashed.hex(), record["hash"])
            self.assertEqual(record["mixHash"], "0x" + BFT_MIX_HASH.hex())
            self.assertEqual(len(vanity), 32)

    def test_every_seal_is_a_validators(self):
        home = chain(HOME)
        record = records.block_record(node.Node(home, "n"), home.mine())
        self.assertEqual(signers(record), home.rules.validators.addresses)
        self.assertEqual(len(set(signers(record))), 4)

    def test_fewer_seals_when_a_test_says_so(self):
        home = chain(HOME)
        home.rules.validators.sealing = 2
        self.assertEqual(len(signers(records.block_record(node.Node(home, "n"), home.mine()))), 2)

    def test_a_forged_header_has_a_fitting_hash_and_strange_seals(self):
        home = chain(HOME)
        endpoint = node.Node(home, "n")
        home.mine()
        endpoint.faults.set({"forge": True})
        record = records.block_record(endpoint, home.head)
        vanity, validators, vote, _, _ = rlp.decode(bytes.fromhex(record["extraData"][2:]))
        hashed = keccak(served(record, rlp.encode([vanity, validators, vote, 0, []])))
        self.assertEqual("0x" + hashed.hex(), record["hash"])
        self.assertNotEqual(record["hash"], "0x" + home.head.hash.hex())
        self.assertFalse(set(signers(record)) & set(home.rules.validators.addresses))

    def test_the_other_chains_hash_is_that_of_its_bytes(self):
        away = chain(AWAY)
        record = records.block_record(node.Node(away, "n"), away.mine())
        hashed = keccak(served(record, bytes.fromhex(record["extraData"][2:])))
        self.assertEqual("0x" + hashed.hex(), record["hash"])

    def test_hashes_and_seals_are_besus(self):
        """Computed elsewhere for this header, with round 2: block hash, what is sealed, the first seal's r."""
        class Header(Block):
            # Of before London: no base fee.
            def header(self, extra):
                return rlp.encode(rlp.decode(super().header(extra))[:-1])

        block = Header(
            1, bytes.fromhex("a7762d3307dbf2ae6a1ae1b09cf61c7603722b2379731b6b90409cdb8c8288a0"),
            1_530_674_616, bytes(20), 1, 4_704_588, 0, BFT_MIX_HASH,
            state_root=bytes.fromhex("ca07595b82f908822971b7e848398e3395e59ee52565c7ef3603df1a1fa7bc80"),
        )  # fmt: skip
        expected = {
            False: (
                "66b4798366483da4427a46b06476d4944bcc8a180ac2c6950be06a50436b4b2a",
                "f0250766a55ac22976a79544a45fa9d539b2a82f6ac13c704b0f6369b3081115",
                "564f57433551aba9bdde842e5fad37ed2179231f9fc531844eb0286e34f42bde",
            ),
            True: (
                "02edc2f7a2b0087c8799c6a70148065ae4f1e749739829ce87a012ce417d61c4",
                "7a4813b94f8c8bde000f15aafb6cc66e6673be30d2d8a15b6ffd7253ffbbbcd6",
                "504224410ccc8bad5e8e0aee0c05d20bcc9cf0b3a34fec9a873e79e90a494441",
            ),
        }
        for is_ibft2, (hashed, sealed, r) in expected.items():
            validators = Validators(VALIDATOR_KEYS, is_ibft2)
            # That header's validators stand in another order, and its vanity is empty.
            validators.keys = VALIDATOR_KEYS
            with mock.patch("devnet.block.VANITY", bytes(32)):
                self.assertEqual(validators.digest(block, 2).hex(), sealed)
                validators.seal(block, 2)
                self.assertEqual(block.hash.hex(), hashed)
                self.assertEqual(rlp.decode(block.extra)[-1][0][:32].hex(), r)

    def test_a_node_may_keep_fewer_seals_of_the_same_block(self):
        home = chain(HOME)
        endpoint = node.Node(home, "n")
        whole = records.block_record(endpoint, home.mine())
        endpoint.faults.set({"seals": 1})
        poor = records.block_record(endpoint, home.head)
        self.assertEqual(signers(poor), signers(whole)[-1:])
        self.assertEqual(poor["hash"], whole["hash"])

    def test_roots_of_known_lists(self):
        self.assertEqual(EMPTY.hex(), "56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421")
        self.assertEqual(NO_OMMERS.hex(), "1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347")
        self.assertEqual(root([]), EMPTY)
        self.assertEqual(len({root([b"x" * size] * count) for size in (1, 40) for count in (1, 2, 17, 200)}), 8)


class RawTransactions(unittest.TestCase):
    """Made by a reference library."""

    KEY = Key(int("46" * 32, 16))
    TO = bytes.fromhex("93e66202a11b1772e55407b32b44e5cd8eda7f22")
    DATA = bytes.fromhex("095ea7b3" + "00" * 12 + "35" * 20) + (1_000_000).to_bytes(32, "big")

    def test_legacy_ones_are_signed_and_read(self):
        for chain_id, digest in (
            (HOME, "69017590422f7c848c05fd1d17fdceb5aa3e648b64620191834e16a7b2ca953d"),
            (AWAY, "4468d3f4cec9be7a8fc85db66ee45b89cfd18b1a4b69e156c2be075cb0345ec3"),
        ):
            raw = transactions.signed_legacy(self.KEY, chain_id, 9, self.TO, self.DATA, 10**9, 60_000)
            self.assertEqual(keccak(raw).hex(), digest)
            self.assertEqual(transactions.decode(raw, chain_id).sender, self.KEY.address)

    def test_typed_ones_are_signed_and_read(self):
        for chain_id, digest in (
            (HOME, "eeaf70541a4978e464e66831feeb297b6ff5f9034dc9cf795a4390bb745bc89e"),
            (AWAY, "84971b94b08ee8a4101e9a5cfa45388316fde325e8ed04f912c22e88d89496b8"),
        ):
            raw = transactions.signed(self.KEY, chain_id, 9, self.TO, self.DATA, 2 * 10**9, 10**9, 60_000)
            self.assertEqual(keccak(raw).hex(), digest)
            self.assertEqual(transactions.decode(raw, chain_id).sender, self.KEY.address)

    def test_another_chains_are_refused(self):
        raw = transactions.signed(self.KEY, HOME, 0, self.TO, b"", 1, 0, 21_000)
        with self.assertRaises(transactions.WrongChain):
            transactions.decode(raw, AWAY)

    def test_cut_ones_are_malformed(self):
        raw = transactions.signed(self.KEY, HOME, 0, self.TO, b"", 1, 0, 21_000)
        for length in range(len(raw)):
            with self.assertRaises(transactions.Malformed):
                transactions.decode(raw[:length], HOME)


class Roots(unittest.TestCase):
    def test_a_block_commits_to_its_transactions_and_receipts(self):
        home = chain(HOME)
        key = KEYS["operator"]
        for nonce in range(3):
            home.send(transactions.signed(key, HOME, nonce, bytes(19) + b"\x01", b"", 10**9, 0, 30_000))
        block = home.mine()
        self.assertEqual(len(block.receipts), 3)
        self.assertNotEqual(block.transactions_root, EMPTY)
        self.assertEqual(block.gas_used, sum(receipt.gas_used for receipt in block.receipts))
        self.assertIsInstance(home.rules.validators, Validators)
