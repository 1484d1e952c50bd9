import Testing
import Vocabulary

@testable import Live

/// An outbox that expectations may change.
private final class Box {
    private var box = Outbox()

    var isEmpty: Bool { box.isEmpty }
    var keys: [String] { box.keys }
    func add(_ letter: Letter) -> Bool { box.add(letter) }
    func next(at now: SteadyTime) -> Letter? { box.next(at: now) }
    func delivered() { box.delivered() }
    func empty() -> [String] { box.empty() }

    func failed(isRefusal: Bool, retryAfter: Interval?, at now: SteadyTime) -> Outbox.Failure {
        box.failed(isRefusal: isRefusal, retryAfter: retryAfter, at: now)
    }
}

/// Letters on their way: in order, one at a time, and never lost without a word.
@Suite struct OutboxTests {
    private func at(_ seconds: UInt64) -> SteadyTime {
        SteadyTime(nanoseconds: seconds * 1_000_000_000)
    }

    private func letter(_ key: String, _ text: String = "") -> Letter {
        Letter(key: key, body: Array(text.utf8))
    }

    @Test func `one letter is under way at a time, in the order they were written`() {
        let box = Box()
        for key in ["a", "b"] { #expect(box.add(letter(key))) }
        #expect(box.next(at: at(0))?.key == "a")
        #expect(box.next(at: at(0)) == nil)
        box.delivered()
        #expect(box.next(at: at(0))?.key == "b")
        box.delivered()
        #expect(box.isEmpty)
    }

    @Test func `a newer letter takes the place of one that waits, and of one that failed`() {
        let box = Box()
        _ = box.add(letter("a", "1"))
        _ = box.add(letter("b"))
        _ = box.add(letter("a", "2"))
        #expect(box.next(at: at(0)) == letter("a", "2"))
        _ = box.add(letter("a", "3"))
        #expect(box.failed(isRefusal: false, retryAfter: nil, at: at(0)) == .replaced)
        #expect(box.keys == ["b", "a"])
        #expect(box.next(at: at(1))?.key == "b")
        box.delivered()
        #expect(box.next(at: at(1)) == letter("a", "3"))
    }

    @Test
    func `after failures the receiver is left alone for longer each time, up to five minutes`() {
        let box = Box()
        _ = box.add(letter("a"))
        var now: UInt64 = 0
        var pauses: [UInt64] = []
        while box.next(at: at(now)) != nil {
            guard
                case .again(let pause) = box.failed(isRefusal: false, retryAfter: nil, at: at(now))
            else { break }
            #expect(box.next(at: at(now + pause.milliseconds / 1_000 - 1)) == nil)
            pauses.append(pause.milliseconds / 1_000)
            now += pause.milliseconds / 1_000
        }
        #expect(pauses == [1, 2, 4, 8, 16, 32, 64, 128, 256] + Array(repeating: 300, count: 10))
        #expect(box.isEmpty)
    }

    @Test func `a receiver that asks for time is given it, and a success ends all pauses`() {
        let box = Box()
        for key in ["a", "b"] { _ = box.add(letter(key)) }
        _ = box.next(at: at(0))
        let asked = Interval(milliseconds: 60_000)
        #expect(
            box.failed(isRefusal: false, retryAfter: asked, at: at(0)) == .again(after: asked)
        )
        #expect(box.next(at: at(59)) == nil)
        #expect(box.next(at: at(60))?.key == "b")
        box.delivered()
        #expect(box.next(at: at(60))?.key == "a")
        let again = box.failed(isRefusal: false, retryAfter: nil, at: at(60))
        #expect(again == .again(after: Outbox.firstPause))
    }

    @Test func `what is refused is given up at once and holds up nothing`() {
        let box = Box()
        for key in ["a", "b"] { _ = box.add(letter(key)) }
        _ = box.next(at: at(0))
        #expect(box.failed(isRefusal: true, retryAfter: nil, at: at(0)) == .givenUp)
        #expect(box.next(at: at(0))?.key == "b")
    }

    @Test func `a full box says so, and still takes what replaces`() {
        let box = Box()
        for number in 0..<Outbox.mostLetters { #expect(box.add(letter("\(number)"))) }
        #expect(!box.add(letter("more")))
        #expect(box.add(letter("7", "newer")))
        #expect(box.empty().count == Outbox.mostLetters)
        #expect(box.isEmpty)
    }
}
