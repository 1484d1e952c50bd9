import Bot
import Execution
import Ledger
import Numerics
import Parity
import Report
import Routes
import Simulation
import Venues
import Vocabulary

/// What a simulated world shows from block to block, as curves of bounded memory.
struct WorldPlots: Sendable {
    let fleet: Fleet
    let start: Instant
    private(set) var routes: [RouteCurves]
    private(set) var inventories: [Curve]
    private(set) var inFlight: [Curve]
    private(set) var covers: [Curve]
    private(set) var profit = Curve("profit")
    private(set) var drawdown = Curve("below its highest")
    private(set) var deepest = Worth.zero
    private(set) var ended = Bars(PaperEnding.names)
    private(set) var open = Curve("open trades")
    /// The last ones; at most `mostTrades`.
    private(set) var trades: [(at: Instant, trade: ClosedTrade)] = []
    private let tokens: [Token]
    private let lanes: [Lane]
    /// What closed trades have left after every cost.
    private var result = Worth.zero
    private var fall = Drawdown()
    /// Entries of the journal that were read.
    private var read: Int
    private var nextBooks: Instant

    /// Between two looks: the demo's block interval.
    static let step = Interval(milliseconds: 2_000)
    /// Between two looks at the books, which are slower to add up.
    private static let booksEvery = Interval(milliseconds: 20_000)
    /// More routes and tokens than these no page has room for.
    static let mostRoutes = 8
    static let mostTrades = 50

    struct RouteCurves: Sendable {
        let route: Route
        var first: Curve
        var second: Curve
        var deviation: Curve
    }

    /// `nil` for an order that makes no world.
    init?(_ order: SimulatedOrder, _ world: borrowing SimulatedWorld) {
        guard let fleet = order.plan()?.settings.fleet else { return nil }
        self.fleet = fleet
        start = world.now
        nextBooks = world.now
        read = world.journal.count
        func name(_ chain: ChainID) -> String { fleet.chain(chain)?.name ?? "\(chain)" }
        routes = fleet.routes.prefix(Self.mostRoutes).map { route in
            RouteCurves(
                route: route,
                first: Curve(name(route.first.chain)),
                second: Curve(name(route.second.chain)),
                deviation: Curve("deviation")
            )
        }
        tokens = Array(PaperClosing.tokens(of: fleet).prefix(4 * Self.mostRoutes))
        lanes = Array(fleet.lanes.prefix(4 * Self.mostRoutes))
        inventories = tokens.map { Curve("\($0.symbol) on \(name($0.chain))") }
        inFlight = lanes.map { Curve("\($0.source.symbol) to \(name($0.destination.chain))") }
        covers = inFlight
    }

    mutating func look(at world: borrowing SimulatedWorld) {
        for index in routes.indices { routes[index].look(at: world) }
        let sagas = world.bot.sagas.count
        open.add(Double(sagas), at: world.now)
        for entry in world.journal[min(read, world.journal.count)...] {
            guard case .closed(let trade) = entry.fact else { continue }
            ended.count(PaperEnding.index(of: trade.ending), at: entry.at)
            trades.append((entry.at, trade))
            result = trade.realised.flatMap { result.adding($0) } ?? result
        }
        profit.add(result, at: world.now)
        drawdown.add(fall.next(result), at: world.now)
        deepest = fall.deepest
        trades.removeFirst(max(0, trades.count - Self.mostTrades))
        read = world.journal.count
        guard world.now >= nextBooks else { return }
        nextBooks = world.now.advanced(by: Self.booksEvery)
        lookAtBooks(of: world)
    }

    private mutating func lookAtBooks(of world: borrowing SimulatedWorld) {
        let (books, now) = (world.bot.books, world.now)
        for (index, token) in tokens.enumerated() {
            let units = PaperAccounts.onHand(token, in: books)
            inventories[index].add(units, decimals: token.decimals, at: now)
        }
        let sight = world.bot.sight
        for (index, lane) in lanes.enumerated() {
            let units = PaperAccounts.inFlight(lane.key, in: books)
            inFlight[index].add(units, decimals: lane.source.decimals, at: now)
            if let minutes = sight?.lane(lane.key)?.coverMinutes {
                covers[index].add(Double(minutes), at: now)
            }
        }
    }
}

extension WorldPlots.RouteCurves {
    fileprivate mutating func look(at world: borrowing SimulatedWorld) {
        guard
            let left = Self.price(at: route.first, in: world),
            let right = Self.price(at: route.second, in: world)
        else { return }
        first.add(left, at: world.now)
        second.add(right, at: world.now)
        deviation.add(Deviation(of: left, from: right).share, at: world.now)
    }

    private static func price(
        at place: Route.Place,
        in world: borrowing SimulatedWorld
    ) -> Price? {
        guard
            let pool = place.pools.first,
            let venue = world.chain(place.chain).pool(pool.key.address)
        else { return nil }
        return try? place.market(pool, venue)?.price()
    }
}

/// How trades end, as plots tell them apart.
enum PaperEnding {
    static let names = ["settled", "unwound", "nothing filled", "left for a person"]

    static func index(of ending: Ending) -> Int {
        switch ending {
        case .settled: 0
        case .unwound: 1
        case .nothingFilled: 2
        case .parked: 3
        }
    }
}
