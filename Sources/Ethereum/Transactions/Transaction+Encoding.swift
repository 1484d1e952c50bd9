public import Hashing
import Numerics
import Vocabulary

// Fields in the order of the protocol; the signature's come last, or are left out for signing.

extension Transaction {
    /// What the signature is over.
    public var signingHash: Digest { Keccak256.hash(unsignedBytes) }

    /// The bytes of which the hash is signed.
    public var unsignedBytes: [UInt8] { unsignedBytes(of: fields) }

    /// Everything in front of the signature.
    var fields: RLPWriter {
        var fields = RLPWriter(reservingCapacity: 256 + call.data.count)
        switch self {
        case .legacy(let transaction):
            fields.append(transaction.call.nonce)
            fields.append(transaction.gasPrice)
            fields.append(transaction.call)
        case .accessList(let transaction):
            fields.append(transaction.chain.value)
            fields.append(transaction.call.nonce)
            fields.append(transaction.gasPrice)
            fields.append(transaction.call)
            fields.append(transaction.accessList)
        case .feeMarket(let transaction):
            fields.append(transaction.chain.value)
            fields.append(transaction.call.nonce)
            fields.append(transaction.maximumPriorityFee)
            fields.append(transaction.maximumFee)
            fields.append(transaction.call)
            fields.append(transaction.accessList)
        }
        return fields
    }

    /// EIP-155 has the chain and two empty fields where the signature will stand.
    func unsignedBytes(of fields: RLPWriter) -> [UInt8] {
        guard case .legacy(let transaction) = self, let chain = transaction.chain else {
            return list(of: fields)
        }
        var fields = fields
        fields.append(chain.value)
        fields.append(0 as UInt64)
        fields.append(0 as UInt64)
        return list(of: fields)
    }

    func signedBytes(of fields: RLPWriter, _ signature: Signature) -> [UInt8] {
        var fields = fields
        let parity: UInt256 = signature.parity ? 1 : 0
        if case .legacy(let transaction) = self {
            fields.append(parity + (transaction.chain.map { UInt256($0.value) * 2 + 35 } ?? 27))
        } else {
            fields.append(parity)
        }
        fields.append(signature.r)
        fields.append(signature.s)
        return list(of: fields)
    }

    private func list(of fields: RLPWriter) -> [UInt8] {
        var list = RLPWriter(reservingCapacity: fields.bytes.count + 8)
        // A byte below 0x80 is its own encoding: the type stands in front as it is.
        switch self {
        case .legacy: break
        case .accessList: list.append(CollectionOfOne(1))
        case .feeMarket: list.append(CollectionOfOne(2))
        }
        list.appendList(encoded: fields.bytes)
        return list.bytes
    }
}

extension RLPWriter {
    /// What all kinds have in the same order behind their fees.
    fileprivate mutating func append(_ call: TransactionCall) {
        append(call.gasLimit)
        if let to = call.to { append(to) } else { append(EmptyCollection<UInt8>()) }
        append(call.value)
        append(call.data)
    }

    fileprivate mutating func append(_ accessList: [AccessListEntry]) {
        appendList { list in
            for entry in accessList {
                list.appendList { pair in
                    pair.append(entry.address)
                    pair.appendList { keys in
                        for key in entry.storageKeys { keys.append(key) }
                    }
                }
            }
        }
    }
}
