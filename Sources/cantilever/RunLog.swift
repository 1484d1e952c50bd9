import Ethereum
import Glibc
import Live
import Risk
import Vocabulary

/// What a running bot has to say, one line an event, on standard error.
///
/// ```text
/// 2026-11-21T14:05:09.120Z warning alert: chain-stale away: ...
/// {"time":"2026-11-21T14:05:09.120Z","level":"warning","event":"alert","text":"...",...}
/// ```
///
/// Where standard error is the journal itself, which `JOURNAL_STREAM` tells, a line begins with its priority
/// as `<N>`: journald takes that off again and files the line under it.
struct RunLog {
    enum Form: String, CaseIterable {
        case human
        case json
    }

    enum Level: String {
        case critical
        case error
        case warning
        case notice
        case info

        /// As syslog and the journal number them.
        var priority: Int {
            switch self {
            case .critical: 2
            case .error: 3
            case .warning: 4
            case .notice: 5
            case .info: 6
            }
        }

        init(_ level: AlertLevel) {
            switch level {
            case .notice: self = .notice
            case .warning: self = .warning
            case .critical: self = .critical
            }
        }
    }

    let form: Form
    private let isJournal: Bool

    init(_ form: Form) {
        self.form = form
        isJournal = Self.isJournal(STDERR_FILENO, named: Environment["JOURNAL_STREAM"])
    }

    func write(
        _ level: Level,
        _ event: String,
        _ text: String,
        _ fields: [JSONMember] = [],
        at now: Instant = .onTheWall
    ) {
        let line =
            switch form {
            case .human: "\(now.utc) \(level.rawValue) \(event): \(Self.plain(text))"
            case .json:
                JSONValue.object(
                    [
                        JSONMember("time", .string(now.utc)),
                        JSONMember("level", .string(level.rawValue)),
                        JSONMember("event", .string(event)),
                        JSONMember("text", .string(text)),
                    ] + fields
                ).description
            }
        Terminal.complain(isJournal ? "<\(level.priority)>\(line)" : line)
    }

    /// Whatever a text holds, it is one line, and a terminal takes no orders from it.
    private static func plain(_ text: String) -> String {
        var plain = ""
        for scalar in text.unicodeScalars {
            plain.unicodeScalars.append(
                scalar.properties.generalCategory == .control ? " " : scalar
            )
        }
        return plain
    }

    /// Whether the descriptor is the stream of that device and file number: a variable that was inherited
    /// says nothing of a standard error that goes elsewhere since.
    private static func isJournal(_ descriptor: Int32, named name: String?) -> Bool {
        var status = stat()
        guard let name, unsafe fstat(descriptor, &status) == 0 else { return false }
        return name == "\(status.st_dev):\(status.st_ino)"
    }
}
