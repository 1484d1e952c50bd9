import Routes
import Vocabulary

/// What the file says about a stabiliser.
struct StabiliserDraft {
    var place = PlaceDraft()
    var anchor: AnchorWord?
    var anchorBasePool: String?
    var anchorQuotePool: String?
    var parameters = StabiliserParameters()

    static var keys: [Key<StabiliserDraft>] {
        PlaceDraft.keys.map { $0.lifted(\.place) } + [
            .required("anchor", \.anchor, .anchor, "what the price should be: quote for one base"),
            .optional(
                "anchor_base_pool",
                \.anchorBasePool,
                .reference(to: "a pool of that chain"),
                "for gold: where the base trades against gold"
            ),
            .optional(
                "anchor_quote_pool",
                \.anchorQuotePool,
                .reference(to: "a pool of that chain"),
                "for gold: where the quote trades against gold"
            ),
        ] + parameterKeys.map { $0.lifted(\.parameters) }
    }

    private static var parameterKeys: [Key<StabiliserParameters>] {
        [
            .setting("threshold", \.threshold, .share, "it acts from this deviation on"),
            .setting("gain", \.gain, .worth, "what is traded for one basis point"),
            .setting("least", \.least, .worth, "the smallest trade"),
            .setting("most", \.most, .worth, "the largest trade"),
            .setting("toxic", \.toxic, .share, "beyond it anchor or pool is wrong"),
            .setting("blocks_between", \.blocksBetween, .number("block"), "between two trades"),
            .setting("tolerance", \.tolerance, .share, "how far a fill may fall short"),
            .setting("cost_per_day", \.costPerDay, .worth, "what all trades of a day may cost"),
            .section("freshness", \.freshness, Tuning.freshness, "how old a sight may be"),
            .setting(
                "deadline",
                \.deadlineInIntervals,
                .number("block"),
                "a swap is void so many block intervals later"
            ),
            .section("gas", \.gas, Tuning.gas, "what calls use at most, until measured"),
            .setting(
                "gas_buffer",
                \.gasBufferInHundredths,
                .factor,
                "gas limits over measured use"
            ),
        ]
    }
}

/// How an anchor is named.
enum AnchorWord: Equatable {
    case prices
    case gold
    case fixed(Price)
}

extension Notation where Value == AnchorWord {
    static var anchor: Notation {
        Notation(
            expected: "\"prices\", \"gold\", or a price such as 1.05",
            read: { text, terms throws(Mistake) in
                switch text {
                case "prices": return .prices
                case "gold": return .gold
                default: return .fixed(try Notation<Price>.price.read(text, terms))
                }
            },
            show: { anchor, _ in
                switch anchor {
                case .prices: "prices"
                case .gold: "gold"
                case .fixed(let price): Notation<Price>.shown(price)
                }
            }
        )
    }
}
