/// Everything that can go wrong in a simulated world, on demand.
///
/// The raw value is its name in a script and in a table. Each has its own chances: whoever could suffer
/// it asks the dice, says so with its name, and a counter counts.
public enum Fault: String, Hashable, Sendable, CaseIterable {
    // An endpoint's answers.
    case rpcDelay = "rpc-delay"
    /// Nobody accepted what was sent.
    case rpcTimeoutBefore = "rpc-timeout-before"
    /// What was sent was accepted, and only the answer is lost.
    case rpcTimeoutAfter = "rpc-timeout-after"
    case rpcError = "rpc-error"
    case rpcRateLimit = "rpc-rate-limit"
    /// An answer from so many blocks ago.
    case rpcStale = "rpc-stale"
    /// A wrong answer in good order.
    case rpcLie = "rpc-lie"
    /// An answer from a branch that nobody else follows.
    case rpcFork = "rpc-fork"
    /// The transaction's hash is returned and the transaction dropped.
    case rpcHashThenDrop = "rpc-hash-then-drop"
    case answerDropped = "answer-dropped"
    case answerDuplicated = "answer-duplicated"
    /// An answer arrives after one that was asked for later.
    case answerReordered = "answer-reordered"

    // A chain.
    case reorganisation
    case haltedChain = "halted-chain"
    /// The head goes back and the same blocks come again.
    case headRegress = "head-regress"
    case gasSpike = "gas-spike"
    case oracleFrozen = "oracle-frozen"
    /// A pool is pushed and pushed back within a block.
    case poolPushed = "pool-pushed"

    // A transaction.
    case transactionEvicted = "transaction-evicted"
    /// The older of two transactions of one nonce is mined.
    case replacementLost = "replacement-lost"
    /// Somebody else's transaction takes the nonce.
    case transactionReplaced = "transaction-replaced"
    case transactionReverted = "transaction-reverted"
    /// It reverts on chain though simulating it went well.
    case revertAfterSimulation = "revert-after-simulation"
    /// It succeeds and does nothing.
    case emptySuccess = "empty-success"

    // A bridge.
    case bridgeDelay = "bridge-delay"
    case bridgePause = "bridge-pause"
    case bridgeLoss = "bridge-loss"
    case bridgeDouble = "bridge-double"
    case bridgeShort = "bridge-short"
    case bridgeVaultDrained = "bridge-vault-drained"
    /// The bridge refuses what its capacity would allow.
    case bridgeRefused = "bridge-refused"
    /// Somebody else makes the delivery.
    case bridgeStranger = "bridge-stranger"
    case bridgeAttestationExpired = "bridge-attestation-expired"

    // A token.
    case tokenPaused = "token-paused"
    case tokenFee = "token-fee"
    /// The contract answers with other decimals than configured.
    case tokenDecimals = "token-decimals"

    // The process, its disk and its clock.
    case crash
    case journalFailure = "journal-failure"
    case tornWrite = "torn-write"
    case shortWrite = "short-write"
    /// The disk says that it is durable, and it is not.
    case syncLie = "sync-lie"
    case fullDisk = "full-disk"
    case clockJump = "clock-jump"
    case clockFreeze = "clock-freeze"

    // An endpoint's word on contracts, which has chances of its own. A fault's stream goes by its place: what is
    // new stands last.
    /// Another code, another proxy, other decimals or another payout, in good order.
    case inspectionLie = "inspection-lie"
    /// Some of what was asked is not in the answer.
    case inspectionPartial = "inspection-partial"
    case inspectionLate = "inspection-late"
    case inspectionLost = "inspection-lost"
}

extension Fault {
    /// Where a fault belongs in a table.
    public enum Area: String, Hashable, Sendable, CaseIterable {
        case endpoint, chain, transaction, bridge, token, process
    }

    public var area: Area {
        switch self {
        case .rpcDelay, .rpcTimeoutBefore, .rpcTimeoutAfter, .rpcError, .rpcRateLimit, .rpcStale,
            .rpcLie, .rpcFork, .rpcHashThenDrop, .answerDropped, .answerDuplicated,
            .answerReordered, .inspectionLie, .inspectionPartial, .inspectionLate, .inspectionLost:
            .endpoint
        case .reorganisation, .haltedChain, .headRegress, .gasSpike, .oracleFrozen, .poolPushed:
            .chain
        case .transactionEvicted, .replacementLost, .transactionReplaced, .transactionReverted,
            .revertAfterSimulation, .emptySuccess:
            .transaction
        case .bridgeDelay, .bridgePause, .bridgeLoss, .bridgeDouble, .bridgeShort,
            .bridgeVaultDrained, .bridgeRefused, .bridgeStranger, .bridgeAttestationExpired:
            .bridge
        case .tokenPaused, .tokenFee, .tokenDecimals: .token
        case .crash, .journalFailure, .tornWrite, .shortWrite, .syncLie, .fullDisk, .clockJump,
            .clockFreeze:
            .process
        }
    }

    /// Its place among all faults, for tables and counters.
    public var number: Int { Self.numbers[self] ?? 0 }

    private static let numbers: [Fault: Int] = Dictionary(
        uniqueKeysWithValues: allCases.enumerated().map { ($0.element, $0.offset) }
    )
}
