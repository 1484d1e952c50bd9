import Numerics
public import Routes
public import Vocabulary

extension ChainScene {
    /// A chain as it was seen, with what the fleet knows beside it.
    ///
    /// `promised` is taken out of each balance: what open trades will still spend.
    public init(
        _ snapshot: Snapshot,
        of chain: Chain,
        gasPrice: Reading<Wei>,
        nativePrice: Reading<Price?>,
        isDisputed: Bool = false,
        promised: [(token: Address, amount: Amount)] = [],
        executions: [(pool: Address, block: UInt64)] = [],
        openLegs: [Address] = []
    ) {
        let pools = snapshot.pools.map { sight in
            PoolScene(
                pool: sight.pool,
                state: sight.state,
                lastExecution: executions.last { $0.pool == sight.pool }?.block,
                hasOpenLeg: openLegs.contains(sight.pool)
            )
        }
        let holdings = snapshot.balances.map { sight in
            var amount = sight.amount
            if case .known(let held) = amount {
                var rest = held
                for promise in promised where promise.token == sight.token {
                    rest = rest > promise.amount.units ? rest - promise.amount.units : .zero
                }
                amount = .known(rest)
            }
            return Holding(token: sight.token, amount: amount)
        }
        self.init(
            chain: snapshot.chain,
            name: chain.name,
            blockInterval: chain.blockInterval,
            block: snapshot.block,
            isDisputed: isDisputed,
            pools: pools,
            holdings: holdings,
            gasMoney: snapshot.gasMoney,
            gasPrice: gasPrice,
            nativePrice: nativePrice,
            pauses: snapshot.pauses,
            executor: chain.executor
        )
    }
}
