public import Numerics
public import Vocabulary

// What the file says about simulated chains, and the plain values it becomes.

/// The chains, traders and bridges a strategy is shown on.
public struct SimulationSettings: Equatable, Sendable {
    public let seed: UInt64
    public let duration: Interval
    public let pools: [SimulatedPool]
    public let tides: [SimulatedTide]
    public let holdings: [SimulatedHolding]
    public let bridges: [SimulatedBridge]
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
    /// In base units, at the end 'from' and at the end 'to'.
    public let vaultFrom: UInt256
    public let vaultTo: UInt256
    public let latency: Interval
    public let slowest: Interval
}

struct SimulationDraft {
    var seed: UInt64?
    var duration: Interval?
    var pools: [Named<SimulatedPoolDraft>] = []
    var tides: [Named<TideDraft>] = []
    var inventory: [Named<InventoryDraft>] = []
    var bridges: [Named<SimulatedBridgeDraft>] = []

    static var keys: [Key<SimulationDraft>] {
        [
            .required("seed", \.seed, .number(""), "the same seed, the same day"),
            .required("duration", \.duration, .duration, "how long it runs"),
            .named(
                "pools",
                \.pools,
                { _ in SimulatedPoolDraft() },
                SimulatedPoolDraft.keys,
                "by the pools' names"
            ),
            .named(
                "tides",
                \.tides,
                { _ in TideDraft() },
                TideDraft.keys,
                "by a name of yours: money that moves one way for a while"
            ),
            .named(
                "inventory",
                \.inventory,
                { _ in InventoryDraft() },
                InventoryDraft.keys,
                "by the chains' names"
            ),
            .named(
                "bridges",
                \.bridges,
                { _ in SimulatedBridgeDraft() },
                SimulatedBridgeDraft.keys,
                "by the bridges' names"
            ),
        ]
    }
}

struct InventoryDraft {
    var amounts: [WrittenAmount] = []

    static var keys: [Key<InventoryDraft>] {
        [.values("amounts", \.amounts, .amount, "what the executor holds at the start")]
    }
}

struct SimulatedPoolDraft {
    var base: WrittenAmount?
    var quote: WrittenAmount?
    var price: Price?
    var slippage: UInt256?
    var fee: BasisPoints?
    var crowd: CrowdDraft?

    struct CrowdDraft {
        var tradesPerHour: UInt64?
        var least: WrittenAmount?
        var most: WrittenAmount?
        var tail: UInt64?
    }

    static var keys: [Key<SimulatedPoolDraft>] {
        [
            .required("base", \.base, .amount, "what it holds of its base"),
            .required("quote", \.quote, .amount, "what it holds of its quote"),
            .required("price", \.price, .price, "whole quote for one whole base"),
            .required("slippage", \.slippage, .fraction, "a PMM's k; 1 for a constant product"),
            .required("fee", \.fee, .share, "of the liquidity providers"),
            .optionalSection(
                "crowd",
                \.crowd,
                CrowdDraft(),
                [
                    .required(
                        "trades_per_hour",
                        \.tradesPerHour,
                        .number(""),
                        "of either direction"
                    ),
                    .required("least", \.least, .amount, "the smallest, in base"),
                    .required("most", \.most, .amount, "the largest, in base"),
                    .required("tail", \.tail, .exponent, "how fast large trades grow rare"),
                ],
                "many small traders, their sizes by a power law"
            ),
        ]
    }
}

struct TideDraft {
    var pools: [String] = []
    var perHour: UInt64?
    var mean: UInt64?
    var turns: Interval?
    var starts: Direction?

    enum Direction: String {
        case selling
        case buying
    }

    static var keys: [Key<TideDraft>] {
        [
            Key<TideDraft>.values(
                "pools",
                \.pools,
                .reference(to: "a pool"),
                "where it flows; in every second one against the others"
            ).refusingAbsence("a list of pools"),
            .required("per_hour", \.perHour, .number("token"), "whole base tokens, in each pool"),
            .required(
                "mean",
                \.mean,
                .number("token", in: 1...(.max)),
                "whole base tokens in a trade on average"
            ),
            .optional("turns", \.turns, .duration, "how often it turns, about; without, never"),
            .required(
                "starts",
                \.starts,
                .choice([.selling, .buying]),
                "selling the first pool's base, or buying it"
            ),
        ]
    }
}

struct SimulatedBridgeDraft {
    var vaultFrom: WrittenAmount?
    var vaultTo: WrittenAmount?
    var latency: Interval?
    var slowest: Interval?

    static var keys: [Key<SimulatedBridgeDraft>] {
        [
            .required("vault_from", \.vaultFrom, .amount, "what it can pay at its end 'from'"),
            .required("vault_to", \.vaultTo, .amount, "what it can pay at its end 'to'"),
            .required("latency", \.latency, .duration, "how long a transfer takes"),
            .required("slowest", \.slowest, .duration, "how long the slowest takes"),
        ]
    }
}
