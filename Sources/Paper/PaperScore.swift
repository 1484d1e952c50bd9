import Bot
import Execution
public import Ledger
import Parity
public import Routes
public import Vocabulary

/// What a paper world's bot has come to, in exact numbers, read out of its entries and nothing else but the
/// pools' prices. No wall time is in it.
public struct PaperScore: Sendable {
    /// Sightings that were shown, and pool states in them.
    public private(set) var sightings: UInt64 = 0
    public private(set) var ticks: UInt64 = 0
    /// By the outside's clock.
    public private(set) var from: Instant?
    public private(set) var through: Instant?
    /// In the fleet's order.
    public private(set) var routes: [RouteScore]
    /// Legs that traded, those that a minimum, a deadline or a pool refused, and gas they burnt all the same.
    public private(set) var fills: UInt64 = 0
    public private(set) var reverts: UInt64 = 0
    public private(set) var transfers: UInt64 = 0
    public private(set) var halts: UInt64 = 0
    public private(set) var entries: UInt64 = 0
    public private(set) var alerts: UInt64 = 0
    /// What was gained or lost so far, opening stock aside; `nil` where something has no fixed price.
    public private(set) var profit: Worth?
    /// From the highest profit so far down to the lowest behind it.
    public private(set) var drawdown = Worth.zero
    /// How often the profit was looked at: whenever something was booked.
    public private(set) var booked: UInt64 = 0
    private var peak = Worth.zero
    private let references: References?

    /// One for each of the fleet's routes; books are priced by `references`, where all prices are fixed.
    public init(_ fleet: Fleet, references: References?) {
        routes = fleet.routes.map { RouteScore($0) }
        self.references = references
        profit = references.map { _ in .zero }
    }

    /// Takes what a world told when it was shown `sighting`, and how it stands then.
    public mutating func take(
        _ happened: [PaperWorld.Happening],
        _ world: PaperWorld,
        _ sighting: Sighting? = nil
    ) {
        var isBooked = false
        for happening in happened {
            switch happening {
            case .alerted: alerts += 1
            case .filled: break
            case .journalled(let entry):
                entries += 1
                take(entry.fact)
                if case .books = entry.fact { isBooked = true }
            }
        }
        if isBooked { value(world.bot.books) }
        guard let sighting else { return }
        if from == nil { from = sighting.seen }
        through = sighting.seen
        sightings += 1
        ticks += UInt64(sighting.snapshot.pools.count)
        for index in routes.indices
        where routes[index].route.first.chain == sighting.chain
            || routes[index].route.second.chain == sighting.chain
        {
            routes[index].look(world)
            guard routes[index].meets(world.bot.obstacle(at: index)) else { continue }
            let example = world.bot.judgement(at: index, now: world.now)
            if let example { routes[index].keep(example) }
        }
    }

    private mutating func take(_ fact: Entry.Fact) {
        switch fact {
        case .judged(let judgement):
            change(judgement.route) { $0.judged(judgement.assessment.verdict) }
        case .planned(let trade): change(trade.plan.route) { $0.begun() }
        case .told(let trade): change(trade.route) { $0.closed(trade) }
        case .landed(_, _, _, let landing): land(landing)
        case .sent: transfers += 1
        case .halted: halts += 1
        default: break
        }
    }

    private mutating func land(_ landing: Landing) {
        switch landing.deed {
        case .traded(.filled): fills += 1
        case .traded, .sendReverted, .withoutLock: reverts += 1
        case .locked, .nothing, .foreign: break
        }
    }

    private mutating func change(_ route: String, _ body: (inout RouteScore) -> Void) {
        guard let index = routes.firstIndex(where: { $0.route.name == route }) else { return }
        body(&routes[index])
    }

    private mutating func value(_ books: Books) {
        booked += 1
        guard let references,
            let parts = try? Attribution(from: Books(), at: references, to: books, at: references),
            let all = parts.closing.subtracting(parts.capitalFlows)
        else {
            profit = nil
            return
        }
        profit = all
        peak = max(peak, all)
        drawdown = max(drawdown, peak.subtracting(all) ?? drawdown)
    }

    /// Where the profit came from; `nil` where something has no fixed price.
    public func causes(_ books: Books) -> Attribution? {
        references.flatMap { try? Attribution(from: Books(), at: $0, to: books, at: $0) }
    }
}
