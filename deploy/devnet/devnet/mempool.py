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
        waiting = (entry for queue in self._waiting.values() for entry in queue.values())
        return next(entry for entry in waiting if entry.hash == digest)

    def add(self, transaction: Transaction, chain) -> None:
        """Takes a transaction or raises the client's refusal."""
        if kind := self._objection(transaction, chain):
            raise refusal(kind, self.is_besu)
        self.put(transaction)

    def put(self, transaction: Transaction) -> None:
        queue = self._waiting.setdefault(transaction.sender, {})
        if old := queue.get(transaction.nonce):
            del self._arrival[old.hash]
        queue[transaction.nonce] = transaction
        self._arrivals += 1
        self._arrival[transaction.hash] = self._arrivals

    def _objection(self, transaction: Transaction, chain) -> str | None:
        nonce = chain.nonce(transaction.sender)
        if transaction.tip > transaction.cap:
            return "tip"
        if transaction.hash in self._arrival:
            return "known"
        if transaction.gas < transaction.intrinsic:
            return "intrinsic"
        if transaction.gas > chain.rules.gas_limit:
            return "block gas"
        if transaction.nonce < nonce:
            return "nonce too low"
        if transaction.nonce - nonce > FUTURE_NONCES:
            return "nonce gap"
        if chain.engine.balance(transaction.sender) < transaction.gas * transaction.cap + transaction.value:
            return "funds"
        # A zero base fee bounds nothing; geth keeps what is too cheap for now, and so do we.
        if self.is_besu and transaction.cap < chain.head.base_fee:
            return "base fee"
        if transaction.cap < self.least_price:
            return "minimum price"
        old = self._waiting.get(transaction.sender, {}).get(transaction.nonce)
        if old and not self._outbids(transaction, old):
            return "underpriced replacement"
        return None

    @staticmethod
    def _outbids(transaction: Transaction, old: Transaction) -> bool:
        enough = transaction.cap * 10 >= old.cap * 11 and transaction.tip * 10 >= old.tip * 11
        return enough and (transaction.cap, transaction.tip) > (old.cap, old.tip)

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
            transaction = queue.get(chain.nonce(sender))
            if transaction and transaction.cap >= base_fee:
                tip = transaction.price(base_fee) - base_fee
                candidates.append((-tip, self._arrival[transaction.hash], transaction))
        return min(candidates, key=lambda entry: entry[:2])[2] if candidates else None

    def remove(self, transaction: Transaction) -> None:
        """Forgets what was mined, and any rival with the same nonce."""
        queue = self._waiting.get(transaction.sender, {})
        if old := queue.pop(transaction.nonce, None):
            del self._arrival[old.hash]
        if not queue:
            self._waiting.pop(transaction.sender, None)

    def clear(self) -> int:
        count = len(self._arrival)
        self._waiting.clear()
        self._arrival.clear()
        return count

    def all(self) -> list[Transaction]:
        return [transaction for queue in self._waiting.values() for _, transaction in sorted(queue.items())]
