"""One endpoint's view of a chain, and its answers to JSON-RPC: what a client sees, with the faults of the day."""

import dataclasses

from . import abi
from .block import Block
from .crypto import keccak
from .faults import Faults
from .refusals import Refusal, refusal, reverted, unknown_method

MOST_BLOCKS = 5_000
MOST_BATCH = 1_024
MOST_FEE_BLOCKS = 1_024
GWEI = 10**9


def quantity(value: int) -> str:
    return hex(value)


def data(value: bytes) -> str:
    return "0x" + value.hex()


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

    # Requests.

    def answer(self, request):
        """The answer to a request or a batch; None when nobody waits for one."""
        if isinstance(request, list):
            if not request:
                return _failed(None, Refusal(-32600, "Invalid Request"))
            if len(request) > MOST_BATCH:
                return _failed(None, self.refuse("batch"))
            self.counts.batches += 1
            answers = [answer for entry in request if (answer := self._one(entry))]
            return answers[::-1] if self.faults.reverse else answers
        return self._one(request)

    def _one(self, request):
        if not isinstance(request, dict) or not isinstance(request.get("method"), str):
            return _failed(None, Refusal(-32600, "Invalid Request"))
        identity, method = request.get("id"), request["method"]
        self.counts.call(method, self.chain.head.number)
        try:
            if error := self.faults.error:
                raise Refusal(error.get("code", -32603), error.get("message", "Internal error"))
            handler = METHODS.get(method)
            if handler is None:
                raise unknown_method(method, self.is_besu)
            parameters = request.get("params") or []
            if not isinstance(parameters, list):
                raise self.refuse("parameters")
            return {"jsonrpc": "2.0", "id": identity, "result": handler(self, *parameters)}
        except Refusal as error:
            return _failed(identity, error)
        except (TypeError, ValueError, KeyError, AttributeError, IndexError):
            return _failed(identity, self.refuse("parameters"))

    # Blocks.

    def block(self, parameter) -> Block | None:
        """The block a parameter names; None when this endpoint does not know it."""
        head = self.head
        if isinstance(parameter, dict):
            if "blockHash" not in parameter:
                return self.block(parameter["blockNumber"])
            block = self._by_hash(_bytes(parameter["blockHash"], 32))
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
            return self._by_hash(_bytes(parameter, 32))
        number = _number(parameter)
        if number == head.number:
            return head
        return self.chain.blocks[number] if number < head.number else None

    def _by_hash(self, digest: bytes) -> Block | None:
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
        addresses = {_address(address) for address in addresses}
        wanted = []
        for choice in topics:
            choices = [choice] if isinstance(choice, str) else choice or []
            wanted.append({_bytes(topic, 32) for topic in choices})

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

    def call(self, method: str, height: int) -> None:
        self.calls += 1
        self.methods[method] = self.methods.get(method, 0) + 1

    def request(self, height: int, size: int) -> None:
        self.requests += 1
        self.received += size
        self.heights[height] = self.heights.get(height, 0) + 1
        if len(self.heights) > 1_000:
            del self.heights[min(self.heights)]


def _failed(identity, error: Refusal) -> dict:
    return {"jsonrpc": "2.0", "id": identity, "error": error.record}


def _number(text) -> int:
    if not isinstance(text, str) or not text.startswith("0x"):
        raise ValueError("not a quantity")
    return int(text, 16)


def _bytes(text: str, count: int | None = None) -> bytes:
    if not text.startswith("0x"):
        raise ValueError("not hexadecimal")
    value = bytes.fromhex(text[2:])
    if count is not None and len(value) != count:
        raise ValueError("wrong length")
    return value


def _address(text: str) -> bytes:
    return _bytes(text, 20)


# Answers.


