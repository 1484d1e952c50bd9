import Vocabulary

/// Brings letters to a webhook and to a command, and heartbeats to whoever waits for them, all in the loop of
/// the one thread: nothing here waits for anything.
///
/// Letters go through an `Outbox` each. A heartbeat that fails is not sent again: the next one tells more. While
/// a receiver takes nothing, for long or for good, heartbeats are withheld: their silence calls a person whom no
/// alert reaches.
public final class Courier {
    private let loop: EventLoop
    private var webhook: (id: EndpointID, box: Outbox, sent: TransferID?)?
    private var command: (hook: HookCommand, box: Outbox, running: Running?)?
    private var heartbeat: (id: EndpointID, sent: TransferID?, isBeating: Bool)?
    private var timers: [TimerID] = []
    private var notices: [CourierNotice] = []
    /// A receiver that has failed takes something within so long, or the heart stops.
    var patience = Interval(milliseconds: 600_000)
    /// Of builds for tests.
    package var mistake = DeliveryMistake()

    private struct Running {
        let process: ChildProcess
        let limit: TimerID?
        var isLate = false
    }

    public init(over loop: EventLoop) {
        self.loop = loop
    }

    deinit {
        if let running = command?.running { loop.unwatch(running.process.descriptor) }
    }

    /// Where things go from now on. What waits for a receiver that stays waits on; what was under way to an
    /// address is sent again to the new one.
    public func configure(
        webhook address: Endpoint?,
        command hook: HookCommand?,
        heartbeat beat: Endpoint?
    ) throws(EndpointFault) {
        let fresh = try add(address, beat)
        var letters = Outbox()
        if let old = webhook {
            letters = old.box
            _ = letters.failed(isRefusal: false, retryAfter: nil, at: .now)
            letters.hurry()
            letters.forgive()
            loop.http.remove(old.id)
        }
        webhook = fresh.webhook.map { ($0, letters, nil) }
        if let old = heartbeat { loop.http.remove(old.id) }
        heartbeat = fresh.heartbeat.map { ($0, nil, false) }
        if let hook {
            if command == nil { command = (hook, Outbox(), nil) } else { command?.hook = hook }
            command?.box.forgive()
        } else {
            stopCommand()
            command = nil
        }
        go()
    }

    /// Both or neither.
    private func add(
        _ webhook: Endpoint?,
        _ heartbeat: Endpoint?
    ) throws(EndpointFault) -> (webhook: EndpointID?, heartbeat: EndpointID?) {
        let first = try webhook.map { one throws(EndpointFault) in try loop.http.add(one) }
        do throws(EndpointFault) {
            return (
                first, try heartbeat.map { one throws(EndpointFault) in try loop.http.add(one) }
            )
        } catch {
            if let first { loop.http.remove(first) }
            throw error
        }
    }

    /// Has it delivered to all receivers there are, as soon as the loop is asked for its next event.
    public func send(_ letter: Letter) {
        if webhook?.box.add(letter) == false { notices.append(.full(.webhook, key: letter.key)) }
        if command?.box.add(letter) == false { notices.append(.full(.command, key: letter.key)) }
        go()
    }

    /// Tells whoever waits for it that all is seen; not while the last one is under way.
    public func beat() {
        guard let heartbeat, heartbeat.sent == nil else { return }
        if let deaf, !mistake.isPlanted(.deafBeats) { return notices.append(.withheldBeat(deaf)) }
        do throws(EndpointFailure) {
            self.heartbeat?.sent = try loop.http.get(from: heartbeat.id)
        } catch {
            miss(error.reason)
        }
    }

    /// Who has taken nothing for too long.
    private var deaf: CourierNotice.Carrier? {
        func isDeaf(_ box: Outbox?) -> Bool {
            box?.deafSince.map { $0.elapsed() >= patience } ?? false
        }
        if isDeaf(webhook?.box) { return .webhook }
        return isDeaf(command?.box) ? .command : nil
    }

    /// Whether the event was the courier's. Others are left to others.
    public func take(_ event: LoopEvent) -> Bool {
        switch event {
        case .finished(let finished): return take(finished)
        case .readable(let descriptor):
            guard descriptor == command?.running?.process.descriptor else { return false }
            reap()
        case .due(let timer):
            if let running = command?.running, running.limit == timer {
                command?.running?.isLate = true
                running.process.end()
            } else if timers.contains(timer) {
                timers.removeAll { $0 == timer }
            } else {
                return false
            }
        case .signal, .woken: return false
        }
        go()
        return true
    }

    public func takeNotices() -> [CourierNotice] {
        defer { notices = [] }
        return notices
    }

    /// Everything has been delivered.
    public var isIdle: Bool { webhook?.box.isEmpty ?? true && command?.box.isEmpty ?? true }

    /// The end is near: what failed before is tried at once, once more.
    public func hurry() {
        webhook?.box.hurry()
        command?.box.hurry()
        go()
    }

    /// Stops at once; the keys of what was not delivered.
    public func abandon() -> [String] {
        stopCommand()
        var keys = webhook?.box.empty() ?? []
        for key in command?.box.empty() ?? [] where !keys.contains(key) { keys.append(key) }
        return keys
    }

