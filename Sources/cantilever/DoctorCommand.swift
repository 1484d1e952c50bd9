import Configuration
import Ethereum
import Glibc
import Live
import Routes
import Vocabulary

/// `cantilever doctor`: is everything there that a strategy relies on, and as its file says?
enum DoctorCommand: Command {
    static let name = "doctor"
    static let summary = "ask every endpoint whether the chains are as a strategy's file says"
    static let help = """
        Ask every endpoint whether the chains are as a strategy's file says; no key is needed.

        Usage: cantilever doctor [--json] CONFIG

          --json  one JSON document; integers are strings

        Looked at, on every endpoint: chain id, genesis, head, clock, and whether endpoints agree. On
        the best one of each chain: seals, validators and when a block is final; code at every
        address of CONFIG, its hash, and what proxies run; decimals of tokens and feeds; each pool's
        tokens and version, and whether it pays what its maths says, in some sales at one block;
        balances of the executor and of the account that pays for gas, and whether anybody may take
        from the executor; the price of gas against its ceiling; whether executor and bridge are
        paused; the bridge's fee, limits, and what its vaults hold.

        Each line is ok, warning or error, and says what to do.

        Exit codes: 0 nothing but warnings; 1 an error; 3 it could not be told, or usage.

        Example:
          cantilever doctor alltra.yaml
        """

    static func run(_ words: [String]) throws(Failure) {
        let code: Int32
        do throws(Failure) {
            code = try examine(words)
        } catch {
            Terminal.complain("cantilever: \(error.message)")
            code = CheckStatus.unknown.rawValue
        }
        if code != 0 { exit(code) }
    }

    private static func examine(_ words: [String]) throws(Failure) -> Int32 {
        let arguments = try Arguments(words, flags: ["--json"])
        guard let path = arguments.rest.first else {
            throw Failure(.usage, "name the strategy's file to examine")
        }
        try arguments.refuse(after: 1)
        let strategy = try CheckCommand.strategy(path)
        let endpoints = try StrategyEndpoints.resolve(strategy)
        let ward = try Ward(try CheckCommand.loop(), endpoints)
        var examination = Examination(strategy: strategy, ward: ward)
        let findings = examination.run()
        if arguments.has("--json") {
            try Terminal.report(JSONValue.array(findings.map(\.json)).description)
        } else {
            let width = findings.map(\.subject.count).max() ?? 0
            try Terminal.report(findings.map { $0.line(width) }.joined(separator: "\n"))
        }
        if findings.contains(where: { $0.grade == .error }) { return 1 }
        return 0
    }
}

/// One thing that was looked at.
struct DoctorFinding {
    enum Grade: String {
        case ok
        case warning
        case error
    }

    let grade: Grade
    let subject: String
    let text: String
    /// What to do; `nil` where all is well.
    let advice: String?

    static func ok(_ subject: String, _ text: String) -> DoctorFinding {
        DoctorFinding(grade: .ok, subject: subject, text: text, advice: nil)
    }

    static func warning(_ subject: String, _ text: String, _ advice: String) -> DoctorFinding {
        DoctorFinding(grade: .warning, subject: subject, text: text, advice: advice)
    }

    static func error(_ subject: String, _ text: String, _ advice: String) -> DoctorFinding {
        DoctorFinding(grade: .error, subject: subject, text: text, advice: advice)
    }

    func line(_ width: Int) -> String {
        let mark = grade.rawValue + String(repeating: " ", count: 7 - grade.rawValue.count)
        let space = String(repeating: " ", count: max(0, width - subject.count))
        return "\(mark)  \(subject)\(space)  \(text)" + (advice.map { "; \($0)" } ?? "")
    }

    var json: JSONValue {
        .object([
            JSONMember("grade", .string(grade.rawValue)),
            JSONMember("subject", .string(subject)),
            JSONMember("text", .string(text)),
            JSONMember("advice", advice.map { .string($0) } ?? .null),
        ])
    }
}