def block_record(node: Node, block: Block | None, is_full: bool = False):
    if block is None:
        return None
    validators = node.chain.rules.validators
    if node.faults.forge and block.number:
        block = forged(block, validators)
    if node.faults.seals and validators and block.number:
        block = dataclasses.replace(block, extra=validators.with_fewer(block.extra, node.faults.seals))
    entries = [
        transaction_record(node, receipt.transaction, block, index) if is_full else data(receipt.transaction.hash)
        for index, receipt in enumerate(block.receipts)
    ]
    return {
        "number": quantity(block.number),
        "hash": data(block.hash),
        "parentHash": data(block.parent),
        "mixHash": data(block.mix_hash),
        "nonce": data(bytes(8)),
        "sha3Uncles": data(keccak(b"\xc0")),
        "logsBloom": data(block.bloom),
        "transactionsRoot": data(block.transactions_root),
        "stateRoot": data(block.state_root),
        "receiptsRoot": data(block.receipts_root),
        "miner": data(block.coinbase),
        "difficulty": quantity(block.difficulty),
        "totalDifficulty": quantity(block.number + 1 if block.difficulty else 0),
        "extraData": data(block.extra),
        "baseFeePerGas": quantity(block.base_fee),
        "size": quantity(block.size),
        "gasLimit": quantity(block.gas_limit),
        "gasUsed": quantity(block.gas_used),
        "timestamp": quantity(block.timestamp),
        "uncles": [],
        "transactions": entries,
    }


def forged(block: Block, validators) -> Block:
    """The same block with another state: its hash fits its header, its seals don't."""
    forgery = dataclasses.replace(block, state_root=keccak(b"forged" + block.state_root))
    forgery.hash = validators.hash(forgery) if validators else keccak(forgery.header(block.extra))
    return forgery


def transaction_record(node: Node, transaction, block: Block | None = None, index: int = 0) -> dict:
    r, s, parity = transaction.signature
    price = transaction.price(block.base_fee) if block else transaction.cap
    chain_id = node.chain.rules.chain_id
    record = {
        "hash": data(transaction.hash),
        "type": quantity(transaction.kind),
        "chainId": quantity(chain_id),
        "nonce": quantity(transaction.nonce),
        "from": data(transaction.sender),
        "to": data(transaction.to) if transaction.to else None,
        "value": quantity(transaction.value),
        "gas": quantity(transaction.gas),
        "gasPrice": quantity(price),
        "input": data(transaction.data),
        "v": quantity(parity if transaction.kind else 35 + 2 * chain_id + parity),
        "r": quantity(r),
        "s": quantity(s),
        "blockHash": data(block.hash) if block else None,
        "blockNumber": quantity(block.number) if block else None,
        "transactionIndex": quantity(index) if block else None,
    }
    if transaction.kind:
        record |= {
            "maxFeePerGas": quantity(transaction.cap),
            "maxPriorityFeePerGas": quantity(transaction.tip),
            "yParity": quantity(parity),
            "accessList": [],
        }
    return record


def log_records(block: Block, index: int) -> list[dict]:
    receipt = block.receipts[index]
    return [
        {
            "address": data(address),
            "topics": [data(topic) for topic in topics],
            "data": data(body),
            "blockNumber": quantity(block.number),
            "blockHash": data(block.hash),
            "transactionHash": data(receipt.transaction.hash),
            "transactionIndex": quantity(index),
            "logIndex": quantity(receipt.first_log + offset),
            "removed": False,
        }
        for offset, (address, topics, body) in enumerate(receipt.logs)
    ]


def receipt_record(block: Block, index: int) -> dict:
    receipt = block.receipts[index]
    transaction = receipt.transaction
    return {
        "transactionHash": data(transaction.hash),
        "transactionIndex": quantity(index),
        "blockHash": data(block.hash),
        "blockNumber": quantity(block.number),
        "from": data(transaction.sender),
        "to": data(transaction.to) if transaction.to else None,
        "contractAddress": data(receipt.created) if receipt.created else None,
        "cumulativeGasUsed": quantity(receipt.cumulative),
        "gasUsed": quantity(receipt.gas_used),
        "effectiveGasPrice": quantity(receipt.price),
        "logs": log_records(block, index),
        "logsBloom": data(receipt.bloom),
        "status": quantity(int(receipt.ok)),
        "type": quantity(transaction.kind),
    }


# Methods.


