public import Hashing
import Numerics
import Vocabulary

// Fields in the order of the protocol; the signature's come last, or are left out for signing.

extension Transaction {
    /// What the signature is over.
    public var signingHash: Digest { Keccak256.hash(unsignedBytes) }

    /// The bytes of which the hash is signed.
    public var unsignedBytes: [UInt8] { encoded(nil) }

    func encoded(_ signature: Signature?) -> [UInt8] {
        var fields = RLPWriter(reservingCapacity: 256 + call.data.count)
        switch self {
        case .legacy(let transaction):
            transaction.write(to: &fields, signature)
            return Self.list(of: fields, type: nil)
        case .accessList(let transaction):
            fields.append(transaction.chain.value)
            fields.append(transaction.call.nonce)
            fields.append(transaction.gasPrice)
            fields.append(transaction.call)
            fields.append(transaction.accessList)
            fields.append(signature)
            return Self.list(of: fields, type: 1)
        case .feeMarket(let transaction):
            fields.append(transaction.chain.value)
            fields.append(transaction.call.nonce)
            fields.append(transaction.maximumPriorityFee)
            fields.append(transaction.maximumFee)
            fields.append(transaction.call)
            fields.append(transaction.accessList)
            fields.append(signature)
            return Self.list(of: fields, type: 2)
        }
    }

    private static func list(of fields: RLPWriter, type: UInt8?) -> [UInt8] {
        var list = RLPWriter(reservingCapacity: fields.bytes.count + 8)
        // A byte below 0x80 is its own encoding: the type stands in front as it is.
        if let type { list.append(CollectionOfOne(type)) }
        list.appendList(encoded: fields.bytes)
        return list.bytes
    }
}

extension LegacyTransaction {
    fileprivate func write(to fields: inout RLPWriter, _ signature: Signature?) {
        fields.append(call.nonce)
        fields.append(gasPrice)
        fields.append(call)
        if let signature {
            let parity: UInt256 = signature.parity ? 1 : 0
            fields.append(parity + (chain.map { UInt256($0.value) * 2 + 35 } ?? 27))
            fields.append(signature.r)
            fields.append(signature.s)
        } else if let chain {
            fields.append(chain.value)
            fields.append(0 as UInt64)
            fields.append(0 as UInt64)
        }
    }
}

extension RLPWriter {
    /// What all kinds have in the same order behind their fees.
    fileprivate mutating func append(_ call: TransactionCall) {
        append(call.gasLimit)
        append(call.to?.bytes ?? [])
        append(call.value)
        append(call.data)
    }

    fileprivate mutating func append(_ accessList: [AccessListEntry]) {
        appendList { list in
            for entry in accessList {
                list.appendList { pair in
                    pair.append(entry.address.bytes)
                    pair.appendList { keys in
                        for key in entry.storageKeys { keys.append(key.bytes) }
                    }
                }
            }
        }
    }

    fileprivate mutating func append(_ signature: Signature?) {
        guard let signature else { return }
        append(signature.parity ? 1 as UInt64 : 0)
        append(signature.r)
        append(signature.s)
    }
}
