"""The methods of JSON-RPC, and how requests and batches are answered."""

from . import abi, wire
from .block import Block
from .crypto import keccak
from .node import Node
from .records import block_record, log_records, receipt_record, transaction_record
from .refusals import Refusal, reverted, unknown_method
from .wire import data, quantity

MOST_BLOCKS = 5_000
MOST_BATCH = 1_024
MOST_FEE_BLOCKS = 1_024
GWEI = 10**9


def answer(node: Node, request):
    """The answer to a request or a batch."""
    if isinstance(request, list):
        if not request:
            return _failed(None, Refusal(-32600, "Invalid Request"))
        if len(request) > MOST_BATCH:
            return _failed(None, node.refuse("batch"))
        node.counts.batches += 1
        answers = [_one(node, entry) for entry in request]
        return answers[::-1] if node.faults.reverse else answers
    return _one(node, request)


def _one(node: Node, request) -> dict:
    if not isinstance(request, dict) or not isinstance(request.get("method"), str):
        return _failed(None, Refusal(-32600, "Invalid Request"))
    identity, method = request.get("id"), request["method"]
    node.counts.call(method)
    try:
        if error := node.faults.error:
            raise Refusal(error.get("code", -32603), error.get("message", "Internal error"))
        handler = METHODS.get(method)
        if handler is None:
            raise unknown_method(method, node.is_besu)
        parameters = request.get("params") or []
        if not isinstance(parameters, list):
            raise node.refuse("parameters")
        return {"jsonrpc": "2.0", "id": identity, "result": handler(node, *parameters)}
    except Refusal as error:
        return _failed(identity, error)
    except (TypeError, ValueError, KeyError, AttributeError, IndexError):
        return _failed(identity, node.refuse("parameters"))


def _failed(identity, error: Refusal) -> dict:
    return {"jsonrpc": "2.0", "id": identity, "error": error.record}


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
    return block_record(node, node.by_hash(wire.raw(digest, 32)), is_full)


def get_transaction(node, digest):
    digest = wire.raw(digest, 32)
    block, index = node.mined(digest)
    if block:
        return transaction_record(node, block.receipts[index].transaction, block, index)
    transaction = node.chain.pool.get(digest)
    return transaction_record(node, transaction) if transaction else None


def get_receipt(node, digest):
    block, index = node.mined(wire.raw(digest, 32))
    return receipt_record(block, index) if block else None


def get_block_receipts(node, parameter):
    block = node.block(parameter)
    return [receipt_record(block, index) for index in range(len(block.receipts))] if block else None


def get_transaction_count(node, address, parameter="latest"):
    address = wire.address(address)
    block = node.block(parameter)
    if block is None:
        return node.state(parameter)[0]
    nonce = node.chain.nonce(address, block.number)
    if parameter == "pending" and not node.faults.stall and not node.faults.lag:
        nonce = node.chain.pool.next_nonce(address, nonce)
    return quantity(nonce)


def get_balance(node, address, parameter="latest"):
    engine, _ = node.state(parameter)
    return quantity(engine.balance(wire.address(address))) if engine else None


def get_code(node, address, parameter="latest"):
    engine, _ = node.state(parameter)
    return data(engine.code(wire.address(address))) if engine else None


def get_storage(node, address, slot, parameter="latest"):
    engine, _ = node.state(parameter)
    return data(abi.word(engine.storage(wire.address(address), wire.number(slot)))) if engine else None


def _run(node, request, parameter):
    engine, block = node.state(parameter)
    if engine is None:
        return None
    if node.faults.null_calls:
        return None
    sender = wire.address(request["from"]) if request.get("from") else bytes(20)
    to = wire.address(request["to"]) if request.get("to") else None
    body = wire.raw(request.get("input") or request.get("data") or "0x")
    gas = min(wire.number(request["gas"]), 100_000_000) if request.get("gas") else 100_000_000
    value = wire.number(request["value"]) if request.get("value") else 0
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
    count = min(count if isinstance(count, int) else wire.number(count), MOST_FEE_BLOCKS, last.number + 1)
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
        block = node.by_hash(wire.raw(request["blockHash"], 32))
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
    body = wire.raw(raw)
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
