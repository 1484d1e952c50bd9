import Contracts
import Hashing
import Routes
import Vocabulary
import Watch

/// Where the inspection of a chain's contracts stands. A restart inspects anew; only what they are held
/// against is remembered.
///
/// ```text
/// due -- agreed sight --> asked -- two say the same --> the next contracts, or over until due again
///                           \-- nobody, or no two alike --> due
/// ```
struct DeskInspection: Sendable {
    /// The first block at which it goes on.
    var due: UInt64 = 0
    /// How many of the contracts have been inspected in this round.
    var done = 0
    var asked: Asked?
    /// A whole round has come to its end since the process began.
    var hasPassed = false
    /// In a row.
    var failures = 0
    /// Decimals that were complained of; as many as contracts.
    var odd: [InspectionPlan.WrongDecimals] = []
    /// Pools' tokens that were complained of; as many as pools, twice.
    var foreign: [InspectionPlan.WrongToken] = []
    /// Tokens whose contracts are known to answer something else; as many as tokens.
    var known: [KnownDecimals] = []
    /// Pools that pay something else than our maths says, and what was said of it.
    var quarantine: [(pool: Address, text: String)] = []

    struct Asked: Sendable {
        let plan: InspectionPlan
        let block: Block
        var quorum: Quorum
        /// The answers that differ, as many as endpoints at most.
        var answers: [(digest: Digest, inspection: Inspection)] = []
    }

    /// Blocks from one round to the next: about nine minutes where blocks come every two seconds.
    static let period: UInt64 = 256
    /// Blocks until endpoints that disagreed are asked again.
    static let pause: UInt64 = 8
    /// Failures in a row, of which people are told.
    static let manyFailures = 3
}

extension Snapshot {
    /// The same, with these pools unknown: what they show is not believed.
    func without(_ quarantine: [Address]) -> Snapshot {
        guard !quarantine.isEmpty else { return self }
        let left = Snapshot(
            chain: chain,
            block: block,
            pools: pools.map { sight in
                quarantine.contains(sight.pool)
                    ? PoolSight(pool: sight.pool, state: .unknown(.quarantined)) : sight
            },
            balances: balances,
            gasMoney: gasMoney,
            vaults: vaults,
            oracles: oracles,
            pauses: pauses
        )
        return left ?? self
    }
}
