"""One endpoint's view of a chain, with the faults of the day: which blocks it admits to, and their state."""

import dataclasses

from . import wire
from .block import Block
from .faults import Faults
from .refusals import Refusal, refusal


class Node:
    def __init__(self, chain, name: str):
        self.chain = chain
        self.name = name
        self.faults = Faults()
        self._frozen: Block | None = None
        self.counts = Counts()
        # Open websocket connections.
        self.connections: set = set()

    @property
    def is_besu(self) -> bool:
        return self.chain.rules.is_besu

    @property
    def head(self) -> Block:
        """The newest block this endpoint admits to."""
        if self.faults.genesis:
            return self.chain.blocks[0]
        if self.faults.stall:
            self._frozen = self._frozen or self.chain.head
            return self._frozen
        self._frozen = None
        return self.chain.blocks[max(0, self.chain.head.number - self.faults.lag)]

    def refuse(self, kind: str) -> Refusal:
        return refusal(kind, self.is_besu)

    # Blocks.

    def block(self, parameter) -> Block | None:
        """The block a parameter names; None when this endpoint does not know it."""
        head = self.head
        if isinstance(parameter, dict):
            if "blockHash" not in parameter:
                return self.block(parameter["blockNumber"])
            block = self.by_hash(wire.raw(parameter["blockHash"], 32))
            if block and parameter.get("requireCanonical") and not self.chain.is_canonical(block):
                raise self.refuse("not canonical")
            return block
        if parameter is None or parameter in ("latest", "pending"):
            return head
        if parameter == "earliest":
            return self.chain.blocks[0]
        if parameter in ("safe", "finalized"):
            if self.is_besu:
                raise self.refuse("tag")
            return self.chain.blocks[max(0, head.number - self.chain.rules.finality_lag)]
        if len(parameter) == 66:
            return self.by_hash(wire.raw(parameter, 32))
        number = wire.number(parameter)
        if number == head.number:
            return head
        return self.chain.blocks[number] if number < head.number else None

    def by_hash(self, digest: bytes) -> Block | None:
        block = self.chain.by_hash.get(digest)
        return block if block and block.number <= self.head.number else None

    def state(self, parameter):
        """An engine at the block, or None where Besu answers null."""
        block = self.block(parameter)
        if block is None:
            if self.is_besu:
                return None, None
            raise self.refuse("header")
        age = self.head.number - block.number
        if self.faults.pruned or age > self.chain.rules.history:
            raise self.refuse("pruned")
        return self.chain.at(block), block

    @staticmethod
    def matcher(request: dict):
        """Whether a log is one of those a filter asks for."""
        addresses, topics = request.get("address"), request.get("topics") or []
        addresses = [addresses] if isinstance(addresses, str) else addresses or []
        addresses = {wire.address(address) for address in addresses}
        wanted = []
        for choice in topics:
            choices = [choice] if isinstance(choice, str) else choice or []
            wanted.append({wire.raw(topic, 32) for topic in choices})

        def matches(log) -> bool:
            address, logged, _ = log
            if addresses and address not in addresses or len(logged) < len(wanted):
                return False
            return all(not choices or topic in choices for choices, topic in zip(wanted, logged))

        return matches

    def mined(self, digest: bytes):
        block, index = self.chain.mined.get(digest, (None, 0))
        if block is None or block.number > self.head.number:
            return None, 0
        return block, index


@dataclasses.dataclass
class Counts:
    """What an endpoint was asked."""

    requests: int = 0
    batches: int = 0
    calls: int = 0
    received: int = 0
    sent: int = 0
    methods: dict[str, int] = dataclasses.field(default_factory=dict)
    # HTTP requests by the height at which they came, the newest thousand heights.
    heights: dict[int, int] = dataclasses.field(default_factory=dict)

    def call(self, method: str) -> None:
        self.calls += 1
        self.methods[method] = self.methods.get(method, 0) + 1

    def request(self, height: int, size: int) -> None:
        self.requests += 1
        self.received += size
        self.heights[height] = self.heights.get(height, 0) + 1
        if len(self.heights) > 1_000:
            del self.heights[min(self.heights)]
