import Glibc
import Vocabulary

/// Signals that are waited for instead of interrupting anything.
///
/// They are blocked as long as this lives: the process has one thread here.
final class PaperSignals {
    enum Signal: Int32 {
        case interrupt = 2
        case terminate = 15
        case resized = 28
        case suspend = 20
    }

    private var set = sigset_t()
    private var previous = sigset_t()

    init(_ signals: [Signal]) {
        unsafe sigemptyset(&set)
        for signal in signals { unsafe sigaddset(&set, signal.rawValue) }
        unsafe pthread_sigmask(SIG_BLOCK, &set, &previous)
    }

    deinit {
        unsafe pthread_sigmask(SIG_SETMASK, &previous, nil)
    }

    /// The next one, waited for that long; without a time not waited for.
    func next(within time: Interval?) -> Signal? {
        let milliseconds = time?.milliseconds ?? 0
        var limit = timespec(
            tv_sec: Int(milliseconds / 1_000),
            tv_nsec: Int(milliseconds % 1_000) * 1_000_000
        )
        return Signal(rawValue: unsafe sigtimedwait(&set, nil, &limit))
    }
}
