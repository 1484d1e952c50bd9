public import Ethereum
public import Numerics
public import Vocabulary

/// What is the same for all blocks of a virtual chain.
public struct ChainRules: Hashable, Sendable {
    public var id: ChainID
    /// Whose words its nodes speak.
    public var client: Client = .besu
    public var senders: SenderRule = .standIn
    public var fees: FeeRule = .free
    /// Of a block.
    public var gasLimit: UInt64 = 30_000_000
    public var pool = MempoolLimits()
    /// `nil` seals nothing: finality is then a matter of depth.
    public var sealing: Sealing?
    public var aggregator: Address?
    /// When the genesis block was made.
    public var start: Instant = .start
    public var seed: UInt64 = 0

    public init(id: ChainID) { self.id = id }

    public enum Client: String, Hashable, Sendable, CaseIterable {
        case besu
        case geth
    }

    /// Blocks carry the seals of so many validators, whose keys come from the seed.
    public struct Sealing: Hashable, Sendable {
        public var rules: SealedHeader.Rules
        public var validators: UInt8

        public init(rules: SealedHeader.Rules, validators: UInt8) {
            self.rules = rules
            self.validators = validators
        }
    }

    /// What gas costs.
    public enum FeeRule: Hashable, Sendable {
        /// London with a base fee of zero for ever: gas is free, and a price of zero is valid.
        case free
        /// Before London: legacy transactions alone, at this price at least.
        case legacy(least: UInt256)
        /// EIP-1559, from this base fee on.
        case market(first: UInt256)
    }

    /// The least a node's pool lets in, beside the base fee.
    var leastPrice: UInt256 {
        if case .legacy(let least) = fees { least } else { .zero }
    }

    /// How much more a replacement must pay, in hundredths. Besu without fees asks for nothing.
    var replacementBump: UInt64 { fees == .free && client == .besu ? 0 : 10 }
}

extension ChainRules.FeeRule {
    /// The base fee of the block behind one that used `used` of `limit`; `nil` before London.
    func next(after baseFee: UInt256?, used: UInt64, limit: UInt64) -> UInt256? {
        switch self {
        case .free: return .zero
        case .legacy: return nil
        case .market(let first):
            guard let baseFee else { return first }
            let target = max(1, limit / 2)
            if used == target { return baseFee }
            let distance = used > target ? used - target : target - used
            let change =
                baseFee.multiplied(
                    by: UInt256(distance),
                    dividedBy: UInt256(target),
                    rounding: .down
                ).map { $0 / 8 } ?? .zero
            return used > target ? baseFee &+ max(.one, change) : baseFee &- min(change, baseFee)
        }
    }
}
