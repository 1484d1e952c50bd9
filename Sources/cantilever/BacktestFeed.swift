import Recording
import Routes
import Vocabulary

/// A recording's sightings between two moments, one by one, with what it takes to say how far it is.
struct BacktestFeed: ~Copyable {
    let path: String
    private var reader: RecordingReader
    private let from: Instant?
    private let to: Instant?
    /// Where the recording ends before it should, once that has been met: what stands before it is whole.
    private(set) var cut: RecordingCut?
    /// What was read ahead, to be handed out first.
    private var ahead: [Sighting] = []

    /// More sightings than this are not read ahead to find every chain.
    static let mostAhead = 4_096

    init(_ path: String, from: Instant?, to: Instant?) throws(Failure) {
        self.path = path
        self.from = from
        self.to = to
        do throws(RecordingFailure) {
            reader = try RecordingReader(path: path)
        } catch {
            throw RecordingText.failure(error, path)
        }
    }

    var header: RecordingHeader { reader.header }

    /// Of a hundred.
    var progress: UInt64 {
        let (read, all) = reader.progress
        return all == 0 ? 100 : UInt64(UInt128(min(read, all)) * 100 / UInt128(all))
    }

    mutating func next() throws(Failure) -> Sighting? {
        if !ahead.isEmpty { return ahead.removeFirst() }
        return try read()
    }

    private mutating func read() throws(Failure) -> Sighting? {
        while cut == nil {
            let sighting: Sighting?
            do throws(RecordingFailure) {
                sighting = try reader.next()
            } catch {
                guard case .cut(let offset, let sightings) = error else {
                    throw RecordingText.failure(error, path)
                }
                cut = RecordingCut(
                    at: offset,
                    bytes: reader.progress.of - offset,
                    sightings: sightings
                )
                return nil
            }
            guard let sighting else { return nil }
            if let from, sighting.seen < from { continue }
            if let to, sighting.seen > to { return nil }
            return sighting
        }
        return nil
    }

    /// The first sighting of each of these chains; they are handed out all the same.
    mutating func openings(of chains: [Chain]) throws(Failure) -> [Sighting] {
        var found: [Sighting] = []
        while found.count < chains.count, ahead.count < Self.mostAhead, let next = try read() {
            ahead.append(next)
            let isWanted = chains.contains { $0.id == next.chain }
            if isWanted, !found.contains(where: { $0.chain == next.chain }) { found.append(next) }
        }
        for chain in chains where !found.contains(where: { $0.chain == chain.id }) {
            if let cut {
                throw Failure(.badData, "\(path): \(cut); nothing of \(chain.name) is in it")
            }
            let span = from == nil && to == nil ? "" : " between '--from' and '--to'"
            throw Failure(
                .badData,
                "\(path) shows nothing of chain \(chain.name) (\(chain.id))\(span); it names "
                    + header.fleet.chains.map { "\($0.name) (\($0.id))" }.joined(separator: ", ")
                    + ", so look for another strategy or another recording"
            )
        }
        return found
    }
}
