import Ethereum
import Hashing
public import Numerics
public import Routes
import Venues
public import Vocabulary

/// Which views make a chain's snapshot for a fleet, and how their answers are put together.
///
/// Made once and reused at every block: the calldata changes only when a V3 pool's ticks do.
public struct SnapshotPlan: Hashable, Sendable {
    public let chain: ChainID
    public let calls: [ContractCall]
    /// All calls in one, for the chain's aggregator.
    public let aggregate: [UInt8]
    private let isAggregated: Bool
    private let pools: [PoolQuestion]
    private let tokens: [Address]
    private let vaults: [Vault]
    private let feeds: [Address]
    private let pausable: [ContractCall]
    private let account: Address?
    private let executor: Address?

    private struct Vault: Hashable, Sendable {
        let token: Address
        let exit: Address
        /// What it holds, or may still mint; `nil` where nobody can be asked.
        let available: ContractCall?
        /// `nil` for a contract that can't be paused.
        let pause: ContractCall?

        init(_ witness: LaneWitness) {
            let lane = witness.lane
            token = lane.destination.address
            exit = lane.exit
            // What may still be minted no balance tells.
            available =
                switch lane.release {
                case .vault: ContractCall(token, PoolInterface.balance, [.address(exit)])
                case .mint: witness.question(.mintable)
                }
            pause = witness.exit.pauseQuestion(of: exit)
        }
    }

    /// The proof of the block, when the aggregator is asked: number, parent, time.
    private static let proofs = 3

    /// `nil` for a chain the fleet does not have, and for more pools or tokens on it than a snapshot holds.
    public init?(
        _ fleet: Fleet,
        chain id: ChainID,
        ticks: [(pool: Address, knowledge: TickKnowledge)] = []
    ) {
        guard let chain = fleet.chain(id) else { return nil }
        let places =
            fleet.routes.flatMap { [$0.first, $0.second] } + fleet.stabilisers.map(\.place)
        let here = places.filter { $0.chain == id }
        // An anchor's pools are read, though nothing is traded in them.
        let anchors = fleet.stabilisers.flatMap { stabiliser -> [PoolDescription] in
            if case .gold(let base, let quote) = stabiliser.anchor { [base, quote] } else { [] }
        }.filter { $0.key.chain == id }
        self.chain = id
        account = chain.account
        executor = chain.executor
        isAggregated = chain.multicall != nil
        pools = Self.ordered(here.flatMap(\.pools) + anchors, by: \.key.address).map { pool in
            PoolQuestion(
                pool,
                trader: chain.account ?? .zero,
                ticks: ticks.first { $0.pool == pool.key.address }?.knowledge
            )
        }
        tokens =
            chain.executor == nil
            ? [] : Self.ordered(here.flatMap { [$0.base.address, $0.quote.address] }, by: \.self)
        let witnesses = fleet.lanes.map { LaneWitness($0, in: fleet) }
        var vaults: [Vault] = []
        for witness in witnesses where witness.lane.destination.chain == id {
            let vault = Vault(witness)
            if !vaults.contains(where: { $0.token == vault.token && $0.exit == vault.exit }) {
                vaults.append(vault)
            }
        }
        vaults.sort { ($0.token, $0.exit) < ($1.token, $1.exit) }
        self.vaults = vaults
        let sources = fleet.prices.map(\.source) + fleet.chains.map(\.nativePrice)
        feeds = Self.ordered(
            sources.flatMap { source -> [Feed] in
                if case .feeds(let feeds) = source { feeds } else { [] }
            }.filter { $0.key.chain == id }.map(\.key.address),
            by: \.self
        )
        let others = (chain.pausable + (chain.executor.map { [$0] } ?? [])).map { contract in
            ContractCall(contract, PoolInterface.isPaused)
        }
        let entries = witnesses.filter { $0.lane.source.chain == id }.compactMap { witness in
            witness.entry.pauseQuestion(of: witness.lane.entry)
        }
        pausable = Self.ordered(entries + others, by: \.target)
        let counts = [pools.count, tokens.count, vaults.count, feeds.count, pausable.count]
        guard counts.allSatisfy({ $0 <= Snapshot.mostEntries }) else { return nil }
        var calls: [ContractCall] = []
        if let multicall = chain.multicall {
            calls += [
                ContractCall(multicall, PoolInterface.blockNumber),
                ContractCall(multicall, PoolInterface.lastBlockHash),
                ContractCall(multicall, PoolInterface.timestamp),
            ]
            if let account = chain.account {
                calls.append(
                    ContractCall(multicall, PoolInterface.nativeBalance, [.address(account)])
                )
            }
        }
        for pool in pools { calls += pool.calls }
        for token in tokens {
            let holder = ABIValue.address(chain.executor ?? .zero)
            calls.append(ContractCall(token, PoolInterface.balance, [holder]))
        }
        for vault in vaults {
            calls += [vault.available, vault.pause].compactMap(\.self)
        }
        for feed in feeds { calls.append(ContractCall(feed, PoolInterface.latestRound)) }
        calls += pausable
        self.calls = calls
        aggregate = ContractCall.aggregated(calls)
    }

    /// In the order of the keys, each once.
    private static func ordered<Entry>(
        _ entries: [Entry],
        by key: (Entry) -> Address
    ) -> [Entry] {
        var ordered: [Entry] = []
        for entry in entries.sorted(by: { key($0) < key($1) })
        where ordered.last.map({ key($0) != key(entry) }) ?? true {
            ordered.append(entry)
        }
        return ordered
    }

