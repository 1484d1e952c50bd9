import Numerics
import Routes
import Vocabulary

// What the file says about routes and stabilisers, and by which keys. Defaults are the parameter
// structs' own: a table only says how to write over them.

struct RouteDraft {
    var first = PlaceDraft()
    var second = PlaceDraft()
    var baseBridge: String?
    var quoteBridge: String?
    var market: MarketDraft?
    var tuning: Tuning

    static var keys: [Key<RouteDraft>] {
        [
            .section("first", \.first, PlaceDraft.keys, "one end: every deviation's denominator")
                .refusingAbsence("a section"),
            .section("second", \.second, PlaceDraft.keys, "the other end")
                .refusingAbsence("a section"),
            .required("base_bridge", \.baseBridge, .reference(to: "a bridge"), "joins both bases"),
            .required(
                "quote_bridge",
                \.quoteBridge,
                .reference(to: "a bridge"),
                "joins both quotes"
            ),
            .optionalSection(
                "market",
                \.market,
                MarketDraft(),
                MarketDraft.keys,
                "what is expected of the market: whether the target can be kept is judged by it"
            ),
        ] + Tuning.keys.map { $0.lifted(\.tuning) }
    }
}

struct PlaceDraft {
    var chain: String?
    var base: String?
    var quote: String?
    var pools: [String] = []

    static var keys: [Key<PlaceDraft>] {
        [
            .required("chain", \.chain, .reference(to: "a chain"), "which chain"),
            .required("base", \.base, .reference(to: "a token of that chain"), "what is traded"),
            .required("quote", \.quote, .reference(to: "a token of that chain"), "against what"),
            Key<PlaceDraft>.values(
                "pools",
                \.pools,
                .reference(to: "a pool of that chain"),
                "pools of these two tokens, in the order they are tried"
            ).refusingAbsence("a list of pools"),
        ]
    }
}

/// What the operator expects of a market.
struct MarketDraft {
    var flowPerHour: Worth?
    var largestTrade: Worth?
    var depth: Worth?
    var slippage: UInt256?
    var drift: BasisPoints?
    var noise: BasisPoints?
    var inclusion: UInt64?
    var tradeSize: Worth?
    var tradesPerMinute: UInt64?

    static var keys: [Key<MarketDraft>] {
        [
            .required("flow_per_hour", \.flowPerHour, .worth, "what others trade one way, net"),
            .required(
                "largest_trade",
                \.largestTrade,
                .worth,
                "the largest ordinary one: the shock"
            ),
            .required("depth", \.depth, .worth, "of the shallower pool's one side"),
            .required("slippage", \.slippage, .fraction, "its k; 1 for a constant product"),
            .required("drift", \.drift, .share, "of the deviation in a block, from the flow"),
            .required("noise", \.noise, .share, "its standard deviation in a block"),
            .required(
                "inclusion",
                \.inclusion,
                .number("block", in: 1...1_000),
                "blocks until a transaction is in one"
            ),
            .optional("trade_size", \.tradeSize, .worth, "what is traded at a time"),
            .optional(
                "trades_per_minute",
                \.tradesPerMinute,
                .number(""),
                "how often; blocks and the pause between trades bound it"
            ),
        ]
    }
}

enum MissionName: String {
    case profit
    case parity
}

/// A route's parameters, as far as the file can say them.
struct Tuning {
    var mission = MissionName.profit
    var subsidy = Mission.Subsidy()
    var own = RouteParameters()

    init() {
        if case .parity(let subsidy) = own.mission {
            mission = .parity
            self.subsidy = subsidy
        }
    }

    var parameters: RouteParameters {
        var parameters = own
        parameters.mission = mission == .profit ? .profit : .parity(subsidy)
        return parameters
    }

    static var keys: [Key<Tuning>] {
        [
            .setting(
                "mission",
                \.mission,
                .choice([.profit, .parity]),
                "trade only for a gain, or hold the target at a cost"
            ),
            .section(
                "subsidy",
                \.subsidy,
                [
                    .setting("per_unit", \.perUnit, .share, "the most a unit of size may cost"),
                    .setting("per_day", \.perDay, .worth, "the most all trades of a day may cost"),
                ],
                "for mission parity: what the issuer pays"
            ),
            .section("parity", \.own.parity, parity, "the three numbers of parity"),
            .section(
                "confirmation",
                \.own.confirmation,
                confirmation,
                "how long a deviation must have stood"
            ),
            .section("freshness", \.own.freshness, freshness, "how old a sight may be"),
            .section("size", \.own.size, size, "how much"),
            .section("safety", \.own.safety, safety, "what may be lost"),
            .section("reserve", \.own.reserve, reserve, "the reserve rule"),
            .section("bridge", \.own.bridge, bridge, "when inventory crosses the bridge"),
            .section("oracle", \.own.oracle, oracle, "which prices are believed"),
            .section("gas", \.own.gas, gas, "what calls use at most, until measured"),
        ]
    }
}
