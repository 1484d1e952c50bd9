import Numerics
import Recording
import Routes
import TestSupport
import Testing
import Venues
import Vocabulary

/// What comes out of a recording is what went in, and it takes little room.
@Suite struct RoundTripTests {
    private let samples: Samples
    private let folder: Folder

    init() throws {
        samples = try Samples()
        folder = try Folder()
    }

    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func `whatever happens to two chains comes back bit for bit`(seed: UInt64) throws {
        let stream = try samples.stream(seed: seed, count: 400)
        let replay = Replay(try folder.record(samples.header, stream))
        #expect(replay.failure == nil)
        #expect(replay.header == samples.header)
        #expect(replay.stream == stream)
        #expect(replay.stream.map(\.canonicalBytes) == stream.map(\.canonicalBytes))
    }

    @Test func `the same stream makes the same bytes`() throws {
        let stream = try samples.stream(seed: 3, count: 100)
        let bytes = try folder.record(samples.header, stream)
        #expect(try folder.record(samples.header, stream) == bytes)
    }

    /// Bytes that one more quiet block takes, in the long run.
    private func bytesOfQuietBlock(isDerived: Bool) throws -> Double {
        var draft = Draft(try samples.first(0))
        var stream: [Sighting] = []
        var derivation = HashDerivation()
        for _ in 0..<10_000 {
            let sighting = try draft.sighting
            stream.append(isDerived ? derivation.derive(sighting) : sighting)
            draft.advance()
        }
        let bytes = try folder.record(samples.header, stream)
        let replay = Replay(bytes)
        #expect(replay.failure == nil)
        #expect(replay.stream == stream)
        return Double(bytes.count) / 10_000
    }

    @Test func `a quiet block takes eight bytes, and forty with its own hash`() throws {
        #expect(try bytesOfQuietBlock(isDerived: true) < 8)
        #expect(try bytesOfQuietBlock(isDerived: false) < 40)
    }

    @Test func `a block with a trade takes no more than its numbers`() throws {
        var draft = Draft(try samples.first(0))
        var (stream, derivation) = ([Sighting](), HashDerivation())
        for index in 0..<5_000 {
            guard case .known(var venue) = draft.pools[0].state else { break }
            _ = try venue.sell(1_000_000, of: index % 2 == 0 ? .base : .quote)
            draft.pools[0] = PoolSight(pool: draft.pools[0].pool, state: .known(venue))
            stream.append(derivation.derive(try draft.sighting))
            draft.advance()
        }
        let bytes = try folder.record(samples.header, stream)
        #expect(Replay(bytes).stream == stream)
        #expect(bytes.count / stream.count < 30)
    }

    @Test func `derived hashes link as the chain's own did, and a reorganisation stays one`() throws
    {
        var draft = Draft(try samples.first(0))
        var (derived, derivation) = ([Sighting](), HashDerivation())
        for _ in 0..<4 {
            derived.append(derivation.derive(try draft.sighting))
            draft.advance()
        }
        // The last two are taken back.
        let branch = Samples.hash("branch")
        (draft.number, draft.hash) = (draft.number - 1, branch)
        let other = derivation.derive(try draft.sighting)
        for (block, next) in zip(derived, derived.dropFirst()) {
            #expect(next.block.parent == block.block.hash)
        }
        #expect(other.block.hash == branch)
        #expect(!derived.contains { $0.block.hash == other.block.hash })
        draft.advance()
        let after = derivation.derive(try draft.sighting)
        #expect(after.block.parent == branch)
    }

    @Test func `a writer refuses what a recording can't hold`() throws {
        let path = folder.path("refused")
        var writer = try RecordingWriter(path: path, header: samples.header)
        let first = try samples.first(0)
        try writer.append(first)
        let early = try samples.first(1, seen: first.seen.milliseconds - 1)
        #expect(throws: RecordingFailure.refused(.seenFalls)) { try writer.append(early) }
        let seven = try #require(ChainID(7))
        let stranger = try #require(Snapshot(chain: seven, block: first.block))
        #expect(throws: RecordingFailure.refused(.unknownChain(7))) {
            try writer.append(Sighting(seen: first.seen, snapshot: stranger))
        }
        try writer.append(try samples.first(1))
        try writer.finish()
        #expect(throws: RecordingFailure.refused(.finished)) { try writer.append(first) }
        #expect(writer.sightings == 2)
        #expect(UInt64(try folder.bytes("refused").count) == writer.bytes)
        #expect(Replay(try folder.bytes("refused")).stream == [first, try samples.first(1)])
        #expect(throws: RecordingFailure.system(path: path, errorNumber: 17)) {
            _ = try RecordingWriter(path: path, header: samples.header)
        }
        #expect(throws: RecordingFailure.system(path: path + "s", errorNumber: 2)) {
            _ = try RecordingReader(path: path + "s")
        }
    }

    @Test func `what is flushed can be read while the recording goes on`() throws {
        var writer = try RecordingWriter(path: folder.path("open"), header: samples.header)
        let stream = try samples.stream(seed: 1, count: 5)
        for sighting in stream { try writer.append(sighting) }
        #expect(Replay(try folder.bytes("open")).stream.isEmpty)
        try writer.flush()
        let bytes = try folder.bytes("open")
        let replay = Replay(bytes)
        #expect(replay.stream == stream)
        let cut = RecordingFailure.cut(
            at: UInt64(bytes.count),
            sightings: UInt64(stream.count)
        )
        #expect(replay.failure == cut)
        try writer.finish()
        #expect(Replay(try folder.bytes("open")).failure == nil)
    }
}