    /// What was seen at `block`, in the order of `calls`.
    ///
    /// An answer that is missing makes its own part unknown and nothing else; answers of another block are
    /// refused whole. `pending` is what transfers under way will take out of each vault. Without an
    /// aggregator the native balance comes separately as `gasMoney`, and the caller has pinned the block.
    public func snapshot(
        _ answers: [CallAnswer],
        at block: Block,
        pending: [(token: Address, exit: Address, amount: Reading<UInt256>)] = [],
        gasMoney: Reading<Wei> = .unknown(.unasked)
    ) throws(SnapshotError) -> SnapshotAnswer {
        guard answers.count == calls.count else {
            throw .wrongCount(expected: calls.count, found: answers.count)
        }
        var rest = answers[...]
        var gasMoney = gasMoney
        if isAggregated {
            try prove(rest.prefix(Self.proofs), block)
            rest = rest.dropFirst(Self.proofs)
            if account != nil, let answer = rest.popFirst() {
                gasMoney = Self.number(answer).map { Wei($0) }
            }
        }
        var (poolSights, ticks): ([PoolSight], [(Address, TickKnowledge)]) = ([], [])
        for question in pools {
            let (state, learned) = question.read(rest.prefix(question.calls.count))
            rest = rest.dropFirst(question.calls.count)
            let address = question.pool.key.address
            poolSights.append(PoolSight(pool: address, state: state))
            if let learned { ticks.append((address, learned)) }
        }
        let balances = tokens.map { token in
            BalanceSight(
                token: token,
                amount: rest.popFirst().map(Self.number) ?? .unknown(.unasked)
            )
        }
        let vaultSights = vaults.map { vault in
            let available = vault.available.flatMap { _ in rest.popFirst() }.map(Self.number)
            // What can't be paused isn't.
            let isPaused =
                vault.pause == nil
                ? .known(false) : rest.popFirst().map(Self.flag) ?? .unknown(.unasked)
            return VaultSight(
                token: vault.token,
                exit: vault.exit,
                available: available ?? .unknown(.unasked),
                pending: pending.first { $0.token == vault.token && $0.exit == vault.exit }?.amount
                    ?? .unknown(.unasked),
                isPaused: isPaused
            )
        }
        let oracles = feeds.map { feed in
            OracleSight(feed: feed, round: rest.popFirst().map(Self.round) ?? .unknown(.unasked))
        }
        let pauses = pausable.map { question in
            PauseSight(
                contract: question.target,
                isPaused: rest.popFirst().map(Self.flag) ?? .unknown(.unasked)
            )
        }
        let snapshot = Snapshot(
            chain: chain,
            block: block,
            pools: poolSights,
            balances: balances,
            gasMoney: gasMoney,
            vaults: vaultSights,
            oracles: oracles,
            pauses: pauses
        )
        guard let snapshot else { throw .tooMany }
        return SnapshotAnswer(snapshot: snapshot, ticks: ticks)
    }

    /// The read's own word on where it was made.
    private func prove(_ answers: ArraySlice<CallAnswer>, _ block: Block) throws(SnapshotError) {
        let proofs = answers.map(Self.number)
        guard
            case .known(let number) = proofs[0], case .known(let parent) = proofs[1],
            case .known(let time) = proofs[2]
        else { throw .unproven }
        let words = block.parent.digest.words
        let expected = UInt256(limbs: words.3, words.2, words.1, words.0)
        guard
            number == UInt256(block.number), parent == expected,
            time == UInt256(block.time.milliseconds / 1_000)
        else { throw .otherBlock(asked: block.number, answered: number) }
    }

    private static func number(_ answer: CallAnswer) -> Reading<UInt256> {
        answer.read { words throws(ABIError) in try words.word(0) }
    }

    private static func flag(_ answer: CallAnswer) -> Reading<Bool> {
        answer.read { words throws(ABIError) in try words.bool(0) }
    }

    /// A feed that answers zeros has no round.
    private static func round(_ answer: CallAnswer) -> Reading<OracleRound> {
        let words = answer.read { words throws(ABIError) in
            [try words.word(1), try words.word(3)]
        }
        guard case .known(let words) = words else { return .unknown(words.unknown ?? .unasked) }
        let price = Int256(bitPattern: words[0])
        guard
            !price.isNegative, let seconds = UInt64(exactly: words[1]), seconds > 0,
            seconds <= UInt64.max / 1_000,
            let round = OracleRound(
                answer: price.magnitude,
                updated: Instant(milliseconds: seconds * 1_000)
            )
        else { return .unknown(.contradictory) }
        return .known(round)
    }
}

/// A snapshot, and what was learned of V3 pools' ticks for the next one.
public struct SnapshotAnswer: Sendable {
    public let snapshot: Snapshot
    public let ticks: [(pool: Address, knowledge: TickKnowledge)]

    public init(snapshot: Snapshot, ticks: [(pool: Address, knowledge: TickKnowledge)]) {
        self.snapshot = snapshot
        self.ticks = ticks
    }
}

/// Why answers make no snapshot.
public enum SnapshotError: Error, Hashable, Sendable {
    case wrongCount(expected: Int, found: Int)
    /// The aggregator did not say at which block it was.
    case unproven
    case otherBlock(asked: UInt64, answered: UInt256)
    case tooMany
}
