import Foundation
import TestSupport
import Testing

extension CheckTests {
    @Test func `watching tells each block once, and ends when it is told to`() throws {
        let path = try DevnetStrategy(devnet: devnet, blockInterval: "200 ms").file()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let process = Process()
        process.executableURL = Program.folder.appending(path: "cantilever")
        process.arguments = ["check", "--watch", path]
        let (output, complaints) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = complaints
        try process.run()
        let reader = output.fileHandleForReading
        let first = try line(from: reader)
        #expect(first.contains("usd: in parity, deviation"), "\(first)")
        try devnet.mine(1)
        let second = try line(from: reader)
        #expect(second.contains("usd: in parity") && second != first)
        kill(process.processIdentifier, SIGHUP)
        let word = try line(from: complaints.fileHandleForReading)
        #expect(word == "cantilever: \(path) was read again")
        try "format: 9".write(toFile: path, atomically: true, encoding: .utf8)
        kill(process.processIdentifier, SIGHUP)
        var words = ""
        while !words.contains("stays in force") {
            words = try line(from: complaints.fileHandleForReading)
        }
        process.terminate()
        process.waitUntilExit()
        #expect(process.terminationReason == .exit)
        #expect(process.terminationStatus == 0)
    }

    private func line(from handle: FileHandle) throws -> String {
        var line: [UInt8] = []
        while let byte = try handle.read(upToCount: 1)?.first, byte != 0x0A { line.append(byte) }
        return String(decoding: line, as: UTF8.self)
    }
}
