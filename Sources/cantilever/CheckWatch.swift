import Bot
import Ethereum
import Live
import Routes
import Vocabulary

/// `check --watch`: one line for each change of a verdict, for as long as somebody wants to know.
///
/// What endpoints have to be blamed for comes on standard error, once in a while; a document names what has
/// come since the one before.
struct CheckWatch {
    private let path: String
    private let isJSON: Bool

    init(_ path: String, _ isJSON: Bool) {
        self.path = path
        self.isJSON = isJSON
    }

    /// The last status, when it is told to stop.
    func run() throws(Failure) -> CheckStatus {
        let loop = try CheckCommand.loop(receivesSignals: true)
        var file = try StrategyFile(watching: path)
        let log = CheckLog()
        let world = LiveWorld(over: loop, hooks: log.hooks)
        try file.show(in: world)
        var news = VerdictNews(tellsBlocks: true)
        var isRead = true
        var status = CheckStatus.unknown
        while isRead {
            for line in log.takeNews() { Terminal.complain("cantilever: \(line)") }
            switch world.advance(within: Interval(milliseconds: 1_000)) {
            case .signal(.reload):
                do throws(Failure) {
                    let fresh = try StrategyFile(watching: path)
                    try fresh.show(in: world)
                    file = fresh
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
                    file.settings,
                    now: .onTheWall,
                    problems: log.problems(world.bot, file.strategy),
                    history: file.settings.fleet.chains.map(\.id)
                )
                guard let lines = news.lines(of: report) else { continue }
                status = report.status
                guard !lines.isEmpty else { continue }
                let texts = isJSON ? [report.json.description] : lines.map(\.text)
                for text in texts { isRead = Terminal.tell(text) && isRead }
                log.forget()
            }
        }
        return status
    }
}
