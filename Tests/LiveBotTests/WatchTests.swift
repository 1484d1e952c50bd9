import Foundation
import TestSupport
import Testing

extension CheckTests {
    @Test func `watching tells each block once, and ends when it is told to`() throws {
        // Heads may be old here: blocks come on command, and the machine may be busy with other tests.
        let path = try DevnetStrategy(devnet: devnet, oldestHead: 3_000, blockInterval: "200 ms")
            .file()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let process = Process()
        process.executableURL = Program.folder.appending(path: "cantilever")
        process.arguments = ["check", "--watch", path]
        let (output, complaints) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = complaints
        try process.run()
        defer { process.terminate() }
        // What never comes is a failure with what came instead, and no test that hangs.
        DispatchQueue.global().asyncAfter(deadline: .now() + 120) { process.terminate() }
        let reader = output.fileHandleForReading
        let first = try line(from: reader) { $0.contains("usd: in parity, deviation") }
        try devnet.mine(1)
        let second = try line(from: reader) { $0.contains("usd: in parity") }
        #expect(second != first)
        kill(process.processIdentifier, SIGHUP)
        let words = complaints.fileHandleForReading
        #expect(try line(from: words) { _ in true } == "cantilever: \(path) was read again")
        try "format: 9".write(toFile: path, atomically: true, encoding: .utf8)
        kill(process.processIdentifier, SIGHUP)
        _ = try line(from: words) { $0.contains("stays in force") }
        process.terminate()
        process.waitUntilExit()
        #expect(process.terminationReason == .exit)
        #expect(process.terminationStatus == 0)
    }

    struct Ended: Error {
        let before: [String]
    }

    /// The next line of that kind. Others may come first: of a block that not all endpoints showed in time.
    func line(from handle: FileHandle, where isMeant: (String) -> Bool) throws -> String {
        var others: [String] = []
        var line: [UInt8] = []
        while let byte = try handle.read(upToCount: 1)?.first {
            guard byte == 0x0A else {
                line.append(byte)
                continue
            }
            let text = String(decoding: line, as: UTF8.self)
            if isMeant(text) { return text }
            others.append(text)
            line = []
        }
        throw Ended(before: others)
    }
}
