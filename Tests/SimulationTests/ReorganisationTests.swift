import Contracts
import Ethereum
import Hashing
import Numerics
import Routes
import TestSupport
import Testing
import Venues
import Vocabulary

@testable import Simulation

/// Blocks that are taken back leave nothing behind, and lose nothing.
@Suite struct ReorganisationTests {
    /// Something that somebody does, drawn.
    private func act(_ chance: inout Chance) -> ChainAct {
        let pool = ChainFixture.pools[Int(chance.next() % 4)]
        let token = chance.next() % 2 == 0 ? ChainFixture.base : ChainFixture.quote
        let amount = UInt256(chance.next() % 50_000_000_000)
        let trader = ChainFixture.trader
        switch chance.next() % 12 {
        case 0: return .mint(token: token, to: trader, amount: amount)
        case 1: return .burn(token: token, from: trader, amount: amount)
        case 2: return .transfer(token: token, from: trader, to: pool, amount: amount / 100)
        case 3: return .setPrice(oracle: ChainFixture.feed, answer: amount)
        case 4:
            return .addLiquidity(
                pool: pool,
                provider: trader,
                share: PoolShare(parts: chance.next() % 10_000_000_000_000_000)
            )
        case 5:
            return .removeLiquidity(
                pool: pool,
                provider: trader,
                share: PoolShare(parts: chance.next() % 10_000_000_000_000_000)
            )
        case 6: return .pause(token: token, chance.next() % 4 == 0)
        default:
            return .swap(
                trader: trader,
                pool: pool,
                selling: chance.next() % 2 == 0 ? .base : .quote,
                amount: amount,
                least: .zero
            )
        }
    }

    private func trade(_ chance: inout Chance, _ plan: String) -> ExecutorCall {
        ChainFixture.trade(
            plan,
            (0...chance.next() % 3).map { _ in
                ExecutorCall.Swap(
                    pool: ChainFixture.pools[Int(chance.next() % 4)],
                    sellsBase: chance.next() % 2 == 0,
                    amount: UInt256(chance.next() % 20_000_000_000),
                    minimum: .zero
                )
            }
        )
    }

    private func conserved(_ chain: VirtualChain, _ seed: UInt64) {
        for token in [ChainFixture.base, ChainFixture.quote] {
            guard let supply = chain.supply(of: token) else {
                Issue.record("no token")
                return
            }
            #expect(supply.declared == supply.held, "seed \(seed)")
        }
        // A pool never owes more than it holds.
        for address in ChainFixture.pools.prefix(2) + [ChainFixture.stable] {
            guard let venue = chain.pool(address),
                let base = chain.balance(of: address, in: ChainFixture.base),
                let quote = chain.balance(of: address, in: ChainFixture.quote)
            else { continue }
            let reserves = VirtualPool(
                address: address,
                venue: venue,
                base: ChainFixture.base,
                quote: ChainFixture.quote
            ).reserves
            #expect(base >= reserves.base && quote >= reserves.quote, "seed \(seed) \(address)")
        }
    }

    @Test(arguments: 0..<12 as Range<UInt64>)
    func `tokens are conserved over any history, reorganisations included`(
        seed: UInt64
    ) throws {
        var chance = Chance(seed: seed)
        var chain = try ChainFixture.chain()
        var nonce: UInt64 = 0
        var (worked, reorganised) = (0, 0)
        for round in 0..<80 {
            for _ in 0..<chance.next() % 4 {
                chain.act(
                    act(&chance),
                    chance.next() % 2 == 0 ? .beforeTransactions : .afterTransactions
                )
            }
            if chance.next() % 2 == 0 {
                let call: ExecutorCall =
                    chance.next() % 4 == 0
                    ? .send(
                        transfer: Keccak256.hash("send \(round)"),
                        deadline: .max,
                        token: ChainFixture.base,
                        amount: UInt256(chance.next() % 10_000_000_000)
                    ) : trade(&chance, "plan \(round)")
                _ = chain.take(ChainFixture.bytes(chain, nonce: nonce, data: call.calldata))
                nonce += 1
            }
            chain.step()
            conserved(chain, seed)
            worked += (chain.receipts(chain.head.hash) ?? []).count { $0.succeeded }
            if chance.next() % 8 == 0, chain.reorganise(depth: Int(1 + chance.next() % 5)) {
                reorganised += 1
                conserved(chain, seed)
            }
        }
        chain.step()
        #expect(worked > 30 && reorganised > 2, "seed \(seed): \(worked), \(reorganised)")
        // Every transaction that was taken in is in a block at the end.
        #expect(try chain.nonce(of: ChainFixture.operatorAccount) == nonce)
    }

