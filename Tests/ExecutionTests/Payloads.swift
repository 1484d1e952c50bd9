import Ethereum
import Execution
import Hashing
import Numerics
import Testing
import Vocabulary

/// What tests sign with: no key, for a lane never asks whose signature it is.
struct Desk {
    let key: AccountKey

    init() throws {
        let chain = try #require(ChainID(138))
        let account = try #require(Address(word: 0xA11CE))
        key = AccountKey(chain: chain, account: account)
    }

    var elsewhere: Address { .zero }

    func payload(
        _ nonce: UInt64,
        _ purpose: SignedPayload.Purpose = .original,
        content: UInt8 = 1,
        price: UInt64 = 100,
        until: UInt64 = 1_000,
        chain: ChainID? = nil
    ) -> SignedPayload {
        let isCancel = content == 0
        let call = TransactionCall(
            nonce: nonce,
            gasLimit: 21_000,
            to: isCancel ? key.account : elsewhere,
            value: 0,
            data: isCancel ? [] : [content]
        )
        let transaction = Transaction.legacy(
            LegacyTransaction(call: call, gasPrice: UInt256(price), chain: chain ?? key.chain)
        )
        let envelope = TransactionEnvelope(
            transaction: transaction,
            signature: Signature(r: 7, s: 9, parity: false)
        )
        return SignedPayload(envelope, purpose, until: Instant(milliseconds: until))
    }

    func cancel(_ nonce: UInt64, price: UInt64 = 110) -> SignedPayload {
        payload(nonce, .cancel, content: 0, price: price)
    }

    /// A lane that has seen the chain count what it knows.
    func open(next: UInt64 = 0, block: UInt64 = 1) -> NonceLane {
        var lane = NonceLane(key, next: next)
        _ = lane.take(.counter(count: next, block: block))
        return lane
    }

    /// So many nonces from zero, signed and sent.
    func sent(_ count: UInt64) -> NonceLane {
        var lane = open()
        for nonce in 0..<count {
            _ = lane.take(.reserve)
            _ = lane.take(.signed(payload(nonce)))
            _ = lane.take(.sent(payload(nonce).hash))
        }
        return lane
    }

    func foreign(_ name: String, block: UInt64) -> Inclusion {
        let hash = TransactionHash(Keccak256.hash(name))
        return Inclusion(hash: hash, block: block, succeeded: true)
    }
}

extension SignedPayload {
    func mined(_ block: UInt64, succeeded: Bool = true) -> Inclusion {
        Inclusion(hash: hash, block: block, succeeded: succeeded)
    }
}
