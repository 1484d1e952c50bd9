public import Vocabulary

/// How a fault looks when it strikes. What a script leaves out, the fault's own usual shape fills in.
public struct FaultShape: Hashable, Sendable {
    /// Where it strikes; on any chain when left out.
    public var chain: ChainID?
    /// Which of the chain's endpoints, by its place in the settings; any of them when left out.
    public var endpoint: UInt8?
    /// In blocks: of a reorganisation, or how far behind a stale answer is.
    public var depth: UInt64?
    /// By how much something is multiplied: a gas price.
    public var factor: UInt64?
    public var lasting: Interval?
    /// How much is missing: of a delivery, a transfer, a vault.
    public var share: BasisPoints?

    public init(
        chain: ChainID? = nil,
        endpoint: UInt8? = nil,
        depth: UInt64? = nil,
        factor: UInt64? = nil,
        lasting: Interval? = nil,
        share: BasisPoints? = nil
    ) {
        self.chain = chain
        self.endpoint = endpoint
        self.depth = depth
        self.factor = factor
        self.lasting = lasting
        self.share = share
    }

    /// This shape without what has no meaning for the fault.
    func kept(for fault: Fault) -> FaultShape {
        let settings = fault.settings
        return FaultShape(
            chain: settings.contains(.chain) ? chain : nil,
            endpoint: settings.contains(.endpoint) ? endpoint : nil,
            depth: settings.contains(.depth) ? depth : nil,
            factor: settings.contains(.factor) ? factor : nil,
            lasting: settings.contains(.lasting) ? lasting : nil,
            share: settings.contains(.share) ? share : nil
        )
    }

    /// This shape, with whatever it leaves open from the other.
    func filled(from usual: FaultShape) -> FaultShape {
        FaultShape(
            chain: chain ?? usual.chain,
            endpoint: endpoint ?? usual.endpoint,
            depth: depth ?? usual.depth,
            factor: factor ?? usual.factor,
            lasting: lasting ?? usual.lasting,
            share: share ?? usual.share
        )
    }
}

/// A word that shapes a fault in a script.
public enum FaultSetting: String, Hashable, Sendable, CaseIterable {
    case chain, endpoint, depth, factor, share
    case lasting = "for"
    /// Of a script's line alone: how many chances in a row it spends.
    case times
}

extension Fault {
    /// What it looks like when nobody says otherwise.
    public var usualShape: FaultShape {
        switch self {
        case .rpcDelay: FaultShape(lasting: .seconds(3))
        case .rpcTimeoutBefore, .rpcTimeoutAfter: FaultShape(lasting: .seconds(10))
        case .rpcRateLimit: FaultShape(lasting: .seconds(30))
        case .rpcStale: FaultShape(depth: 3)
        case .rpcFork: FaultShape(depth: 2)
        case .answerReordered, .answerDuplicated: FaultShape(lasting: .seconds(2))
        // Beyond what the bot waits for an answer.
        case .inspectionLate: FaultShape(lasting: .seconds(5))
        case .reorganisation: FaultShape(depth: 2)
        case .headRegress: FaultShape(depth: 1)
        case .haltedChain: FaultShape(lasting: .minutes(5))
        case .gasSpike: FaultShape(factor: 10, lasting: .minutes(5))
        case .oracleFrozen: FaultShape(lasting: .minutes(30))
        case .poolPushed: FaultShape(share: BasisPoints(millionths: 1_000_000_000))
        case .bridgeDelay: FaultShape(lasting: .minutes(30))
        case .bridgePause: FaultShape(lasting: .minutes(20))
        case .bridgeShort: FaultShape(share: BasisPoints(millionths: 10_000_000))
        case .bridgeVaultDrained:
            FaultShape(lasting: .minutes(60), share: BasisPoints.whole)
        case .bridgeRefused: FaultShape(lasting: .minutes(10))
        case .tokenPaused: FaultShape(lasting: .minutes(30))
        case .tokenFee:
            FaultShape(
                lasting: .minutes(10),
                share: BasisPoints(millionths: 100_000_000)
            )
        case .tokenDecimals: FaultShape(lasting: .minutes(30))
        case .replacementLost: FaultShape(lasting: .minutes(5))
        case .bridgeAttestationExpired: FaultShape(lasting: .minutes(20))
        case .syncLie: FaultShape(lasting: .seconds(3))
        case .fullDisk: FaultShape(lasting: .minutes(2))
        case .clockJump: FaultShape(lasting: .minutes(1))
        case .clockFreeze: FaultShape(lasting: .seconds(30))
        case .rpcError, .rpcLie, .rpcHashThenDrop, .answerDropped, .transactionEvicted,
            .transactionReplaced, .transactionReverted, .revertAfterSimulation, .emptySuccess,
            .bridgeLoss, .bridgeDouble, .bridgeStranger, .crash, .journalFailure, .tornWrite,
            .shortWrite, .inspectionLie, .inspectionPartial, .inspectionLost:
            FaultShape()
        }
    }

    /// Which words shape it, in the order in which they are written: those its usual shape has, and where
    /// it strikes if it strikes a chain.
    public var settings: [FaultSetting] {
        let usual = usualShape
        var settings: [FaultSetting] = area == .process ? [] : [.chain]
        if area == .endpoint { settings.append(.endpoint) }
        if usual.depth != nil { settings.append(.depth) }
        if usual.factor != nil { settings.append(.factor) }
        if usual.share != nil { settings.append(.share) }
        if usual.lasting != nil { settings.append(.lasting) }
        return settings
    }
}

extension Interval {
    static func seconds(_ count: UInt64) -> Interval { Interval(milliseconds: count * 1_000) }
    static func minutes(_ count: UInt64) -> Interval { Interval(milliseconds: count * 60_000) }
}
