import Configuration
import Ethereum
import Routes

/// Everything there is to say about one file.
struct ConfigReport {
    let path: String
    let review: Review
    /// What lies outside the file and is not there.
    let missing: [Problem]

    var name: String { Self.name(of: path) }

    static func name(of path: String) -> String { path == "-" ? "standard input" : path }

    /// In the order of the file.
    var problems: [Problem] {
        let all = review.problems + missing
        return all.enumerated().sorted {
            ($0.element.location, $0.offset) < ($1.element.location, $1.offset)
        }.map(\.element)
    }

    var text: String {
        (problems.map { $0.text(in: name) } + [summary]).joined(separator: "\n")
    }

    private var summary: String {
        let warnings = problems.filter { $0.severity == .warning }.count
        let doubts = warnings == 0 ? "" : ", " + Self.count(warnings, "warning")
        guard let strategy = review.strategy else {
            let blanks = review.errors.filter(\.isBlank).count
            let left = blanks == 0 ? "" : ", \(blanks) of them blanks to fill in"
            return "\(name): " + Self.count(review.errors.count, "error") + left + doubts
        }
        let fleet = strategy.fleet
        return "\(name): sound" + doubts + ": \(strategy.name), "
            + [
                Self.count(fleet.chains.count, "chain"), Self.count(fleet.routes.count, "route"),
                Self.count(fleet.stabilisers.count, "stabiliser"),
            ].joined(separator: ", ")
    }

    private static func count(_ number: Int, _ word: String) -> String {
        "\(number) \(word)\(number == 1 ? "" : "s")"
    }
}

/// Settings and keys for people.
enum ConfigText {
    static func settings(_ review: Review, _ name: String) -> String {
        let path = review.settings.map { $0.path.count }.max() ?? 0
        let value = review.settings.map { min($0.value.count, 44) }.max() ?? 0
        return review.settings.map { setting in
            let origin =
                switch setting.origin {
                case .shippedDefault: "default"
                case .file(let location): "\(name):\(location)"
                }
            return pad(setting.path, to: path) + "  " + pad(setting.value, to: value) + "  "
                + origin
        }.joined(separator: "\n")
    }

    static var keys: String {
        Strategy.keys.map { key in
            "\(key.path)\(key.isRequired ? " (required)" : "")\n    \(key.text)\n    \(key.notation)"
        }.joined(separator: "\n")
    }

    private static func pad(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}

/// The same for programs.
enum ConfigJSON {
    static func checks(_ reports: [ConfigReport]) -> JSONValue {
        .array(
            reports.map { report in
                .object([
                    JSONMember("file", .string(report.path)),
                    JSONMember("sound", .bool(report.review.strategy != nil)),
                    JSONMember("problems", .array(report.problems.map(problem))),
                ])
            }
        )
    }

    private static func problem(_ problem: Problem) -> JSONValue {
        .object(
            [JSONMember("severity", .string(problem.severity.rawValue))]
                + place(problem.location) + [
                    JSONMember("path", .string(problem.path)),
                    JSONMember("message", .string(problem.message)),
                    JSONMember("hint", problem.hint.map { .string($0) } ?? .null),
                    JSONMember("blank", .bool(problem.isBlank)),
                ]
        )
    }

    static func settings(_ review: Review, _ path: String) -> JSONValue {
        let settings = review.settings.map { setting -> JSONValue in
            var members = [
                JSONMember("path", .string(setting.path)),
                JSONMember("value", .string(setting.value)),
            ]
            switch setting.origin {
            case .shippedDefault: members.append(JSONMember("origin", .string("default")))
            case .file(let location):
                members.append(JSONMember("origin", .string("file")))
                members += place(location)
            }
            return .object(members)
        }
        return .object([
            JSONMember("file", .string(path)), JSONMember("settings", .array(settings)),
        ])
    }

    static var keys: JSONValue {
        .array(
            Strategy.keys.map { key in
                .object([
                    JSONMember("path", .string(key.path)),
                    JSONMember("required", .bool(key.isRequired)),
                    JSONMember("notation", .string(key.notation)),
                    JSONMember("text", .string(key.text)),
                ])
            }
        )
    }

    private static func place(_ location: Location) -> [JSONMember] {
        [
            JSONMember("line", .string("\(location.line)")),
            JSONMember("column", .string("\(location.column)")),
        ]
    }
}
