import Synchronization

/// Wakes the loop's thread from any other.
public final class Waker: Sendable {
    private let wake: Mutex<(@Sendable () -> Void)?>
    private let isAwake = Atomic(false)

    init(_ wake: @escaping @Sendable () -> Void) {
        self.wake = Mutex(wake)
    }

    /// Has the loop say `woken` soon. Calls that come before it says so are one; after the loop's end
    /// nothing happens.
    public func wakeUp() {
        isAwake.store(true, ordering: .releasing)
        wake.withLock { $0?() }
    }

    func take() -> Bool {
        isAwake.exchange(false, ordering: .acquiring)
    }

    /// The loop ends.
    func retire() {
        wake.withLock { $0 = nil }
    }
}

/// Letters from other threads, read by the loop's thread when it is woken.
public final class Mailbox<Letter: Sendable>: Sendable {
    /// Letters that may lie unread.
    public static var mostLetters: Int { 1_024 }

    private let letters = Mutex<[Letter]>([])
    private let waker: Waker

    public init(waking waker: Waker) {
        self.waker = waker
    }

    /// False when the box is full: the letter is not taken, and whoever sent it must be told.
    public func post(_ letter: Letter) -> Bool {
        let isTaken = letters.withLock { letters in
            guard letters.count < Self.mostLetters else { return false }
            letters.append(letter)
            return true
        }
        if isTaken { waker.wakeUp() }
        return isTaken
    }

    /// All of them, in the order they came.
    public func takeAll() -> [Letter] {
        letters.withLock { letters in
            defer { letters = [] }
            return letters
        }
    }
}
