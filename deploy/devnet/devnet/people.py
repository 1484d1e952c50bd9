"""Those who act on the chains beside the bot: a trader, a keeper of the feeds, the bridge's relayer.

They act by transactions of their own, and only as the blocks come: the same seed and the same blocks give the same
acts.
"""

import random
from dataclasses import dataclass

from . import abi, transactions
from .block import Block
from .chain import GWEI, Chain
from .crypto import keccak
from .deployment import FERRY_TOLL, HOME, KEYS, NETWORKS, Pool

GAS = 2_000_000
FOREVER = 2**63
TRADE = "trade(bytes32,uint64,(address,bool,uint256,uint256)[])"
LOCKED = abi.topic("Locked(bytes32,address,address,uint256,uint256,address)")
DEPOSITED = abi.topic("Deposited(bytes4,uint256,bytes32,uint128)")
MOST_TRANSFERS = 10_000


def transact(chain: Chain, who: str, to: bytes, data: bytes, value: int = 0) -> bytes:
    """Signs and sends as one of the named accounts, behind whatever it has sent before."""
    key = KEYS[who]
    nonce = chain.pool.next_nonce(key.address, chain.nonce(key.address))
    cap = 3 * chain.head.base_fee + GWEI
    raw = transactions.signed(key, chain.rules.chain_id, nonce, to, data, cap, GWEI, GAS, value)
    return chain.send(raw)


def trade_data(plan: bytes, pool: Pool, sells_base: bool, amount: int, minimum: int = 0) -> bytes:
    swaps = abi.Dynamic.rows([[pool.address, sells_base, amount, minimum]])
    return abi.call(TRADE, plan, FOREVER, swaps)


class Trader:
    """Pushes a pool's price by a number of basis points, once or again and again."""

    def __init__(self, seed: int):
        self.seed = seed
        self._count = 0
        self._drifts: dict[tuple[int, str], dict] = {}

    def price(self, chain: Chain, pool: Pool) -> int:
        """Quote for base, as a number that is only good for comparing; 0 where the pool can't say."""
        if pool.kind == "dodo":
            answer = self._ask(chain, pool, "getMidPrice()")
            return answer[0] if answer else 0
        if pool.kind == "uniswapV2":
            answer = self._ask(chain, pool, "getReserves()")
            base, quote = answer[:2] if pool.base < pool.quote else answer[1::-1]
            return quote * 10**36 // base
        answer = self._ask(chain, pool, "get_dy(int128,int128,uint256)", 0, 1, 10**9)
        return answer[0] if answer else 0

    @staticmethod
    def _ask(chain: Chain, pool: Pool, signature: str, *values) -> list[int]:
        outcome = chain.engine.call(pool.address, abi.call(signature, *values))
        return abi.words(outcome.data) if outcome.ok else []

    def push(self, chain: Chain, pool: Pool, points: int) -> dict:
        """Sends the trade that moves the price by `points`; up for positive ones."""
        if pool.kind == "uniswapV3":
            raise ValueError(f"'{pool.name}' is read and not traded in")
        engine = chain.engine
        engine.open(chain.head)
        before = self.price(chain, pool)
        goal = before * (10_000 + points) // 10_000
        sells_base = points < 0
        self._count += 1
        plan = keccak(b"push %d %d" % (self.seed, self._count))

        def moved(amount: int) -> int | None:
            """The price after selling so much; None where that is too much for the pool."""
            with engine.trial():
                data = trade_data(plan, pool, sells_base, amount)
                outcome = engine.execute(
                    KEYS["trader"].address, chain.deployment.trader, data, 0, 30_000_000
                )
                return (self.price(chain, pool) or None) if outcome.ok else None

        low, high = 0, 2**100
        while high - low > 1:
            amount = (low + high) // 2
            price = moved(amount)
            is_short = price is not None and (price > goal if sells_base else price < goal)
            low, high = (amount, high) if is_short else (low, amount)
        after = moved(low) if low else before
        digest = transact(chain, "trader", chain.deployment.trader, trade_data(plan, pool, sells_base, low))
        reached = (after * 10_000 - before * 10_000) / before if before else 0
        return {"transaction": "0x" + digest.hex(), "amount": str(low), "reached": round(reached, 2)}

    def drift(self, chain: Chain, pool: str, points: int, every: int) -> None:
        """From now on a push of at most `points` either way, every so many blocks; 0 points ends it."""
        place = (chain.rules.chain_id, pool)
        if points:
            self._drifts[place] = {"points": points, "every": max(1, every)}
        else:
            self._drifts.pop(place, None)

    def saw(self, chain: Chain, block: Block) -> None:
        for (chain_id, name), drift in self._drifts.items():
            if chain_id == chain.rules.chain_id and block.number % drift["every"] == 0:
                chance = random.Random(f"{self.seed} {chain_id} {name} {block.number}")
                if points := chance.randint(-drift["points"], drift["points"]):
                    self.push(chain, chain.deployment.pools[name], points)


