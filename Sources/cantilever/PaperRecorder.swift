import Contracts
import Recording
import Routes
import Simulation
import Vocabulary

/// Writes down every block of a simulated world, as an observer at each chain would see it.
///
/// What fails is kept until the end: the session goes on, since it is what a person looks at.
final class PaperRecorder {
    private let path: String
    private let plans: [SnapshotPlan]
    private var writer: RecordingWriter
    private var derivation = HashDerivation()
    /// By chain: the last block that was written.
    private var heads: [BlockHash?]
    private var lastSeen = Instant.start
    private var failure: RecordingFailure?

    init(path: String, name: String, _ fleet: Fleet) throws(Failure) {
        self.path = path
        plans = fleet.chains.compactMap { SnapshotPlan(fleet, chain: $0.id) }
        heads = Array(repeating: nil, count: plans.count)
        let header = RecordingHeader(name: name, origin: .simulated, fleet: fleet)
        do throws(RecordingFailure) {
            writer = try RecordingWriter(path: path, header: header)
        } catch {
            throw RecordingText.failure(error, path)
        }
    }

    /// Takes down what is new on each chain.
    func look(at world: borrowing SimulatedWorld) {
        guard failure == nil else { return }
        var sightings: [Sighting] = []
        for (place, plan) in plans.enumerated() {
            let chain = world.chain(plan.chain)
            let block = chain.head
            guard heads[place] != block.hash else { continue }
            heads[place] = block.hash
            guard
                let answers = try? chain.answers(to: plan.calls),
                let answer = try? plan.snapshot(answers, at: block)
            else { continue }
            sightings.append(
                Sighting(
                    seen: max(block.time, lastSeen),
                    snapshot: answer.snapshot,
                    suggestedGas: .known(chain.gasPrice)
                )
            )
        }
        for sighting in sightings.sorted(by: { $0.seen < $1.seen }) {
            lastSeen = sighting.seen
            do throws(RecordingFailure) {
                try writer.append(derivation.derive(sighting))
            } catch {
                failure = error
                return
            }
        }
    }

    /// Answers what was recorded, in words.
    func finish() throws(Failure) -> String {
        do throws(RecordingFailure) {
            if let failure { throw failure }
            try writer.finish()
        } catch {
            throw RecordingText.failure(error, path)
        }
        return "\(PaperText.count(Int(clamping: writer.sightings), "block")) recorded in \(path), "
            + "\(writer.bytes) bytes"
    }
}
