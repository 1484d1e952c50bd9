import Routes
import Vocabulary

// One table for each of a route's parameter structs.

extension Tuning {
    static var parity: [Key<ParityParameters>] {
        [
            .setting("target", \.target, .share, "what is promised and measured"),
            .setting("enter", \.enter, .share, "where the bot acts"),
            .setting("aim", \.aim, .share, "where a trade ends"),
            .setting("toxic", \.toxic, .share, "beyond it a deviation is poison"),
        ]
    }

    static var confirmation: [Key<ConfirmationParameters>] {
        [
            .setting("blocks", \.blocks, .number("block"), "block ends on each chain, in a row"),
            .setting(
                "average_blocks",
                \.averageBlocks,
                .number("block"),
                "blocks of the average that may veto"
            ),
        ]
    }

    static var freshness: [Key<FreshnessParameters>] {
        [
            .setting(
                "oldest_head",
                \.oldestHeadInIntervals,
                .number("block"),
                "the oldest head, in the chain's block intervals"
            ),
            .setting("widest_skew", \.widestSkew, .time, "between the two chains' heads"),
        ]
    }

    static var size: [Key<SizeParameters>] {
        [
            .setting("least", \.least, .worth, "the smallest trade"),
            .setting("most", \.most, .worth, "the largest trade"),
            .setting("per_day", \.perDay, .worth, "all trades of a day; a pair counts once"),
            .setting(
                "per_pool_and_block",
                \.perPoolAndBlock,
                .worth,
                "all trades of the fleet on one pool in one block"
            ),
            .setting(
                "blocks_between",
                \.blocksBetween,
                .number("block"),
                "between two executions on one pool"
            ),
        ]
    }

    static var safety: [Key<SafetyParameters>] {
        [
            .setting(
                "tolerance",
                \.tolerance,
                .share,
                "how far a fill may fall short of its quote"
            ),
            .setting("stress", \.stress, .share, "what a naked leg loses beyond fees and impact"),
            .setting("worst_case", \.worstCase, .worth, "the most one plan may lose"),
            .setting("unwind_chance", \.unwindChance, .share, "the chance of a naked leg"),
            .setting(
                "deadline",
                \.deadlineInIntervals,
                .number("block"),
                "a swap is void so many block intervals later"
            ),
            .setting(
                "displaced_first_above",
                \.displacedFirstAbove,
                .worth,
                "above it the leg on the moved chain goes first"
            ),
            .setting("gas_ceiling", \.gasCeiling, .gasPrice, "no trade while gas costs more"),
            .setting(
                "gas_buffer",
                \.gasBufferInHundredths,
                .factor,
                "gas limits over measured use"
            ),
            .setting("cooldown", \.cooldown, .time, "the first pause after a failure; it doubles"),
            .setting("longest_cooldown", \.longestCooldown, .time, "the longest pause"),
            .setting(
                "capital_cost_per_year",
                \.capitalCostPerYear,
                .share,
                "of inventory while it is held"
            ),
            .setting("holding_time", \.holdingTime, .time, "how long an imbalance is held"),
        ]
    }

    static var reserve: [Key<ReserveParameters>] {
        [
            .setting("factor", \.factor, .number(""), "required is peak times latency times this"),
            .setting("window", \.window, .duration, "how far back a peak counts"),
            .setting("peak_floor", \.peakFloor, .worth, "the peak minute until there is history"),
            .setting("latency_floor", \.latencyFloor, .time, "the latency until there are samples"),
            .setting("shortest_runway", \.shortestRunway, .time, "a shorter runway holds"),
        ]
    }

    static var bridge: [Key<BridgeParameters>] {
        [
            .setting("due", \.due, .choice([.netted, .now]), "when a transfer goes"),
            .setting("band", \.band, .share, "how far a bucket may be from its target"),
            .setting("batch", \.batch, .worth, "what a transfer should carry"),
            .setting("most_in_flight", \.mostInFlight, .worth, "on one lane"),
            .setting(
                "inventory_target",
                \.inventoryTarget,
                .worth,
                "what each place holds of each token in balance"
            ),
            .setting(
                "inventory_floor",
                \.inventoryFloor,
                .worth,
                "below it nothing is sold from a bucket"
            ),
            .setting("pause", \.pause, .time, "between two transfers of one lane"),
        ]
    }

    static var oracle: [Key<OracleParameters>] {
        [
            .setting("widest", \.widest, .share, "a source farther from the median is left out"),
            .setting("quorum", \.quorum, .number(""), "with fewer sources left the route holds"),
            .setting("calm", \.calm, .share, "the volatility up to which prices may be as old"),
        ]
    }

    static var gas: [Key<GasTable>] {
        [
            .setting("overhead", \.overhead, .number(""), "of every call"),
            .setting("dodo_swap", \.dodoSwap, .number(""), "a swap in a DODO pool"),
            .setting("uniswap_v2_swap", \.uniswapV2Swap, .number(""), "in a Uniswap V2 pair"),
            .setting("uniswap_v3_swap", \.uniswapV3Swap, .number(""), "in a Uniswap V3 pool"),
            .setting("stableswap_swap", \.stableSwapSwap, .number(""), "in a StableSwap pool"),
            .setting("bridge_send", \.bridgeSend, .number(""), "a transfer over the bridge"),
        ]
    }
}
