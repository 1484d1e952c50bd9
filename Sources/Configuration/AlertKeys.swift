public import Risk
public import Vocabulary

// What the file says about telling people, and the plain value it becomes.

/// Where alerts go, and what is worth one.
public struct AlertDescription: Equatable, Sendable {
    public let parameters: AlertParameters
    public let webhook: Webhook?
    public let command: Command?
    public let heartbeat: Heartbeat?

    /// Gets each alert as a JSON document.
    public struct Webhook: Hashable, Sendable {
        public let url: TextReference
        /// Sent as `Authorization: Bearer`.
        public let token: TextReference?
    }

    /// A program that is given each alert on its standard input.
    public struct Command: Hashable, Sendable {
        /// Its path, and its arguments.
        public let arguments: [String]
        public let limit: Interval
    }

    /// Who is told that all is seen, and notices when nobody says so.
    public struct Heartbeat: Hashable, Sendable {
        public let url: TextReference
        public let every: Interval
    }
}

struct AlertDraft {
    var parameters = AlertParameters()
    var webhook: WebhookDraft?
    var command: HookDraft?
    var heartbeat: HeartbeatDraft?

    static var keys: [Key<AlertDraft>] {
        [
            .setting(
                "least",
                \.parameters.least,
                .choice(AlertLevel.allCases),
                "what is less is logged and not sent"
            ),
            .optionalSection(
                "webhook",
                \.webhook,
                WebhookDraft(),
                WebhookDraft.keys,
                "gets each alert as JSON"
            ),
            .optionalSection(
                "command",
                \.command,
                HookDraft(),
                HookDraft.keys,
                "is started for each alert, with its JSON to read"
            ),
            .optionalSection(
                "heartbeat",
                \.heartbeat,
                HeartbeatDraft(),
                HeartbeatDraft.keys,
                "is told as long as blocks of all chains are judged"
            ),
            .section("repeat", \.parameters.rhythm, rhythm, "how often the same is told"),
            .section(
                "thresholds",
                \.parameters.thresholds,
                thresholds,
                "from where on something is worth an alert"
            ),
        ]
    }

    private static var rhythm: [Key<AlertRhythm>] {
        [
            .setting("first", \.first, .duration, "until the first repeat; then twice as long"),
            .setting("longest", \.longest, .duration, "between two repeats"),
            .setting("calm", \.calm, .duration, "away for so long, a trouble is over"),
        ]
    }

    private static var thresholds: [Key<AlertThresholds>] {
        [
            .setting(
                "wins_warning",
                \.winsWarning,
                .share,
                "the share of wins its upper bound must reach"
            ),
            .setting("wins_critical", \.winsCritical, .share, "the same, for a critical alert"),
            .setting("capital_loss", \.capitalLoss, .share, "how far capital is below its peak"),
            .setting("gas_price", \.gasPrice, .gasPrice, "on any chain"),
            .setting("errors", \.errors, .share, "the share of attempts that may fail"),
            .setting(
                "out_of_parity",
                \.outOfParity,
                .number("block", in: 1...1_000_000),
                "for so many blocks of each chain"
            ),
            .setting("reserve", \.reserve, .share, "of what is needed; less is a warning"),
        ]
    }
}

struct WebhookDraft {
    var url: TextReference?
    var token: TextReference?

    static var keys: [Key<WebhookDraft>] {
        [
            .required("url", \.url, .outside, "http:// or https://; what it holds is secret"),
            .optional("token", \.token, .outside, "sent as 'Authorization: Bearer'"),
        ]
    }
}

struct HookDraft {
    var arguments: [String] = []
    var limit = Interval(milliseconds: 10_000)

    static var keys: [Key<HookDraft>] {
        [
            .values(
                "argv",
                \.arguments,
                .argument,
                "the program's path and its arguments; no shell reads them"
            ),
            .setting("limit", \.limit, .duration, "ended when it takes longer"),
        ]
    }
}

struct HeartbeatDraft {
    var url: TextReference?
    var every = Interval(milliseconds: 60_000)

    static var keys: [Key<HeartbeatDraft>] {
        [
            .required("url", \.url, .outside, "asked for with GET; what it holds is secret"),
            .setting("every", \.every, .duration, "the least time between two"),
        ]
    }
}

extension Assembly {
    mutating func alerts(_ draft: AlertDraft?) -> AlertDescription? {
        guard let draft else { return nil }
        judge(draft.parameters)
        if let arguments = draft.command?.arguments, !reader.hasFailed("alerts.command.argv") {
            if arguments.isEmpty {
                reader.complain(
                    "alerts.command.argv",
                    "names no program",
                    hint: "write argv: [\"/usr/local/bin/tell\"]"
                )
            } else if arguments.count > Self.mostArguments {
                reader.complain("alerts.command.argv", "has more than \(Self.mostArguments) words")
            } else if !arguments[0].hasPrefix("/") {
                reader.complain(
                    "alerts.command.argv.0",
                    "the program's path must be absolute: nothing is searched for"
                )
            }
        }
        return AlertDescription(
            parameters: draft.parameters,
            webhook: draft.webhook.flatMap { webhook in
                webhook.url.map { AlertDescription.Webhook(url: $0, token: webhook.token) }
            },
            command: draft.command.map { command in
                AlertDescription.Command(arguments: command.arguments, limit: command.limit)
            },
            heartbeat: draft.heartbeat.flatMap { heartbeat in
                heartbeat.url.map { AlertDescription.Heartbeat(url: $0, every: heartbeat.every) }
            }
        )
    }

    private static var mostArguments: Int { 64 }

    private mutating func judge(_ parameters: AlertParameters) {
        let (rhythm, thresholds) = (parameters.rhythm, parameters.thresholds)
        switch parameters.fault {
        case nil: break
        case .rhythm:
            reader.complain(
                "alerts.repeat.longest",
                "first \(rhythm.first) <= longest \(rhythm.longest) and calm \(rhythm.calm) <= "
                    + "longest do not hold"
            )
        case .winsOutOfOrder:
            reader.complain(
                "alerts.thresholds.wins_critical",
                "is above wins_warning \(thresholds.winsWarning)"
            )
        case .reserveBelowWhole:
            reader.complain(
                "alerts.thresholds.reserve",
                "is below 100 %: the reserve would be too small before anybody is warned"
            )
        case .parityOfNone: reader.complain("alerts.thresholds.out_of_parity", "can't be none")
        }
    }
}

extension Notation where Value == TextReference {
    /// What as a whole is a secret, as the address of a webhook is: whoever knows it can use it.
    static var outside: Notation {
        Notation(
            expected: "\"${NAME}\" or \"file:PATH\"",
            isSecret: true,
            read: { text, _ throws(Mistake) in
                let reference = try TextReference(reading: text)
                guard reference.literals.isEmpty else {
                    throw Mistake("it lets somebody in: only ${NAME} or file:PATH may stand here")
                }
                return reference
            },
            show: Self.secret.show
        )
    }
}

extension Notation where Value == String {
    /// One word of a command.
    static var argument: Notation {
        Notation(
            expected: "a word",
            read: { text, _ throws(Mistake) in
                guard text.utf8.count <= 4_096, !text.utf8.contains(0) else { throw Mistake() }
                return text
            },
            show: { text, _ in text }
        )
    }
}
