import Foundation
import TestSupport
import Testing

@testable import Journal

struct DamagedDiskTests {
    @Test func `a full disk is named, loses nothing, and is written again once there is room`()
        throws
    {
        let life = try Life(seed: 1)
        var journal = try life.open()
        var number = 0
        while number < 20 {
            try journal.append([Scratch.entry(number)])
            number += 1
        }
        let log = life.scratch.journal
        for room in stride(from: 0, to: 60_000, by: 1700) {
            life.disk.limit(life.disk.used + room)
            var failure: JournalFailure?
            for _ in 0..<20 where failure == nil {
                do throws(JournalFailure) {
                    try journal.append([Scratch.entry(number)])
                    number += 1
                } catch { failure = error }
            }
            #expect(failure == .full(path: log))
            life.disk.limit(0)
            #expect(Int(try journal.append([Scratch.entry(number)]).index) == number + 1)
            number += 1
        }
        let entries = try journal.entries(from: 1, limit: .max).map(\.entry)
        #expect(entries == (0..<number).map { Scratch.entry($0) })
    }

    @Test func `a disk that may only be read is named`() throws {
        let life = try Life(seed: 2)
        do {
            var journal = try life.open()
            try journal.append([Scratch.entry(1)])
            life.disk.makeReadOnly(true)
            #expect(throws: JournalFailure.readOnly(path: life.scratch.journal)) {
                try journal.append([Scratch.entry(2)])
            }
            life.disk.makeReadOnly(false)
        }
        life.disk.makeReadOnly(true)
        #expect(life.opening() == .readOnly(path: life.scratch.journal))
        life.disk.makeReadOnly(false)
        let journal = try life.open()
        #expect(journal.head.index == 1)
    }

    /// A disk as a killed writer leaves it: ten entries, the last eight of them only in the log.
    private func killed() throws -> Life {
        let life = try Life(seed: 3)
        do {
            var journal = try life.open()
            for number in 0..<2 { try journal.append([Scratch.entry(number)]) }
        }
        do {
            var journal = try life.open()
            for number in 2..<10 { try journal.append([Scratch.entry(number)]) }
            life.disk.keep()
        }
        life.disk.putBack()
        return life
    }

    /// Opens the damaged disk: either all is there, or what is missing is named.
    private func judge(_ life: Life, _ place: String) throws -> Bool {
        let failure = life.opening()
        life.disk.putBack()
        switch failure {
        case nil: return true
        case .older(let head, let newest):
            #expect(head < 10 && newest == 10, "\(place)")
            return false
        default:
            Issue.record("\(place): \(String(describing: failure))")
            return false
        }
    }

    @Test func `a log cut anywhere is found and says how much is missing`() throws {
        let life = try killed()
        let log = life.scratch.journal + "-wal"
        let size = try #require(life.disk.size(log))
        #expect(try judge(life, "whole"))
        var missing = 0
        let witness = Journal.witnessPath(life.scratch.journal)
        let note = try Data(contentsOf: URL(fileURLWithPath: witness))
        for count in stride(from: 0, to: size, by: 331) {
            life.disk.truncate(log, to: count)
            missing += try judge(life, "\(count) of \(size) bytes") ? 0 : 1
            try note.write(to: URL(fileURLWithPath: witness))
        }
        #expect(missing == (size + 330) / 331)
    }

    @Test func `a bit flipped in the log is found, or changes no entry`() throws {
        let life = try killed()
        let log = life.scratch.journal + "-wal"
        let size = try #require(life.disk.size(log))
        var chance = Chance(seed: 5)
        var found = 0
        for _ in 0..<600 {
            let byte = Int.random(in: 0..<size, using: &chance)
            let bit = Int.random(in: 0..<8, using: &chance)
            life.disk.flip(log, byte: byte, bit: bit)
            found += try judge(life, "bit \(bit) of byte \(byte)") ? 0 : 1
        }
        #expect(found > 550)
    }
}
