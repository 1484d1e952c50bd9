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
    private let fleet: Fleet
    private var plans: [SnapshotPlan]
    private var writer: RecordingWriter
    private var derivation = HashDerivation()
    /// By chain: the last block that was written.
    private var heads: [BlockHash?]
    private var lastSeen = Instant.start
    private var failure: RecordingFailure?

    init(path: String, name: String, _ fleet: Fleet) throws(Failure) {
        self.path = path
        self.fleet = fleet
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
        for place in plans.indices {
            let chain = world.chain(plans[place].chain)
            let block = chain.head
            guard heads[place] != block.hash else { continue }
            heads[place] = block.hash
            guard let snapshot = snapshot(of: chain, at: block, place) else { continue }
            sightings.append(
                Sighting(
                    seen: max(block.time, lastSeen),
                    snapshot: snapshot,
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

    /// What is learned of a V3 pool's ticks is asked for at once: the block stands still meanwhile.
    private func snapshot(
        of chain: borrowing VirtualChain,
        at block: Block,
        _ place: Int
    ) -> Snapshot? {
        var snapshot: Snapshot?
        // Where the price is, which ticks are there, and what they hold.
        for _ in 0..<3 {
            let plan = plans[place]
            guard
                let answers = try? chain.answers(to: plan.calls),
                let answer = try? plan.snapshot(answers, at: block)
            else { break }
            snapshot = answer.snapshot
            guard
                !answer.ticks.isEmpty,
                let next = SnapshotPlan(fleet, chain: plan.chain, ticks: answer.ticks)
            else { break }
            plans[place] = next
            guard answer.snapshot.pools.contains(where: { $0.state == .unknown(.unasked) }) else {
                break
            }
        }
        return snapshot
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
