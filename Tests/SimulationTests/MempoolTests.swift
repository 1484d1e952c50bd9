import Contracts
import Ethereum
import Execution
import Hashing
import Numerics
import Routes
import Testing
import Vocabulary

@testable import Simulation

/// What a virtual node takes and refuses, in words that the bot understands.
@Suite struct MempoolTests {
    private func chain(
        _ client: ChainRules.Client = .besu,
        _ fees: ChainRules.FeeRule = .free,
        _ change: (inout ChainRules) -> Void = { _ in }
    ) throws -> VirtualChain {
        var rules = try ChainFixture.rules(ChainFixture.home)
        rules.client = client
        rules.fees = fees
        change(&rules)
        return VirtualChain(try ChainFixture.genesis(rules))
    }

    private func refusal(_ chain: inout VirtualChain, _ bytes: [UInt8]) -> NodeRefusal? {
        if case .refused(let refusal) = chain.submit(bytes, at: chain.head.time) {
            refusal
        } else {
            nil
        }
    }

    private let gwei: UInt256 = 1_000_000_000

    @Test func `nonces run in order, with gaps held`() throws {
        var chain = try chain()
        let account = ChainFixture.operatorAccount
        let target = ChainFixture.trader
        let second = chain.take(ChainFixture.bytes(chain, nonce: 1, to: target))
        chain.step()
        #expect(chain.receipt(second) == nil)
        #expect(chain.pendingNonce(of: account) == 0)
        let first = chain.take(ChainFixture.bytes(chain, nonce: 0, to: target))
        #expect(chain.pendingNonce(of: account) == 2)
        chain.step()
        let receipts = try #require(chain.receipts(chain.head.hash))
        #expect(receipts.map(\.transaction) == [first, second])
        #expect(try chain.nonce(of: account) == 2)
        #expect(refusal(&chain, ChainFixture.bytes(chain, nonce: 1, to: target)) == .nonceTooLow)
        let far = ChainFixture.bytes(chain, nonce: 202, to: target)
        #expect(refusal(&chain, far) == .nonceTooDistant)
        _ = chain.take(ChainFixture.bytes(chain, nonce: 201, to: target))
    }

