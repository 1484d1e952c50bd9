import CKernel
import Glibc

/// What the operating system's signals ask for.
public enum StopSignal: Hashable, Sendable {
    /// SIGTERM or SIGINT: finish what is under way, or park it.
    case stop
    /// A second of them: stop now.
    case stopNow
    /// SIGHUP: read the configuration again.
    case reload
}

/// Signals as something to be read, so that no handler runs in the middle of anything.
///
/// They are blocked in the thread that makes this and in those it starts afterwards: make it first. A child
/// process inherits the block and must be given an empty mask. Two equal signals that come before one is
/// read are one: that is the kernel's rule.
final class Signals {
    private let descriptor: Int32
    private let previous: sigset_t
    private var isStopping = false

    /// Why signals can't be received.
    struct Unavailable: Error {
        let errorNumber: Int32
    }

    init() throws(Unavailable) {
        var signals = sigset_t()
        var previous = sigset_t()
        unsafe sigemptyset(&signals)
        for signal in [SIGTERM, SIGINT, SIGHUP] { unsafe sigaddset(&signals, signal) }
        let refusal = unsafe pthread_sigmask(SIG_BLOCK, &signals, &previous)
        guard refusal == 0 else { throw Unavailable(errorNumber: refusal) }
        self.previous = previous
        descriptor = unsafe cantilever_signal_descriptor(&signals)
        guard descriptor >= 0 else { throw Unavailable(errorNumber: errno) }
    }

    deinit {
        close(descriptor)
        var previous = previous
        unsafe pthread_sigmask(SIG_SETMASK, &previous, nil)
    }

    var readable: Int32 { descriptor }

    func next() -> StopSignal? {
        switch cantilever_read_signal(descriptor) {
        case SIGTERM, SIGINT:
            defer { isStopping = true }
            return isStopping ? .stopNow : .stop
        case SIGHUP: return .reload
        default: return nil
        }
    }
}
