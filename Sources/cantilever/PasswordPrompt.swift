import Ethereum
import Glibc

/// Where a password comes from: a file that only its owner may read, or a person who is not watched.
enum PasswordPrompt {
    static let option = "--password-file"

    /// The password that opens an existing key.
    static func existing(_ arguments: Arguments) throws(Failure) -> Password {
        if let path = arguments[option] { return try read(path) }
        return try ask("Password: ")
    }

    /// A password for a new key: asked for twice, since nobody sees what is typed.
    static func new(_ arguments: Arguments) throws(Failure) -> Password {
        if let path = arguments[option] {
            let password = try read(path)
            guard !password.isEmpty else { throw Failure(.badData, "\(path): is empty") }
            return password
        }
        let first = try ask("New password: ")
        guard !first.isEmpty else {
            throw Failure(.badData, "the password is empty; nothing was written")
        }
        let second = try ask("The same again: ")
        let isSame = first.isEqual(to: second)
        guard isSame else {
            throw Failure(.badData, "the two passwords differ; nothing was written")
        }
        return first
    }

    private static func read(_ path: String) throws(Failure) -> Password {
        let memory = try KeystoreFailure.locked(count: Password.longest)
        let count = try Files.readSecret(path, into: memory)
        return Password(memory, count: count)
    }

    private static func ask(_ question: String) throws(Failure) -> Password {
        let memory = try KeystoreFailure.locked(count: Password.longest)
        let count = try askSecretly(question, into: memory, orElse: "give \(option) FILE")
        return Password(memory, count: count)
    }

    /// Reads a line from the terminal without showing it.
    ///
    /// The terminal hands over every key as it is pressed, the one that interrupts too: a signal would
    /// end the program before it could make the terminal show again.
    static func askSecretly(
        _ question: String,
        into memory: borrowing LockedMemory,
        orElse advice: String
    ) throws(Failure) -> Int {
        let terminal = unsafe open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
        guard terminal >= 0 else {
            throw Failure(.unavailable, "there is no terminal to ask on; \(advice)")
        }
        defer { close(terminal) }
        var shown = termios()
        guard unsafe tcgetattr(terminal, &shown) == 0 else {
            throw Failure(.unavailable, "the terminal can't hide what is typed; \(advice)")
        }
        var hidden = shown
        hidden.c_lflag &= ~tcflag_t(ECHO | ECHONL | ICANON | ISIG)
        guard unsafe tcsetattr(terminal, TCSAFLUSH, &hidden) == 0 else {
            throw Failure(.unavailable, "the terminal can't hide what is typed; \(advice)")
        }
        defer {
            unsafe tcsetattr(terminal, TCSAFLUSH, &shown)
            _ = unsafe write(terminal, "\n", 1)
        }
        _ = unsafe write(terminal, question, question.utf8.count)
        return try readKeys(from: terminal, into: memory)
    }

    private static func readKeys(
        from terminal: Int32,
        into memory: borrowing LockedMemory
    ) throws(Failure) -> Int {
        var filled = 0
        var key: UInt8 = 0
        defer { key = 0 }
        while true {
            let count = unsafe Glibc.read(terminal, &key, 1)
            guard count == 1 else {
                if count < 0, errno == EINTR { continue }
                throw Failure(.unavailable, "the terminal is gone")
            }
            switch key {
            case 0x0A, 0x0D: return filled
            case 0x03, 0x04, 0x1C: throw Failure(.noInput, "cancelled; nothing was written")
            case 0x08, 0x7F:
                // A character of UTF-8 is its first byte and all that continue it.
                while filled > 0, memory[filled - 1] & 0xC0 == 0x80 { filled -= 1 }
                filled = max(0, filled - 1)
            case 0x15: filled = 0
            default:
                guard filled < memory.count else {
                    throw Failure(.badData, "more than \(memory.count) bytes were typed")
                }
                memory[filled] = key
                filled += 1
            }
        }
    }
}
