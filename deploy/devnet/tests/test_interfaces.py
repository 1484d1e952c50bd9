"""The bot's words and the contracts' are the same: read from the bot's own sources."""

import re
import unittest

from .bench import ARTEFACTS, ROOT

SOURCES = ROOT / "Sources" / "Contracts"
KNOWN = re.compile(
    r'(?:let (\w+) = ABISignature\.known\(|\(\s*\.\w+,)\s*(?:"""(.*?)"""|"(.*?)")\s*\)', re.S
)
# Of pools and proxies that the devnet does not have.
ABSENT = {
    "implementation()", "swap(address,bool,int256,uint160,bytes)", "offpeg_fee_multiplier()", "stored_rates()",
    "Swap(address,address,int256,int256,uint160,uint128,int24)",
}  # fmt: skip


def canonical(text: str) -> tuple[str, str]:
    """What kind of thing a signature names, and it without names, `indexed` and what is returned."""
    text = re.sub(r"\\\n\s*", "", text).strip().split(" returns ")[0]
    kind, _, rest = text.partition(" ") if text.startswith(("event ", "error ")) else ("function", "", text)
    name, _, arguments = rest.partition("(")
    arguments = re.sub(r"(\w[\w\[\]]*)(?: indexed)?(?: \w+)?(?=[,)])", r"\1", "(" + arguments)
    arguments = re.sub(r"(\)(?:\[\d*\])?) \w+", r"\1", arguments)
    return kind, name + arguments.replace(" ", "")


def signatures(file: str) -> list[tuple[str, str]]:
    text = (SOURCES / file).read_text()
    return [canonical(match.group(2) or match.group(3)) for match in KNOWN.finditer(text)]


class Interfaces(unittest.TestCase):
    def check(self, file, contracts, least):
        found = 0
        for kind, signature in signatures(file):
            if kind == "error" or signature in ABSENT:
                continue
            offered = set()
            for name in contracts:
                offered |= set(ARTEFACTS[name].functions if kind == "function" else ARTEFACTS[name].events)
            with self.subTest(signature):
                self.assertIn(signature, offered)
            found += 1
        self.assertGreaterEqual(found, least)

    def test_the_executors(self):
        self.check("ExecutorInterface.swift", ["Executor"], 17)

    def test_the_bridges(self):
        self.check("../Routes/BridgeInterface.swift", ["Bridge"], 9)

    def test_the_pools(self):
        contracts = ["Pmm", "Pair", "Stable", "Concentrated", "Token", "Feed", "Multicall", "Bridge"]
        self.check("PoolInterface.swift", contracts, 28)

    def test_the_executors_refusals(self):
        source = (ROOT / "deploy/devnet/contracts/Executor.vy").read_text()
        errors = [signature for kind, signature in signatures("ExecutorInterface.swift") if kind == "error"]
        self.assertEqual(len(errors), 7)
        for signature in errors:
            self.assertIn(f'method_id("{signature}")', source)
