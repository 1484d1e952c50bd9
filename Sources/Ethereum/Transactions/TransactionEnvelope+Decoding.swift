import Hashing
import Numerics
import Vocabulary

/// Why bytes are no transaction, and which field says so.
public enum TransactionError: Error, Hashable, Sendable {
    case empty
    /// A kind of transaction that is not known here.
    case unknownType(UInt8)
    case field(String, RLPError)
    case zeroChain
    /// Neither zero nor one; nor, in a legacy transaction, 27, 28 or of a chain.
    case badParity
    case signatureOutOfRange(String)
    /// The chain takes only the lower of the two values (EIP-2).
    case highS
}

extension TransactionEnvelope {
    /// Reads the bytes a node takes, and refuses what a node refuses.
    public init(decoding bytes: [UInt8]) throws(TransactionError) {
        guard let first = bytes.first else { throw .empty }
        switch first {
        case 0xC0...: self = try Fields(bytes).legacy()
        case 1: self = try Fields(Array(bytes.dropFirst()), offset: 1).accessList()
        case 2: self = try Fields(Array(bytes.dropFirst()), offset: 1).feeMarket()
        default: throw .unknownType(first)
        }
    }

    /// A transaction's fields, read one after the other; each error carries its field's name.
    private struct Fields {
        private var reader: RLPReader
        private let offset: Int

        init(_ bytes: [UInt8], offset: Int = 0) throws(TransactionError) {
            self.offset = offset
            do throws(RLPError) {
                var outer = RLPReader(bytes)
                reader = try outer.readList()
                try outer.finish()
            } catch {
                throw .field("transaction", error.moved(by: offset))
            }
        }

        consuming func legacy() throws(TransactionError) -> TransactionEnvelope {
            let nonce = try short("nonce")
            let gasPrice = try integer("gasPrice")
            let call = try call(nonce: nonce)
            let v = try integer("v")
            let chain: ChainID?
            let parity: Bool
            if v == 27 || v == 28 {
                chain = nil
                parity = v == 28
            } else {
                guard v >= 37, let value = UInt64(exactly: (v - 35) / 2) else { throw .badParity }
                chain = ChainID(value)
                parity = v % 2 == 0
            }
            let transaction = LegacyTransaction(call: call, gasPrice: gasPrice, chain: chain)
            let signature = try signature(parity: parity)
            return TransactionEnvelope(transaction: .legacy(transaction), signature: signature)
        }

        consuming func accessList() throws(TransactionError) -> TransactionEnvelope {
            let chain = try chain()
            let nonce = try short("nonce")
            let gasPrice = try integer("gasPrice")
            let transaction = AccessListTransaction(
                call: try call(nonce: nonce),
                gasPrice: gasPrice,
                accessList: try entries(),
                chain: chain
            )
            let signature = try signature(parity: try yParity())
            return TransactionEnvelope(transaction: .accessList(transaction), signature: signature)
        }

        consuming func feeMarket() throws(TransactionError) -> TransactionEnvelope {
            let chain = try chain()
            let nonce = try short("nonce")
            let priorityFee = try integer("maxPriorityFeePerGas")
            let fee = try integer("maxFeePerGas")
            let transaction = FeeMarketTransaction(
                call: try call(nonce: nonce),
                maximumPriorityFee: priorityFee,
                maximumFee: fee,
                accessList: try entries(),
                chain: chain
            )
            let signature = try signature(parity: try yParity())
            return TransactionEnvelope(transaction: .feeMarket(transaction), signature: signature)
        }

        private mutating func call(nonce: UInt64) throws(TransactionError) -> TransactionCall {
            let gasLimit = try short("gas")
            let to = try recipient()
            let value = try integer("value")
            let data = try read("data") { reader throws(RLPError) in Array(try reader.readBytes()) }
            return TransactionCall(
                nonce: nonce,
                gasLimit: gasLimit,
                to: to,
                value: value,
                data: data
            )
        }

        private mutating func recipient() throws(TransactionError) -> Address? {
            try read("to") { reader throws(RLPError) in
                let start = reader.offset
                let bytes = try reader.readBytes()
                guard !bytes.isEmpty else { return nil }
                guard let address = Address(bytes: bytes) else {
                    throw .wrongLength(at: start, expected: 20, found: bytes.count)
                }
                return address
            }
        }

        private mutating func chain() throws(TransactionError) -> ChainID {
            guard let chain = ChainID(try short("chainId")) else { throw .zeroChain }
            return chain
        }

        private mutating func yParity() throws(TransactionError) -> Bool {
            let parity = try short("yParity")
            guard parity <= 1 else { throw .badParity }
            return parity == 1
        }

        private mutating func entries() throws(TransactionError) -> [AccessListEntry] {
            try read("accessList") { reader throws(RLPError) in
                var list = try reader.readList()
                var entries: [AccessListEntry] = []
                while !list.isAtEnd { entries.append(try AccessListEntry(from: &list)) }
                return entries
            }
        }

        /// Reads `r` and `s`, which are the last fields.
        private mutating func signature(parity: Bool) throws(TransactionError) -> Signature {
            let signature = Signature(r: try integer("r"), s: try integer("s"), parity: parity)
            try read("transaction") { reader throws(RLPError) in try reader.finish() }
            let range = 1..<Signature.order
            guard range.contains(signature.r) else { throw .signatureOutOfRange("r") }
            guard range.contains(signature.s) else { throw .signatureOutOfRange("s") }
            guard signature.hasLowS else { throw .highS }
            return signature
        }

        private mutating func integer(_ field: String) throws(TransactionError) -> UInt256 {
            try read(field) { reader throws(RLPError) in try reader.readInteger() }
        }

        private mutating func short(_ field: String) throws(TransactionError) -> UInt64 {
            try read(field) { reader throws(RLPError) in try reader.readShortInteger() }
        }

        private mutating func read<Value>(
            _ field: String,
            _ body: (inout RLPReader) throws(RLPError) -> Value
        ) throws(TransactionError) -> Value {
            do throws(RLPError) {
                return try body(&reader)
            } catch {
                throw .field(field, error.moved(by: offset))
            }
        }
    }
}

extension AccessListEntry {
    fileprivate init(from reader: inout RLPReader) throws(RLPError) {
        var pair = try reader.readList()
        let start = pair.offset
        guard let address = Address(bytes: try pair.readBytes(count: 20)) else {
            throw .wrongLength(at: start, expected: 20, found: 0)
        }
        var list = try pair.readList()
        var keys: [Digest] = []
        while !list.isAtEnd {
            let start = list.offset
            guard let key = Digest(bytes: try list.readBytes(count: 32)) else {
                throw .wrongLength(at: start, expected: 32, found: 0)
            }
            keys.append(key)
        }
        try pair.finish()
        self.init(address: address, storageKeys: keys)
    }
}

extension RLPError {
    /// The same error in bytes that stand this much further back in a larger whole.
    func moved(by count: Int) -> RLPError {
        switch self {
        case .truncated(let at): .truncated(at: at + count)
        case .notCanonical(let at): .notCanonical(at: at + count)
        case .trailingBytes(let at): .trailingBytes(at: at + count)
        case .tooDeep(let at): .tooDeep(at: at + count)
        case .expectedBytes(let at): .expectedBytes(at: at + count)
        case .expectedList(let at): .expectedList(at: at + count)
        case .leadingZero(let at): .leadingZero(at: at + count)
        case .integerTooLarge(let at): .integerTooLarge(at: at + count)
        case .wrongLength(let at, let expected, let found):
            .wrongLength(at: at + count, expected: expected, found: found)
        }
    }
}
