public import Numerics
public import Routes
public import Vocabulary

// What a simulation is made of, as the file says it.

/// The chains, traders and bridges a strategy is shown on.
public struct SimulationSettings: Equatable, Sendable {
    public let seed: UInt64
    public let duration: Interval
    public let chains: [SimulatedChain]
    public let pools: [SimulatedPool]
    public let tides: [SimulatedTide]
    public let pegs: [SimulatedPeg]
    public let holdings: [SimulatedHolding]
    public let bridges: [SimulatedBridge]
}

/// How a chain's nodes behave, and what the bot's account has for gas.
public struct SimulatedChain: Equatable, Sendable {
    public let chain: ChainID
    public let client: Client
    public let fees: Fees
    public let coins: Wei

    public enum Client: String, Sendable {
        case besu
        case geth
    }

    public enum Fees: Equatable, Sendable {
        case free
        /// Legacy transactions alone, at this price at least.
        case legacy(least: Wei)
        /// EIP-1559, from this base fee on.
        case market(first: Wei)
    }
}

/// A pool's state at the start, and who trades there.
public struct SimulatedPool: Equatable, Sendable {
    public let pool: ContractKey
    /// In base units of the pool's own base and quote.
    public let base: UInt256
    public let quote: UInt256
    /// Whole quote for one whole base.
    public let price: Price
    /// A PMM's k, with eighteen decimals.
    public let slippage: UInt256
    public let fee: BasisPoints
    public let crowd: SimulatedCrowd?
}

/// Many small traders of either direction, their sizes by a power law.
public struct SimulatedCrowd: Equatable, Sendable {
    public let tradesPerHour: UInt64
    /// In the pool's base units.
    public let least: UInt256
    public let most: UInt256
    /// The power law's exponent.
    public let tailInThousandths: UInt64
}

/// Money that moves one way for a while: the same volume in each of its pools, in every second one
/// against the others, and it turns in all of them at once.
public struct SimulatedTide: Equatable, Sendable {
    /// The name the file gives it.
    public let name: String
    public let pools: [ContractKey]
    /// Whole base tokens, in each pool.
    public let perHour: UInt64
    /// Whole base tokens in a trade on average.
    public let mean: UInt64
    /// How often it turns, about; `nil` is never.
    public let turns: Interval?
    /// Whether the first pool's base is sold at first.
    public let startsSelling: Bool
    /// How far a price may go before nobody trades at it; `nil` is at any price.
    public let limit: BasisPoints?
}

/// Somebody who mints and redeems at a price, and so holds a pool to it.
public struct SimulatedPeg: Equatable, Sendable {
    /// The name the file gives it.
    public let name: String
    public let pool: ContractKey
    /// Whole quote for one whole base of the pool.
    public let price: Price
    /// Nearer to the price than this nobody goes there.
    public let within: BasisPoints
}

/// What the executor holds at the start.
public struct SimulatedHolding: Equatable, Sendable {
    public let token: ContractKey
    public let amount: UInt256
}

/// A bridge's vaults and how long it takes.
public struct SimulatedBridge: Equatable, Sendable {
    /// The name the file gives it.
    public let name: String
    /// From the end 'from' to the end 'to'.
    public let out: LaneKey
    /// In base units, at the end 'from' and at the end 'to'.
    public let vaultFrom: UInt256
    public let vaultTo: UInt256
    public let latency: Interval
    public let slowest: Interval
}
