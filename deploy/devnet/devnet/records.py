"""Blocks, transactions, receipts and logs as JSON-RPC shows them."""

import dataclasses

from .block import Block
from .crypto import keccak
from .wire import data, quantity


def block_record(node, block: Block | None, is_full: bool = False):
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


def transaction_record(node, transaction, block: Block | None = None, index: int = 0) -> dict:
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
