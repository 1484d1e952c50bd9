import Foundation
import Glibc
import Testing

@testable import Journal

/// Every system call outside SQLite refused in turn, until a run passes without a refusal.
@Suite struct FailingKernelTests {
    /// Where letting go by name was refused, a process that another test is just starting may hold a copy of
    /// the descriptor until it becomes another program.
    private static func awaitRelease(of paths: [String]) {
        for path in paths where FileManager.default.fileExists(atPath: path) {
            for _ in 0..<1_000 {
                if isFree(path) { break }
                usleep(10_000)
            }
        }
    }

    private static func isFree(_ path: String) -> Bool {
        do {
            _ = try HeldLock(path: path)
            return true
        } catch {
            return false
        }
    }

    /// Makes the 1st, 2nd, … call fail until a run has nothing to fail. `attempt` runs once with the faulty
    /// kernel; `check` is told what came of it.
    private func exhaust(
        _ fault: FailingKernel.Fault,
        atLeast least: Int,
        of files: (Scratch) -> [String],
        attempt: (Scratch, SystemCalls) throws(JournalFailure) -> Void,
        check: (Scratch, JournalFailure?, String) throws -> Void
    ) throws {
        var call = 0
        var refusals = 0
        while true {
            call += 1
            let scratch = try Scratch()
            let kernel = FailingKernel(fault, at: call)
            var failure: JournalFailure?
            do throws(JournalFailure) {
                try attempt(scratch, kernel.calls)
            } catch { failure = error }
            let round = "\(fault) at call \(call)"
            #expect(kernel.left == 0, "\(round): a descriptor is left open")
            if fault == .interrupted || fault == .sparing {
                #expect(failure == nil, "\(round): to be gone on with")
            } else if let failure {
                refusals += 1
                guard case .system(let path, FailingKernel.number) = failure else {
                    Issue.record("\(round): \(failure) does not name the cause")
                    continue
                }
                let isDraft = path.hasPrefix(scratch.directory) && path.contains(".draft")
                let isNamed = isDraft || files(scratch).contains(path)
                #expect(isNamed, "\(round): \(path) is not the file")
            }
            Self.awaitRelease(of: files(scratch).filter { $0.hasSuffix(".lock") })
            try check(scratch, failure, round)
            if kernel.failures == 0 { break }
        }
        // Few of the calls move bytes.
        if fault != .sparing { #expect(call > least, "so many calls were made to fail") }
        if fault == .once || fault == .lasting { #expect(refusals > least / 2) }
    }

    @Test(arguments: FailingKernel.Fault.allCases)
    func `a journal loses nothing acknowledged, invents nothing and lets its lock go`(
        fault: FailingKernel.Fault
    ) throws {
        var acknowledged = 0
        try exhaust(
            fault,
            atLeast: 10,
            of: { [Journal.lockPath($0.journal), Journal.witnessPath($0.journal)] },
            attempt: { scratch, calls throws(JournalFailure) in
                acknowledged = 0
                var journal = try Journal(
                    path: scratch.journal,
                    ballast: 4_096,
                    system: nil,
                    calls: calls
                )
                for number in 0..<3 {
                    try journal.append([Scratch.entry(number)])
                    acknowledged += 1
                }
                try journal.seal(step: 1, state: [1])
                acknowledged += 1
                try journal.releaseBallast()
            },
            check: { scratch, failure, round throws in
                var journal = try Journal(path: scratch.journal, ballast: 0)
                let entries = try journal.entries(from: 1, limit: .max).map(\.entry)
                #expect(entries.count >= acknowledged, "\(round): an entry is lost")
                #expect(entries.count <= acknowledged + 1, "\(round): an entry is invented")
                #expect(
                    entries.prefix(3) == (0..<3).map { Scratch.entry($0) }.prefix(entries.count),
                    "\(round): an entry is another one"
                )
                try journal.append([Scratch.entry(9)])
                if failure == nil { #expect(entries.count == 4) }
            }
        )
    }

    @Test(arguments: [FailingKernel.Fault.once, .lasting])
    func `after a witness that can't be written nothing more is acknowledged`(
        fault: FailingKernel.Fault
    ) throws {
        let scratch = try Scratch()
        // Lock: open, lock, empty, write; witness: open, read, write; then the first entry's note.
        let kernel = FailingKernel(fault, at: 8)
        var journal = try Journal(
            path: scratch.journal,
            ballast: 0,
            system: nil,
            calls: kernel.calls
        )
        let witness = Journal.witnessPath(scratch.journal)
        let failure = JournalFailure.system(path: witness, errorNumber: EIO)
        #expect(throws: failure) { try journal.append([Scratch.entry(1)]) }
        #expect(throws: JournalFailure.unknownCommit) { try journal.append([Scratch.entry(2)]) }
        extendLifetime(scratch)
    }

    @Test(arguments: FailingKernel.Fault.allCases)
    func `a backup is whole or not there`(fault: FailingKernel.Fault) throws {
        try exhaust(
            fault,
            atLeast: 8,
            of: { scratch in
                let copy = scratch.directory + "/copy"
                return [copy, copy + "-wal", copy + "-journal", scratch.directory + "/"]
            },
            attempt: { scratch, calls throws(JournalFailure) in
                do { try scratch.fill(3) } catch { Issue.record(error) }
                _ = try Backup.make(
                    from: scratch.journal,
                    to: scratch.directory + "/copy",
                    calls: calls
                )
            },
            check: { scratch, failure, round throws in
                let copy = scratch.directory + "/copy"
                let isThere = FileManager.default.fileExists(atPath: copy)
                if isThere {
                    #expect(try JournalReader(path: copy).verify().index == 3, "\(round)")
                } else {
                    #expect(failure != nil, "\(round): the backup is said to be made")
                    #expect(try Backup.make(from: scratch.journal, to: copy).index == 3)
                }
                // Only a fault that lasts can keep a whole copy from being taken away again.
                if fault != .lasting { #expect(isThere == (failure == nil), "\(round)") }
                #expect(try JournalReader(path: scratch.journal).verify().index == 3)
            }
        )
    }

    @Test(arguments: FailingKernel.Fault.allCases)
    func `a journal is restored whole or not at all`(fault: FailingKernel.Fault) throws {
        try exhaust(
            fault,
            atLeast: 12,
            of: { scratch in
                let path = scratch.journal
                return [
                    path, path + "-wal", path + "-journal", scratch.directory + "/",
                    Journal.lockPath(path),
                ]
            },
            attempt: { scratch, calls throws(JournalFailure) in
                let copy = scratch.directory + "/copy"
                do {
                    try scratch.fill(3)
                    try Backup.make(from: scratch.journal, to: copy)
                    try FileManager.default.removeItem(atPath: scratch.journal)
                } catch { Issue.record(error) }
                _ = try Backup.restore(copy, to: scratch.journal, calls: calls)
            },
            check: { scratch, failure, round throws in
                if !FileManager.default.fileExists(atPath: scratch.journal) {
                    #expect(failure != nil)
                    try Backup.restore(scratch.directory + "/copy", to: scratch.journal)
                }
                #expect(scratch.verification() == nil, "\(round)")
                #expect(scratch.opening() == nil, "\(round)")
            }
        )
    }

    @Test(arguments: FailingKernel.Fault.allCases)
    func `a repair is done, or can be done again`(fault: FailingKernel.Fault) throws {
        try exhaust(
            fault,
            atLeast: 25,
            of: { scratch in
                let (path, copy) = (scratch.journal, Repair.copyPath(scratch.journal))
                return [
                    path, copy, path + "-wal", copy + "-wal", Journal.witnessPath(path),
                    copy + ".witness", Journal.lockPath(path), scratch.directory + "/",
                ]
            },
            attempt: { scratch, calls throws(JournalFailure) in
                do {
                    try scratch.fill(5)
                    try scratch.tamper(#"UPDATE entries SET bytes = x'00' WHERE "index" = 4"#)
                } catch { Issue.record(error) }
                _ = try Repair.perform(on: scratch.journal, witness: nil, calls: calls)
            },
            check: { scratch, failure, round throws in
                if failure != nil {
                    #expect(scratch.opening() != nil, "\(round): nothing lost goes unsaid")
                    let copy = Repair.copyPath(scratch.journal)
                    let isCut = scratch.verification() == nil
                    // What was cut is only in the copy.
                    if isCut { #expect(try Self.rows(of: copy) == 5, "\(round)") }
                    let again = try Repair.perform(on: scratch.journal)
                    #expect(again.lost == 2, "\(round): what is lost is still known")
                }
                #expect(scratch.opening() == nil, "\(round)")
                #expect(try Self.rows(of: Repair.copyPath(scratch.journal)) == 5, "\(round)")
            }
        )
    }

    @Test(arguments: FailingKernel.Fault.allCases)
    func `an account is locked or free, whatever fails`(fault: FailingKernel.Fault) throws {
        func path(_ scratch: Scratch) -> String { scratch.directory + "/138-abcd.lock" }
        try exhaust(
            fault,
            atLeast: 5,
            of: { [path($0)] },
            attempt: { scratch, calls throws(JournalFailure) in
                let lock = try AccountLock(
                    directory: scratch.directory,
                    chain: 138,
                    account: [0xab, 0xcd],
                    calls: calls
                )
                extendLifetime(lock)
            },
            check: { scratch, _, round throws in
                let lock = try AccountLock(
                    directory: scratch.directory,
                    chain: 138,
                    account: [0xab, 0xcd]
                )
                // Held by this process, which is named even where the other's reading is spared.
                #expect(throws: JournalFailure.held(path: path(scratch), holder: getpid())) {
                    _ = try AccountLock(
                        directory: scratch.directory,
                        chain: 138,
                        account: [0xab, 0xcd]
                    )
                }
                extendLifetime(lock)
            }
        )
    }

    @Test(arguments: FailingKernel.Fault.allCases)
    func `a held lock is never taken, whatever fails`(fault: FailingKernel.Fault) throws {
        for call in 1...8 {
            let scratch = try Scratch()
            let path = Journal.lockPath(scratch.journal)
            let held = try HeldLock(path: path)
            let kernel = FailingKernel(fault, at: call)
            #expect(throws: JournalFailure.self, "\(fault) at call \(call)") {
                _ = try HeldLock(path: path, calls: kernel.calls)
            }
            #expect(kernel.left == 0)
            extendLifetime(held)
            extendLifetime(scratch)
        }
    }

    @Test(arguments: FailingKernel.Fault.allCases)
    func `verifying says what it could not read, and changes nothing`(
        fault: FailingKernel.Fault
    ) throws {
        try exhaust(
            fault,
            atLeast: 2,
            of: { [Journal.witnessPath($0.journal)] },
            attempt: { scratch, calls throws(JournalFailure) in
                do { try scratch.fill(2) } catch { Issue.record(error) }
                let reader = try JournalReader(path: scratch.journal)
                let note = Journal.witnessPath(scratch.journal)
                #expect(try reader.verify(witness: note, calls: calls).index == 2)
            },
            check: { scratch, _, _ in #expect(scratch.opening() == nil) }
        )
    }

    private static func rows(of path: String) throws -> Int {
        try JournalReader(path: path).entries(from: 1, limit: .max).count
    }
}
