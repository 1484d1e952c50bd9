import Dispatch
import Simulation
import Synchronization

/// Scenario files named on the command line of `simulate`: each read, played and judged.
enum SimulateScenarios {
    struct Played {
        let path: String
        let scenario: Scenario
        let verdict: ScenarioRun.Verdict
    }

    static let mostFiles = 1_000

    static func run(_ arguments: Arguments) throws(Failure) {
        if arguments["--report"] != nil {
            throw Failure(.usage, "'--report' draws a run without a scenario")
        }
        for option in SimulateCommand.worldOptions where arguments[option] != nil {
            throw Failure(.usage, "'\(option)' belongs in the scenario, not beside it")
        }
        for flag in SimulateCommand.worldFlags where arguments.has(flag) {
            throw Failure(.usage, "'\(flag)' belongs in the scenario, not beside it")
        }
        try arguments.refuse(after: mostFiles)
        let jobs = try SimulateWish.jobs(arguments)
        var scenarios: [(path: String, scenario: Scenario)] = []
        for path in arguments.rest { scenarios.append((path, try read(path))) }
        let played = try play(scenarios, jobs: jobs)
        let report = ScenarioReport(played: played)
        try Terminal.hand(arguments.has("--json") ? report.canonicalJSON + "\n" : report.text)
        let bad = played.filter { !$0.verdict.isKept }
        guard bad.isEmpty else {
            throw Failure(
                .negative,
                "\(bad.count) of \(played.count) scenarios went otherwise than expected"
            )
        }
    }

    static func read(_ path: String) throws(Failure) -> Scenario {
        guard let text = String(validating: try Files.read(path), as: UTF8.self) else {
            throw Failure(.badData, "\(path): not UTF-8")
        }
        do throws(FaultScriptError) {
            return try Scenario(text: text)
        } catch {
            let place = "\(path):\(error.line):\(error.column)"
            throw Failure(.badData, "\(place): \(error.problem.description)")
        }
    }

    /// In the order of the files.
    private static func play(
        _ scenarios: [(path: String, scenario: Scenario)],
        jobs: Int
    ) throws(Failure) -> [Played] {
        let next = Mutex(0)
        let done = Mutex<[Played?]>(Array(repeating: nil, count: scenarios.count))
        DispatchQueue.concurrentPerform(iterations: min(jobs, scenarios.count)) { _ in
            while true {
                let index = next.withLock { next in
                    defer { next += 1 }
                    return next
                }
                guard index < scenarios.count else { return }
                let (path, scenario) = scenarios[index]
                guard let verdict = ScenarioRun.verdict(of: scenario) else { continue }
                let played = Played(path: path, scenario: scenario, verdict: verdict)
                done.withLock { $0[index] = played }
            }
        }
        let played = done.withLock { $0 }
        if let index = played.firstIndex(where: { $0 == nil }) {
            throw Failure(.badData, "\(scenarios[index].path): its numbers make no world")
        }
        return played.compactMap { $0 }
    }
}
