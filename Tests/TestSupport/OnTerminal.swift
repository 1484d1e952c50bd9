import Foundation

/// The program under a pseudo-terminal, as a person sees it.
public enum OnTerminal {
    /// Types each line once the program has asked for it, and answers all that was shown.
    public static func run(_ arguments: [String], typing lines: [String]) throws -> String {
        let process = Process()
        let (keyboard, screen) = (Pipe(), Pipe())
        let program = Program.folder.appending(path: "cantilever").path
        let words = ([program] + arguments).map { "'\($0)'" }.joined(separator: " ")
        process.executableURL = URL(filePath: "/usr/bin/script")
        process.arguments = ["--quiet", "--return", "--command", words, "/dev/null"]
        process.standardInput = keyboard
        process.standardOutput = screen
        process.standardError = screen
        try process.run()
        var shown = ""
        var rest = lines[...]
        while case let data = screen.fileHandleForReading.availableData, !data.isEmpty {
            shown += String(decoding: data, as: UTF8.self)
            if shown.hasSuffix(": "), let line = rest.popFirst() {
                try keyboard.fileHandleForWriting.write(contentsOf: Data((line + "\n").utf8))
            }
        }
        process.waitUntilExit()
        return shown
    }

    /// Waits until the screen has shown `marker`, then types `keys`; answers every byte that was shown.
    ///
    /// `before` are shell commands of the terminal's own, such as one that changes its size later.
    public static func watch(
        _ arguments: [String],
        columns: Int,
        rows: Int,
        environment: [String: String] = [:],
        before: String = ":",
        until marker: String,
        typing keys: String
    ) throws -> String {
        let process = Process()
        let (keyboard, screen) = (Pipe(), Pipe())
        let program = Program.folder.appending(path: "cantilever").path
        let words = ([program] + arguments).map { "'\($0)'" }.joined(separator: " ")
        let variables = environment.map { "\($0.key)='\($0.value)'" }.sorted()
            .joined(separator: " ")
        let command =
            "stty cols \(columns) rows \(rows); \(before); "
            + "TERM=xterm \(variables) exec \(words)"
        process.executableURL = URL(filePath: "/usr/bin/script")
        process.arguments = ["--quiet", "--return", "--command", command, "/dev/null"]
        process.standardInput = keyboard
        process.standardOutput = screen
        process.standardError = screen
        try process.run()
        var shown = ""
        var hasTyped = false
        while case let data = screen.fileHandleForReading.availableData, !data.isEmpty {
            shown += String(decoding: data, as: UTF8.self)
            if !hasTyped, shown.contains(marker) {
                hasTyped = true
                try keyboard.fileHandleForWriting.write(contentsOf: Data(keys.utf8))
            }
        }
        process.waitUntilExit()
        return shown
    }
}