def client_version(node):
    return "besu/v25.12.0/linux-x86_64/openjdk-java-21" if node.is_besu else "Geth/v1.14.12-stable/linux-amd64/go1.23"


def net_version(node):
    # What the chain's public listing says of 138: the network's number is not the chain's.
    return "1" if node.is_besu else str(node.chain.rules.chain_id)


def chain_id(node):
    return quantity(node.faults.chain_id or node.chain.rules.chain_id)


def block_number(node):
    return quantity(max(0, node.head.number + node.faults.heights))


def get_block_by_number(node, parameter, is_full=False):
    return block_record(node, node.block(parameter), is_full)


def get_block_by_hash(node, digest, is_full=False):
    return block_record(node, node._by_hash(_bytes(digest, 32)), is_full)


def get_transaction(node, digest):
    digest = _bytes(digest, 32)
    block, index = node.mined(digest)
    if block:
        return transaction_record(node, block.receipts[index].transaction, block, index)
    transaction = node.chain.pool.get(digest)
    return transaction_record(node, transaction) if transaction else None


def get_receipt(node, digest):
    block, index = node.mined(_bytes(digest, 32))
    return receipt_record(block, index) if block else None


def get_block_receipts(node, parameter):
    block = node.block(parameter)
    return [receipt_record(block, index) for index in range(len(block.receipts))] if block else None


def get_transaction_count(node, address, parameter="latest"):
    address = _address(address)
    block = node.block(parameter)
    if block is None:
        return node.state(parameter)[0]
    nonce = node.chain.nonce(address, block.number)
    if parameter == "pending" and not node.faults.stall and not node.faults.lag:
        nonce = node.chain.pool.next_nonce(address, nonce)
    return quantity(nonce)


def get_balance(node, address, parameter="latest"):
    engine, _ = node.state(parameter)
    return quantity(engine.balance(_address(address))) if engine else None


def get_code(node, address, parameter="latest"):
    engine, _ = node.state(parameter)
    return data(engine.code(_address(address))) if engine else None


def get_storage(node, address, slot, parameter="latest"):
    engine, _ = node.state(parameter)
    return data(abi.word(engine.storage(_address(address), _number(slot)))) if engine else None


def _run(node, request, parameter):
    engine, block = node.state(parameter)
    if engine is None:
        return None
    if node.faults.null_calls:
        return None
    sender = _address(request["from"]) if request.get("from") else bytes(20)
    to = _address(request["to"]) if request.get("to") else None
    body = _bytes(request.get("input") or request.get("data") or "0x")
    gas = min(_number(request["gas"]), 100_000_000) if request.get("gas") else 100_000_000
    value = _number(request["value"]) if request.get("value") else 0
    with node.faults.lies(engine, node.chain.deployment):
        return engine.call(to, body, sender, value, gas)


def call(node, request, parameter="latest", overrides=None):
    outcome = _run(node, request, parameter)
    if outcome is None:
        return None
    if outcome.ok:
        return data(outcome.data)
    if outcome.halt is None:
        raise reverted(outcome.data, node.is_besu)
    if node.is_besu:
        raise Refusal(-32603, "Internal error")
    raise Refusal(-32000, "out of gas" if "Gas" in outcome.halt else f"invalid opcode: {outcome.halt}")


