/// The newest yeses and noes, a bit each.
struct RecentOutcomes: Hashable, Sendable {
    static let mostRemembered: UInt16 = 4_096

    let window: UInt16
    private(set) var words: [UInt64]
    /// The place the next one takes: the oldest one's, once all are taken.
    private(set) var next: UInt16
    private(set) var count: UInt16
    private(set) var yeses: UInt16

    /// `window` must be one to `mostRemembered`.
    init(window: UInt16) {
        self.window = window
        words = Array(repeating: 0, count: (Int(window) + 63) / 64)
        (next, count, yeses) = (0, 0, 0)
    }

    mutating func note(_ isYes: Bool) {
        let (word, bit) = (Int(next) / 64, UInt64(1) << UInt64(next % 64))
        if words[word] & bit != 0 { yeses -= 1 }
        if isYes {
            words[word] |= bit
            yeses += 1
        } else {
            words[word] &= ~bit
        }
        next = next + 1 == window ? 0 : next + 1
        if count < window { count += 1 }
    }

    mutating func forget() {
        self = RecentOutcomes(window: window)
    }

    /// Fails unless the parts are what `note` leaves behind.
    init?(read window: UInt16, _ words: [UInt64], next: UInt16, count: UInt16) {
        guard
            (1...Self.mostRemembered).contains(window), words.count == (Int(window) + 63) / 64,
            next < window, count <= window, count == window || next == count
        else { return nil }
        var yeses: UInt16 = 0
        for (index, word) in words.enumerated() {
            // Bits that nothing was noted in are none.
            let used = min(64, max(0, Int(count) - 64 * index))
            guard used == 64 || word >> UInt64(used) == 0 else { return nil }
            yeses += UInt16(word.nonzeroBitCount)
        }
        self.window = window
        self.words = words
        self.next = next
        self.count = count
        self.yeses = yeses
    }
}
