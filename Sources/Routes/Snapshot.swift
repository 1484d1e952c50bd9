public import Numerics
public import Venues
public import Vocabulary

/// Everything seen on one chain at one block hash.
///
/// Lists are in the order of their keys, so that equal sights are equal bytes. What was asked for and
/// not answered stands here as unknown; what was never asked for is not in the lists.
public struct Snapshot: Hashable, Sendable {
    public let chain: ChainID
    public let block: Block
    public let pools: [PoolSight]
    public let balances: [BalanceSight]
    /// What pays for gas: the native coins of the bot's account.
    public let gasMoney: Reading<Wei>
    public let vaults: [VaultSight]
    public let oracles: [OracleSight]
    /// Contracts that can be paused, tokens among them.
    public let pauses: [PauseSight]

    /// The most entries of one list: a fleet beyond it takes a second process.
    public static let mostEntries = 1_024

    /// Fails unless every list is in order, without doubles, and within bounds.
    public init?(
        chain: ChainID,
        block: Block,
        pools: [PoolSight] = [],
        balances: [BalanceSight] = [],
        gasMoney: Reading<Wei> = .unknown(.unasked),
        vaults: [VaultSight] = [],
        oracles: [OracleSight] = [],
        pauses: [PauseSight] = []
    ) {
        guard
            Self.isOrdered(pools.lazy.map(\.pool)), Self.isOrdered(balances.lazy.map(\.token)),
            Self.isOrdered(vaults), Self.isOrdered(oracles.lazy.map(\.feed)),
            Self.isOrdered(pauses.lazy.map(\.contract))
        else { return nil }
        self.chain = chain
        self.block = block
        self.pools = pools
        self.balances = balances
        self.gasMoney = gasMoney
        self.vaults = vaults
        self.oracles = oracles
        self.pauses = pauses
    }

    private static func isOrdered(_ vaults: [VaultSight]) -> Bool {
        guard vaults.count <= mostEntries else { return false }
        return zip(vaults, vaults.dropFirst()).allSatisfy { left, right in
            (left.token, left.exit) < (right.token, right.exit)
        }
    }

    private static func isOrdered(_ keys: some Collection<Address>) -> Bool {
        guard keys.count <= mostEntries else { return false }
        return zip(keys, keys.dropFirst()).allSatisfy { $0 < $1 }
    }

    public func pool(_ address: Address) -> Reading<Venue> {
        Self.find(address, in: pools, \.pool)?.state ?? .unknown(.unasked)
    }

    /// What the executor holds of a token.
    public func balance(of token: Address) -> Reading<UInt256> {
        Self.find(token, in: balances, \.token)?.amount ?? .unknown(.unasked)
    }

    /// What a bridge's contract can pay out of a token.
    public func vault(of token: Address, at exit: Address) -> VaultSight? {
        vaults.first { $0.token == token && $0.exit == exit }
    }

    public func oracle(_ feed: Address) -> Reading<OracleRound> {
        Self.find(feed, in: oracles, \.feed)?.round ?? .unknown(.unasked)
    }

    public func isPaused(_ contract: Address) -> Reading<Bool> {
        Self.find(contract, in: pauses, \.contract)?.isPaused ?? .unknown(.unasked)
    }

    private static func find<Entry>(
        _ address: Address,
        in entries: [Entry],
        _ key: (Entry) -> Address
    ) -> Entry? {
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if key(entries[middle]) < address { low = middle + 1 } else { high = middle }
        }
        return low < entries.count && key(entries[low]) == address ? entries[low] : nil
    }
}

/// A pool's whole state.
public struct PoolSight: Hashable, Sendable {
    public let pool: Address
    public let state: Reading<Venue>

    public init(pool: Address, state: Reading<Venue>) {
        self.pool = pool
        self.state = state
    }
}

/// What the executor contract holds of a token.
public struct BalanceSight: Hashable, Sendable {
    public let token: Address
    public let amount: Reading<UInt256>

    public init(token: Address, amount: Reading<UInt256>) {
        self.token = token
        self.amount = amount
    }
}

/// What a bridge can release of a token on this chain.
public struct VaultSight: Hashable, Sendable {
    public let token: Address
    /// The contract that pays.
    public let exit: Address
    /// The vault's balance, or for mint and burn what may still be minted in the current period.
    public let available: Reading<UInt256>
    /// What transfers under way will take out of it: others' and our own.
    public let pending: Reading<UInt256>
    public let isPaused: Reading<Bool>

    public init(
        token: Address,
        exit: Address,
        available: Reading<UInt256>,
        pending: Reading<UInt256>,
        isPaused: Reading<Bool>
    ) {
        self.token = token
        self.exit = exit
        self.available = available
        self.pending = pending
        self.isPaused = isPaused
    }
}

/// An oracle's newest round.
public struct OracleSight: Hashable, Sendable {
    public let feed: Address
    public let round: Reading<OracleRound>

    public init(feed: Address, round: Reading<OracleRound>) {
        self.feed = feed
        self.round = round
    }
}

/// An answer greater than zero, in the feed's own decimals, and when it was written.
public struct OracleRound: Hashable, Sendable {
    public let answer: UInt256
    public let updated: Instant

    /// Fails for an answer of zero, which some proxies give instead of reverting.
    public init?(answer: UInt256, updated: Instant) {
        guard !answer.isZero else { return nil }
        self.answer = answer
        self.updated = updated
    }
}

/// Whether a contract is paused.
public struct PauseSight: Hashable, Sendable {
    public let contract: Address
    public let isPaused: Reading<Bool>

    public init(contract: Address, isPaused: Reading<Bool>) {
        self.contract = contract
        self.isPaused = isPaused
    }
}
