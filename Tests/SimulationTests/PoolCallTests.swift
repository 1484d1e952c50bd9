import Contracts
import Ethereum
import Hashing
import Numerics
import Routes
import Testing
import Venues
import Vocabulary

@testable import Simulation

/// Accounts that call pools themselves, as the pools' own contracts let them.
@Suite struct PoolCallTests {
    private let amount: UInt256 = 777_000_000

    private func run(
        _ chain: inout VirtualChain,
        _ calls: [(to: Address, data: [UInt8])]
    ) throws -> [TransactionReceipt] {
        let first = try chain.nonce(of: ChainFixture.trader)
        let hashes = calls.enumerated().map { index, call in
            let bytes = ChainFixture.bytes(
                chain,
                from: ChainFixture.trader,
                nonce: first + UInt64(index),
                to: call.to,
                data: call.data
            )
            return chain.take(bytes)
        }
        chain.step()
        return try hashes.map { try #require(chain.receipt($0)) }
    }

    private func transfer(to pool: Address) throws -> (to: Address, data: [UInt8]) {
        let data = try ABISignature("transfer(address,uint256)").encodeCall([
            .address(pool), .unsigned(amount),
        ])
        return (ChainFixture.base, data)
    }

    private func quoted(_ chain: VirtualChain, _ pool: Address) throws -> UInt256 {
        try #require(chain.pool(pool)).quote(selling: amount, of: .base).received
    }

    @Test func `each kind of pool pays what its value quotes`() throws {
        var chain = try ChainFixture.chain()
        let trader = ChainFixture.trader
        let pair = try quoted(chain, ChainFixture.pair)
        let stable = try quoted(chain, ChainFixture.stable)
        let approve = try ABISignature("approve(address,uint256)").encodeCall([
            .address(ChainFixture.stable), .unsigned(amount),
        ])
        for (calls, expected) in [
            (
                [
                    try transfer(to: ChainFixture.dodo),
                    (ChainFixture.dodo, PoolCall.dodo(sellsBase: true, to: trader)),
                ], try quoted(chain, ChainFixture.dodo)
            ),
            (
                [
                    try transfer(to: ChainFixture.pair),
                    (
                        ChainFixture.pair,
                        PoolCall.pair(sells0: true, received: pair, to: trader)
                    ),
                ], pair
            ),
            (
                [
                    (ChainFixture.base, approve),
                    (
                        ChainFixture.stable,
                        PoolCall.stableSwap(
                            sold: 0,
                            bought: 1,
                            amount: amount,
                            minimum: stable
                        )
                    ),
                ], stable
            ),
        ] as [([(to: Address, data: [UInt8])], UInt256)] {
            let before = try #require(chain.balance(of: trader, in: ChainFixture.quote))
            let receipts = try run(&chain, calls)
            #expect(receipts.map(\.succeeded) == [true, true])
            #expect(chain.balance(of: trader, in: ChainFixture.quote) == before + expected)
        }
    }

    @Test func `a pair gives no unit more than its invariant allows`() throws {
        var chain = try ChainFixture.chain()
        let greedy = try quoted(chain, ChainFixture.pair) + 1
        let receipts = try run(
            &chain,
            [
                try transfer(to: ChainFixture.pair),
                (
                    ChainFixture.pair,
                    PoolCall.pair(sells0: true, received: greedy, to: ChainFixture.trader)
                ),
            ]
        )
        #expect(receipts.map(\.succeeded) == [true, false])
    }

    /// What somebody left in a pool is the next trader's with DODO, and the pool's own with a pair.
    @Test func `tokens left in a pool go where its contract puts them`() throws {
        var chain = try ChainFixture.chain()
        for pool in [ChainFixture.dodo, ChainFixture.pair] {
            _ = try run(&chain, [try transfer(to: pool)])
        }
        let dodo = try #require(chain.pool(ChainFixture.dodo))
        let twice = try dodo.quote(selling: 2 * amount, of: .base).received
        let once = try quoted(chain, ChainFixture.pair)
        for (pool, expected) in [(ChainFixture.dodo, twice), (ChainFixture.pair, once)] {
            let before = try #require(
                chain.balance(of: ChainFixture.executor, in: ChainFixture.quote)
            )
            chain.act(
                .swap(
                    trader: ChainFixture.executor,
                    pool: pool,
                    selling: .base,
                    amount: amount,
                    least: .zero
                )
            )
            chain.step()
            #expect(
                chain.balance(of: ChainFixture.executor, in: ChainFixture.quote)
                    == before + expected
            )
        }
        guard case .uniswapV2(let pair)? = chain.pool(ChainFixture.pair) else {
            Issue.record("no pair")
            return
        }
        #expect(chain.balance(of: ChainFixture.pair, in: ChainFixture.base) == pair.reserve0)
    }

    @Test func `the owner allows and forbids, and nobody else`() throws {
        var chain = try ChainFixture.chain()
        let call = ChainFixture.trade(
            "a",
            [
                ExecutorCall.Swap(
                    pool: ChainFixture.pair,
                    sellsBase: true,
                    amount: amount,
                    minimum: .zero
                )
            ]
        ).calldata
        func allowed() throws -> Bool {
            let result = try chain.call(
                to: ChainFixture.executor,
                data: call,
                from: ChainFixture.operatorAccount
            )
            if case .returned = result { return true }
            return false
        }
        let forbid = try ExecutorInterface.forbid.encodeCall([.address(ChainFixture.pair)])
        let refused = try run(&chain, [(ChainFixture.executor, forbid)])
        #expect(refused.map(\.succeeded) == [false])
        #expect(try allowed())
        func asOwner(_ data: [UInt8], nonce: UInt64) throws {
            let bytes = ChainFixture.bytes(
                chain,
                from: ChainFixture.owner,
                nonce: nonce,
                data: data
            )
            let hash = chain.take(bytes)
            chain.step()
            #expect(chain.receipt(hash)?.succeeded == true)
        }
        try asOwner(forbid, nonce: 0)
        let isStillAllowed = try allowed()
        #expect(!isStillAllowed)
        try asOwner(
            try ExecutorInterface.allow.encodeCall([
                .address(ChainFixture.pair), .unsigned(2), .address(ChainFixture.base),
                .address(ChainFixture.quote), .unsigned(0), .unsigned(0), .unsigned(997_000),
            ]),
            nonce: 1
        )
        #expect(try allowed())
        try asOwner(
            try ExecutorInterface.withdraw.encodeCall([
                .address(ChainFixture.base), .unsigned(10 * ChainFixture.million),
                .address(ChainFixture.owner),
            ]),
            nonce: 2
        )
        let canSell = try allowed()
        #expect(!canSell, "nothing is left to sell")
    }
}
