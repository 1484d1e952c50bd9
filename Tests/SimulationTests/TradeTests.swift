import Contracts
import Ethereum
import Hashing
import Numerics
import Routes
import Simulation
import Testing
import Venues
import Vocabulary

/// A plan's leg on a virtual chain: filled to the last unit, or nothing at all.
@Suite struct TradeTests {
    private func swap(
        _ pool: Address,
        sellsBase: Bool = true,
        _ amount: UInt256 = 1_234_567_890,
        minimum: UInt256 = .zero
    ) -> ExecutorCall.Swap {
        ExecutorCall.Swap(pool: pool, sellsBase: sellsBase, amount: amount, minimum: minimum)
    }

    /// Runs one call of the executor and gives its receipt.
    private func run(
        _ chain: inout VirtualChain,
        _ call: ExecutorCall,
        nonce: UInt64 = 0,
        from sender: Address = ChainFixture.operatorAccount
    ) throws -> TransactionReceipt {
        let bytes = ChainFixture.bytes(chain, from: sender, nonce: nonce, data: call.calldata)
        let hash = chain.take(bytes)
        chain.step()
        return try #require(chain.receipt(hash))
    }

    @Test(arguments: [true, false])
    func `a trade in every kind of pool fills what the pools' values quote`(
        sellsBase: Bool
    ) throws {
        var chain = try ChainFixture.chain()
        let swaps = ChainFixture.pools.map { swap($0, sellsBase: sellsBase) }
        let quotes = try swaps.map { swap in
            let venue = try #require(chain.pool(swap.pool))
            return try venue.quote(selling: swap.amount, of: sellsBase ? .base : .quote)
        }
        let asked = zip(swaps, quotes).map { swap, quote in
            self.swap(swap.pool, sellsBase: sellsBase, minimum: quote.received)
        }
        let (paid, bought) =
            sellsBase
            ? (ChainFixture.base, ChainFixture.quote) : (ChainFixture.quote, ChainFixture.base)
        let before = try #require(chain.balance(of: ChainFixture.executor, in: bought))
        let paidBefore = try #require(chain.balance(of: ChainFixture.executor, in: paid))
        let receipt = try run(&chain, ChainFixture.trade("one", asked))
        let result = receipt.result(
            plan: Keccak256.hash("one"),
            swaps: asked,
            executor: ChainFixture.executor
        )
        guard case .filled(let fills) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(fills.map(\.received) == quotes.map(\.received))
        let sum = quotes.reduce(UInt256.zero) { $0 + $1.received }
        #expect(chain.balance(of: ChainFixture.executor, in: bought) == before + sum)
        #expect(
            chain.balance(of: ChainFixture.executor, in: paid)
                == paidBefore - 4 * asked[0].amount
        )
        // The pools' own logs tell the same trades.
        let trades = receipt.logs.compactMap { log -> PoolSwap? in
            if case .swapped(let swap)? = LogFact(log) { swap } else { nil }
        }
        #expect(trades.map(\.received) == quotes.map(\.received))
        #expect(trades.allSatisfy { $0.sold == asked[0].amount })
        let estimate = try chain.estimateGas(
            to: ChainFixture.executor,
            data: ChainFixture.trade("two", [swap(ChainFixture.pair)]).calldata,
            from: ChainFixture.operatorAccount
        )
        #expect(try #require(estimate) > 100_000)
    }

    /// The selector of the error a simulation says, then the same on the chain.
    private func refusal(
        _ chain: inout VirtualChain,
        _ call: ExecutorCall,
        nonce: UInt64 = 0,
        from sender: Address = ChainFixture.operatorAccount
    ) throws -> ABIRevert {
        let result = try chain.call(
            to: ChainFixture.executor,
            data: call.calldata,
            from: sender
        )
        guard case .reverted(let data) = result else { return .empty }
        let held = chain.balance(of: ChainFixture.executor, in: ChainFixture.base)
        let pools = ChainFixture.pools.map { chain.pool($0) }
        let receipt = try run(&chain, call, nonce: nonce, from: sender)
        #expect(!receipt.succeeded && receipt.logs.isEmpty)
        #expect(chain.balance(of: ChainFixture.executor, in: ChainFixture.base) == held)
        #expect(ChainFixture.pools.map { chain.pool($0) } == pools)
        return ABIRevert(data: data, errors: ExecutorInterface.errors)
    }

    private func name(_ revert: ABIRevert) -> String {
        switch revert {
        case .custom(let error, _): error.name
        case .error(let text): text
        case .empty, .panic, .unknown: "\(revert)"
        }
    }

    @Test func `a plan is refused whole, with the contract's own words`() throws {
        var chain = try ChainFixture.chain()
        let good = swap(ChainFixture.dodo)
        let quote = try #require(chain.pool(ChainFixture.pair))
            .quote(selling: good.amount, of: .base)
        let greedy = swap(ChainFixture.pair, minimum: quote.received + 1)
        let minimum = try refusal(&chain, ChainFixture.trade("a", [good, greedy]))
        #expect(
            minimum
                == .custom(
                    ExecutorInterface.belowMinimum,
                    [
                        .address(ChainFixture.pair), .unsigned(quote.received),
                        .unsigned(quote.received + 1),
                    ]
                )
        )
        let now = chain.head.time.milliseconds / 1_000
        let late = ChainFixture.trade("a", [good], deadline: now - 1)
        #expect(name(try refusal(&chain, late, nonce: 1)) == "Expired")
        let foreign = ChainFixture.trade("a", [good, swap(ChainFixture.address(55))])
        #expect(name(try refusal(&chain, foreign, nonce: 2)) == "NotAllowed")
        let stranger = try refusal(
            &chain,
            ChainFixture.trade("a", [good]),
            from: ChainFixture.trader
        )
        #expect(name(stranger) == "NotOperator")
        let done = try run(&chain, ChainFixture.trade("a", [good]), nonce: 3)
        #expect(done.succeeded)
        #expect(
            name(try refusal(&chain, ChainFixture.trade("a", [good]), nonce: 4)) == "AlreadyDone"
        )
        let tooMuch = swap(ChainFixture.pair, 20 * ChainFixture.million)
        let poor = try refusal(&chain, ChainFixture.trade("b", [tooMuch]), nonce: 5)
        #expect(name(poor) == "ERC20: transfer amount exceeds balance")
        let paused = try run(&chain, .pause, nonce: 6)
        #expect(paused.succeeded)
        #expect(name(try refusal(&chain, ChainFixture.trade("c", [good]), nonce: 7)) == "IsPaused")
        chain.act(.pauseExecutor(ChainFixture.executor, false))
        chain.act(.pause(token: ChainFixture.base, true))
        chain.step()
        let frozen = try refusal(&chain, ChainFixture.trade("c", [good]), nonce: 8)
        #expect(name(frozen) == "Pausable: paused")
    }

    @Test func `a deadline of this very second is in time`() throws {
        var chain = try ChainFixture.chain()
        let second = chain.head.time.milliseconds / 1_000 + 2
        let call = ChainFixture.trade("a", [swap(ChainFixture.pair)], deadline: second)
        #expect(try run(&chain, call).succeeded)
        let late = ChainFixture.trade("b", [swap(ChainFixture.pair)], deadline: second)
        #expect(try !run(&chain, late, nonce: 1).succeeded)
    }

    @Test func `a token that keeps a fee is judged by what arrives`() throws {
        let fee = BasisPoints(millionths: 100_000_000)
        var chain = VirtualChain(
            try ChainFixture.genesis(
                try ChainFixture.rules(ChainFixture.home),
                transferFee: fee
            )
        )
        let amount: UInt256 = 1_000_000_000
        let pair = try #require(chain.pool(ChainFixture.pair))
        // A hundredth goes on the way in, a hundredth on the way out, both rounded up.
        let paid = try pair.quote(selling: amount - amount / 100, of: .base).received
        let lost = try #require(fee.share(of: paid, rounding: .up))
        let asked = [swap(ChainFixture.pair, amount)]
        let receipt = try run(&chain, ChainFixture.trade("a", asked))
        let result = receipt.result(
            plan: Keccak256.hash("a"),
            swaps: asked,
            executor: ChainFixture.executor
        )
        guard case .filled(let fills) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(fills[0].received == paid - lost)
        let supply = try #require(chain.supply(of: ChainFixture.base))
        #expect(supply.declared == supply.held)
        // A V3 pool takes nothing less than it asked for.
        let refused = try chain.call(
            to: ChainFixture.executor,
            data: ChainFixture.trade("b", [swap(ChainFixture.concentrated)]).calldata,
            from: ChainFixture.operatorAccount
        )
        guard case .reverted(let data) = refused else {
            Issue.record("\(refused)")
            return
        }
        #expect(ABIRevert(data: data) == .error("IIA"))
    }

    @Test func `a transaction reverts after a good simulation`() throws {
        var chain = try ChainFixture.chain()
        let call = ChainFixture.trade("a", [swap(ChainFixture.pair)])
        chain.act(.revertNext(ChainFixture.operatorAccount))
        let receipt = try run(&chain, call)
        #expect(!receipt.succeeded && receipt.logs.isEmpty)
        let simulated = try chain.call(
            to: ChainFixture.executor,
            data: call.calldata,
            from: ChainFixture.operatorAccount
        )
        guard case .returned = simulated else {
            Issue.record("\(simulated)")
            return
        }
        #expect(try run(&chain, call, nonce: 1).succeeded, "once only")
    }

    @Test func `too little gas takes all of it and does nothing`() throws {
        var chain = try ChainFixture.chain()
        let data = ChainFixture.trade("a", [swap(ChainFixture.pair)]).calldata
        let hash = chain.take(ChainFixture.bytes(chain, nonce: 0, data: data, gas: 100_000))
        chain.step()
        let receipt = try #require(chain.receipt(hash))
        #expect(!receipt.succeeded)
        #expect(receipt.gasUsed == 100_000)
    }
}
