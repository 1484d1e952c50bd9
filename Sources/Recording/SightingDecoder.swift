import Hashing
import Numerics
import Routes
import Vocabulary

/// Turns records back into sightings. Its memory is one sighting a chain.
struct SightingDecoder {
    private let chains: [ChainID]
    private var last: [ChainPast?]

    typealias Fault = RecordingFailure.Contradiction

    init(_ fleet: Fleet) {
        chains = fleet.chains.map(\.id)
        last = Array(repeating: nil, count: chains.count)
    }

    mutating func next(_ fields: inout FieldReader) throws(Fault) -> Sighting {
        let form = try fields.byte()
        let known =
            SightingForm.isNext | SightingForm.standsOnLast | SightingForm.isDerived
        let (place, sighting): (Int, Sighting)
        if form == SightingForm.whole {
            (place, sighting) = try readWhole(&fields)
        } else if form & ~known == 0 {
            (place, sighting) = try readChanged(form, &fields)
        } else {
            throw .unknownKind(form)
        }
        last[place] = ChainPast(sighting, after: last[place])
        return sighting
    }

    private func readWhole(_ fields: inout FieldReader) throws(Fault) -> (Int, Sighting) {
        guard let sighting = try? Sighting(canonicalBytes: try fields.data()) else {
            throw .impossible("Sighting")
        }
        guard let place = chains.firstIndex(of: sighting.chain) else {
            throw .unknownChain(sighting.chain.value)
        }
        return (place, sighting)
    }

    private func readChanged(
        _ form: UInt8,
        _ fields: inout FieldReader
    ) throws(Fault) -> (Int, Sighting) {
        let number = try fields.count()
        guard number < UInt64(chains.count), let past = last[Int(number)] else {
            throw .unknownChain(number)
        }
        let (chain, old) = (chains[Int(number)], past.sighting.block)
        var height = old.number &+ 1
        if form & SightingForm.isNext == 0 {
            height = try fields.step(from: old.number)
            guard height != old.number &+ 1 else { throw .notMinimal }
        }
        let time = try fields.step(from: old.time.milliseconds &+ past.step)
        let seen = try fields.step(from: time &+ past.lag)
        let expected = DerivedHash.expectedParent(
            of: height,
            on: chain,
            after: (old.number, old.hash)
        )
        let parent =
            form & SightingForm.standsOnLast == 0 ? try hash(&fields) : expected
        guard form & SightingForm.standsOnLast != 0 || parent != expected else {
            throw .notMinimal
        }
        let derived = DerivedHash.of(chain, height, after: parent)
        let hash = form & SightingForm.isDerived == 0 ? try hash(&fields) : derived
        guard form & SightingForm.isDerived != 0 || hash != derived else { throw .notMinimal }
        let head = BlockHead(
            number: height,
            hash: hash,
            parent: parent,
            time: Instant(milliseconds: time)
        )
        let sighting = try change(
            past.sighting,
            head,
            seen: Instant(milliseconds: seen),
            &fields
        )
        return (Int(number), sighting)
    }

    private func hash(_ fields: inout FieldReader) throws(Fault) -> BlockHash {
        guard let digest = Digest(bytes: try fields.raw(32)) else { throw .short }
        return BlockHash(digest)
    }

    /// A block without its fee, which stands among the entries.
    private struct BlockHead {
        let number: UInt64
        let hash: BlockHash
        let parent: BlockHash
        let time: Instant
    }

    private func change(
        _ old: Sighting,
        _ head: BlockHead,
        seen: Instant,
        _ fields: inout FieldReader
    ) throws(Fault) -> Sighting {
        var changes = try ChangeReader(&fields)
        let fee = try changes.entry(after: old.block.fee, &fields) ?? old.block.fee
        if case .unknown(let reason) = fee, reason != .unasked { throw .impossible("baseFee") }
        let gas = try changes.entry(after: old.suggestedGas, &fields) ?? old.suggestedGas
        let was = old.snapshot
        let money = try changes.entry(after: was.gasMoney, &fields) ?? was.gasMoney
        var (pools, balances) = (was.pools, was.balances)
        for (index, sight) in was.pools.enumerated() {
            guard let state = try changes.entry(after: sight.state, &fields) else { continue }
            pools[index] = PoolSight(pool: sight.pool, state: state)
        }
        for (index, sight) in was.balances.enumerated() {
            guard let amount = try changes.entry(after: sight.amount, &fields) else { continue }
            balances[index] = BalanceSight(token: sight.token, amount: amount)
        }
        var (vaults, oracles, pauses) = (was.vaults, was.oracles, was.pauses)
        for (index, sight) in was.vaults.enumerated() {
            let available = try changes.entry(after: sight.available, &fields)
            let pending = try changes.entry(after: sight.pending, &fields)
            let isPaused = try changes.entry(after: sight.isPaused, &fields)
            guard available != nil || pending != nil || isPaused != nil else { continue }
            vaults[index] = VaultSight(
                token: sight.token,
                exit: sight.exit,
                available: available ?? sight.available,
                pending: pending ?? sight.pending,
                isPaused: isPaused ?? sight.isPaused
            )
        }
        for (index, sight) in was.oracles.enumerated() {
            guard let round = try changes.entry(after: sight.round, &fields) else { continue }
            oracles[index] = OracleSight(feed: sight.feed, round: round)
        }
        for (index, sight) in was.pauses.enumerated() {
            guard let isPaused = try changes.entry(after: sight.isPaused, &fields) else { continue }
            pauses[index] = PauseSight(contract: sight.contract, isPaused: isPaused)
        }
        try changes.end()
        let snapshot = Snapshot(
            chain: was.chain,
            block: Block(
                number: head.number,
                hash: head.hash,
                parent: head.parent,
                time: head.time,
                baseFee: fee.value
            ),
            pools: pools,
            balances: balances,
            gasMoney: money,
            vaults: vaults,
            oracles: oracles,
            pauses: pauses
        )
        guard let snapshot else { throw .impossible("Snapshot") }
        return Sighting(seen: seen, snapshot: snapshot, suggestedGas: gas)
    }
}
