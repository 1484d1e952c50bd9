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
        if let path = arguments[option] { return try read(path) }
        let first = try ask("New password: ")
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
    static func askSecretly(
        _ question: String,
        into memory: borrowing LockedMemory,
        orElse advice: String
    ) throws(Failure) -> Int {
        let terminal = unsafe open("/dev/tty", O_RDWR | O_CLOEXEC)
        guard terminal >= 0 else {
            throw Failure(.unavailable, "there is no terminal to ask on; \(advice)")
        }
        defer { close(terminal) }
        var shown = termios()
        guard unsafe tcgetattr(terminal, &shown) == 0 else {
            throw Failure(.unavailable, "the terminal can't hide what is typed; \(advice)")
        }
        var hidden = shown
        hidden.c_lflag &= ~tcflag_t(ECHO)
        unsafe tcsetattr(terminal, TCSAFLUSH, &hidden)
        defer {
            unsafe tcsetattr(terminal, TCSAFLUSH, &shown)
            _ = unsafe write(terminal, "\n", 1)
        }
        _ = unsafe write(terminal, question, question.utf8.count)
        return try Files.readSecret(from: terminal, named: "the terminal", into: memory)
    }
}
