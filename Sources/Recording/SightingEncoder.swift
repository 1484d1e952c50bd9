import Hashing
import Numerics
import Routes
import Vocabulary

/// Turns a stream of sightings into records: the first of each chain whole, and afterwards what changed.
///
/// Its memory is one sighting a chain.
struct SightingEncoder {
    private let chains: [ChainID]
    private var last: [ChainPast?]

    init(_ fleet: Fleet) {
        chains = fleet.chains.map(\.id)
        last = Array(repeating: nil, count: chains.count)
    }

    /// Answers where the chain stands in the header; nothing is remembered yet.
    func encode(
        _ sighting: Sighting,
        to fields: inout FieldWriter
    ) throws(RecordingFailure) -> Int {
        guard let place = chains.firstIndex(of: sighting.chain) else {
            throw .refused(.unknownChain(sighting.chain.value))
        }
        if let past = last[place], past.sighting.snapshot.hasLayout(of: sighting.snapshot) {
            write(sighting, on: place, after: past, &fields)
        } else {
            fields.byte(SightingForm.whole)
            fields.data(sighting.canonicalBytes)
        }
        return place
    }

    /// What comes next on this chain is told by its difference from this.
    mutating func remember(_ sighting: Sighting, at place: Int) {
        last[place] = ChainPast(sighting, after: last[place])
    }

    private func write(
        _ sighting: Sighting,
        on place: Int,
        after past: ChainPast,
        _ fields: inout FieldWriter
    ) {
        let (old, new) = (past.sighting.block, sighting.block)
        let parent = DerivedHash.expectedParent(
            of: new.number,
            on: sighting.chain,
            after: (old.number, old.hash)
        )
        let derived = DerivedHash.of(sighting.chain, new.number, after: new.parent)
        var form: UInt8 = 0
        if new.number == old.number &+ 1 { form |= SightingForm.isNext }
        if new.parent == parent { form |= SightingForm.standsOnLast }
        if new.hash == derived { form |= SightingForm.isDerived }
        fields.byte(form)
        fields.count(UInt64(place))
        if form & SightingForm.isNext == 0 { fields.step(from: old.number, to: new.number) }
        fields.step(
            from: old.time.milliseconds &+ past.step,
            to: new.time.milliseconds
        )
        fields.step(
            from: new.time.milliseconds &+ past.lag,
            to: sighting.seen.milliseconds
        )
        if form & SightingForm.standsOnLast == 0 { fields.raw(new.parent.digest.bytes) }
        if form & SightingForm.isDerived == 0 { fields.raw(new.hash.digest.bytes) }
        writeChanges(from: past.sighting, to: sighting, &fields)
    }

    private func writeChanges(
        from old: Sighting,
        to new: Sighting,
        _ fields: inout FieldWriter
    ) {
        var changes = ChangeWriter()
        let (was, now) = (old.snapshot, new.snapshot)
        changes.entry(from: was.block.fee, to: now.block.fee, &fields)
        changes.entry(from: old.suggestedGas, to: new.suggestedGas, &fields)
        changes.entry(from: was.gasMoney, to: now.gasMoney, &fields)
        for (was, now) in zip(was.pools, now.pools) {
            changes.entry(from: was.state, to: now.state, &fields)
        }
        for (was, now) in zip(was.balances, now.balances) {
            changes.entry(from: was.amount, to: now.amount, &fields)
        }
        for (was, now) in zip(was.vaults, now.vaults) {
            changes.entry(from: was.available, to: now.available, &fields)
            changes.entry(from: was.pending, to: now.pending, &fields)
            changes.entry(from: was.isPaused, to: now.isPaused, &fields)
        }
        for (was, now) in zip(was.oracles, now.oracles) {
            changes.entry(from: was.round, to: now.round, &fields)
        }
        for (was, now) in zip(was.pauses, now.pauses) {
            changes.entry(from: was.isPaused, to: now.isPaused, &fields)
        }
        changes.end(&fields)
    }
}

/// The first byte of a record.
enum SightingForm {
    static let whole: UInt8 = 0x80
    /// The block's number is the last one's and one.
    static let isNext: UInt8 = 1
    /// Its parent is the expected one.
    static let standsOnLast: UInt8 = 2
    /// Its hash is derived.
    static let isDerived: UInt8 = 4
}

/// What is remembered of a chain.
struct ChainPast {
    let sighting: Sighting
    /// From the block before to this one, and from the block's time to its being seen: the next are about
    /// the same. Round the end of all numbers, as differences are.
    let step: UInt64
    let lag: UInt64

    init(_ sighting: Sighting, after past: ChainPast?) {
        self.sighting = sighting
        let time = sighting.block.time.milliseconds
        step = past.map { time &- $0.sighting.block.time.milliseconds } ?? 0
        lag = sighting.seen.milliseconds &- time
    }
}

extension Block {
    /// A chain without a fee market has none to read.
    var fee: Reading<Wei> { baseFee.map { .known($0) } ?? .unknown(.unasked) }
}

extension Snapshot {
    /// Whether the same things were asked for.
    func hasLayout(of other: Snapshot) -> Bool {
        pools.elementsEqual(other.pools) { $0.pool == $1.pool }
            && balances.elementsEqual(other.balances) { $0.token == $1.token }
            && vaults.elementsEqual(other.vaults) { $0.token == $1.token && $0.exit == $1.exit }
            && oracles.elementsEqual(other.oracles) { $0.feed == $1.feed }
            && pauses.elementsEqual(other.pauses) { $0.contract == $1.contract }
    }
}
