import Contracts
import Ethereum
import Hashing
import Numerics
import Routes
import Testing
import Venues
import Vocabulary

@testable import Simulation

/// Two chains with a pool of every kind each, an executor, and a bridge with a vault between them.
struct ChainFixture {
    static let home = 138 as UInt64
    static let away = 651_940 as UInt64

    static func address(_ number: UInt64) -> Address { Address(word: UInt256(number)) ?? .zero }

    static let base = address(1)
    static let quote = address(2)
    static let dodo = address(100)
    static let pair = address(101)
    static let concentrated = address(102)
    static let stable = address(103)
    static let pools = [dodo, pair, concentrated, stable]
    static let executor = address(0xEC)
    static let operatorAccount = address(0xAC)
    static let owner = address(0x0E)
    static let bridge = address(0xB0)
    static let collector = address(0xFEE)
    static let maintainer = address(0x3A)
    static let trader = address(0x77)
    static let feed = address(0xF1)
    static let aggregator = address(0xCA)
    static let million: UInt256 = 1_000_000_000_000

    static func venues() throws -> [Venue] {
        let one: UInt256 = 1_000_000_000_000_000_000
        let ticks = [
            (-600, 9_000_000_000_000), (-120, 40_000_000_000_000),
            (120, -40_000_000_000_000), (600, -9_000_000_000_000),
        ]
        return [
            .dodo(
                try DODOPool(
                    kind: .dsp,
                    revision: .current,
                    guidePrice: one,
                    slippage: one / 10,
                    baseReserve: million,
                    quoteReserve: million,
                    baseTarget: million,
                    quoteTarget: million,
                    regime: .one,
                    lpFeeRate: 300_000_000_000_000,
                    maintainerFeeRate: 100_000_000_000_000
                )
            ),
            .uniswapV2(
                try UniswapV2Pair(reserve0: million, reserve1: million, fee: .original)
            ),
            .uniswapV3(
                try UniswapV3Pool(
                    root: .one << 96,
                    tick: 0,
                    liquidity: 49_000_000_000_000,
                    fee: 3_000,
                    tickSpacing: 60,
                    ticks: ticks.map { index, net in
                        UniswapV3Pool.Tick(index: Int32(index), liquidityNet: Int256(net))
                    },
                    knownWords: UniswapV3Pool.allWords(tickSpacing: 60)
                )
            ),
            .stableSwap(
                try StableSwapPool(
                    rules: .nextGeneration,
                    balances: [million, million],
                    rates: [one * 1_000_000_000_000, one * 1_000_000_000_000],
                    amplification: 20_000,
                    fee: 4_000_000,
                    administratorShare: 5_000_000_000,
                    offPegMultiplier: 20_000_000_000,
                    base: 0,
                    quote: 1
                )
            ),
        ]
    }

    /// The rules every test starts from: free gas, Besu's words, signatures by stand-in.
    static func rules(_ id: UInt64) throws -> ChainRules {
        var rules = ChainRules(id: try #require(ChainID(id)))
        rules.aggregator = aggregator
        rules.start = Instant(milliseconds: 1_000_000)
        rules.seed = 7
        return rules
    }

    static func genesis(
        _ rules: ChainRules,
        custody: VirtualBridgeContract.Custody = .vault(bridge),
        transferFee: BasisPoints = BasisPoints(millionths: 0)
    ) throws -> ChainGenesis {
        var genesis = ChainGenesis(rules)
        for token in [base, quote] {
            try genesis.add(VirtualToken(address: token, decimals: 6, transferFee: transferFee))
        }
        for (address, venue) in zip(pools, try venues()) {
            try genesis.add(
                VirtualPool(
                    address: address,
                    venue: venue,
                    base: base,
                    quote: quote,
                    maintainer: maintainer,
                    holdings: VirtualPool.Holdings(base: 5 * million, quote: 5 * million)
                )
            )
        }
        try genesis.add(VirtualOracle(address: feed, decimals: 8, answer: 100_000_000))
        try genesis.add(
            VirtualBridgeContract(
                address: bridge,
                terms: [base, quote].map { token in
                    VirtualBridgeContract.Terms(
                        token: token,
                        custody: custody,
                        fee: BasisPoints(millionths: 10_000_000),
                        collector: collector,
                        least: 1_000_000
                    )
                }
            )
        )
        let other = rules.id.value == home ? away : home
        try genesis.add(
            VirtualExecutor(
                address: executor,
                owner: owner,
                trader: operatorAccount,
                pools: pools,
                caps: [base, quote].map { token in
                    VirtualExecutor.Cap(token: token, perCall: million, perDay: 2 * million)
                },
                exits: [base, quote].compactMap { token in
                    VirtualExecutor.Exit(
                        token: token,
                        bridge: bridge,
                        destination: UInt256(other),
                        recipient: executor
                    )
                }
            )
        )
        for token in [base, quote] {
            try genesis.credit(token, to: executor, 10 * million)
            try genesis.credit(token, to: trader, 10 * million)
            if custody != .mint { try genesis.credit(token, to: bridge, 100 * million) }
        }
        for account in [operatorAccount, owner, trader] {
            genesis.fund(account, Wei(1_000_000_000_000_000_000))
        }
        return genesis
    }

    static func chain(_ id: UInt64 = home) throws -> VirtualChain {
        VirtualChain(try genesis(try rules(id)))
    }

    /// Signed by stand-in; free of charge unless a price is said.
    static func bytes(
        _ chain: VirtualChain,
        from sender: Address = operatorAccount,
        nonce: UInt64,
        to: Address? = executor,
        data: [UInt8] = [],
        value: UInt256 = .zero,
        gas: UInt64 = 2_000_000,
        tip: UInt256 = .zero,
        cap: UInt256 = .zero
    ) -> [UInt8] {
        let transaction = Transaction.feeMarket(
            FeeMarketTransaction(
                call: TransactionCall(
                    nonce: nonce,
                    gasLimit: gas,
                    to: to,
                    value: value,
                    data: data
                ),
                maximumPriorityFee: tip,
                maximumFee: cap,
                chain: chain.rules.id
            )
        )
        let signature = SenderRule.standInSignature(of: transaction, by: sender)
        return TransactionEnvelope(transaction: transaction, signature: signature).encoded
    }

    static func trade(
        _ plan: String,
        _ swaps: [ExecutorCall.Swap],
        deadline: UInt64 = .max
    ) -> ExecutorCall {
        .trade(plan: Keccak256.hash(plan), deadline: deadline, swaps: swaps)
    }
}

extension VirtualChain {
    /// The next block, this many seconds after the head.
    @discardableResult
    mutating func step(_ seconds: UInt64 = 2) -> Block? {
        makeBlock(
            at: head.time.advanced(by: Interval(milliseconds: seconds * 1_000))
        )
    }

    /// The next block, where there must be one.
    mutating func made() throws -> Block {
        let block = step()
        return try #require(block)
    }

    /// Has an act wait for the next block.
    mutating func queued(_ act: ChainAct) throws -> TransactionHash {
        let hash = self.act(act)
        return try #require(hash)
    }

    /// Submits and expects to be taken.
    mutating func take(
        _ bytes: [UInt8],
        sourceLocation: SourceLocation = #_sourceLocation
    ) -> TransactionHash {
        let answer = submit(bytes, at: head.time)
        guard case .hash(let hash) = answer else {
            Issue.record("\(answer)", sourceLocation: sourceLocation)
            return TransactionHash(Digest(words: 0, 0, 0, 0))
        }
        return hash
    }
}
