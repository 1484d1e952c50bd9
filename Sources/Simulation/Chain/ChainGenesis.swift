public import Numerics
public import Vocabulary
import Routes

/// A virtual chain before its first block: its rules, its contracts and who holds what.
public struct ChainGenesis: Sendable {
    public let rules: ChainRules
    private(set) var state = ChainState()
    private(set) var places: [Address: ChainState.Place] = [:]

    public init(_ rules: ChainRules) {
        self.rules = rules
        if let aggregator = rules.aggregator { places[aggregator] = .aggregator }
    }

    /// Why a contract can't be put on a chain.
    public enum Problem: Error, Hashable, Sendable {
        case occupied(Address)
        case unknownToken(Address)
        /// More than 256 bits hold.
        case tooMuch(Address)
    }

    private mutating func take(_ address: Address, for place: ChainState.Place) throws(Problem) {
        guard places[address] == nil else { throw .occupied(address) }
        places[address] = place
    }

    private func token(_ address: Address) throws(Problem) -> Int {
        guard case .token(let token)? = places[address] else { throw .unknownToken(address) }
        return token
    }

    public mutating func add(_ token: VirtualToken) throws(Problem) {
        try take(token.address, for: .token(state.tokens.count))
        state.append(TokenState(token))
    }

    /// Gives somebody new units of a token.
    public mutating func credit(
        _ token: Address,
        to holder: Address,
        _ amount: UInt256
    ) throws(Problem) {
        let place = try self.token(token)
        let (supply, overflow) = state.tokens[place].supply.addingReportingOverflow(amount)
        guard !overflow else { throw .tooMuch(token) }
        state.setSupply(place, supply)
        let balance = state.tokens[place].balance(of: holder)
        state.setBalance(place, of: holder, balance &+ amount)
    }

    /// Gives an account native coins.
    public mutating func fund(_ account: Address, _ amount: Wei) {
        var entry = state.account(account)
        entry.balance = entry.balance &+ amount.value
        state.setAccount(account, entry)
    }

    /// The pool gets its reserves as new units of its tokens.
    public mutating func add(_ pool: VirtualPool) throws(Problem) {
        let (base, quote) = (try token(pool.base), try token(pool.quote))
        try take(pool.address, for: .pool(state.pools.count))
        let reserves = pool.reserves
        try credit(pool.base, to: pool.address, reserves.base)
        try credit(pool.quote, to: pool.address, reserves.quote)
        state.append(
            PoolState(
                address: pool.address,
                venue: pool.venue,
                base: base,
                quote: quote,
                maintainer: pool.maintainer
            )
        )
    }

    public mutating func add(_ oracle: VirtualOracle) throws(Problem) {
        try take(oracle.address, for: .oracle(state.oracles.count))
        state.append(
            OracleState(
                address: oracle.address,
                decimals: oracle.decimals,
                round: 1,
                answer: oracle.answer,
                updated: rules.start.milliseconds / 1_000
            )
        )
    }

    public mutating func add(_ executor: VirtualExecutor) throws(Problem) {
        try take(executor.address, for: .executor(state.executors.count))
        var caps: [Address: ExecutorState.Cap] = [:]
        for cap in executor.caps {
            caps[cap.token] = ExecutorState.Cap(perCall: cap.perCall, perDay: cap.perDay)
        }
        var bridges: [Address: VirtualExecutor.Exit] = [:]
        for exit in executor.exits { bridges[exit.token] = exit }
        state.append(
            ExecutorState(
                address: executor.address,
                owner: executor.owner,
                trader: executor.trader,
                pools: Set(executor.pools),
                caps: caps,
                bridges: bridges
            )
        )
    }

    public mutating func add(_ bridge: VirtualBridgeContract) throws(Problem) {
        var terms: [Address: VirtualBridgeContract.Terms] = [:]
        for entry in bridge.terms {
            _ = try token(entry.token)
            terms[entry.token] = entry
        }
        try take(bridge.address, for: .bridge(state.bridges.count))
        state.append(
            BridgeState(address: bridge.address, interface: bridge.interface, tokens: terms)
        )
    }
}
