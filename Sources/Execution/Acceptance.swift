public import Vocabulary

/// Whether the network has a transaction, as far as it has shown itself; a node's own word is not it.
///
///     unseen ── seenOnce ── accepted
///        └─────────┴─── lost ──┘
///
/// 1. Accepted is what two endpoints show by its hash, one shows twice at least a block apart, or what
///    has a receipt; behind a private endpoint, its own status or a receipt and nothing else.
/// 2. Answers of one endpoint count in the order of their blocks: a late one changes nothing.
/// 3. Acceptance lasts as long as its proof: endpoints that no longer show it prove nothing.
public struct Acceptance: Hashable, Sendable {
    /// More endpoints than this are not listened to.
    public static let mostEndpoints = 8

    /// How the transaction was handed over.
    public enum Road: String, CanonicalName, Hashable, Sendable {
        case open
        /// It travels unseen until it is mined.
        case hidden
    }

    public enum Event: Hashable, Sendable {
        /// An endpoint whose head is this block has it by its hash.
        case seen(endpoint: UInt8, head: UInt64)
        /// An endpoint whose head is this block does not have it. An error or a null for other reasons is
        /// no such event.
        case absent(endpoint: UInt8, head: UInt64)
        /// What the private endpoint says of it: it holds it, or gave it up.
        case ownStatus(isHeld: Bool)
        case receipt(block: UInt64)
        /// Blocks above `fork` were taken back.
        case reorganised(fork: UInt64)
    }

    public enum Standing: Hashable, Sendable {
        case unseen
        case seenOnce
        case accepted(Proof)
        /// It was accepted, and what proved it is gone.
        case lost
    }

    public enum Proof: String, CanonicalName, Hashable, Sendable {
        case receipt
        case twoEndpoints
        case ownStatus
        /// Weaker than the others: one endpoint stands alone for it.
        case oneEndpointTwice
    }

    public let road: Road
    private var sightings: [Sighting] = []
    private var isHeld = false
    private var receipt: UInt64?
    private var wasAccepted = false

    fileprivate struct Sighting: Hashable, Sendable {
        let endpoint: UInt8
        /// The first and the last block at which it was shown without a break.
        var first: UInt64
        var last: UInt64
        var isThere: Bool
    }

    public init(_ road: Road) {
        self.road = road
    }

    public var standing: Standing {
        if let proof { return .accepted(proof) }
        if wasAccepted { return .lost }
        return road == .open && sightings.contains(where: \.isThere) ? .seenOnce : .unseen
    }

    /// Takes what was learnt and answers where it stands.
    public mutating func take(_ event: Event) -> Standing {
        switch event {
        case .seen(let endpoint, let head): see(endpoint, at: head, isThere: true)
        case .absent(let endpoint, let head): see(endpoint, at: head, isThere: false)
        case .ownStatus(let isHeld): self.isHeld = isHeld
        case .receipt(let block): receipt = block
        case .reorganised(let fork):
            if let block = receipt, block > fork { receipt = nil }
        }
        if proof != nil { wasAccepted = true }
        return standing
    }

    private mutating func see(_ endpoint: UInt8, at head: UInt64, isThere: Bool) {
        guard let place = sightings.firstIndex(where: { $0.endpoint == endpoint }) else {
            guard sightings.count < Self.mostEndpoints else { return }
            sightings.append(
                Sighting(endpoint: endpoint, first: head, last: head, isThere: isThere)
            )
            return
        }
        guard head >= sightings[place].last else { return }
        if isThere, !sightings[place].isThere { sightings[place].first = head }
        sightings[place].last = head
        sightings[place].isThere = isThere
    }

    private var proof: Proof? {
        if receipt != nil { return .receipt }
        guard road == .open else { return isHeld ? .ownStatus : nil }
        let present = sightings.filter(\.isThere)
        if present.count >= 2 { return .twoEndpoints }
        return present.contains { $0.last > $0.first } ? .oneEndpointTwice : nil
    }
}

extension Acceptance: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("road", road)
        writer.field("sightings", sightings)
        writer.field("isHeld", isHeld)
        writer.field("receipt", receipt)
        writer.field("wasAccepted", wasAccepted)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        road = try reader.read()
        sightings = try reader.read()
        isHeld = try reader.read()
        receipt = try reader.read()
        wasAccepted = try reader.read()
        guard sightings.count <= Self.mostEndpoints else {
            throw CanonicalError(.tooLarge, at: reader.offset)
        }
    }
}

extension Acceptance.Sighting: CanonicalRecord {
    func writeFields(to writer: inout CanonicalWriter) {
        writer.field("endpoint", endpoint)
        writer.field("first", first)
        writer.field("last", last)
        writer.field("isThere", isThere)
    }

    init(from reader: inout CanonicalReader) throws(CanonicalError) {
        endpoint = try reader.read()
        first = try reader.read()
        last = try reader.read()
        isThere = try reader.read()
        _ = try reader.whole(first <= last ? first : nil, "sighting")
    }
}