    private func go() {
        goToWebhook()
        goToCommand()
    }

    // MARK: the webhook

    private func goToWebhook() {
        guard
            case (let id, _, nil)? = webhook, let letter = webhook?.box.next(at: .now)
        else { return }
        do throws(EndpointFailure) {
            webhook?.sent = try loop.http.post(letter.body, to: id)
        } catch {
            fail(.webhook, letter.key, error.reason, isRefusal: false, nil)
        }
    }

    private func take(_ finished: FinishedTransfer) -> Bool {
        if finished.id == heartbeat?.sent {
            heartbeat?.sent = nil
            switch judge(finished.outcome) {
            case .taken:
                if heartbeat?.isBeating == false { notices.append(.beating) }
                heartbeat?.isBeating = true
            case .not(let reason, _, _):
                guard !mistake.isPlanted(.anyAnswerBeats) else { break }
                miss(reason)
            }
            return true
        }
        guard finished.id == webhook?.sent, let letter = webhook?.box.underWay else { return false }
        webhook?.sent = nil
        switch judge(finished.outcome) {
        case .taken:
            webhook?.box.delivered()
            notices.append(.delivered(.webhook, key: letter.key))
        case .not(let reason, let isRefusal, let pause):
            fail(.webhook, letter.key, reason, isRefusal: isRefusal, pause)
        }
        go()
        return true
    }

    private func miss(_ reason: String) {
        heartbeat?.isBeating = false
        notices.append(.missedBeat(reason: reason))
    }

    private enum Judgement {
        case taken
        case not(String, isRefusal: Bool, Interval?)
    }

    /// What a client did wrong it would do wrong again; haste, slowness and a server's faults pass.
    private func judge(_ outcome: Result<HTTPAnswer, EndpointFailure>) -> Judgement {
        switch outcome {
        case .success(let answer) where (200...299).contains(answer.status): return .taken
        case .success(let answer):
            let isRefusal =
                mistake.isPlanted(.faultTakenForRefusal)
                || (400...499).contains(answer.status) && ![408, 425, 429].contains(answer.status)
            return .not("status \(answer.status)", isRefusal: isRefusal, answer.retryAfter)
        case .failure(let failure): return .not(failure.reason, isRefusal: false, nil)
        }
    }

    // MARK: the command

    private func goToCommand() {
        guard
            case (let hook, _, nil)? = command, let letter = command?.box.next(at: .now)
        else { return }
        do throws(ChildProcess.Unstartable) {
            let process = try ChildProcess(
                hook.arguments,
                environment: hook.environment,
                input: letter.body + [0x0A]
            )
            guard (try? loop.watch(process.descriptor)) != nil else {
                throw ChildProcess.Unstartable(step: "watching", errorNumber: 0)
            }
            let limit = try? loop.schedule(after: hook.limit)
            command?.running = Running(process: process, limit: limit)
        } catch {
            let reason = "it can't be started (\(error.step), error \(error.errorNumber))"
            fail(.command, letter.key, reason, isRefusal: false, nil)
        }
    }

    private func reap() {
        guard
            let running = command?.running, let end = running.process.reap(),
            let letter = command?.box.underWay
        else { return }
        release(running)
        switch end {
        case .exited(0):
            command?.box.delivered()
            notices.append(.delivered(.command, key: letter.key))
        case .exited(let code):
            fail(.command, letter.key, "it ended with code \(code)", isRefusal: false, nil)
        case .killed(let signal):
            let reason =
                running.isLate
                ? "it took longer than it may and was ended" : "signal \(signal) ended it"
            fail(.command, letter.key, reason, isRefusal: false, nil)
        }
    }

    private func release(_ running: Running) {
        loop.unwatch(running.process.descriptor)
        if let limit = running.limit { loop.cancel(limit) }
        command?.running = nil
    }

    private func stopCommand() {
        guard let running = command?.running else { return }
        running.process.end()
        release(running)
    }

    private func fail(
        _ carrier: CourierNotice.Carrier,
        _ key: String,
        _ reason: String,
        isRefusal: Bool,
        _ pause: Interval?
    ) {
        let outcome: Outbox.Failure?
        let pausedUntil: SteadyTime?
        switch carrier {
        case .webhook:
            outcome = webhook?.box.failed(isRefusal: isRefusal, retryAfter: pause, at: .now)
            pausedUntil = webhook?.box.pausedUntil
        case .command:
            outcome = command?.box.failed(isRefusal: isRefusal, retryAfter: pause, at: .now)
            pausedUntil = command?.box.pausedUntil
        }
        switch outcome {
        case .again(let pause)?:
            notices.append(.failed(carrier, key: key, reason: reason, again: pause))
        case .givenUp?: notices.append(.givenUp(carrier, key: key, reason: reason))
        case .replaced?, nil: break
        }
        // Without a timer the pause lasts until something else happens.
        if let pausedUntil, let timer = try? loop.schedule(at: pausedUntil) {
            timers.append(timer)
        }
    }
}
