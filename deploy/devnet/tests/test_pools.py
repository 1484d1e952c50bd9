"""The pools against what the real contracts answered, to the last unit."""

import unittest

from devnet import abi

from .bench import ARTEFACTS, OWNER, SOMEBODY, Bench, refused, vectors

MAINTAINER = b"\x0d" * 20


class ProactiveMarketMaker(unittest.TestCase):
    def setUp(self):
        self.bench = Bench()
        self.base, self.quote = self.bench.token(), self.bench.token()
        self.pool = self.bench.deploy("Pmm", self.base, self.quote, MAINTAINER, 1, 0, 0, 0)

    def restore(self, case):
        self.bench.set(
            "Pmm", self.pool,
            _I_=case["i"], _K_=case["K"], _BASE_RESERVE_=case["B"], _QUOTE_RESERVE_=case["Q"],
            _BASE_TARGET_=case["B0"], _QUOTE_TARGET_=case["Q0"], _RState_=case["R"],
            _LP_FEE_RATE_=case["lpFeeRate"], _MT_FEE_RATE_=case["mtFeeRate"],
        )  # fmt: skip
        self.bench.hold(self.base, self.pool, int(case["B"]))
        self.bench.hold(self.quote, self.pool, int(case["Q"]))

    def check_query(self, query):
        side, amount, *expected = query
        signature = "querySellBase(address,uint256)" if side == "sellBase" else "querySellQuote(address,uint256)"
        outcome = self.bench.engine.call(self.pool, abi.call(signature, SOMEBODY, int(amount)))
        if isinstance(expected[0], dict):
            self.assertTrue(refused(outcome, expected[0]), outcome.data)
        else:
            self.assertTrue(outcome.ok, outcome.data)
            self.assertEqual(abi.words(outcome.data), [int(value) for value in expected])

    def check_state(self, case):
        state = self.bench.engine.call(self.pool, abi.call("getPMMStateForCall()"))
        mid = self.bench.engine.call(self.pool, abi.call("getMidPrice()"))
        adjusted = case.get("adj")
        if adjusted is None or "revert" in adjusted:
            return
        self.assertEqual(abi.words(state.data)[4:], [int(adjusted[key]) for key in ("B0", "Q0", "R")])
        if isinstance(case["mid"], dict):
            self.assertTrue(refused(mid, case["mid"]))
        else:
            self.assertEqual(abi.words(mid.data), [int(case["mid"])])

    def check_sale(self, operation):
        if "skipped" in operation:
            return
        sells_base = operation["kind"] == "sellBase"
        sold, bought = (self.base, self.quote) if sells_base else (self.quote, self.base)
        reserve = self.bench.held(sold, self.pool)
        self.bench.hold(sold, self.pool, reserve + int(operation["in"]))
        self.bench.hold(bought, SOMEBODY, 0)
        self.bench.hold(bought, MAINTAINER, 0)
        outcome = self.bench.act(self.pool, f"{operation['kind']}(address)", SOMEBODY)
        if "revert" in operation:
            self.assertTrue(refused(outcome, operation))
            return
        self.assertTrue(outcome.ok, outcome.data)
        self.assertEqual(self.bench.held(bought, SOMEBODY), int(operation["out"]))
        self.assertEqual(self.bench.held(bought, MAINTAINER), int(operation["mtFee"]))
        views = ("_BASE_RESERVE_", "_QUOTE_RESERVE_", "_BASE_TARGET_", "_QUOTE_TARGET_", "_RState_")
        found = [self.bench.ask(self.pool, f"{view}()")[0] for view in views]
        self.assertEqual(found, [int(operation["after"][key]) for key in ("B", "Q", "B0", "Q0", "R")])

    def check_file(self, name):
        queries = sales = 0
        for case in vectors(name)["cases"]:
            with self.subTest(case["id"]):
                self.restore(case)
                self.check_state(case)
                for query in case["queries"]:
                    self.check_query(query)
                    queries += 1
                if case["op"]["kind"] in ("sellBase", "sellQuote"):
                    self.check_sale(case["op"])
                    sales += 1
        self.assertGreater(queries, 4_000)
        self.assertGreater(sales, 500)

    def test_private_pools_answer_as_recorded(self):
        self.check_file("dodo_dpp")

    def test_stable_pools_answer_as_recorded(self):
        self.check_file("dodo_dsp")

    def test_nobody_but_the_owner_resets(self):
        outcome = self.bench.act(
            self.pool, "reset(uint256,uint256,uint256,uint256)", 1, 0, 0, 0, sender=SOMEBODY
        )
        self.assertTrue(refused(outcome, {"revert": {"kind": "Error", "msg": "NOT_OWNER"}}))


