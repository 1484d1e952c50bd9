import Alerts
import Bot
import Configuration
import Ethereum
import Live
import Risk
import Routes
import Vocabulary

/// One life of `cantilever run`: a loop that hands each event to whom it belongs, then looks what is new.
final class RunSession {
    private var file: StrategyFile
    private let log: RunLog
    private let loop: EventLoop
    private let inbox = Inbox()
    private let world: LiveWorld
    private let courier: Courier
    private var lookout: Lookout
    private var news = VerdictNews(tellsBlocks: false)
    private var lastLook: SteadyTime?
    /// Who waits for word that it works; `nil` where nobody does.
    private let supervisor: Supervisor?

    /// What the world says while it works.
    private final class Inbox {
        var alerts: [Alert] = []
        var notices: [LiveNotice] = []
    }

    /// Between two looks at everything, however much happens.
    private static let pace = Interval(milliseconds: 250)
    /// What waits to be told when it is told to stop.
    private static let patience = Interval(milliseconds: 3_000)

    init(_ file: StrategyFile, _ log: RunLog) throws(Failure) {
        self.file = file
        self.log = log
        loop = try CheckCommand.loop(receivesSignals: true)
        var hooks = LiveHooks()
        hooks.alert = { [inbox] in inbox.alerts.append($0) }
        hooks.notice = { [inbox] in inbox.notices.append($0) }
        world = LiveWorld(over: loop, hooks: hooks)
        courier = Courier(over: loop)
        supervisor = Self.supervisor(log)
        lookout = Lookout(
            file.parameters,
            heartbeat: file.strategy.alerts?.heartbeat?.every,
            since: .onTheWall
        )
    }

    /// Until it is told to stop.
    func run() throws(Failure) {
        log.write(
            .notice,
            "start",
            "cantilever \(version) watches '\(file.strategy.name)'; this version cannot trade yet: "
                + "nothing is signed and nothing is sent"
        )
        let receivers = try AlertReceivers(file)
        try receivers.receive(from: courier)
        try file.show(in: world)
        tellWho(receivers)
        supervisor?.ready("nothing is seen yet")
        while true {
            switch loop.next(within: Self.pace) {
            case .signal(.reload): reload()
            case .signal(.stop): return finish()
            case .signal(.stopNow): return end()
            case let event?:
                if !courier.take(event) { _ = world.take(event) }
            case nil: break
            }
            tell()
            look()
        }
    }

    private func tellWho(_ receivers: AlertReceivers) {
        for (chain, live) in zip(file.strategy.fleet.chains, file.chains) {
            let ways = live.endpoints.map { "\($0.name) (\($0.host))" }.joined(separator: ", ")
            log.write(.info, "chain", "chain \(chain.id) is read through \(ways)")
        }
        let isDeaf = receivers.webhook == nil && receivers.command == nil
        log.write(isDeaf ? .warning : .info, "alerts", receivers.text)
    }

    // MARK: what is new

    private func tell() {
        let now = Instant.onTheWall
        for notice in inbox.notices {
            switch notice {
            case .failed(_, let failure):
                let key = AlertKey(.endpointFailing, failure.endpoint)
                tell(lookout.happen(key, .notice, failure.reason, at: now))
            case .disagreement(let chain, _, _, _):
                let key = AlertKey(.disputed, "\(chain)")
                tell(lookout.happen(key, .warning, "\(notice)", at: now))
            case .untold: log.write(.warning, "untold", "\(notice)")
            case .refused: log.write(.warning, "refused", "\(notice)")
            }
        }
        inbox.notices = []
        for alert in inbox.alerts { tell(lookout.take(alert, at: now)) }
        inbox.alerts = []
        for notice in courier.takeNotices() {
            log.write(notice.isTrouble ? .warning : .info, "delivery", "\(notice)")
        }
    }

