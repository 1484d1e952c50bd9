import Foundation
import Synchronization
import TestSupport

/// The program at work, whose lines a test waits for.
final class LiveProcess: Sendable {
    private let process: Process
    private let said = Heard()
    private let complained = Heard()
    private let readers = DispatchGroup()

    struct Silent: Error, CustomStringConvertible {
        let wanted: String
        let said: String
        var description: String { "no '\(wanted)' in:\n\(said)" }
    }

    /// Longer than any machine takes: what never comes is a failure and no test that hangs.
    private static let patience = 120

    init(_ arguments: [String]) throws {
        process = Process()
        process.executableURL = Program.folder.appending(path: "cantilever")
        process.arguments = arguments
        let (output, complaints) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = complaints
        try process.run()
        read(output, into: said)
        read(complaints, into: complained)
    }

    /// A test that fails leaves nothing running.
    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    private func read(_ pipe: Pipe, into text: Heard) {
        let handle = pipe.fileHandleForReading
        DispatchQueue.global().async(group: readers) {
            while case let data = handle.availableData, !data.isEmpty {
                text.words.withLock { $0 += String(decoding: data, as: UTF8.self) }
            }
        }
    }

    /// What a stream has said, for whoever reads it as long as it lasts.
    private final class Heard: Sendable {
        let words = Mutex("")
    }

    var output: String { said.words.withLock { $0 } }
    var complaint: String { complained.words.withLock { $0 } }
    var number: Int32 { process.processIdentifier }

    /// Waits for a line with these words, of either stream.
    func wait(for words: String, times: Int = 1) throws {
        try wait(for: words) {
            (self.output + "\n" + self.complaint).components(separatedBy: words).count > times
        }
    }

    func wait(for name: String, until isMet: () throws -> Bool) throws {
        let end = Date().addingTimeInterval(TimeInterval(Self.patience))
        while try !isMet() {
            guard Date() < end, process.isRunning else {
                process.terminate()
                throw Silent(wanted: name, said: output + "\n" + complaint)
            }
            Thread.sleep(forTimeInterval: 0.05)
        }
    }

    /// Ends it by a signal, and answers its exit code; negative for a signal that killed it.
    @discardableResult
    func end(_ signal: Int32 = SIGTERM) -> Int32 {
        kill(process.processIdentifier, signal)
        return ended()
    }

    /// Waits until it has ended by itself.
    func ended() -> Int32 {
        process.waitUntilExit()
        readers.wait()
        let status = process.terminationStatus
        return process.terminationReason == .exit ? status : -status
    }
}
