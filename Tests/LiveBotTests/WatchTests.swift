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
        _ = try line(from: words) { $0 == "cantilever: \(path) was read again" }
        try "format: 9".write(toFile: path, atomically: true, encoding: .utf8)
        kill(process.processIdentifier, SIGHUP)
        _ = try line(from: words) { $0.contains("stays in force") }
        process.terminate()
        process.waitUntilExit()
        #expect(process.terminationReason == .exit)
        #expect(process.terminationStatus == 0)
    }

    @Test func `a node that fails while it is watched is named, and forgotten once it is well`()
        throws
    {
        let path = try DevnetStrategy(devnet: devnet, oldestHead: 3_000, blockInterval: "200 ms")
            .file()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let watch = try LiveProcess(["check", "--watch", "--json", path])
        try watch.wait(for: "\"problems\":[]")
        try devnet.fault("138/1", #""off":true"#)
        try watch.wait(for: "cantilever: chain 138: home/1: it refuses connections")
        try devnet.mine(1)
        try watch.wait(for: "\"chain 138: home/1: it refuses connections\"")
        try devnet.heal()
        let before = watch.output.components(separatedBy: "\"problems\":[]").count
        try watch.wait(for: "a document without problems") {
            try devnet.mine(1)
            return watch.output.components(separatedBy: "\"problems\":[]").count > before
        }
    }

    @Test func `the alert of a halt says what contradicts what`() throws {
        try devnet.fault("138/1", #""chainId":5"#)
        let run = try Running(DevnetStrategy(devnet: devnet).text())
        try run.wait(
            for: "nothing is begun: an answer contradicts what is known: "
                + "an endpoint serves chain 5, not chain 138"
        )
        #expect(try run.stop() == 0)
    }

    @Test func `watching ends when nobody reads it any more`() throws {
        let path = try DevnetStrategy(devnet: devnet, oldestHead: 3_000, blockInterval: "200 ms")
            .file()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = [
            "-c", "\"$0\" check --watch \"$1\" | head -n 1",
            Program.folder.appending(path: "cantilever").path, path,
        ]
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        let end = Date().addingTimeInterval(60)
        while process.isRunning, Date() < end { try devnet.mine(1) }
        #expect(!process.isRunning)
        process.terminate()
    }

    @Test(arguments: ["check", "doctor"])
    func `a report that can't be written is no success`(word: String) throws {
        let path = try DevnetStrategy(devnet: devnet).file()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let process = Process()
        process.executableURL = Program.folder.appending(path: "cantilever")
        process.arguments = [word, path]
        process.standardOutput = try FileHandle(forWritingTo: URL(filePath: "/dev/full"))
        let complaints = Pipe()
        process.standardError = complaints
        try process.run()
        let words = try complaints.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(process.terminationStatus == 3)
        #expect(String(decoding: words, as: UTF8.self).contains("standard output: No space left"))
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
