import CKernel
import Glibc

/// A program that was started with something to read, until it has ended and was reaped.
///
/// It runs without a shell, in a process group of its own, with no signal blocked or ignored, and with no
/// descriptor of ours: its input is a file in memory, what it prints goes nowhere. So neither a slow nor a
/// loud program can hold up whoever started it.
@safe
final class ChildProcess {
    /// Readable once the program has ended.
    let descriptor: Int32
    private let number: pid_t
    private var isReaped = false

    /// Which step of starting it was refused, and the system's number for why.
    struct Unstartable: Error, Hashable {
        let step: String
        let errorNumber: Int32
    }

    init(
        _ arguments: [String],
        environment: [String],
        input: [UInt8]
    ) throws(Unstartable) {
        let file = cantilever_memory_file()
        guard file >= 0 else { throw Unstartable(step: "input", errorNumber: errno) }
        defer { close(file) }
        let written = unsafe write(file, input, input.count)
        guard written == input.count, lseek(file, 0, SEEK_SET) == 0 else {
            throw Unstartable(step: "input", errorNumber: errno)
        }
        number = try Self.spawn(arguments, environment, file)
        descriptor = cantilever_process_descriptor(number)
        guard descriptor >= 0 else {
            let reason = errno
            kill(-number, SIGKILL)
            var status: Int32 = 0
            unsafe waitpid(number, &status, 0)
            throw Unstartable(step: "watching", errorNumber: reason)
        }
    }

    deinit {
        if !isReaped {
            end()
            var status: Int32 = 0
            unsafe waitpid(number, &status, 0)
        }
        close(descriptor)
    }

    /// How a program ended.
    enum End: Hashable {
        case exited(Int32)
        case killed(signal: Int32)
    }

    /// `nil` while it runs.
    func reap() -> End? {
        var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard !isReaped, unsafe poll(&watched, 1, 0) > 0 else { return nil }
        // What it started and left behind has no business here any more. Until it is reaped the number of the
        // group is nobody else's.
        kill(-number, SIGKILL)
        var status: Int32 = 0
        unsafe waitpid(number, &status, 0)
        isReaped = true
        let signal = status & 0x7F
        return signal == 0 ? .exited(status >> 8 & 0xFF) : .killed(signal: signal)
    }

    /// Ends it and all that it started, at once.
    func end() {
        kill(-number, SIGKILL)
    }

    private static func spawn(
        _ arguments: [String],
        _ environment: [String],
        _ input: Int32
    ) throws(Unstartable) -> pid_t {
        var attributes = posix_spawnattr_t()
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawnattr_init(&attributes)
        unsafe posix_spawn_file_actions_init(&actions)
        defer {
            unsafe posix_spawnattr_destroy(&attributes)
            unsafe posix_spawn_file_actions_destroy(&actions)
        }
        var none = sigset_t()
        var all = sigset_t()
        unsafe sigemptyset(&none)
        unsafe sigfillset(&all)
        let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP
        unsafe posix_spawnattr_setflags(&attributes, Int16(flags))
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setsigdefault(&attributes, &all)
        unsafe posix_spawnattr_setpgroup(&attributes, 0)
        unsafe posix_spawn_file_actions_adddup2(&actions, input, 0)
        unsafe posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        unsafe posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        unsafe cantilever_close_from(&actions, 3)
        var words: [UnsafeMutablePointer<CChar>?] = unsafe arguments.map { unsafe strdup($0) }
        var variables: [UnsafeMutablePointer<CChar>?] = unsafe environment.map {
            unsafe strdup($0)
        }
        unsafe words.append(nil)
        unsafe variables.append(nil)
        defer {
            unsafe (words + variables).forEach { unsafe free($0) }
        }
        var number: pid_t = 0
        let path = arguments.first ?? ""
        let refusal = unsafe posix_spawn(&number, path, &actions, &attributes, words, variables)
        guard refusal == 0 else { throw Unstartable(step: "program", errorNumber: refusal) }
        return number
    }
}
