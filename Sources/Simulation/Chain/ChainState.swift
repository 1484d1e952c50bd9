import Numerics
import Venues
import Vocabulary

/// Everything a virtual chain knows after a block. A value: the state of an earlier block is a copy of it,
/// and what a block did not touch is shared between the copies.
struct ChainState: Hashable, Sendable {
    private(set) var accounts: [Address: Account] = [:]
    private(set) var tokens: [TokenState] = []
    private(set) var pools: [PoolState] = []
    private(set) var oracles: [OracleState] = []
    private(set) var executors: [ExecutorState] = []
    private(set) var bridges: [BridgeState] = []
    /// Native coins that base fees have burnt.
    private(set) var burnt = UInt256.zero
    /// Accounts whose next transaction comes to nothing, however good its simulation looked.
    private(set) var doomed: [Doom] = []
    /// Contracts of which nobody can say how they stand: they answer nothing and do nothing.
    private(set) var silent: Set<Address> = []
    private(set) var fingerprint = StateFingerprint()

    struct Doom: Hashable, Sendable {
        let account: Address
        let end: End

        /// How a transaction comes to nothing.
        enum End: Hashable, Sendable {
            case reverts
            case doesNothing
        }
    }

    struct Account: Hashable, Sendable {
        var nonce: UInt64 = 0
        var balance = UInt256.zero
    }

    /// What a contract is, by its place in its list.
    enum Place: Hashable, Sendable {
        case token(Int)
        case pool(Int)
        case oracle(Int)
        case executor(Int)
        case bridge(Int)
        case aggregator
    }

    func account(_ address: Address) -> Account { accounts[address] ?? Account() }
}

// Every write goes through here, so that none misses the fingerprint.
extension ChainState {
    mutating func setAccount(_ address: Address, _ account: Account) {
        accounts[address] = account
        fingerprint.mix(address)
        fingerprint.mix(account.nonce)
        fingerprint.mix(account.balance)
    }

    mutating func burn(_ amount: UInt256) {
        burnt = burnt &+ amount
        fingerprint.mix(burnt)
    }

    mutating func setBalance(_ token: Int, of holder: Address, _ amount: UInt256) {
        tokens[token].setBalance(of: holder, amount)
        fingerprint.mix(UInt64(token))
        fingerprint.mix(holder)
        fingerprint.mix(amount)
    }

    mutating func setSupply(_ token: Int, _ amount: UInt256) {
        tokens[token].setSupply(amount)
        fingerprint.mix(UInt64(token))
        fingerprint.mix(amount)
    }

    mutating func setAllowance(
        _ token: Int,
        of owner: Address,
        to spender: Address,
        _ amount: UInt256
    ) {
        tokens[token].setAllowance(of: owner, to: spender, amount)
        fingerprint.mix(owner)
        fingerprint.mix(spender)
        fingerprint.mix(amount)
    }

    /// `note` tells this change from others.
    mutating func changeToken(_ place: Int, note: UInt64, _ body: (inout TokenState) -> Void) {
        body(&tokens[place])
        fingerprint.mix(UInt64(place))
        fingerprint.mix(note)
    }

    mutating func setVenue(_ pool: Int, _ venue: Venue) {
        pools[pool].venue = venue
        fingerprint.mix(UInt64(pool))
        fingerprint.mix(venue)
    }

    mutating func setSilent(_ contract: Address, _ isSilent: Bool) {
        guard silent.contains(contract) != isSilent else { return }
        if isSilent { silent.insert(contract) } else { silent.remove(contract) }
        fingerprint.mix(contract)
    }

    mutating func setRound(_ oracle: Int, answer: UInt256, at seconds: UInt64) {
        oracles[oracle].round += 1
        oracles[oracle].answer = answer
        oracles[oracle].updated = seconds
        fingerprint.mix(answer)
        fingerprint.mix(seconds)
    }

    mutating func changeExecutor(_ place: Int, note: UInt256, _ body: (inout ExecutorState) -> Void)
    {
        body(&executors[place])
        fingerprint.mix(UInt64(place))
        fingerprint.mix(note)
    }

    mutating func changeBridge(_ place: Int, note: UInt256, _ body: (inout BridgeState) -> Void) {
        body(&bridges[place])
        fingerprint.mix(UInt64(place))
        fingerprint.mix(note)
    }

    mutating func doom(_ account: Address, _ end: Doom.End) {
        doomed.append(Doom(account: account, end: end))
        fingerprint.mix(account)
    }

    /// How the account's transaction comes to nothing, if it does; once.
    mutating func meetDoom(_ account: Address) -> Doom.End? {
        guard !doomed.isEmpty, let place = doomed.firstIndex(where: { $0.account == account })
        else { return nil }
        fingerprint.mix(account)
        return doomed.remove(at: place).end
    }

    mutating func pardon(_ account: Address) {
        doomed.removeAll { $0.account == account }
        fingerprint.mix(account)
    }

    mutating func append(_ token: TokenState) { tokens.append(token) }
    mutating func append(_ pool: PoolState) { pools.append(pool) }
    mutating func append(_ oracle: OracleState) { oracles.append(oracle) }
    mutating func append(_ executor: ExecutorState) { executors.append(executor) }
    mutating func append(_ bridge: BridgeState) { bridges.append(bridge) }
}