def estimate_gas(node, request, parameter="latest"):
    outcome = _run(node, request, parameter)
    if outcome is None:
        return None
    if not outcome.ok:
        raise reverted(outcome.data, node.is_besu)
    # The engine counts too little for what was touched before.
    return quantity(outcome.gas * 5 // 4 + 20_000)


def gas_price(node):
    return quantity(node.head.base_fee + _tip(node))


def _tip(node) -> int:
    tips = sorted(
        receipt.price - block.base_fee
        for block in node.chain.blocks[-20:]
        for receipt in block.receipts
    )
    if tips:
        return tips[len(tips) // 2]
    return 0 if node.is_besu else GWEI


def priority_fee(node):
    return quantity(_tip(node))


def fee_history(node, count, newest="latest", percentiles=None):
    last = node.block(newest)
    if last is None:
        raise node.refuse("beyond head")
    count = min(count if isinstance(count, int) else _number(count), MOST_FEE_BLOCKS, last.number + 1)
    blocks = node.chain.blocks[last.number + 1 - count : last.number + 1]
    answer = {
        "oldestBlock": quantity(blocks[0].number if blocks else last.number),
        "baseFeePerGas": [quantity(block.base_fee) for block in blocks]
        + [quantity(node.chain.next_base_fee(last))],
        "gasUsedRatio": [block.gas_used / block.gas_limit for block in blocks],
    }
    if percentiles is not None:
        answer["reward"] = [_rewards(block, percentiles) for block in blocks]
    return answer


def _rewards(block, percentiles):
    tips = sorted((receipt.price - block.base_fee, receipt.gas_used) for receipt in block.receipts)
    rewards = []
    for percentile in percentiles:
        goal, passed, reward = block.gas_used * percentile / 100, 0, 0
        for reward, gas in tips:
            passed += gas
            if passed >= goal:
                break
        rewards.append(quantity(reward if tips else 0))
    return rewards


def get_logs(node, request):
    if node.faults.empty_logs:
        return []
    matches = node.matcher(request)
    return [
        record
        for block in _span(node, request)
        for index, receipt in enumerate(block.receipts)
        for record, log in zip(log_records(block, index), receipt.logs)
        if matches(log)
    ]


def _span(node, request) -> list[Block]:
    if "blockHash" in request:
        block = node._by_hash(_bytes(request["blockHash"], 32))
        if block is None:
            raise node.refuse("header")
        return [block]
    head = node.head.number
    first = node.block(request.get("fromBlock", "latest"))
    last_name = request.get("toBlock", "latest")
    last = node.block(last_name)
    if last is None:
        raise node.refuse("beyond head")
    if first is None or first.number > last.number:
        raise node.refuse("parameters")
    if last.number - first.number >= MOST_BLOCKS:
        raise node.refuse("range")
    return node.chain.blocks[first.number : min(last.number, head) + 1]


def send_raw(node, raw):
    if error := node.faults.refuse_sends:
        raise Refusal(error.get("code", -32000), error.get("message", "refused"))
    body = _bytes(raw)
    if node.faults.empty_hash:
        # What some builds do with a transaction they refuse.
        return data(keccak(b""))
    if node.faults.drop:
        # What Besu does with a full pool: the hash is answered, the transaction is gone.
        return data(keccak(body))
    digest = node.chain.send(body)
    if node.faults.lose_reply:
        node.faults.lose_reply -= 1
        raise LostReply
    return data(digest)


class LostReply(Exception):
    """The transaction was taken, the connection ends without an answer."""


def validators(node, parameter):
    rules = node.chain.rules
    if not rules.validators:
        raise unknown_method("qbft_getValidatorsByBlockNumber", node.is_besu)
    return [data(address) for address in rules.validators.addresses]


METHODS = {
    "web3_clientVersion": client_version,
    "net_version": net_version,
    "net_listening": lambda node: True,
    "net_peerCount": lambda node: "0x3",
    "eth_chainId": chain_id,
    "eth_syncing": lambda node: False,
    "eth_accounts": lambda node: [],
    "eth_blockNumber": block_number,
    "eth_getBlockByNumber": get_block_by_number,
    "eth_getBlockByHash": get_block_by_hash,
    "eth_getBlockReceipts": get_block_receipts,
    "eth_getTransactionByHash": get_transaction,
    "eth_getTransactionReceipt": get_receipt,
    "eth_getTransactionCount": get_transaction_count,
    "eth_getBalance": get_balance,
    "eth_getCode": get_code,
    "eth_getStorageAt": get_storage,
    "eth_call": call,
    "eth_estimateGas": estimate_gas,
    "eth_gasPrice": gas_price,
    "eth_maxPriorityFeePerGas": priority_fee,
    "eth_feeHistory": fee_history,
    "eth_getLogs": get_logs,
    "eth_sendRawTransaction": send_raw,
    "qbft_getValidatorsByBlockNumber": validators,
}
