import Risk
import Vocabulary

// One table for each of the parameter structs of risk: their defaults are the only ones.

enum RiskKeys {
    static var breakers: [Key<BreakerParameters>] {
        [
            .setting("daily_loss", \.dailyLoss, .worth, "what any 24 hours may lose"),
            .setting("drawdown", \.drawdown, .share, "how far buckets may fall from their peak"),
            .section("wins", \.wins, wins, "when a route wins too rarely"),
            .section("errors", \.errors, errors, "when too many attempts fail"),
            .setting("disputes", \.disputes, .number(""), "between a chain's endpoints, in a row"),
            .setting(
                "healing",
                \.healing,
                .number(""),
                "good observations in a row that close a chain's breaker"
            ),
        ]
    }

    private static var wins: [Key<WinParameters>] {
        [
            .setting("floor", \.floor, .share, "the share of wins its upper bound must reach"),
            .setting("least_sample", \.leastSample, .number(""), "with fewer nothing is concluded"),
            .setting("window", \.window, .number(""), "the newest trades that count"),
            .setting("tolerance", \.tolerance, .share, "how far a win may fall short of its plan"),
        ]
    }

    private static var errors: [Key<ErrorParameters>] {
        [
            .setting("most", \.most, .share, "the share of attempts that may fail"),
            .setting("least_sample", \.leastSample, .number(""), "with fewer nothing is concluded"),
            .setting("window", \.window, .number(""), "the newest attempts that count"),
        ]
    }

    static var limits: [Key<LimitParameters>] {
        [
            .setting(
                "unwind_per_day",
                \.unwindPerDay,
                .worth,
                "what unwinding may cost a route in any 24 hours"
            ),
            .setting(
                "ramp_trades",
                \.rampTrades,
                .number(""),
                "live trades a new route makes at its least size"
            ),
        ]
    }
}
