import Numerics
import Execution
import Parity
import Risk
import Routes
import Vocabulary

/// What the signer has refused is asked for again only after it. At most one for each open nonce and lane: none
/// is added while another of the same subject lasts.
struct Pause: Hashable, Sendable {
    enum Subject: Hashable, Sendable {
        case nonce(AccountKey, UInt64)
        case lane(LaneKey)
    }

    let subject: Subject
    let until: Instant
}

/// What the signer was asked for and has not given yet. A crash loses it, and nobody has seen it.
struct Draft: Sendable {
    enum Purpose: Sendable {
        case trade(Judgement, Plan, saga: UInt64, TradeWish, sides: [LegSide])
        case second(saga: UInt64, LegSide)
        case mending(saga: UInt64, Attempt)
        /// Transfers of a saga, or for the inventory alone.
        case sends([Sending], saga: UInt64?)
        case replacement(SignedPayload.Purpose)
        case gap
    }

    struct Sending: Hashable, Sendable {
        let terms: TransferTerms
        let delivered: UInt256
    }

    let number: SigningNumber
    let purpose: Purpose
    let requests: [SigningRequest]
    /// How long each of the signed payloads may go out, in the order of the requests.
    let until: [Instant]
    let askedAt: Instant

    /// Whether it is dropped when time jumps: what is new, not what mends or ends something.
    var isNew: Bool {
        switch purpose {
        case .trade, .second, .sends: true
        case .mending, .replacement, .gap: false
        }
    }
}
