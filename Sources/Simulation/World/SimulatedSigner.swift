public import Bot
import Ethereum
public import Execution
public import Vocabulary

/// A signer with the real policy and signatures that prove nothing, for chains that take them.
public struct SimulatedSigner: Sendable {
    private var signers: [Signer]

    public init(_ policies: [SignerPolicy]) {
        signers = policies.map { Signer($0) }
    }

    /// Everything that was asked for, or a refusal of all of it.
    public mutating func sign(_ requests: [SigningRequest], at now: Instant) -> SigningOutcome {
        // All or none: a refusal of one counts nothing of the others.
        var next = signers
        var envelopes: [TransactionEnvelope] = []
        for request in requests {
            guard
                let place = next.firstIndex(where: { signer in
                    signer.policy.chain == request.account.chain
                        && signer.policy.account == request.account.account
                })
            else { return .refused(.otherChain(request.account.chain)) }
            do throws(SignerRefusal) {
                try next[place].admit(request.transaction, now: now)
            } catch {
                return .refused(error)
            }
            let signature = SenderRule.standInSignature(
                of: request.transaction,
                by: request.account.account
            )
            envelopes.append(
                TransactionEnvelope(transaction: request.transaction, signature: signature)
            )
        }
        signers = next
        return .signed(envelopes)
    }
}
