import Contracts
import Ethereum
import Hashing
import Numerics
import Routes
import Testing
import Venues
import Vocabulary

@testable import Simulation

/// Acts whose size hangs on what the act before brought, and what spoils a transaction.
@Suite struct OpenBlockTests {
    private func swap(
        _ pool: Address,
        _ side: Side,
        _ amount: UInt256
    ) -> ChainAct {
        .swap(
            trader: ChainFixture.trader,
            pool: pool,
            selling: side,
            amount: amount,
            least: .zero
        )
    }

    private func quote(_ outcome: ActOutcome?) throws -> Quote {
        guard case .swapped(let quote)? = outcome else {
            Issue.record("\(String(describing: outcome))")
            throw ReadFailure.unknownBlock
        }
        return quote
    }

    @Test func `a manipulator pushes before the others and pulls back after them`() throws {
        var chain = try ChainFixture.chain()
        let pool = ChainFixture.pair
        let before = try #require(chain.pool(pool))
        let call = ChainFixture.trade(
            "victim",
            [
                ExecutorCall.Swap(
                    pool: pool,
                    sellsBase: true,
                    amount: 1_000_000_000,
                    minimum: .zero
                )
            ]
        )
        let fair = try before.quote(selling: 1_000_000_000, of: .base).received
        let hash = chain.take(ChainFixture.bytes(chain, nonce: 0, data: call.calldata))
        let isOpen = chain.openBlock(at: Instant(milliseconds: 1_002_000))
        #expect(isOpen)
        let push = try quote(chain.perform(swap(pool, .base, 100_000_000_000))?.outcome)
        #expect(chain.pool(pool) != before)
        // What is read of the chain is of the block before.
        #expect(try chain.header().number == 0)
        let isOpenTwice = chain.openBlock(at: Instant(milliseconds: 1_004_000))
        #expect(!isOpenTwice)
        chain.runTransactions()
        let performed = chain.perform(swap(pool, .quote, push.received))
        let pull = try #require(performed)
        let pulled = try quote(pull.outcome)
        let closed = chain.closeBlock()
        let block = try #require(closed)
        #expect(block.number == 1)
        let receipts = try #require(chain.receipts(block.hash))
        #expect(receipts.count == 3)
        #expect(receipts[1].transaction == hash)
        guard case .filled(let fill)? = receipts[1].logs.last.flatMap({ LogFact($0) }) else {
            Issue.record("no fill")
            return
        }
        #expect(fill.received < fair, "the victim pays")
        #expect(chain.outcome(ofAct: pull.hash) == .swapped(pulled))
        // All of it comes again after a reorganisation, in the same order.
        let state = chain.state
        chain.reorganise(depth: 1)
        chain.step()
        #expect(chain.state == state)
        #expect(chain.head.hash != block.hash)
    }

    @Test func `nothing is done in a block that is not open`() throws {
        var chain = try ChainFixture.chain()
        let deed = chain.perform(swap(ChainFixture.pair, .base, 1_000))
        #expect(deed == nil)
        let closed = chain.closeBlock()
        #expect(closed == nil)
        chain.halt()
        let isOpen = chain.openBlock(at: Instant(milliseconds: 1_002_000))
        #expect(!isOpen)
    }