    @Test(arguments: ChainRules.Client.allCases)
    func `every refusal is understood`(client: ChainRules.Client) throws {
        var market = try chain(client, .market(first: 7 * gwei)) { $0.pool.perSender = 4 }
        let target = ChainFixture.trader
        func bytes(
            _ nonce: UInt64,
            tip: UInt256 = 1,
            cap: UInt256 = 10_000_000_000,
            gas: UInt64 = 21_000,
            from sender: Address = ChainFixture.operatorAccount
        ) -> [UInt8] {
            ChainFixture.bytes(
                market,
                from: sender,
                nonce: nonce,
                to: target,
                gas: gas,
                tip: tip,
                cap: cap
            )
        }
        let held = bytes(0)
        _ = market.take(held)
        var otherChain = market
        otherChain = VirtualChain(
            try ChainFixture.genesis(try ChainFixture.rules(ChainFixture.away))
        )
        let foreign = ChainFixture.bytes(otherChain, nonce: 1, to: target, tip: 1, cap: 10 * gwei)
        var forged = held
        forged[forged.count - 1] ^= 1
        let cases: [(NodeRefusal, [UInt8], NodeAnswer)] = [
            (.known, held, .known),
            (.replacementUnderpriced, bytes(0, tip: 2), .underpriced(.replacement)),
            (
                .insufficientFunds, bytes(0, from: ChainFixture.address(0xDEAD)),
                .insufficientFunds
            ),
            (.gasAboveBlock, bytes(1, gas: 30_000_001), .rejected(.gasAboveBlock)),
            (.gasBelowIntrinsic, bytes(1, gas: 20_999), .rejected(.gasBelowIntrinsic)),
            (.belowBaseFee, bytes(1, cap: 7 * gwei * 7 / 8 - 1), .underpriced(.baseFee)),
            (.tipAboveCap, bytes(1, tip: 11 * gwei), .rejected(.tipAboveCap)),
            (
                .wrongChain, foreign,
                .rejected(client == .besu ? .wrongChain : .badSignature)
            ),
            (.badSignature, forged, .rejected(.badSignature)),
            (.malformed, [0xC1, 0x80, 0x00], .rejected(.malformed)),
        ]
        for (expected, bytes, answer) in cases {
            let refusal = try #require(refusal(&market, bytes), "\(expected)")
            #expect(refusal == expected)
            let failure = refusal.failure(from: client)
            #expect(NodeAnswer(failure, from: client == .besu ? .besu : .geth) == answer)
        }
        for nonce in 1..<4 as Range<UInt64> { _ = market.take(bytes(nonce)) }
        #expect(refusal(&market, bytes(4)) == .tooManyOfSender)
        market.step()
        #expect(try market.nonce(of: ChainFixture.operatorAccount) == 4)
        let used = try #require(refusal(&market, bytes(0, tip: 3)))
        #expect(
            NodeAnswer(used.failure(from: client), from: client == .besu ? .besu : .geth)
                == .nonceTooLow
        )
    }

    @Test func `a replacement pays a tenth more of both`() throws {
        var chain = try chain(.geth, .market(first: gwei))
        func bytes(_ tip: UInt256, _ cap: UInt256) -> [UInt8] {
            ChainFixture.bytes(chain, nonce: 0, to: ChainFixture.trader, tip: tip, cap: cap)
        }
        let old = chain.take(bytes(100, 10 * gwei))
        #expect(refusal(&chain, bytes(109, 11 * gwei)) == .replacementUnderpriced)
        #expect(refusal(&chain, bytes(110, 11 * gwei - 1)) == .replacementUnderpriced)
        let new = chain.take(bytes(110, 11 * gwei))
        #expect(chain.transaction(old) == nil)
        chain.step()
        #expect(chain.receipt(new)?.succeeded == true)
        #expect(chain.receipt(new)?.gasPrice == Wei(gwei * 7 / 8 + 110))
    }

    @Test func `without fees Besu replaces at the same price`() throws {
        var chain = try chain()
        let old = chain.take(ChainFixture.bytes(chain, nonce: 0, to: ChainFixture.trader))
        let new = chain.take(ChainFixture.bytes(chain, nonce: 0, to: ChainFixture.owner))
        #expect(chain.transaction(old) == nil)
        chain.step()
        #expect(chain.receipt(new) != nil)
    }

    @Test func `a full pool keeps those that pay, and Besu says nothing`() throws {
        for client in ChainRules.Client.allCases {
            var chain = try chain(client, .market(first: 1)) { $0.pool.total = 2 }
            func bytes(_ sender: Address, tip: UInt256) -> [UInt8] {
                ChainFixture.bytes(
                    chain,
                    from: sender,
                    nonce: 0,
                    to: ChainFixture.feed,
                    gas: 21_000,
                    tip: tip,
                    cap: 1_000
                )
            }
            _ = chain.take(bytes(ChainFixture.operatorAccount, tip: 5))
            let cheap = chain.take(bytes(ChainFixture.owner, tip: 4))
            let dropped = bytes(ChainFixture.trader, tip: 4)
            switch chain.submit(dropped, at: chain.head.time) {
            case .hash(let hash):
                #expect(client == .besu)
                #expect(chain.transaction(hash) == nil, "its hash, and nothing of it")
            case .refused(let refusal):
                #expect(client == .geth && refusal == .poolFull)
            }
            let dear = chain.take(bytes(ChainFixture.trader, tip: 6))
            #expect(chain.transaction(cheap) == nil)
            #expect(chain.transaction(dear) != nil)
        }
    }

    @Test func `an evicted transaction is nowhere, and comes back by its bytes`() throws {
        var chain = try chain()
        let bytes = ChainFixture.bytes(chain, nonce: 0, to: ChainFixture.trader)
        let hash = chain.take(bytes)
        #expect(chain.transaction(hash) == .pending(bytes))
        chain.evict(hash)
        chain.step()
        #expect(chain.transaction(hash) == nil)
        _ = chain.take(bytes)
        let block = chain.step()
        #expect(
            chain.transaction(hash)
                == .mined(block: try #require(block).hash, number: 2, bytes: bytes)
        )
    }

    @Test func `real signatures are recovered, and a legacy chain takes legacy alone`() throws {
        let memory = try LockedMemory(count: 32)
        memory[31] = 5
        let key = try SecretKey(memory)
        var rules = try ChainFixture.rules(ChainFixture.home)
        rules.senders = .recovered
        rules.fees = .legacy(least: gwei)
        var genesis = try ChainFixture.genesis(rules)
        genesis.fund(key.address, Wei(1_000_000_000_000_000_000))
        var chain = VirtualChain(genesis)
        let call = TransactionCall(
            nonce: 0,
            gasLimit: 21_000,
            to: ChainFixture.trader,
            value: 5,
            data: []
        )
        func legacy(_ price: UInt256, _ id: ChainID?) -> [UInt8] {
            Transaction.legacy(LegacyTransaction(call: call, gasPrice: price, chain: id))
                .signed(with: key).encoded
        }
        #expect(refusal(&chain, legacy(gwei, nil)) == .unprotected)
        #expect(refusal(&chain, legacy(gwei - 1, rules.id)) == .belowMinimum)
        let typed = Transaction.feeMarket(
            FeeMarketTransaction(
                call: call,
                maximumPriorityFee: gwei,
                maximumFee: gwei,
                chain: rules.id
            )
        ).signed(with: key).encoded
        #expect(refusal(&chain, typed) == .kindNotAllowed)
        let hash = chain.take(legacy(gwei, rules.id))
        chain.step()
        #expect(chain.receipt(hash)?.succeeded == true)
        #expect(chain.head.baseFee == nil)
        let spent = gwei * 21_000 + 5
        #expect(try chain.balance(of: key.address).value == 1_000_000_000_000_000_000 - spent)
    }

    @Test func `the base fee follows the rule, and spikes on demand`() throws {
        var chain = try chain(.geth, .market(first: 8_000))
        chain.step()
        #expect(chain.head.baseFee == Wei(8_000 - 1_000))
        chain.setBaseFee(Wei(1_000_000))
        #expect(chain.gasPrice == Wei(1_000_000))
        let cheap = ChainFixture.bytes(chain, nonce: 0, to: ChainFixture.feed, cap: 999_999)
        #expect(refusal(&chain, cheap) == .belowBaseFee)
        chain.step()
        #expect(chain.head.baseFee == Wei(1_000_000))
        chain.step()
        #expect(chain.head.baseFee == Wei(875_000))
        let rule = ChainRules.FeeRule.market(first: 1)
        #expect(rule.next(after: 8_000, used: 20, limit: 20) == 9_000)
        #expect(rule.next(after: 8_000, used: 10, limit: 20) == 8_000)
        #expect(rule.next(after: 1, used: 11, limit: 20) == 2, "it rises by one at least")
    }

    /// Coins only move, and what base fees burn is written down.
    @Test func `no coin is lost`() throws {
        var chain = try chain(.geth, .market(first: gwei))
        let before = chain.state.accounts.values.reduce(UInt256.zero) { $0 + $1.balance }
        for nonce in 0..<3 as Range<UInt64> {
            let bytes = ChainFixture.bytes(
                chain,
                nonce: nonce,
                to: ChainFixture.trader,
                value: nonce == 1 ? 77 : .zero,
                gas: 30_000,
                tip: gwei,
                cap: 5 * gwei
            )
            _ = chain.take(bytes)
        }
        chain.step()
        let after = chain.state.accounts.values.reduce(UInt256.zero) { $0 + $1.balance }
        #expect(after + chain.state.burnt == before)
        #expect(chain.state.burnt == 3 * 21_000 * gwei * 7 / 8)
    }
}
