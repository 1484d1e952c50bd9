/// The plans that have a name.
public enum FaultPreset: String, Hashable, Sendable, CaseIterable {
    /// Nothing fails.
    case none
    /// What a quiet week brings: slow and lost answers, small reorganisations, a slow bridge, a restart.
    case some
    /// Everything, often.
    case all

    public var plan: FaultPlan {
        FaultPlan(
            rates: Fault.allCases.compactMap { fault in
                let rate = rate(of: fault)
                return rate == 0 ? nil : FaultPlan.Rate(fault, perMillion: rate)
            }
        )
    }

    private func rate(of fault: Fault) -> UInt32 {
        switch self {
        case .none: 0
        case .some: Self.someRate(of: fault)
        case .all: Self.fullRate(of: fault)
        }
    }

    private static func someRate(of fault: Fault) -> UInt32 {
        switch fault {
        case .rpcDelay: 10_000
        case .rpcTimeoutBefore, .rpcTimeoutAfter, .rpcError, .answerDropped: 1_000
        case .rpcStale, .answerDuplicated, .answerReordered: 500
        case .rpcRateLimit: 100
        case .reorganisation: 50
        case .gasSpike, .haltedChain: 20
        case .transactionEvicted, .revertAfterSimulation: 5_000
        case .bridgeDelay: 50_000
        case .crash: 10
        default: 0
        }
    }

    /// By how often there is a chance: an endpoint has several a second, a chain one a block, a transaction one
    /// a block that it waits, a journal one a step, a bridge and an inspection a few an hour. A day in which every fault has
    /// struck is the aim, and one that still trades.
    private static func fullRate(of fault: Fault) -> UInt32 {
        switch fault {
        case .rpcDelay: 20_000
        case .rpcRateLimit: 300
        case .rpcLie, .rpcFork: 500
        case .poolPushed: 2_000
        case .reorganisation, .headRegress: 1_000
        case .haltedChain, .gasSpike, .oracleFrozen: 300
        case .transactionReplaced, .emptySuccess: 8_000
        case .bridgeDelay: 50_000
        case .bridgeLoss, .bridgeDouble, .bridgeShort, .bridgeStranger,
            .bridgeAttestationExpired:
            20_000
        case .bridgePause, .bridgeVaultDrained, .bridgeRefused: 20_000
        case .tokenPaused, .tokenFee, .tokenDecimals: 50
        case .crash: 100
        case .journalFailure, .tornWrite, .shortWrite, .syncLie: 500
        case .fullDisk, .clockJump, .clockFreeze: 400
        case .inspectionLie, .inspectionPartial, .inspectionLate, .inspectionLost: 120_000
        default: fault.area == .transaction ? 20_000 : 3_000
        }
    }
}