    @Test func `liquidity comes and goes for its share, at the same price`() throws {
        var chain = try ChainFixture.chain()
        for pool in ChainFixture.pools {
            let before = try #require(chain.pool(pool))
            let held = try #require(chain.balance(of: pool, in: ChainFixture.base))
            let tenth = PoolShare(perMillion: 100_000)
            let added = try chain.queued(
                .addLiquidity(pool: pool, provider: ChainFixture.trader, share: tenth)
            )
            chain.step()
            let after = try #require(chain.pool(pool))
            #expect(
                chain.outcome(ofAct: added)
                    == .provided(base: (held + 9) / 10, quote: (held + 9) / 10)
            )
            #expect(chain.balance(of: pool, in: ChainFixture.base) == held + held / 10)
            #expect(try after.marginalPrice() == before.marginalPrice())
            let amount: UInt256 = 10_000_000_000
            let (thin, thick) = (
                try before.quote(selling: amount, of: .base).received,
                try after.quote(selling: amount, of: .base).received
            )
            #expect(thick > thin)
            chain.act(
                .removeLiquidity(
                    pool: pool,
                    provider: ChainFixture.trader,
                    share: PoolShare(perMillion: 500_000)
                )
            )
            chain.step()
            let left = try #require(chain.pool(pool))
            #expect(try left.quote(selling: amount, of: .base).received < thin)
        }
    }

    @Test func `a spoilt transaction succeeds and has done nothing`() throws {
        var chain = try ChainFixture.chain()
        let call = ChainFixture.trade(
            "a",
            [
                ExecutorCall.Swap(
                    pool: ChainFixture.pair,
                    sellsBase: true,
                    amount: 1_000_000,
                    minimum: .zero
                )
            ]
        )
        chain.act(.emptyNext(ChainFixture.operatorAccount))
        let hash = chain.take(ChainFixture.bytes(chain, nonce: 0, data: call.calldata))
        chain.step()
        let receipt = try #require(chain.receipt(hash))
        #expect(receipt.succeeded && receipt.logs.isEmpty)
        #expect(
            chain.balance(of: ChainFixture.executor, in: ChainFixture.base)
                == 10 * ChainFixture.million
        )
    }

    @Test func `a foreign transaction takes the nonce, and ours is nowhere`() throws {
        var chain = try ChainFixture.chain()
        let bytes = ChainFixture.bytes(chain, nonce: 0, to: ChainFixture.trader)
        let hash = chain.take(bytes)
        chain.act(.takeNonce(ChainFixture.operatorAccount))
        chain.step()
        #expect(chain.receipt(hash) == nil && chain.transaction(hash) == nil)
        #expect(chain.submit(bytes, at: chain.head.time) == .refused(.nonceTooLow))
    }

    @Test func `the older of two transactions is mined after all`() throws {
        var chain = try ChainFixture.chain()
        let old = chain.take(ChainFixture.bytes(chain, nonce: 0, to: ChainFixture.trader))
        let new = chain.take(ChainFixture.bytes(chain, nonce: 0, to: ChainFixture.owner))
        let isDone = chain.preferReplaced(of: ChainFixture.operatorAccount)
        #expect(isDone)
        chain.step()
        #expect(chain.receipt(old) != nil && chain.receipt(new) == nil)
        let isDoneAgain = chain.preferReplaced(of: ChainFixture.operatorAccount)
        #expect(!isDoneAgain)
    }

    @Test func `a token can turn: a fee, other decimals`() throws {
        var chain = try ChainFixture.chain()
        chain.act(
            .setTransferFee(
                token: ChainFixture.base,
                BasisPoints(millionths: 100_000_000)
            )
        )
        chain.act(.setDecimals(token: ChainFixture.base, 18))
        let sent = try chain.queued(
            .transfer(
                token: ChainFixture.base,
                from: ChainFixture.trader,
                to: ChainFixture.owner,
                amount: 1_000
            )
        )
        chain.step()
        #expect(chain.outcome(ofAct: sent) == .moved(990))
        let decimals = try chain.call(
            to: ChainFixture.base,
            data: try ABISignature("decimals()").encodeCall([])
        )
        #expect(decimals == .returned((18 as UInt256).bigEndianBytes))
        let supply = try #require(chain.supply(of: ChainFixture.base))
        #expect(supply.declared == supply.held)
    }

    @Test func `somebody else uses the bridge`() throws {
        var chain = try ChainFixture.chain()
        let away = try #require(ChainID(ChainFixture.away))
        let lock = try chain.queued(
            .lock(
                bridge: ChainFixture.bridge,
                token: ChainFixture.quote,
                amount: 5_000_000,
                sender: ChainFixture.trader,
                recipient: ChainFixture.trader,
                destination: away
            )
        )
        chain.step()
        guard case .locked(let transfer)? = chain.outcome(ofAct: lock),
            let log = chain.receipt(lock)?.logs.last,
            let departure = LaneWitness(try FleetFixture.lanes().quoteOut, []).departure(log)
        else {
            Issue.record("not locked")
            return
        }
        #expect(departure.transfer == transfer && departure.amount == 4_995_000)
    }
}
