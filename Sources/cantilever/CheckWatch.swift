import Bot
import Ethereum
import Live
import Parity
import Routes
import Vocabulary

/// `check --watch`: one line for each change of a verdict, for as long as somebody wants to know.
struct CheckWatch {
    private let path: String
    private let isJSON: Bool

    init(_ path: String, _ isJSON: Bool) {
        self.path = path
        self.isJSON = isJSON
    }

    private static let patience = Interval(milliseconds: 5_000)

    /// The last status, when it is told to stop.
    func run() throws(Failure) -> CheckStatus {
        let loop = try CheckCommand.loop(receivesSignals: true)
        var strategy = try CheckCommand.strategy(path)
        var settings = try StrategySettings.settings(strategy, for: .watching)
        let log = CheckLog()
        let world = LiveWorld(over: loop, hooks: log.hooks)
        try CheckCommand.configure(world, settings, strategy, .newest)
        var told: [String] = []
        var status = CheckStatus.unknown
        var vagueSince: SteadyTime?
        while true {
            switch world.advance(within: Interval(milliseconds: 1_000)) {
            case .signal(.reload):
                do throws(Failure) {
                    let fresh = try CheckCommand.strategy(path)
                    let next = try StrategySettings.settings(fresh, for: .watching)
                    try CheckCommand.configure(world, next, fresh, .newest)
                    (strategy, settings) = (fresh, next)
                    Terminal.complain("cantilever: \(path) was read again")
                } catch {
                    Terminal.complain(
                        "cantilever: \(error.message); what was read before stays in force"
                    )
                }
            case .signal: return status
            case .moved, .still:
                let report = CheckReport(
                    world.bot,
                    settings,
                    now: .onTheWall,
                    problems: log.problems(world.bot, strategy),
                    history: settings.fleet.chains.map(\.id)
                )
                // A block that one endpoint has shown and the other not yet is no news.
                if report.chains.contains(where: { $0.block == nil }) {
                    let since = vagueSince ?? .now
                    vagueSince = since
                    if since.elapsed() < Self.patience { continue }
                } else {
                    vagueSince = nil
                }
                status = report.status
                let lines = report.lines
                guard lines.map(\.key) != told else { continue }
                told = lines.map(\.key)
                if isJSON {
                    Terminal.say(report.json.description)
                } else {
                    for line in lines { Terminal.say(line.text) }
                }
            }
        }
    }
}

extension CheckReport {
    /// One line a route; equal keys are no news.
    fileprivate var lines: [(key: String, text: String)] {
        let blocks = chains.map { "\($0.chain.name) \($0.block.map { "\($0.number)" } ?? "-")" }
            .joined(separator: ", ")
        guard !routes.isEmpty else { return [("unknown", "\(blocks): \(status.name)")] }
        return routes.map { route in
            let deviation = route.assessment.deviation.map { "\($0)" } ?? "unknown"
            return (
                "\(route.assessment.route) \(route.status.name) \(blocks)",
                "\(blocks): \(route.assessment.route): \(route.status.name), deviation \(deviation)"
                    + (route.reasons.first.map { ": \($0)" } ?? "")
            )
        }
    }
}