    @Test(arguments: [1, 7, 64])
    func `the state is that of a chain that never saw the blocks`(depth: Int) throws {
        var chance = Chance(seed: UInt64(depth))
        var chain = try ChainFixture.chain()
        for _ in 0..<3 {
            chain.act(act(&chance))
            chain.step()
        }
        let kept = chain
        for index in 0..<UInt64(depth) {
            chain.act(act(&chance))
            if index < 8 {
                let data = trade(&chance, "plan \(index)").calldata
                _ = chain.take(ChainFixture.bytes(chain, nonce: index, data: data))
            }
            chain.step()
        }
        #expect(chain.state != kept.state)
        let orphan = chain.head.hash
        let isDone = chain.reorganise(depth: depth)
        #expect(isDone)
        #expect(chain.state == kept.state)
        #expect(chain.head == kept.head)
        #expect(chain.logs(inBlock: orphan) == nil)
        #expect(chain.pendingNonce(of: ChainFixture.operatorAccount) == UInt64(min(depth, 8)))
        #expect(chain.acts.count == depth)
        chain.step()
        #expect(chain.head.hash != orphan)
        #expect(try chain.nonce(of: ChainFixture.operatorAccount) == UInt64(min(depth, 8)))
    }

    @Test func `a reorganisation beyond what is kept is refused, and changes nothing`() throws {
        var chain = try ChainFixture.chain()
        chain.step()
        let head = chain.head
        for depth in [0, -1, 2, 65] {
            let isDone = chain.reorganise(depth: depth)
            #expect(!isDone)
            #expect(chain.head == head)
        }
    }

    @Test func `the same block made anew is another block`() throws {
        var chain = try ChainFixture.chain()
        chain.step()
        let first = try chain.made()
        chain.reorganise(depth: 1)
        let second = try chain.made()
        #expect(first.number == second.number && first.parent == second.parent)
        #expect(first.time == second.time && first.hash != second.hash)
    }

    @Test func `a transaction mined again has its logs in another place`() throws {
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
        let hash = chain.take(ChainFixture.bytes(chain, nonce: 0, data: call.calldata))
        chain.step()
        let first = try #require(chain.receipt(hash))
        chain.reorganise(depth: 1)
        #expect(chain.receipt(hash) == nil)
        chain.act(
            .swap(
                trader: ChainFixture.trader,
                pool: ChainFixture.pair,
                selling: .base,
                amount: 5_000_000_000,
                least: .zero
            )
        )
        chain.step()
        let second = try #require(chain.receipt(hash))
        #expect(first.block != second.block)
        #expect(second.logs[0].place.index > first.logs[0].place.index)
        #expect(second.logs[0].data == first.logs[0].data, "the same sale")
        let filled = try #require(second.logs.last)
        #expect(filled.data != first.logs.last?.data, "and another price")
    }

    @Test func `the same calls make the same chain`() throws {
        func history(_ seed: UInt64) throws -> [BlockHash] {
            var chance = Chance(seed: seed)
            var chain = try ChainFixture.chain()
            return try (0..<20).map { _ in
                chain.act(act(&chance))
                return try chain.made().hash
            }
        }
        #expect(try history(1) == history(1))
        #expect(try history(1) != history(2))
    }

    @Test func `a halted chain makes no block and answers still`() throws {
        var chain = try ChainFixture.chain()
        chain.step()
        chain.halt()
        let hash = chain.take(ChainFixture.bytes(chain, nonce: 0, to: ChainFixture.trader))
        let made = chain.step()
        #expect(made == nil)
        #expect(chain.head.number == 1)
        #expect(try chain.nonce(of: ChainFixture.operatorAccount) == 0)
        chain.resume()
        chain.step()
        #expect(chain.receipt(hash) != nil)
    }
}
