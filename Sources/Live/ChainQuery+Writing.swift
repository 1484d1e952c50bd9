import Hashing
import Numerics
import Vocabulary

extension ChainQuery {
    /// Adds the call that asks this; false when the batch is full.
    func write(to batch: inout CallBatch) -> Bool {
        switch self {
        case .chainID: return batch.append("eth_chainId")
        case .header(let reference): return reference.writeHeader(to: &batch)
        case .call(let target, let data, let sender, let reference):
            return batch.append("eth_call") { call in
                call.object { call in
                    if let sender { call.member("from") { $0.address(sender) } }
                    call.member("to") { $0.address(target) }
                    call.member("data") { $0.data(data) }
                }
                call.block(reference)
            }
        case .logs(let question, let range):
            return batch.append("eth_getLogs") { $0.logs(question, range) }
        case .receipt(let hash):
            return batch.append("eth_getTransactionReceipt") { $0.data(hash.digest.bytes) }
        case .transaction(let hash):
            return batch.append("eth_getTransactionByHash") { $0.data(hash.digest.bytes) }
        case .nonce(let address, let reference):
            return batch.append("eth_getTransactionCount") { call in
                call.address(address)
                call.block(reference)
            }
        case .pendingNonce(let address):
            return batch.append("eth_getTransactionCount") { call in
                call.address(address)
                call.word("pending")
            }
        case .balance(let address, let reference):
            return batch.append("eth_getBalance") { call in
                call.address(address)
                call.block(reference)
            }
        case .code(let address, let reference):
            return batch.append("eth_getCode") { call in
                call.address(address)
                call.block(reference)
            }
        case .storage(let address, let slot, let reference):
            return batch.append("eth_getStorageAt") { call in
                call.address(address)
                call.data(slot.bigEndianBytes)
                call.block(reference)
            }
        case .gasPrice: return batch.append("eth_gasPrice")
        case .priorityFee: return batch.append("eth_maxPriorityFeePerGas")
        case .baseFees(let blocks):
            return batch.append("eth_feeHistory") { call in
                call.quantity(blocks)
                call.word("latest")
                call.list { _ in }
            }
        case .send(let bytes): return batch.append("eth_sendRawTransaction") { $0.data(bytes) }
        }
    }
}

extension BlockReference {
    /// Transactions are asked for by their hashes only.
    fileprivate func writeHeader(to batch: inout CallBatch) -> Bool {
        switch self {
        case .hash(let hash):
            batch.append("eth_getBlockByHash") { call in
                call.hash(hash)
                call.flag(false)
            }
        case .latest, .number:
            batch.append("eth_getBlockByNumber") { call in
                call.block(self)
                call.flag(false)
            }
        }
    }
}

extension ParameterWriter {
    fileprivate mutating func logs(_ question: LogQuestion, _ range: LogRange) {
        object { filter in
            switch range {
            case .block(let hash): filter.member("blockHash") { $0.hash(hash) }
            case .numbers(let numbers):
                filter.member("fromBlock") { $0.quantity(numbers.lowerBound) }
                filter.member("toBlock") { $0.quantity(numbers.upperBound) }
            case .since(let first):
                filter.member("fromBlock") { $0.quantity(first) }
                filter.member("toBlock") { $0.word("latest") }
            case .latest:
                filter.member("fromBlock") { $0.word("latest") }
                filter.member("toBlock") { $0.word("latest") }
            }
            filter.member("address") { value in
                value.list { list in
                    for address in question.addresses { list.address(address) }
                }
            }
            filter.member("topics") { value in
                value.list { places in
                    places.list { list in
                        for topic in question.topics { list.data(topic.bytes) }
                    }
                }
            }
        }
    }
}
