public import Ethereum
import Hashing
import Numerics
public import Vocabulary

/// How a virtual chain knows who sent a transaction.
public enum SenderRule: Hashable, Sendable {
    /// As every chain: by recovering the signer.
    case recovered
    /// By a signature that names its sender and the bytes it stands under, and proves nothing: a
    /// simulated day then costs no curve arithmetic.
    case standIn

    /// Signs as an account of a chain with the rule `standIn`.
    public static func standInSignature(
        of transaction: Transaction,
        by sender: Address
    ) -> Signature {
        Signature(r: sender.word, s: bound(to: transaction.signingHash, sender), parity: false)
    }

    /// Three quarters of the digest, crossed with the sender, and one: above zero, and far below half of the
    /// group's order.
    private static func bound(to digest: Digest, _ sender: Address) -> UInt256 {
        let (words, limbs) = (digest.words, sender.word.limbs)
        return UInt256(limbs: words.3 ^ limbs.0, words.2 ^ limbs.1, words.1 ^ limbs.2, 0) &+ .one
    }

    /// `nil` when nobody signed these bytes.
    func sender(of envelope: TransactionEnvelope) -> Address? {
        switch self {
        case .recovered: return envelope.sender
        case .standIn:
            let signature = envelope.signature
            guard let sender = Address(word: signature.r), !signature.parity,
                signature.s == Self.bound(to: envelope.transaction.signingHash, sender)
            else { return nil }
            return sender
        }
    }
}
