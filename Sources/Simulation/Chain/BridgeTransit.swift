public import Hashing
public import Numerics
public import Routes
public import Vocabulary

/// A transfer between two virtual chains, from the lock that was seen to the payment that is buried.
public struct BridgeTransit: Hashable, Sendable {
    public let transfer: Digest
    public let lane: LaneKey
    public let sender: Address
    public let recipient: Address
    /// What the lock's log says, in the source token's units.
    public let locked: UInt256
    /// What is owed, in the destination token's units.
    public let owed: UInt256
    public let fault: BridgeFault?
    public internal(set) var due: Instant
    /// Whether its proof has run out and was made anew.
    var isProvedAnew = false
    public internal(set) var stage: Stage

    public enum Stage: Hashable, Sendable {
        /// Not due, or due and held up: by a pause, an empty vault, a limit.
        case waiting
        /// On its way into a block.
        case paying(TransactionHash)
        case paid(TransactionHash)
        case refunded(TransactionHash)
        case lost
    }

    public var isOpen: Bool {
        switch stage {
        case .waiting, .paying: true
        case .paid, .refunded, .lost: false
        }
    }

    /// What is paid: with a fault not what is owed.
    var payable: UInt256 {
        guard case .deliverShort(let share)? = fault else { return owed }
        return owed - min(owed, share.share(of: owed, rounding: .up) ?? owed)
    }
}
