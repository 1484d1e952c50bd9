import Foundation
import Glibc
import Numerics
import Recording
import Routes
import TestSupport
import Testing
import Venues
import Vocabulary

/// Neither writing nor reading grows with the recording.
@Suite struct MemoryTests {
    /// Of this process, in bytes.
    static func resident() throws -> Int {
        let text = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
        let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        return try #require(pages) * Int(sysconf(Int32(_SC_PAGESIZE)))
    }

    /// A million blocks of one chain; every seventh brings a trade.
    static func write(_ count: Int, to path: String) throws -> Int {
        let samples = try Samples()
        var writer = try RecordingWriter(path: path, header: samples.header)
        var draft = Draft(try samples.first(0))
        draft.pools = Array(draft.pools[1...1])
        (draft.vaults, draft.oracles, draft.pauses) = ([], [], [])
        guard case .known(var venue) = draft.pools[0].state else { return 0 }
        let pool = draft.pools[0].pool
        var (peak, start) = (0, 0)
        for index in 0..<count {
            (draft.number, draft.time, draft.seen) =
                (draft.number + 1, draft.time + 2_000, draft.seen + 2_000)
            if index % 7 == 0 {
                _ = try venue.sell(1_000, of: index % 2 == 0 ? .base : .quote)
                draft.pools[0] = PoolSight(pool: pool, state: .known(venue))
            }
            try writer.append(try draft.sighting)
            if index == count / 100 { start = try resident() }
            if index % 10_000 == 0 { peak = max(peak, try resident()) }
        }
        try writer.finish()
        return peak - start
    }

    static func read(_ path: String) throws -> (count: Int, growth: Int) {
        var reader = try RecordingReader(path: path)
        var (peak, start, count) = (0, 0, 0)
        while let sighting = try reader.next() {
            count += sighting.snapshot.pools.count
            if count == 10_000 { start = try resident() }
            if count % 10_000 == 0 { peak = max(peak, try resident()) }
        }
        let (read, whole) = reader.progress
        #expect(read == whole)
        return (count, peak - start)
    }

    // In a process of its own: other tests take memory too.
    @Test func `a million blocks are written and read in the same memory as a thousand`() async {
        await #expect(processExitsWith: .success) {
            let folder = try Folder()
            let path = folder.path("long")
            let growth = try Self.write(1_000_000, to: path)
            #expect(growth < 2 << 20)
            let reading = try Self.read(path)
            #expect(reading.count == 1_000_000)
            #expect(reading.growth < 2 << 20)
        }
    }
}
