import Foundation
import Journal
import Testing

struct VerificationTests {
    @Test(arguments: [
        "bytes = x'00'", "view = '{}'", #"view = '{"number":7}'"#, "step = 9", "kind = 'other'",
        "digest = zeroblob(32)",
    ])
    func `an entry changed in any part is named`(change: String) throws {
        let scratch = try Scratch()
        try scratch.fill(5)
        try scratch.tamper(#"UPDATE entries SET \#(change) WHERE "index" = 3"#)
        #expect(scratch.opening() == .broken(BrokenChain(index: 3, fault: .changed)))
        #expect(scratch.verification() == scratch.opening())
    }

    @Test func `a removed entry is named`() throws {
        let scratch = try Scratch()
        try scratch.fill(5)
        try scratch.tamper(#"DELETE FROM entries WHERE "index" = 2"#)
        #expect(scratch.opening() == .broken(BrokenChain(index: 2, fault: .missing)))
    }

    @Test func `opening proves the last segment and verifying proves all`() throws {
        let scratch = try Scratch()
        try scratch.fill(4, sealed: true, 3)
        #expect(try lastSeal(of: scratch) == 5)
        #expect(scratch.verification() == nil)
        try scratch.tamper(#"UPDATE entries SET view = '' WHERE "index" = 2"#)
        #expect(scratch.opening() == nil)
        #expect(scratch.verification() == .broken(BrokenChain(index: 2, fault: .changed)))
    }

    /// A function of its own: the optimiser trips over a journal that dies inside a macro.
    private func lastSeal(of scratch: Scratch) throws -> UInt64? {
        let journal = try Journal(path: scratch.journal, ballast: 0)
        return journal.sealed
    }

    @Test(arguments: [5, 6, 8])
    func `a change in the last segment is found by opening`(index: UInt64) throws {
        let scratch = try Scratch()
        try scratch.fill(4, sealed: true, 3)
        try scratch.tamper(#"UPDATE entries SET bytes = x'ff' WHERE "index" = \#(index)"#)
        #expect(scratch.opening() == .broken(BrokenChain(index: index, fault: .changed)))
    }

    @Test func `a removed or changed seal is found`() throws {
        for change in ["DELETE FROM seals", "UPDATE seals SET link = zeroblob(32)"] {
            let scratch = try Scratch()
            try scratch.fill(4, sealed: true, 3)
            try scratch.tamper(change)
            let fault: BrokenChain.Fault = change.hasPrefix("DELETE") ? .unsealed : .brokenSeal
            #expect(scratch.opening() == .broken(BrokenChain(index: 5, fault: fault)))
        }
    }
}
