public import Foundation

/// The built command-line program, run as a process of its own.
public struct Program {
    public let output: String
    public let complaint: String
    public let exitCode: Int32

    /// Runs `cantilever` with these arguments; what it reads is `input`.
    public static func run(
        _ arguments: [String],
        input: String = "",
        environment: [String: String] = [:]
    ) throws -> Program {
        let process = Process()
        process.executableURL = folder.appending(path: "cantilever")
        process.arguments = arguments
        process.environment = ["PATH": "/usr/bin:/bin"].merging(environment) { $1 }
        let (toProgram, fromProgram, complaints) = (Pipe(), Pipe(), Pipe())
        process.standardInput = toProgram
        process.standardOutput = fromProgram
        process.standardError = complaints
        try process.run()
        try toProgram.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try toProgram.fileHandleForWriting.close()
        let output = try fromProgram.fileHandleForReading.readToEnd() ?? Data()
        let complaint = try complaints.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return Program(
            output: String(decoding: output, as: UTF8.self),
            complaint: String(decoding: complaint, as: UTF8.self),
            exitCode: process.terminationStatus
        )
    }

    /// Where the test bundle lies, and the program beside it.
    public static var folder: URL {
        // The bundle is the test runner's first argument that names one, or the runner itself.
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") }
        return URL(filePath: bundle ?? CommandLine.arguments[0]).deletingLastPathComponent()
    }
}
