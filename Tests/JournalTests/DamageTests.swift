import Foundation
import Journal
import TestSupport
import Testing

struct DamageTests {
    @Test func `a flipped bit anywhere is found or changes no entry`() throws {
        let scratch = try Scratch()
        try scratch.fill(40, sealed: true, 20)
        let file = URL(fileURLWithPath: scratch.journal)
        let whole = try Data(contentsOf: file)
        let entries = try JournalReader(path: scratch.journal).entries(from: 1, limit: 100)
        var chance = Chance(seed: 6)
        var found = 0
        for _ in 0..<1000 {
            let place = Int.random(in: 0..<whole.count, using: &chance)
            let bit = UInt8.random(in: 0..<8, using: &chance)
            var bytes = whole
            bytes[place] ^= 1 << bit
            try bytes.write(to: file)
            if scratch.verification() != nil {
                found += 1
                continue
            }
            let read = try JournalReader(path: scratch.journal).entries(from: 1, limit: 100)
            #expect(read == entries, "bit \(bit) of byte \(place)")
        }
        #expect(found > 150)
    }

    @Test func `a page overwritten is found`() throws {
        let scratch = try Scratch()
        try scratch.fill(200)
        let file = URL(fileURLWithPath: scratch.journal)
        let whole = try Data(contentsOf: file)
        for page in 1..<whole.count / 4096 {
            var bytes = whole
            bytes.replaceSubrange(
                page * 4096..<(page + 1) * 4096,
                with: Data(repeating: 0x5a, count: 4096)
            )
            try bytes.write(to: file)
            #expect(scratch.verification() != nil, "page \(page)")
        }
    }

    @Test func `a file cut short is found`() throws {
        let scratch = try Scratch()
        try scratch.fill(200)
        let file = URL(fileURLWithPath: scratch.journal)
        let whole = try Data(contentsOf: file)
        for count in stride(from: 100, to: whole.count, by: 2900) {
            try whole.prefix(count).write(to: file)
            #expect(scratch.verification() != nil, "\(count) of \(whole.count) bytes")
        }
    }
}