    private func tell(_ notices: [AlertNotice]) {
        for notice in notices {
            log.write(
                notice.occasion == .recovered ? .notice : RunLog.Level(notice.level),
                "alert",
                "\(notice) [\(notice.key.kind.runbook)]",
                [
                    JSONMember("key", .string("\(notice.key)")),
                    JSONMember("occasion", .string(notice.occasion.rawValue)),
                    JSONMember("severity", .string(notice.level.rawValue)),
                ]
            )
            guard notice.level >= file.parameters.least else { continue }
            let body = notice.json(strategy: file.strategy.name).description
            courier.send(Letter(key: "\(notice.key)", body: Array(body.utf8)))
        }
    }

    private func look() {
        let start = SteadyTime.now
        if let lastLook, start < lastLook.advanced(by: Self.pace) { return }
        lastLook = start
        let now = Instant.onTheWall
        let outcome = lookout.look(at: world.bot, endpoints: file.names, now: now)
        tell(outcome.notices)
        if outcome.beats { courier.beat() }
        supervisor?.looked(isAccounted: outcome.isAccounted, status)
        let report = CheckReport(
            world.bot,
            file.settings,
            now: now,
            problems: [],
            history: file.settings.fleet.chains.map(\.id)
        )
        for line in news.lines(of: report) ?? [] {
            log.write(line.status == .inParity ? .info : .notice, "verdict", line.text)
        }
    }

    /// One line of how it stands, for whoever asks the service manager.
    private var status: String {
        let blocks = file.settings.fleet.chains.map { chain in
            "\(chain.name) \(world.bot.agreedBlock(of: chain.id).map { "\($0.number)" } ?? "-")"
        }
        let troubles = lookout.troubles.filter { $0.level > .notice }.map { "\($0.key)" }
        let shown = troubles.prefix(Self.mostShown).joined(separator: ", ")
        let more = troubles.count - min(troubles.count, Self.mostShown)
        let rest = more > 0 ? ", and \(more) more" : ""
        return blocks.joined(separator: ", ")
            + (troubles.isEmpty ? "; nothing is wrong" : "; wrong: " + shown + rest)
    }

    private static let mostShown = 4

    /// A service manager that can't be told is no reason not to watch.
    private static func supervisor(_ log: RunLog) -> Supervisor? {
        do throws(Supervisor.Unreachable) {
            return try Supervisor.named { Environment[$0] }
        } catch {
            let reason =
                switch error {
                case .badAddress: "NOTIFY_SOCKET is neither a path nor a name"
                case .noSocket(let number): "there is no socket (error \(number))"
                }
            log.write(.warning, "supervisor", "the service manager can't be told: \(reason)")
            return nil
        }
    }

    // MARK: what is asked for

    private func reload() {
        supervisor?.reloading()
        defer { supervisor?.ready(status) }
        do throws(Failure) {
            let fresh = try StrategyFile(watching: file.path) { log.write(.error, "reload", $0) }
            let receivers = try AlertReceivers(fresh)
            try receivers.receive(from: courier)
            do throws(Failure) {
                try fresh.show(in: world)
            } catch {
                try AlertReceivers(file).receive(from: courier)
                throw error
            }
            file = fresh
            lookout.configure(
                fresh.parameters,
                heartbeat: fresh.strategy.alerts?.heartbeat?.every
            )
            log.write(.notice, "reload", "\(file.path) was read again and is in force")
            tellWho(receivers)
        } catch {
            log.write(
                .error,
                "reload",
                "\(error.message); what was read before stays in force"
            )
        }
    }

    private func finish() {
        supervisor?.stopping()
        log.write(.notice, "stop", "told to stop")
        let end = SteadyTime.now.advanced(by: Self.patience)
        courier.hurry()
        while !courier.isIdle, SteadyTime.now < end {
            let left = Interval(milliseconds: SteadyTime.now.milliseconds(until: end))
            switch loop.next(within: left) {
            case .signal(.stopNow): return self.end()
            case let event?: _ = courier.take(event)
            case nil: break
            }
            tell()
        }
        self.end()
    }

    private func end() {
        let untold = courier.abandon()
        if !untold.isEmpty {
            log.write(.warning, "delivery", "not told: " + untold.joined(separator: ", "))
        }
        log.write(.notice, "stop", "stopped")
    }
}
