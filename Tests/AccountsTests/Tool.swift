import Foundation

/// An accounting program of the system's, given one file. Where it is missing, running it throws.
struct Tool {
    let output: String
    let complaint: String
    let exitCode: Int32

    static func run(_ name: String, _ words: [String], on text: String) throws -> Tool {
        let file = FileManager.default.temporaryDirectory
            .appending(path: "books-" + UUID().uuidString)
        try Data(text.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/" + name)
        process.arguments = words.map { $0 == "FILE" ? file.path() : $0 }
        process.environment = ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"]
        let complaints = FileManager.default.temporaryDirectory
            .appending(path: "complaints-" + UUID().uuidString)
        try Data().write(to: complaints)
        defer { try? FileManager.default.removeItem(at: complaints) }
        let output = Pipe()
        process.standardOutput = output
        process.standardError = try FileHandle(forWritingTo: complaints)
        try process.run()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return Tool(
            output: String(decoding: bytes, as: UTF8.self),
            complaint: try String(contentsOf: complaints, encoding: .utf8),
            exitCode: process.terminationStatus
        )
    }
}
