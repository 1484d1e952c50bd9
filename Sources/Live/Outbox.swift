import Vocabulary

/// Something that must reach somebody: its key, and the bytes that are handed over.
public struct Letter: Hashable, Sendable {
    /// A newer letter of the same key takes the place of an older one that has not gone yet.
    public let key: String
    public let body: [UInt8]

    public init(key: String, body: [UInt8]) {
        self.key = key
        self.body = body
    }
}

/// Letters on their way to one receiver, one at a time.
///
/// ```text
///             next                      delivered
/// waiting ------------> under way ----------------------> (gone)
///    ^                      |  refused, or failed for the last time
///    |        failed        +---------------------------> (given up)
///    +----------------------+
/// ```
///
/// 1. Letters of one key arrive in the order they were written, and only the newest of those that wait.
/// 2. After a failure the receiver is left alone: for a second, then twice as long each time, up to five
///    minutes, or for as long as it asks, up to an hour. A success ends that.
/// 3. A letter that fails goes behind the others, so that one that nobody takes holds up none.
/// 4. No letter is lost without a word: what is not taken, or given up, is answered.
struct Outbox {
    /// Letters of different keys that wait.
    static let mostLetters = 256
    static let firstPause = Interval(milliseconds: 1_000)
    static let longestPause = Interval(milliseconds: 300_000)
    /// However long a receiver asks to be left alone: alerts can't wait for a day.
    static let mostPatience = Interval(milliseconds: 3_600_000)
    /// Over an hour for one alone.
    static let mostTries = 20

    private var waiting: [Entry] = []
    private(set) var underWay: Letter?
    private var tries = 0
    private var failuresInARow: UInt64 = 0
    /// Nothing is sent before.
    private(set) var pausedUntil: SteadyTime?
    /// When the first letter did not arrive of those since the last one that did.
    private(set) var deafSince: SteadyTime?
    /// Of builds for tests.
    var mistake = DeliveryMistake()

    private struct Entry {
        var letter: Letter
        var tries: Int
    }

    var isEmpty: Bool { waiting.isEmpty && underWay == nil }
    /// Everything that has not arrived.
    var keys: [String] { (underWay.map { [$0.key] } ?? []) + waiting.map(\.letter.key) }

    /// False when there are too many of them already.
    mutating func add(_ letter: Letter) -> Bool {
        if let place = waiting.firstIndex(where: { $0.letter.key == letter.key }) {
            waiting[place] = Entry(letter: letter, tries: 0)
            return true
        }
        guard waiting.count < Self.mostLetters else {
            return mistake.isPlanted(.silentOverflow)
        }
        waiting.append(Entry(letter: letter, tries: 0))
        return true
    }

    /// The letter to send now, if any is and may be sent.
    mutating func next(at now: SteadyTime) -> Letter? {
        guard underWay == nil, !waiting.isEmpty else { return nil }
        if let pausedUntil, now < pausedUntil { return nil }
        let entry = waiting.removeFirst()
        tries = entry.tries + 1
        underWay = entry.letter
        pausedUntil = nil
        return entry.letter
    }

    mutating func delivered() {
        underWay = nil
        deafSince = nil
        failuresInARow = 0
    }

    /// What came of a failure.
    enum Failure: Hashable {
        case again(after: Interval)
        /// A newer letter says more.
        case replaced
        case givenUp
    }

    /// `isRefusal` is an answer that will be the same next time.
    mutating func failed(
        isRefusal: Bool,
        retryAfter: Interval?,
        at now: SteadyTime
    ) -> Failure {
        guard let letter = underWay else { return .replaced }
        underWay = nil
        deafSince = deafSince ?? now
        if isRefusal {
            failuresInARow = 0
            return .givenUp
        }
        let times = mistake.isPlanted(.steadyPause) ? 0 : min(failuresInARow, 20)
        let doubled = Self.firstPause.milliseconds << times
        failuresInARow += 1
        let own = Interval(milliseconds: min(doubled, Self.longestPause.milliseconds))
        let pause = max(own, min(retryAfter ?? own, Self.mostPatience))
        if !mistake.isPlanted(.impatience) { pausedUntil = now.advanced(by: pause) }
        let isOld = waiting.contains { $0.letter.key == letter.key }
        guard !isOld || mistake.isPlanted(.olderOverNewer) else { return .replaced }
        guard tries < Self.mostTries else { return .givenUp }
        if !mistake.isPlanted(.forgottenLetter) {
            waiting.append(Entry(letter: letter, tries: tries))
        }
        return .again(after: pause)
    }

    /// Somebody has looked at where things go.
    mutating func forgive() {
        deafSince = nil
    }

    /// The end is near: what waits is tried at once.
    mutating func hurry() {
        pausedUntil = nil
    }

    /// Forgets everything; what was not delivered is answered.
    mutating func empty() -> [String] {
        defer {
            waiting = []
            underWay = nil
        }
        return keys
    }
}
