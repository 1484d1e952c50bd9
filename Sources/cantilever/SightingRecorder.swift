import Live
import Recording
import Routes
import Vocabulary

/// Writes agreed blocks into a recording, in such portions that a process that is killed loses a few seconds.
///
/// What can't be written ends it: nothing is written behind a gap that nobody has named.
final class SightingRecorder {
    private let path: String
    private var writer: RecordingWriter
    private var lastFlush = SteadyTime.now
    private var counts: [(chain: ChainID, blocks: UInt64)]

    /// What a killed process loses at most.
    static let pause = Interval(milliseconds: 2_000)

    /// Makes the file; refuses one that exists.
    init(path: String, name: String, _ fleet: Fleet) throws(Failure) {
        self.path = path
        counts = fleet.chains.map { ($0.id, 0) }
        let header = RecordingHeader(name: name, origin: .watched, fleet: fleet)
        do throws(RecordingFailure) {
            writer = try RecordingWriter(path: path, header: header)
            try writer.flush()
        } catch {
            throw RecordingText.failure(error, path)
        }
    }

    func take(_ sighting: Sighting) throws(Failure) {
        do throws(RecordingFailure) {
            try writer.append(sighting)
        } catch {
            throw RecordingText.failure(error, path)
        }
        for place in counts.indices where counts[place].chain == sighting.chain {
            counts[place].blocks += 1
        }
    }

    /// Blocks of the chain of which there are fewest.
    var fewest: UInt64 { counts.map(\.blocks).min() ?? 0 }

    func hasBlocks(of chain: ChainID) -> Bool {
        counts.contains { $0.chain == chain && $0.blocks > 0 }
    }

    /// Hands on what was taken, if it is time.
    func breathe() throws(Failure) {
        guard lastFlush.elapsed() >= Self.pause else { return }
        lastFlush = .now
        do throws(RecordingFailure) {
            try writer.flush()
        } catch {
            throw RecordingText.failure(error, path)
        }
    }

    /// Closes the recording; answers what it has, in words.
    func finish() throws(Failure) -> String {
        do throws(RecordingFailure) {
            try writer.finish()
        } catch {
            throw RecordingText.failure(error, path)
        }
        return "\(PaperText.count(Int(clamping: writer.sightings), "block")) recorded in \(path), "
            + "\(writer.bytes) bytes"
    }
}
