import Bot
import Hashing
import Numerics
import Venues
import Vocabulary

/// Stands in for a signer: its bytes say everything a transaction says, and carry no signature.
enum ToySigner {
    static func sign(_ request: SigningRequest) -> SignedTransaction {
        let order = request.order
        let words: [UInt256] = [
            UInt256(request.chain.value), UInt256(request.nonce),
            order.selling == .base ? 0 : 1, order.amount, order.minimumOut,
            UInt256(order.lastBlock),
        ]
        let bytes = words.flatMap(\.bigEndianBytes)
        return SignedTransaction(
            chain: request.chain,
            nonce: request.nonce,
            hash: TransactionHash(Keccak256.hash(bytes)),
            bytes: bytes
        )
    }

    static func read(_ bytes: [UInt8]) -> Order? {
        guard bytes.count == 192 else { return nil }
        let words = stride(from: 0, to: 192, by: 32).compactMap {
            UInt256(bigEndian: bytes[$0..<$0 + 32])
        }
        guard
            words.count == 6, let chain = UInt64(exactly: words[0]), words[2] <= 1,
            let lastBlock = UInt64(exactly: words[5]), let chain = ChainID(chain)
        else { return nil }
        return Order(
            chain: chain,
            selling: words[2] == 0 ? .base : .quote,
            amount: words[3],
            minimumOut: words[4],
            lastBlock: lastBlock
        )
    }
}
