import Glibc

/// The command line: finds the command, runs it, turns its failure into one line and an exit code.
@main
enum Cantilever {
    static let commands: [any Command.Type] = []

    static func main() {
        let arguments = Array(CommandLine.arguments.dropFirst())
        do {
            try run(arguments)
        } catch {
            write("cantilever: \(error.message)\n", to: STDERR_FILENO)
            exit(error.exitCode.rawValue)
        }
    }

    private static func run(_ arguments: [String]) throws(Failure) {
        guard let name = arguments.first else {
            throw Failure(.usage, "no command given")
        }
        guard let command = commands.first(where: { $0.name == name }) else {
            throw Failure(.usage, "unknown command '\(name)'")
        }
        try command.run(Array(arguments.dropFirst()))
    }
}

/// Writes all of `text`, however often the kernel interrupts.
func write(_ text: String, to descriptor: Int32) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
        let written = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
        if written > 0 {
            bytes = bytes.dropFirst(written)
        } else if errno != EINTR {
            return
        }
    }
}
