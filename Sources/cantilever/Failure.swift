/// Why a command could not do its work: what went wrong, where, and what to do about it.
struct Failure: Error {
    let exitCode: ExitCode
    let message: String

    init(_ exitCode: ExitCode, _ message: String) {
        self.exitCode = exitCode
        self.message = message
    }
}
