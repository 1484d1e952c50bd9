import Glibc

/// The process's own streams.
enum Terminal {
    /// A stream that whoever started the program has closed leads nowhere: else the next file or connection
    /// would get its number, and what is said would be written into that.
    static func open() {
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO]
        where fcntl(descriptor, F_GETFD) < 0 && errno == EBADF {
            // The lowest free number is this one.
            _ = unsafe Glibc.open("/dev/null", O_RDWR)
        }
    }

    /// Writes a line to standard output.
    static func say(_ text: String) {
        write(text + "\n", to: STDOUT_FILENO)
    }

    /// Writes a line to standard output; `false` once nobody reads it any more.
    static func tell(_ text: String) -> Bool {
        write(text + "\n", to: STDOUT_FILENO) != EPIPE
    }

    /// Writes to standard output what a person reads beside an exit code: who stops reading has read enough,
    /// but what can't be written is a failure.
    static func report(_ text: String) throws(Failure) {
        let number = write(text + "\n", to: STDOUT_FILENO)
        if number != EPIPE { try refuse(number) }
    }

    /// Writes a line to standard error.
    static func complain(_ text: String) {
        write(text + "\n", to: STDERR_FILENO)
    }

    /// Writes to standard error what stands there only until the next one.
    static func hint(_ text: String) {
        write(text, to: STDERR_FILENO)
    }

    /// Writes to standard output as it is, without a line's end.
    static func show(_ text: String) {
        write(text, to: STDOUT_FILENO)
    }

    /// Writes to standard output what another program goes on with: half of it is not to be taken for all.
    static func hand(_ text: String) throws(Failure) {
        try refuse(write(text, to: STDOUT_FILENO))
    }

    private static func refuse(_ number: Int32) throws(Failure) {
        guard number != 0 else { return }
        let reason = unsafe String(cString: strerror(number))
        throw Failure(.unavailable, "standard output: \(reason); what was written is not all")
    }

    /// Writes all of `text`, or answers why not; nobody waits for a line that nobody reads any more.
    @discardableResult
    private static func write(_ text: String, to descriptor: Int32) -> Int32 {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let written = unsafe bytes.withUnsafeBytes {
                unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            if written > 0 {
                bytes = bytes.dropFirst(written)
            } else if errno != EINTR {
                return errno
            }
        }
        return 0
    }
}
