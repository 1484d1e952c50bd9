import Foundation
import Testing
import TestSupport
import Vocabulary

@testable import Live

@Suite struct EventLoopTests {
    @Test func `timers come in the order they are due, equal ones in the order they were set`() {
        var chance = Chance(seed: 9)
        for _ in 0..<200 {
            var heap = TimerHeap()
            var expected: [(UInt64, UInt64)] = []
            for _ in 0..<Int.random(in: 0...60, using: &chance) {
                let time = UInt64.random(in: 0...20, using: &chance)
                guard let id = heap.schedule(at: SteadyTime(nanoseconds: time)) else { continue }
                expected.append((time, id.value))
            }
            for _ in 0..<Int.random(in: 0...20, using: &chance) where !expected.isEmpty {
                let gone = expected.remove(at: .random(in: expected.indices, using: &chance))
                heap.cancel(TimerID(value: gone.1))
                heap.cancel(TimerID(value: gone.1))
            }
            #expect(heap.count == expected.count)
            expected.sort { $0 < $1 }
            for (time, id) in expected {
                #expect(heap.next == SteadyTime(nanoseconds: time))
                if time > 0 {
                    #expect(heap.takeDue(at: SteadyTime(nanoseconds: time - 1)) == nil)
                }
                #expect(heap.takeDue(at: SteadyTime(nanoseconds: time)) == TimerID(value: id))
            }
            #expect(heap.next == nil)
        }
    }

    @Test func `more timers than there are places for are refused`() throws {
        let loop = try Waiting().loop
        for _ in 0..<TimerHeap.mostTimers {
            _ = try loop.schedule(after: Interval(milliseconds: 60_000))
        }
        #expect(throws: EventLoopFailure.tooManyTimers) {
            try loop.schedule(after: Interval(milliseconds: 1))
        }
    }

    @Test func `a timer is due once, not before its time, and not once it is cancelled`() throws {
        let loop = try Waiting().loop
        let start = SteadyTime.now
        let late = try loop.schedule(after: Interval(milliseconds: 40))
        let never = try loop.schedule(after: Interval(milliseconds: 20))
        let soon = try loop.schedule(after: Interval(milliseconds: 10))
        loop.cancel(never)
        for (timer, milliseconds) in [(soon, 10), (late, 40)] as [(TimerID, UInt64)] {
            guard case .due(timer)? = loop.next(within: Interval(milliseconds: 5_000)) else {
                Issue.record("timer \(timer) is not due")
                return
            }
            #expect(start.advanced(by: Interval(milliseconds: milliseconds)) <= .now)
        }
        try Waiting().expectNothing()
        guard loop.next(within: Interval(milliseconds: 30)) == nil else {
            Issue.record("a timer came twice")
            return
        }
    }

    @Test func `letters of another thread wake the loop, in their order`() throws {
        let loop = try Waiting().loop
        let box = Mailbox<Int>(waking: loop.waker)
        let thread = Thread {
            usleep(20_000)
            for number in 0..<3 { _ = box.post(number) }
        }
        thread.start()
        var letters: [Int] = []
        while letters.count < 3, let event = loop.next(within: Interval(milliseconds: 5_000)) {
            guard case .woken = event else { continue }
            letters += box.takeAll()
        }
        #expect(letters == [0, 1, 2])
    }

    @Test func `a letter posted before anybody waits is not lost`() throws {
        let loop = try Waiting().loop
        let box = Mailbox<Int>(waking: loop.waker)
        #expect(box.post(1))
        guard case .woken? = loop.next(within: Interval(milliseconds: 0)) else {
            Issue.record("not woken")
            return
        }
        #expect(box.takeAll() == [1])
    }

    @Test func `a full mailbox refuses, and a loop that is gone is not called`() throws {
        var loop: EventLoop? = try Waiting().loop
        let waker = try #require(loop?.waker)
        let box = Mailbox<Int>(waking: waker)
        for number in 0..<Mailbox<Int>.mostLetters { #expect(box.post(number)) }
        #expect(!box.post(0))
        loop = nil
        #expect(box.takeAll().count == Mailbox<Int>.mostLetters)
        #expect(box.post(1), "taken, though nobody reads it")
    }

    @Test func `a watched descriptor is readable as long as there is something to read`() throws {
        let loop = try Waiting().loop
        let pipe = Pipe()
        let descriptor = pipe.fileHandleForReading.fileDescriptor
        try loop.watch(descriptor)
        guard loop.next(within: Interval(milliseconds: 20)) == nil else {
            Issue.record("readable without a byte")
            return
        }
        try pipe.fileHandleForWriting.write(contentsOf: Data([1]))
        for _ in 0..<2 {
            guard case .readable(descriptor)? = loop.next(within: Interval(milliseconds: 5_000))
            else {
                Issue.record("not readable")
                return
            }
        }
        loop.unwatch(descriptor)
        guard loop.next(within: Interval(milliseconds: 20)) == nil else {
            Issue.record("not watched any more")
            return
        }
    }

    /// On a thread of its own, so that the signals are that thread's alone.
    @Test func `signals come as events, and a second stop means now`() async {
        let events: [String] = await withCheckedContinuation { continuation in
            let thread = Thread {
                guard
                    let http = try? HTTPClient(),
                    let loop = try? EventLoop(http: http, receivesSignals: true)
                else { return continuation.resume(returning: []) }
                var events: [String] = []
                for number in [SIGHUP, SIGINT, SIGHUP, SIGTERM] {
                    raise(number)
                    if case .signal(let signal)? = loop.next(within: Interval(milliseconds: 5_000))
                    {
                        events.append("\(signal)")
                    }
                }
                continuation.resume(returning: events)
            }
            thread.start()
        }
        #expect(events == ["reload", "stop", "reload", "stopNow"])
    }

    @Test func `time is read forward, rounded up, and never wraps`() {
        let start = SteadyTime(nanoseconds: 1)
        #expect(start.milliseconds(until: SteadyTime(nanoseconds: 2)) == 1)
        #expect(start.milliseconds(until: SteadyTime(nanoseconds: 1_000_001)) == 1)
        #expect(start.milliseconds(until: SteadyTime(nanoseconds: 1_000_002)) == 2)
        #expect(SteadyTime(nanoseconds: 9).milliseconds(until: start) == 0)
        let end = SteadyTime(nanoseconds: .max)
        #expect(start.advanced(by: Interval(milliseconds: .max)) == end)
        #expect(end.advanced(by: Interval(milliseconds: 1)) == end)
        #expect(SteadyTime.now <= SteadyTime.now)
        #expect(Instant.onTheWall > Instant(milliseconds: 1_700_000_000_000))
    }
}
