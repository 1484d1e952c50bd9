"""What waits to be mined: one transaction a sender and nonce; replacements pay ten per cent more."""

from .refusals import refusal
from .transactions import Transaction

FUTURE_NONCES = 200


class Mempool:
    def __init__(self, is_besu: bool, least_price: int = 0):
        self.is_besu = is_besu
        self.least_price = least_price
        self._waiting: dict[bytes, dict[int, Transaction]] = {}
        self._arrival: dict[bytes, int] = {}
        self._arrivals = 0

    def __len__(self) -> int:
        return len(self._arrival)

    def get(self, digest: bytes) -> Transaction | None:
        if digest not in self._arrival:
            return None
        return next(tx for queue in self._waiting.values() for tx in queue.values() if tx.hash == digest)

    def add(self, tx: Transaction, chain) -> None:
        """Takes a transaction or raises the client's refusal."""
        if kind := self._objection(tx, chain):
            raise refusal(kind, self.is_besu)
        self.put(tx)

    def put(self, tx: Transaction) -> None:
        queue = self._waiting.setdefault(tx.sender, {})
        if old := queue.get(tx.nonce):
            del self._arrival[old.hash]
        queue[tx.nonce] = tx
        self._arrivals += 1
        self._arrival[tx.hash] = self._arrivals

    def _objection(self, tx: Transaction, chain) -> str | None:
        nonce = chain.nonce(tx.sender)
        if tx.tip > tx.cap:
            return "tip"
        if tx.hash in self._arrival:
            return "known"
        if tx.gas < tx.intrinsic:
            return "intrinsic"
        if tx.gas > chain.rules.gas_limit:
            return "block gas"
        if tx.nonce < nonce:
            return "nonce too low"
        if tx.nonce - nonce > FUTURE_NONCES:
            return "nonce gap"
        if chain.engine.balance(tx.sender) < tx.gas * tx.cap + tx.value:
            return "funds"
        # A zero base fee bounds nothing; geth keeps what is too cheap for now, and so do we.
        if self.is_besu and tx.cap < chain.head.base_fee:
            return "base fee"
        if tx.cap < self.least_price:
            return "minimum price"
        old = self._waiting.get(tx.sender, {}).get(tx.nonce)
        if old and not self._outbids(tx, old):
            return "underpriced replacement"
        return None

    @staticmethod
    def _outbids(tx: Transaction, old: Transaction) -> bool:
        enough = tx.cap * 10 >= old.cap * 11 and tx.tip * 10 >= old.tip * 11
        return enough and (tx.cap, tx.tip) > (old.cap, old.tip)

    def next_nonce(self, sender: bytes, nonce: int) -> int:
        """The first nonce neither mined nor waiting without a gap."""
        queue = self._waiting.get(sender, {})
        while nonce in queue:
            nonce += 1
        return nonce

    def best(self, chain, base_fee: int) -> Transaction | None:
        """The next to mine: of the senders' next ones, the best paid, then the first to arrive."""
        candidates = []
        for sender, queue in self._waiting.items():
            tx = queue.get(chain.nonce(sender))
            if tx and tx.cap >= base_fee:
                tip = tx.price(base_fee) - base_fee
                candidates.append((-tip, self._arrival[tx.hash], tx))
        return min(candidates, key=lambda entry: entry[:2])[2] if candidates else None

    def remove(self, tx: Transaction) -> None:
        """Forgets what was mined, and any rival with the same nonce."""
        queue = self._waiting.get(tx.sender, {})
        if old := queue.pop(tx.nonce, None):
            del self._arrival[old.hash]
        if not queue:
            self._waiting.pop(tx.sender, None)

    def clear(self) -> int:
        count = len(self._arrival)
        self._waiting.clear()
        self._arrival.clear()
        return count

    def all(self) -> list[Transaction]:
        return [tx for queue in self._waiting.values() for _, tx in sorted(queue.items())]