class StableSwap(unittest.TestCase):
    def test_exchanges_are_those_recorded(self):
        compared = 0
        for case in vectors("curve_stableswap")["cases"]:
            if case["pool"] not in ("link", "eurs") or case["op"] != "exchange":
                continue
            with self.subTest(case["id"]):
                self.check(case)
                compared += 1
        self.assertGreater(compared, 50)

    def check(self, case):
        bench = Bench()
        coins = [bench.token(), bench.token()]
        pool = bench.deploy("Stable", coins, case["decimals"], 1, int(case["fee"]), int(case["adminFee"]))
        slots = ARTEFACTS["Stable"].slots
        bench.set("Stable", pool, amplification=case["Aprecise"])
        for index, balance in enumerate(case["balances"]):
            bench.engine.store(pool, slots["balances"] + index, int(balance))
            # What the administrator may take is the pool's too.
            bench.hold(coins[index], pool, int(balance) + 10**30)
        i, j, dx = case["i"], case["j"], int(case["dx"])
        view = bench.engine.call(pool, abi.call("get_dy(int128,int128,uint256)", i, j, dx))
        if isinstance(case["getDy"], dict):
            self.assertFalse(view.ok)
        else:
            self.assertEqual(abi.words(view.data), [int(case["getDy"])])
        bench.hold(coins[i], OWNER, dx)
        bench.act(coins[i], "approve(address,uint256)", pool, dx)
        outcome = bench.act(pool, "exchange(int128,int128,uint256,uint256)", i, j, dx, 0)
        if isinstance(case["received"], dict):
            self.assertFalse(outcome.ok)
            return
        self.assertTrue(outcome.ok, outcome.data)
        self.assertEqual(bench.held(coins[j], OWNER), int(case["received"]))
        after = [bench.ask(pool, "balances(uint256)", index)[0] for index in (0, 1)]
        self.assertEqual(after, [int(balance) for balance in case["balancesAfter"]])


class Pair(unittest.TestCase):
    """Direct swaps at the limit of the product, as recorded on real pairs."""

    def setUp(self):
        self.bench = Bench()
        self.tokens = sorted([self.bench.token(), self.bench.token()])
        self.pair = self.bench.deploy("Pair", *self.tokens)

    def restore(self, reserves):
        self.bench.set("Pair", self.pair, reserve0=reserves[0], reserve1=reserves[1])
        for token, reserve in zip(self.tokens, reserves):
            self.bench.hold(token, self.pair, int(reserve))

    def test_outputs_are_the_librarys_and_one_more_is_refused(self):
        compared = 0
        for case in vectors("uniswap_v2_pure")["cases"]:
            if case["fn"] != "getAmountOut" or isinstance(case["out"], dict):
                continue
            amount, into, out_of = (int(case[key]) for key in ("amountIn", "reserveIn", "reserveOut"))
            out = int(case["out"])
            if out == 0 or into + amount >= 2**112 or out_of >= 2**112:
                continue
            with self.subTest(case):
                for asked, is_taken in ((out, True), (out + 1, False)):
                    self.restore([into, out_of])
                    self.bench.hold(self.tokens[0], self.pair, into + amount)
                    data = abi.Dynamic.blob(b"")
                    outcome = self.bench.act(
                        self.pair, "swap(uint256,uint256,address,bytes)", 0, asked, SOMEBODY, data
                    )
                    self.assertEqual(outcome.ok, is_taken and asked < out_of)
                compared += 1
        self.assertGreater(compared, 50)

    def test_direct_swaps_are_those_recorded(self):
        compared = 0
        for name in ("uniswap_v2_swaps_1", "uniswap_v2_swaps_2"):
            for case in vectors(name)["cases"]:
                if case["op"] == "pairSwap":
                    with self.subTest(case.get("id")):
                        self.check_direct(case)
                        compared += 1
        self.assertGreater(compared, 20)

    def check_direct(self, case):
        before = case["before"][case["pair"]]
        fields = ("reserve0", "reserve1", "blockTimestampLast", "price0CumulativeLast", "price1CumulativeLast")
        self.bench.at(int(case["timestamp"]))
        self.restore([before["reserve0"], before["reserve1"]])
        self.bench.set("Pair", self.pair, **{field: before[field] for field in fields})
        for token, side in zip(self.tokens, "01"):
            self.bench.hold(token, self.pair, int(before[f"reserve{side}"]) + int(case[f"amount{side}In"]))
        outs = (int(case["amount0Out"]), int(case["amount1Out"]))
        outcome = self.bench.act(
            self.pair, "swap(uint256,uint256,address,bytes)", *outs, SOMEBODY, abi.Dynamic.blob(b"")
        )
        if case["result"] != "ok":
            self.assertTrue(refused(outcome, case["result"]), (outcome.data, case["result"]))
            return
        self.assertTrue(outcome.ok, outcome.data)
        after = case["after"][case["pair"]]
        views = self.bench.ask(self.pair, "getReserves()")
        views += self.bench.ask(self.pair, "price0CumulativeLast()")
        views += self.bench.ask(self.pair, "price1CumulativeLast()")
        self.assertEqual(views, [int(after[field]) for field in fields])
