import Foundation
import Testing

@testable import Journal

struct BallastTests {
    private static let count = 200_000

    private func fillUp(_ journal: inout Journal) -> JournalFailure? {
        for number in 0..<1000 {
            do throws(JournalFailure) {
                try journal.append([Scratch.entry(number)])
            } catch { return error }
        }
        return nil
    }

    @Test func `a full disk has room again once the ballast is released`() throws {
        let life = try Life(seed: 7)
        let path = life.scratch.journal
        var journal = try Journal(path: path, ballast: Self.count, system: life.disk.name)
        #expect(journal.ballast == Self.count)
        #expect(life.disk.size(Journal.ballastPath(path)) == Self.count)
        life.disk.limit(life.disk.used + 30_000)
        #expect(fillUp(&journal) == .full(path: path))
        let full = journal.head.index
        try journal.releaseBallast()
        #expect(journal.ballast == 0)
        for number in 0..<10 { try journal.append([Scratch.entry(number)]) }
        #expect(journal.head.index == full + 10)
        try journal.releaseBallast()
    }

    @Test func `on a full disk a journal opens without ballast, and later with it`() throws {
        let life = try Life(seed: 8)
        let path = life.scratch.journal
        do {
            var journal = try life.open()
            try journal.append([Scratch.entry(1)])
        }
        life.disk.limit(life.disk.used + 60_000)
        do {
            var journal = try Journal(path: path, ballast: Self.count, system: life.disk.name)
            #expect(journal.ballast == 0)
            #expect(life.disk.size(Journal.ballastPath(path)) == nil)
            #expect(try journal.append([Scratch.entry(2)]).index == 2)
        }
        life.disk.limit(0)
        let journal = try Journal(path: path, ballast: Self.count, system: life.disk.name)
        #expect(journal.ballast == Self.count)
    }

    @Test func `ballast takes up a real disk and is kept when the journal is opened again`() throws
    {
        let scratch = try Scratch()
        let path = Journal.ballastPath(scratch.journal)
        for _ in 0..<2 {
            let journal = try Journal(path: scratch.journal, ballast: Self.count)
            #expect(journal.ballast == Self.count)
            var status = stat()
            #expect(unsafe stat(path, &status) == 0)
            #expect(status.st_size == Self.count)
            #expect(status.st_blocks * 512 >= Self.count)
        }
        var journal = try Journal(path: scratch.journal, ballast: Self.count)
        try journal.releaseBallast()
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    /// SQLite's own file system makes and removes the ballast, so its calls are failed here.
    @Test(arguments: [false, true])
    func `ballast is all there or said not to be, whichever call fails`(lasting: Bool) throws {
        var call = 0
        while true {
            call += 1
            let life = try Life(seed: UInt64(call))
            let path = Journal.ballastPath(life.scratch.journal)
            func attempt() throws(JournalFailure) {
                var journal = try Journal(
                    path: life.scratch.journal,
                    ballast: Self.count,
                    system: life.disk.name
                )
                #expect(life.disk.size(path) == journal.ballast, "call \(call)")
                try journal.releaseBallast()
                #expect(life.disk.size(path) == nil, "call \(call)")
            }
            life.disk.fail(at: call, lasting: lasting)
            do { try attempt() } catch { #expect(life.disk.failures > 0, "call \(call): \(error)") }
            let failures = life.disk.failures
            life.disk.fail(at: 0, lasting: false)
            try attempt()
            if failures == 0 { break }
        }
        #expect(call > 20)
    }
}
