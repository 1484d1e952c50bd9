import Bot
import Ethereum
import Live
import Parity
import Routes
import Risk
import Vocabulary

/// What one look at every chain came to.
struct CheckReport {
    let now: Instant
    let chains: [(chain: Chain, block: Block?)]
    let routes: [CheckedRoute]
    let halts: [Halt]
    /// Pools that are not believed, and why.
    let quarantine: [String]
    /// Each endpoint's trouble once, in the order it came.
    let problems: [String]

    init(
        _ bot: Bot,
        _ settings: Settings,
        now: Instant,
        problems: [String],
        history: [ChainID],
        outflow: Outflow = Outflow()
    ) {
        self.now = now
        self.problems = problems
        let fleet = settings.fleet
        chains = fleet.chains.map { ($0, bot.agreedBlock(of: $0.id)) }
        halts = bot.halts
        quarantine = bot.quarantine.map(\.text)
        let assessments = bot.assessments(at: now)
        guard let scene = bot.scene(at: now), assessments.count == fleet.routes.count else {
            routes = []
            return
        }
        routes = fleet.routes.indices.map { index in
            let route = fleet.routes[index]
            return CheckedRoute(
                route,
                assessments[index],
                bot.runs[index],
                hasHistory: history.contains(route.first.chain)
                    && history.contains(route.second.chain),
                scene,
                outflow
            )
        }
    }

    var status: CheckStatus {
        let routes = routes.reduce(CheckStatus.inParity) { $0.worse($1.status) }
        let seen = chains.contains { $0.block == nil } ? routes.worse(.unknown) : routes
        return halts.isEmpty && quarantine.isEmpty ? seen : .breach
    }
}

extension CheckReport {
    var text: String {
        var lines = chains.map { "\($0.chain.name): \(Self.sight($0.block, now))" }
        lines += halts.map { "halted: \($0.reason)" }
        lines += quarantine.map { "quarantined: \($0)" }
        for route in routes {
            lines.append("")
            lines.append(route.assessment.explanation)
            lines += route.lanes.map { lane in
                "bridge \(lane.name): reserve \(lane.held), needed \(lane.needed) (\(lane.basis))"
                    + (lane.isBreached ? ", BREACHED" : "")
            }
            lines += route.reasons
            lines.append("\(route.assessment.route): \(route.status.name.uppercased())")
        }
        if !problems.isEmpty { lines.append("") }
        lines += problems
        return lines.joined(separator: "\n")
    }

    private static func sight(_ block: Block?, _ now: Instant) -> String {
        guard let block else { return "no block that enough endpoints agree on" }
        let age = now > block.time ? now.milliseconds - block.time.milliseconds : 0
        return "block \(block.number), \(age / 1_000).\(age % 1_000 / 100) s old, \(block.hash)"
    }

    var json: JSONValue {
        .object([
            JSONMember("status", .string(status.name)),
            JSONMember("code", .string("\(status.rawValue)")),
            JSONMember("now", .string("\(now.milliseconds)")),
            JSONMember("chains", .array(chains.map(Self.json))),
            JSONMember("halts", .array(halts.map { .string("\($0.reason)") })),
            JSONMember("quarantine", .array(quarantine.map { .string($0) })),
            JSONMember("routes", .array(routes.map(\.json))),
            JSONMember("problems", .array(problems.map { .string($0) })),
        ])
    }

    private static func json(_ entry: (chain: Chain, block: Block?)) -> JSONValue {
        .object([
            JSONMember("name", .string(entry.chain.name)),
            JSONMember("id", .string("\(entry.chain.id)")),
            JSONMember("block", entry.block.map { .string("\($0.number)") } ?? .null),
            JSONMember("hash", entry.block.map { .string("\($0.hash)") } ?? .null),
            JSONMember(
                "time",
                entry.block.map { .string("\($0.time.milliseconds)") } ?? .null
            ),
        ])
    }
}

extension CheckedRoute {
    var json: JSONValue {
        let stood: (JSONValue, JSONValue) =
            switch sustained {
            case .blocks(let stood, let needed): (.string("\(stood)"), .string("\(needed)"))
            case .noHistory: (.null, .null)
            }
        return .object([
            JSONMember("route", .string(assessment.route)),
            JSONMember("status", .string(status.name)),
            JSONMember("reasons", .array(reasons.map { .string($0) })),
            JSONMember("blocksInARow", stood.0),
            JSONMember("blocksNeeded", stood.1),
            JSONMember(
                "lanes",
                .array(
                    lanes.map { lane in
                        .object([
                            JSONMember("lane", .string(lane.name)),
                            JSONMember("reserve", .string(lane.held)),
                            JSONMember("needed", .string(lane.needed)),
                            JSONMember("breached", .bool(lane.isBreached)),
                            JSONMember("basis", .string(lane.basis)),
                        ])
                    }
                )
            ),
            JSONMember(
                "assessment",
                (try? JSONValue(parsing: assessment.canonicalJSON)) ?? .null
            ),
        ])
    }
}
