import Live
import Parity
import Risk
import Routes
import Vocabulary

/// Which of a report's lines are news: equal ones are told once.
struct VerdictNews {
    /// Whether a block more is news, or only what follows from it.
    let tellsBlocks: Bool
    private var told: [String] = []
    private var vagueSince: [ChainID: SteadyTime] = [:]

    /// A block that one endpoint has shown and the other not yet is no news.
    private static let patience = Interval(milliseconds: 5_000)

    init(tellsBlocks: Bool) {
        self.tellsBlocks = tellsBlocks
    }

    /// `nil` while it is too early to say anything; empty when nothing is new.
    mutating func lines(of report: CheckReport) -> [(status: CheckStatus, text: String)]? {
        var isTooEarly = false
        for (chain, block) in report.chains {
            // Each for itself: a chain that nobody shows does not make the others' next block a gap.
            let since = block == nil ? vagueSince[chain.id] ?? .now : nil
            vagueSince[chain.id] = since
            if let since, since.elapsed() < Self.patience { isTooEarly = true }
        }
        if isTooEarly { return nil }
        let lines = report.lines(tellsBlocks)
        defer { told = lines.map(\.key) }
        return lines.filter { !told.contains($0.key) }.map { ($0.status, $0.text) }
    }
}

extension CheckReport {
    /// One line a route; equal keys are no news.
    fileprivate func lines(
        _ tellsBlocks: Bool
    ) -> [(key: String, status: CheckStatus, text: String)] {
        let blocks = chains.map { "\($0.chain.name) \($0.block.map { "\($0.number)" } ?? "-")" }
            .joined(separator: ", ")
        guard !routes.isEmpty else {
            return [(tellsBlocks ? "unknown" : status.name, status, "\(blocks): \(status.name)")]
        }
        let troubles =
            halts.map { ": halted: \($0.reason)" } + quarantine.map { ": quarantined: \($0)" }
        return routes.map { route in
            let deviation = route.assessment.deviation.map { "\($0)" } ?? "unknown"
            let key = "\(route.assessment.route) \(route.status.name) \(troubles.joined())"
            return (
                tellsBlocks ? key + " " + blocks : key,
                route.status,
                "\(blocks): \(route.assessment.route): \(route.status.name), deviation \(deviation)"
                    + (route.reasons.first.map { ": \($0)" } ?? "") + troubles.joined()
            )
        }
    }
}