class Keeper:
    """Writes the feeds' answers every so many blocks; a feed that was never written stays zero."""

    def __init__(self, every: int):
        self.every = every
        self.is_on = True

    def saw(self, chain: Chain, block: Block) -> None:
        if self.is_on and block.number % self.every == 0:
            for name in chain.deployment.answers:
                self.write(chain, name)

    def write(self, chain: Chain, name: str, updated: int | None = None) -> bytes:
        made = chain.deployment
        time = chain.head.timestamp if updated is None else updated
        data = abi.call("update(int256,uint256)", made.answers.get(name, 0), time)
        return transact(chain, "keeper", made.feeds[name], data)


@dataclass
class Transfer:
    identity: bytes
    source: int
    lock: bytes
    token: str
    sender: bytes
    recipient: bytes
    amount: int
    # The destination's height from which it may be paid.
    due: int
    state: str = "waiting"
    is_ferried: bool = False

    @property
    def record(self) -> dict:
        return {
            "transfer": "0x" + self.identity.hex(),
            "source": self.source,
            "token": self.token,
            "amount": str(self.amount),
            "recipient": "0x" + self.recipient.hex(),
            "due": self.due,
            "state": self.state,
        }


class Relayer:
    """Pays at one end what was locked at the other: after `confirmations` blocks there and `latency` blocks here."""

    def __init__(self, chains: dict[int, Chain], latency: int, confirmations: int):
        self.chains = chains
        self.latency, self.confirmations = latency, confirmations
        self.is_on = True
        self.loses = 0
        self.doubles = 0
        self.transfers: dict[bytes, Transfer] = {}

    def saw(self, chain: Chain, block: Block) -> None:
        depth = self.confirmations - 1
        if block.number >= depth:
            self._read(chain, chain.blocks[block.number - depth])
        if self.is_on:
            self._pay(chain)

    def _read(self, chain: Chain, block: Block) -> None:
        for receipt in block.receipts:
            for address, topics, data in receipt.logs:
                if address == chain.deployment.bridge and topics[0] == LOCKED:
                    self._locked(chain, receipt.transaction.hash, topics, data)
                if address == chain.deployment.ferry and topics[0] == DEPOSITED:
                    self._deposited(chain, receipt.transaction.hash, topics, data)

    def _locked(self, chain: Chain, lock: bytes, topics, data: bytes) -> None:
        amount, destination, recipient = abi.words(data)
        if destination not in self.chains or topics[1] in self.transfers:
            return
        token = next(k for k, at in chain.deployment.tokens.items() if at == topics[2][12:])
        self._take(
            Transfer(
                topics[1],
                chain.rules.chain_id,
                lock,
                token,
                topics[3][12:],
                recipient.to_bytes(20, "big"),
                amount,
                self.chains[destination].head.number + self.latency,
            )
        )

    def _deposited(self, chain: Chain, lock: bytes, topics, data: bytes) -> None:
        network, value, beneficiary = data[:4], abi.words(data)[1], data[76:96]
        destination = next((k for k, name in NETWORKS.items() if name == network and k in self.chains), None)
        if destination is None or topics[1] in self.transfers:
            return
        toll = -(-value * FERRY_TOLL // 10_000)
        due = self.chains[destination].head.number + self.latency
        self._take(
            Transfer(
                topics[1], chain.rules.chain_id, lock, "usdc", b"", beneficiary, value - toll, due,
                is_ferried=True,
            )
        )  # fmt: skip

    def _take(self, transfer: Transfer) -> None:
        transfer.state = "lost" if self.loses else "waiting"
        self.transfers[transfer.identity] = transfer
        self.loses = max(0, self.loses - 1)
        if len(self.transfers) > MOST_TRANSFERS:
            del self.transfers[next(iter(self.transfers))]

    def _pay(self, chain: Chain) -> None:
        for transfer in self.transfers.values():
            source = self.chains[transfer.source]
            if transfer.source == chain.rules.chain_id or transfer.state not in ("waiting", "short", "paying"):
                continue
            if transfer.state == "paying":
                self._settle(chain, transfer)
                continue
            if chain.head.number < transfer.due:
                continue
            if transfer.lock not in source.mined:
                # The lock was taken back: it may come again, under the same identity.
                transfer.state = "gone"
                continue
            self._release(chain, transfer)
        for identity in [key for key, transfer in self.transfers.items() if transfer.state == "gone"]:
            del self.transfers[identity]

    def _release(self, chain: Chain, transfer: Transfer) -> None:
        made = chain.deployment
        token = made.tokens[transfer.token]
        if transfer.is_ferried:
            self._land(chain, transfer, token)
            return
        held = abi.words(chain.engine.call(token, abi.call("balanceOf(address)", made.bridge)).data)[0]
        if held < transfer.amount:
            transfer.state = "short"
            return
        self._call(chain, "release", token, transfer.recipient, transfer.amount, transfer.identity)
        if self.doubles:
            # A worker with a broken memory: pays again under another identity.
            self.doubles -= 1
            again = keccak(transfer.identity)
            self._call(chain, "release", token, transfer.recipient, transfer.amount, again)
        transfer.state = "paying"

    @staticmethod
    def _land(chain: Chain, transfer: Transfer, token: bytes) -> None:
        ferry = chain.deployment.ferry
        view = "balanceOf(address)" if transfer.source != HOME else "mintingCurrentLimitOf(address)"
        if abi.words(chain.engine.call(token, abi.call(view, ferry)).data)[0] < transfer.amount:
            transfer.state = "short"
            return
        data = abi.call(
            "land(uint128,address,uint256)", transfer.identity, transfer.recipient, transfer.amount
        )
        transact(chain, "relayer", ferry, data)
        transfer.state = "paying"

    def _settle(self, chain: Chain, transfer: Transfer) -> None:
        made = chain.deployment
        view = "hasLanded(uint128)" if transfer.is_ferried else "processed(bytes32)"
        bridge = made.ferry if transfer.is_ferried else made.bridge
        if any(abi.words(chain.engine.call(bridge, abi.call(view, transfer.identity)).data)):
            transfer.state = "paid"

    @staticmethod
    def _call(chain: Chain, name: str, token: bytes, to: bytes, amount: int, identity: bytes) -> bytes:
        data = abi.call(f"{name}(address,address,uint256,bytes32)", token, to, amount, identity)
        return transact(chain, "relayer", chain.deployment.bridge, data)

    def refund(self, identity: bytes) -> bytes:
        """Gives a transfer that was not paid back at its source."""
        transfer = self.transfers[identity]
        if transfer.state in ("paying", "paid"):
            raise ValueError(f"the transfer is {transfer.state}")
        if transfer.is_ferried:
            raise ValueError("a ferry gives nothing back")
        source = self.chains[transfer.source]
        transfer.state = "refunded"
        token = source.deployment.tokens[transfer.token]
        return self._call(source, "refund", token, transfer.sender, transfer.amount, identity)
