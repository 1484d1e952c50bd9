import Glibc
public import Vocabulary

/// What the loop's owner is told.
public enum LoopEvent: Sendable {
    /// A request has ended, one way or another.
    case finished(FinishedTransfer)
    case due(TimerID)
    case signal(StopSignal)
    /// A watched descriptor has something to read, or its other side has gone.
    case readable(Int32)
    /// Another thread has called: mailboxes may hold letters.
    case woken
}

/// One thread's only place to wait: for answers, for time, for signals and for other threads.
///
/// Whoever owns it asks for the next event, acts on it, and asks again: nothing is called back, and nothing
/// happens between two calls of `next`. libcurl is the poller, so an answer wakes the thread that decides.
///
/// 1. No event is lost, and none comes twice.
/// 2. A signal comes before everything else.
/// 3. Neither timers nor answers keep the others waiting for more than one event.
public final class EventLoop {
    public let http: HTTPClient
    public let waker: Waker
    private let signals: Signals?
    private var timers = TimerHeap()
    private var watched: [Int32] = []
    /// Those and the signals' own.
    private var polled: [Int32] = []
    private var readable: [Int32] = []
    private var areTimersNext = false

    /// Descriptors that may be watched.
    public static let mostDescriptors = 64
    private static let longestWait: UInt64 = 60_000

    /// With `receivesSignals` this is the process's one loop that does, made before any other thread.
    public init(
        http: HTTPClient,
        receivesSignals: Bool = false
    ) throws(EventLoopFailure) {
        self.http = http
        waker = http.makeWaker()
        // A peer that hangs up while it is written to is an error of that write, not the end.
        signal(SIGPIPE, SIG_IGN)
        guard receivesSignals else {
            signals = nil
            return
        }
        do throws(Signals.Unavailable) {
            let signals = try Signals()
            self.signals = signals
            polled = [signals.readable]
        } catch {
            throw .noSignals(errorNumber: error.errorNumber)
        }
    }

    deinit { waker.retire() }

    /// Has the loop say `due` once, not before `time`.
    public func schedule(at time: SteadyTime) throws(EventLoopFailure) -> TimerID {
        guard let id = timers.schedule(at: time) else { throw .tooManyTimers }
        return id
    }

    public func schedule(after interval: Interval) throws(EventLoopFailure) -> TimerID {
        try schedule(at: SteadyTime.now.advanced(by: interval))
    }

    /// The timer will not be heard of, unless its event was returned already.
    public func cancel(_ timer: TimerID) {
        timers.cancel(timer)
    }

    /// Has the loop say `readable` as long as there is something to read.
    public func watch(_ descriptor: Int32) throws(EventLoopFailure) {
        guard !watched.contains(descriptor) else { return }
        guard watched.count < Self.mostDescriptors else { throw .tooManyDescriptors }
        watched.append(descriptor)
        polled.append(descriptor)
    }

    public func unwatch(_ descriptor: Int32) {
        watched.removeAll { $0 == descriptor }
        polled.removeAll { $0 == descriptor }
        readable.removeAll { $0 == descriptor }
    }

    /// Waits for what happens next; `nil` when nothing has within the limit.
    public func next(within limit: Interval? = nil) -> LoopEvent? {
        let end = limit.map { SteadyTime.now.advanced(by: $0) }
        while true {
            if let event = ready() { return event }
            let now = SteadyTime.now
            if let end, now >= end { return nil }
            wait(from: now, until: end)
        }
    }

    private func ready() -> LoopEvent? {
        if let signal = signals?.next() { return .signal(signal) }
        if areTimersNext, let timer = timers.takeDue(at: .now) {
            areTimersNext = false
            return .due(timer)
        }
        if let finished = http.nextFinished() {
            areTimersNext = true
            return .finished(finished)
        }
        if waker.take() { return .woken }
        if let descriptor = readable.popLast() { return .readable(descriptor) }
        return timers.takeDue(at: .now).map { .due($0) }
    }

    private func wait(from now: SteadyTime, until end: SteadyTime?) {
        var wait = Self.longestWait
        if let end { wait = min(wait, now.milliseconds(until: end)) }
        if let timer = timers.next { wait = min(wait, now.milliseconds(until: timer)) }
        readable = http.wait(milliseconds: Int32(wait), descriptors: polled)
        if let signals { readable.removeAll { $0 == signals.readable } }
    }
}

/// Why the loop can't do what it was asked.
public enum EventLoopFailure: Error, Hashable, Sendable {
    case noSignals(errorNumber: Int32)
    case tooManyTimers
    case tooManyDescriptors
}
