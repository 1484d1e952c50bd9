import Ethereum
import Numerics
import Vocabulary

/// What stands around a signature when a transaction is made.
enum SigningSuite {
    static func comparisons() -> [Comparison] {
        let bare = BareSignature()
        guard let chain = ChainID(138), let to = Address(word: 0x35), let signer = Signer() else {
            preconditionFailure("there is no key to sign with")
        }
        return [
            Comparison(
                what: "EIP-1559 transaction: encode, hash, sign",
                limitName: BareSignature.name,
                goal: 1.10,
                ours: { count in
                    for index in 0..<count {
                        let call = TransactionCall(
                            nonce: UInt64(index),
                            gasLimit: 200_000,
                            to: to,
                            value: .zero,
                            data: signer.data
                        )
                        let transaction = FeeMarketTransaction(
                            call: call,
                            maximumPriorityFee: 1_000_000_000,
                            maximumFee: 2_000_000_000,
                            chain: chain
                        )
                        let envelope = Transaction.feeMarket(transaction).signed(with: signer.key)
                        consume(envelope.encoded)
                    }
                },
                limit: bare.sign
            )
        ]
    }

    /// A key that closures can share: it can't be copied.
    private final class Signer {
        let key: SecretKey
        let data = [UInt8](repeating: 0xAB, count: 132)

        init?() {
            guard let key = try? SecretKey.generate() else { return nil }
            self.key = key
        }
    }
}
