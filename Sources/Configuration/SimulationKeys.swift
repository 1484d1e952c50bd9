import Numerics
import Vocabulary

// What the file says about a simulation, and by which keys.

struct SimulationDraft {
    var seed: UInt64?
    var duration: Interval?
    var chains: [Named<SimulatedChainDraft>] = []
    var pools: [Named<SimulatedPoolDraft>] = []
    var tides: [Named<TideDraft>] = []
    var pegs: [Named<PegDraft>] = []
    var inventory: [Named<InventoryDraft>] = []
    var bridges: [Named<SimulatedBridgeDraft>] = []

    static var keys: [Key<SimulationDraft>] {
        [
            .required("seed", \.seed, .number(""), "the same seed, the same day"),
            .required("duration", \.duration, .duration, "how long it runs"),
            .named(
                "chains",
                \.chains,
                { _ in SimulatedChainDraft() },
                SimulatedChainDraft.keys,
                "by the chains' names"
            ),
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
                "pegs",
                \.pegs,
                { _ in PegDraft() },
                PegDraft.keys,
                "by a name of yours: somebody who mints and redeems at a price"
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

struct SimulatedChainDraft {
    var client: SimulatedChain.Client?
    var fees: FeeRule?
    var gasPrice: Wei?
    var coins: Wei?

    enum FeeRule: String {
        case free
        case legacy
        case market
    }

    static var keys: [Key<SimulatedChainDraft>] {
        [
            .required("client", \.client, .choice([.besu, .geth]), "whose words its nodes speak"),
            .required("fees", \.fees, .choice([.free, .legacy, .market]), "what gas is paid by"),
            .optional(
                "gas_price",
                \.gasPrice,
                .gasPrice,
                "for legacy the least, for market the base fee at the start"
            ),
            .required("coins", \.coins, .coins, "what the bot's account has for gas"),
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
    var limit: BasisPoints?

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
            .optional(
                "limit",
                \.limit,
                .share,
                "how far it drives a price before nobody trades at it; without, any distance"
            ),
        ]
    }
}

struct PegDraft {
    var pool: String?
    var price: Price?
    var within: BasisPoints?

    static var keys: [Key<PegDraft>] {
        [
            .required("pool", \.pool, .reference(to: "a pool"), "which is held to the price"),
            .required("price", \.price, .price, "whole quote for one whole base"),
            .required("within", \.within, .share, "nearer than this nobody goes there"),
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
