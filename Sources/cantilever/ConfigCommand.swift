import Configuration
import Ethereum
import Glibc

/// `cantilever config`: is this strategy sound, and what does it say in the end?
enum ConfigCommand: Command {
    static let name = "config"
    static let summary = "check a strategy's file, or show what it says in the end"
    static let help = """
        Check a strategy's file, show what it says in the end, or list all keys.

        Usage: cantilever config check [--json] FILE ...
               cantilever config show [--json] FILE
               cantilever config keys [--json]

          check   report everything that is wrong, at once: one line each with file, line, column,
                  what was expected and what to do; then what is worth a look, and how much of a
                  shock each route's target survives
          show    print every value with its unit and where it comes from: the file's line and
                  column, or the shipped default; secrets are never read and show as ***
          keys    describe every key a file can have
          --json  one JSON document; integers are strings

        FILE is YAML without anchors, aliases, tags and merges; '-' is standard input. Amounts
        carry their unit: "15 bps", "5 min", "50 gwei", "10_000 cUSDT". A secret is "${NAME}" from
        the environment or "file:PATH"; check warns where one is missing here and now.

        Exit codes: 0 sound, warnings or not; 64 usage; 65 the file has an error; 66 no such file.

        Examples:
          cantilever config check strategies/*.yaml
          cantilever config show strategies/demo-parity.yaml
          cantilever config keys | grep parity
        """

    private static let actions = ["check", "show", "keys"]

    static func run(_ words: [String]) throws(Failure) {
        guard let action = words.first, !action.hasPrefix("-") else {
            throw Failure(.usage, "say what to do: \(actions.joined(separator: ", "))")
        }
        let arguments = try Arguments(Array(words.dropFirst()), flags: ["--json"])
        let isJSON = arguments.has("--json")
        switch action {
        case "check":
            guard !arguments.rest.isEmpty else { throw Failure(.usage, "name the file to check") }
            try check(arguments.rest, isJSON)
        case "show":
            guard let path = arguments.rest.first else {
                throw Failure(.usage, "name the file to show")
            }
            try arguments.refuse(after: 1)
            try show(path, isJSON)
        case "keys":
            try arguments.refuse(after: 0)
            Terminal.say(isJSON ? ConfigJSON.keys.description : ConfigText.keys)
        default: throw Failure(.usage, Suggestion.unknown("action", action, among: actions))
        }
    }

    private static func check(_ paths: [String], _ isJSON: Bool) throws(Failure) {
        var reports: [ConfigReport] = []
        for path in paths {
            let review = Strategy.review(try Files.read(path))
            reports.append(ConfigReport(path: path, review: review, missing: missing(review)))
        }
        if isJSON {
            Terminal.say(ConfigJSON.checks(reports).description)
        } else {
            for report in reports { Terminal.say(report.text) }
        }
        let wrong = reports.filter { $0.review.strategy == nil }
        guard let first = wrong.first else { return }
        throw Failure(
            .badData,
            wrong.count == 1
                ? "\(first.path) can't be used" : "\(wrong.count) of \(paths.count) can't be used"
        )
    }

    private static func show(_ path: String, _ isJSON: Bool) throws(Failure) {
        let review = Strategy.review(try Files.read(path))
        guard review.strategy != nil else {
            for problem in review.errors {
                Terminal.complain(problem.text(in: ConfigReport.name(of: path)))
            }
            throw Failure(.badData, "\(path) can't be used")
        }
        Terminal.say(
            isJSON
                ? ConfigJSON.settings(review, path).description
                : ConfigText.settings(review, ConfigReport.name(of: path))
        )
    }

    /// What the file refers to and is not there now; of what is there, nothing is read.
    private static func missing(_ review: Review) -> [Problem] {
        review.references.flatMap { located -> [Problem] in
            var missing = located.reference.variables.filter { Environment[$0] == nil }.map {
                "the environment variable \($0) is not set here"
            }
            if case .file(let path) = located.reference, unsafe access(path, R_OK) != 0 {
                missing.append("the file \(path) can't be read here")
            }
            return missing.map {
                Problem(.warning, at: located.location, path: located.path, $0)
            }
        }
    }
}
