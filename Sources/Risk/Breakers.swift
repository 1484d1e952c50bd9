import Routes
public import Vocabulary

/// Every breaker, what it has seen, and whether it is open.
///
///     armed ── tripped ── armed      (somebody resumes; what heals itself needs nobody)
///
/// 1. A breaker that is open says nothing more until it is armed again.
/// 2. None opens without its least sample: with no trade there is no rate.
/// 3. Armed again, it begins anew: what was looked at does not open it a second time.
public struct Breakers: Hashable, Sendable {
    public private(set) var parameters: BreakerParameters
    /// Those that are open, in the order they opened.
    public internal(set) var tripped: [Trip] = []
    var losses = DaySum()
    var capital = HighWater()
    /// By name.
    var wins: [RouteWins] = []
    var attempts: RecentOutcomes
    /// By chain.
    var health: [ChainHealth] = []

    public static let mostRoutes = Fleet.mostRoutes
    public static let mostChains = Fleet.mostChains
    /// Four of everything, two of each chain, one of each route.
    static let mostTripped = 4 + 2 * mostChains + mostRoutes

    struct RouteWins: Hashable, Sendable {
        let route: String
        var outcomes: RecentOutcomes
    }

    struct ChainHealth: Hashable, Sendable {
        let chain: ChainID
        var freshInARow: UInt8 = 0
        var disputesInARow: UInt8 = 0
        var agreementsInARow: UInt8 = 0
    }

    /// Refuses parameters under which it would guard nothing.
    public init(_ parameters: BreakerParameters = BreakerParameters()) throws(BreakerFault) {
        if let fault = parameters.fault { throw fault }
        self.parameters = parameters
        attempts = RecentOutcomes(window: parameters.errors.window)
    }

    /// Other limits from now on. A sample whose window changes begins anew; what is open stays open.
    public mutating func configure(_ parameters: BreakerParameters) throws(BreakerFault) {
        if let fault = parameters.fault { throw fault }
        if parameters.errors.window != attempts.window {
            attempts = RecentOutcomes(window: parameters.errors.window)
        }
        if parameters.wins.window != self.parameters.wins.window { wins = [] }
        self.parameters = parameters
    }

    public func isTripped(_ breaker: Breaker, _ scope: Halt.Scope) -> Bool {
        tripped.contains { $0.breaker == breaker && $0.scope == scope }
    }

    /// What may still be lost before the day's limit stops everything.
    public func lossLeft(at now: Instant) -> Worth {
        max(parameters.dailyLoss.saturated(adding: losses.worst(at: now)), .zero)
    }

    /// The wins of a route that count now.
    public func winRate(of route: String) -> Wilson? {
        guard let found = wins.first(where: { $0.route == route }) else { return nil }
        return Wilson(
            successes: UInt64(found.outcomes.yeses),
            trials: UInt64(found.outcomes.count)
        )
    }

    /// The failures among the attempts that count now.
    public var errorRate: Wilson? {
        Wilson(successes: UInt64(attempts.yeses), trials: UInt64(attempts.count))
    }

    /// How far the capital stands below its peak; `nil` before it was first looked at.
    public var fall: HighWater.Fall? { capital.fall }

    /// `now` is the event's own time.
    public mutating func take(_ observation: Observation, at now: Instant) -> [BreakerEffect] {
        switch observation {
        case .traded(let outcome): judge(outcome, at: now)
        case .paid(let cost): lose(max(cost, .zero).negated, at: now)
        case .attempted(let outcome): judge(outcome, at: now)
        case .equity(let equity, let capital): judge(equity, capital, at: now)
        case .head(let chain, let age, let limit): judge(chain, age, limit, at: now)
        case .endpoints(let chain, let outcome): judge(chain, outcome, at: now)
        case .journalFailed:
            open(.journal, .global, .count(1), .above, .count(0), sample: 1, at: now)
        }
    }

    /// Closes a breaker that somebody has looked at. Closing what is not open changes nothing.
    public mutating func rearm(_ breaker: Breaker, _ scope: Halt.Scope) {
        guard isTripped(breaker, scope) else { return }
        tripped.removeAll { $0.breaker == breaker && $0.scope == scope }
        switch (breaker, scope) {
        case (.dailyLoss, _): losses = DaySum()
        case (.drawdown, _): capital.restart()
        case (.winRate, .route(let route)): wins.removeAll { $0.route == route }
        case (.errorRate, _): attempts.forget()
        case (.staleChain, .chain(let chain)), (.endpoints, .chain(let chain)):
            health.removeAll { $0.chain == chain }
        default: break
        }
    }

    /// Opens it, unless it is open.
    mutating func open(
        _ breaker: Breaker,
        _ scope: Halt.Scope,
        _ left: Figure,
        _ relation: Trip.Relation,
        _ right: Figure,
        sample: UInt64,
        at now: Instant
    ) -> [BreakerEffect] {
        guard !isTripped(breaker, scope) else { return [] }
        let trip = Trip(
            breaker: breaker,
            scope: scope,
            left: left,
            relation: relation,
            right: right,
            sample: sample,
            at: now
        )
        tripped.append(trip)
        return [.tripped(trip)]
    }
}
