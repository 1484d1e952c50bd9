import Bot
import Ledger
import Numerics
import Paper
import Report
import Routes
import Venues
import Vocabulary

/// What a backtest shows from block to block, as curves of bounded memory.
struct BacktestPlots {
    private var routes: [RouteCurves]
    private var inventories: [Curve]
    private var vaults: [Curve]
    private var profit = Curve("profit")
    private var drawdown = Curve("below its highest")
    private var fall = Drawdown()
    private var ended = Bars(Self.endings.map(\.rawValue))
    private let tokens: [Token]
    private let lanes: [Lane]
    private var start: Instant?

    /// More routes than these no page has room for.
    private static let mostRoutes = 8
    private static let endings: [TradeOutcome] = [.settled, .unwound, .nothingFilled, .parked]

    private struct RouteCurves {
        let route: Route
        var first: Curve
        var second: Curve
        var deviation = Curve("deviation")
    }

    init(_ fleet: Fleet) {
        func name(_ chain: ChainID) -> String { fleet.chain(chain)?.name ?? "\(chain)" }
        routes = fleet.routes.prefix(Self.mostRoutes).map { route in
            RouteCurves(
                route: route,
                first: Curve(name(route.first.chain)),
                second: Curve(name(route.second.chain))
            )
        }
        tokens = Array(PaperClosing.tokens(of: fleet).prefix(4 * Self.mostRoutes))
        lanes = Array(fleet.lanes.prefix(4 * Self.mostRoutes))
        inventories = tokens.map { Curve("\($0.symbol) on \(name($0.chain))") }
        vaults = lanes.map { lane in
            Curve("\(lane.destination.symbol) on \(name(lane.destination.chain))")
        }
    }

    mutating func look(
        at world: borrowing PaperWorld,
        _ sighting: Sighting,
        _ happened: [PaperWorld.Happening],
        profit worth: Worth?
    ) {
        let now = sighting.seen
        if start == nil { start = now }
        for index in routes.indices {
            let route = routes[index].route
            let isFirst = route.first.chain == sighting.chain
            guard isFirst || route.second.chain == sighting.chain else { continue }
            if let price = world.price(at: isFirst ? route.first : route.second) {
                if isFirst {
                    routes[index].first.add(price, at: now)
                } else {
                    routes[index].second.add(price, at: now)
                }
            }
            if let deviation = world.deviation(of: route) {
                routes[index].deviation.add(deviation.share, at: now)
            }
        }
        for (index, token) in tokens.enumerated() where token.chain == sighting.chain {
            guard let held = world.holding(of: token.key) else { continue }
            inventories[index].add(held, decimals: token.decimals, at: now)
        }
        for (index, lane) in lanes.enumerated() where lane.destination.chain == sighting.chain {
            let vault = sighting.snapshot.vault(of: lane.destination.address, at: lane.exit)
            guard case .known(let held)? = vault?.available else { continue }
            vaults[index].add(held, decimals: lane.destination.decimals, at: now)
        }
        for case .journalled(let entry) in happened {
            guard
                case .told(let trade) = entry.fact,
                let kind = Self.endings.firstIndex(of: trade.outcome)
            else { continue }
            ended.count(kind, at: entry.at)
        }
        if let worth {
            profit.add(worth, at: now)
            drawdown.add(fall.next(worth), at: now)
        }
    }

    func page(_ outcome: BacktestOutcome) -> ReportPage {
        let numeraire = outcome.fleet.numeraire
        var sections: [ReportPage.Section] = []
        for curves in routes { sections += charts(curves) }
        sections += [
            .chart(
                Chart(
                    "Profit",
                    unit: numeraire,
                    curves: [profit, drawdown],
                    note: "After every cost; opening stock aside."
                )
            ),
            .bars(BarChart("Trades", ended)),
            .chart(Chart("Inventory", unit: "tokens", curves: inventories)),
            .chart(
                Chart(
                    "Bridges' vaults",
                    unit: "tokens",
                    curves: vaults,
                    note: "As they were seen."
                )
            ),
            .table(outcome.routeTable), .table(outcome.verdictTable), .table(outcome.moneyTable),
        ]
        return ReportPage(
            title: "Backtest of \(outcome.name)",
            subtitle: "Real prices as they were recorded, virtual money.",
            clock: .utc,
            figures: outcome.figures,
            sections: sections
        )
    }

    private func charts(_ curves: RouteCurves) -> [ReportPage.Section] {
        let parity = curves.route.parameters.parity
        return [
            .chart(
                Chart(
                    "\(curves.route.name): prices",
                    unit: "\(curves.route.first.quote.symbol) for one",
                    decimals: 6,
                    curves: [curves.first, curves.second],
                    note: "With what the bot's own trades have left behind."
                )
            ),
            .chart(
                Chart(
                    "\(curves.route.name): deviation",
                    unit: "bps",
                    curves: [curves.deviation],
                    thresholds: [
                        Threshold("target", Self.points(parity.target)),
                        Threshold("enter", Self.points(parity.enter)),
                    ],
                    fromZero: true
                )
            ),
        ]
    }

    private static func points(_ share: BasisPoints) -> Double {
        Double(share.millionths) / 1_000_000
    }
}
