import Contracts
import Ethereum
import Hashing
import Numerics
import TestSupport
import Testing
import Vocabulary

/// The executor's words, read and written.
@Suite struct ExecutorInterfaceTests {
    private func calls(_ chance: inout Chance) -> [ExecutorCall] {
        func word() -> UInt256 {
            UInt256(limbs: chance.next(), chance.next(), chance.next(), chance.next())
        }
        func address() -> Address { Address(word: word() >> 96) ?? .zero }
        func digest() -> Digest {
            Digest(words: chance.next(), chance.next(), chance.next(), chance.next())
        }
        let swaps = (0..<chance.next() % 5).map { _ in
            ExecutorCall.Swap(
                pool: address(),
                sellsBase: chance.next() % 2 == 0,
                amount: word(),
                minimum: word()
            )
        }
        return [
            .trade(plan: digest(), deadline: chance.next(), swaps: swaps),
            .send(
                transfer: digest(),
                deadline: chance.next(),
                token: address(),
                amount: word()
            ),
            .pause,
        ]
    }

    @Test(arguments: 0..<50 as Range<UInt64>)
    func `a call comes back from its calldata, and from nothing else`(seed: UInt64) {
        var chance = Chance(seed: seed)
        for call in calls(&chance) {
            let calldata = call.calldata
            #expect(ExecutorCall(calldata: calldata) == call, "seed \(seed)")
            #expect(ExecutorCall(calldata: calldata + [0]) == nil)
            #expect(ExecutorCall(calldata: Array(calldata.dropLast())) == nil)
            var changed = calldata
            let index = Int(chance.next() % UInt64(changed.count))
            changed[index] ^= 1
            #expect(ExecutorCall(calldata: changed) != call, "seed \(seed)")
        }
        #expect(ExecutorCall(calldata: []) == nil)
    }

    @Test func `more swaps than a call may have are refused`() {
        let swap = ExecutorCall.Swap(pool: .zero, sellsBase: true, amount: 1, minimum: 1)
        let plan = Keccak256.hash("plan")
        let most = ExecutorCall.trade(
            plan: plan,
            deadline: 1,
            swaps: Array(repeating: swap, count: ExecutorCall.mostSwaps)
        )
        #expect(ExecutorCall(calldata: most.calldata) == most)
        let more = ExecutorCall.trade(
            plan: plan,
            deadline: 1,
            swaps: Array(repeating: swap, count: ExecutorCall.mostSwaps + 1)
        )
        #expect(ExecutorCall(calldata: more.calldata) == nil)
    }

    @Test func `the selectors stay what they are`() {
        let selectors = [
            ExecutorInterface.trade, ExecutorInterface.send, ExecutorInterface.pause,
        ].map { Hexadecimal.text(of: $0.selector) }
        #expect(Set(selectors).count == selectors.count)
        #expect(selectors[2] == "0x8456cb59")
    }

    @Test func `a fill is read from its log, and only from a whole one`() {
        let plan = Keccak256.hash("plan")
        let pool = Digest(words: 0, 0, 0, 7)
        func log(_ data: [UInt8], _ topics: [Digest]) -> EventLog {
            EventLog(
                address: .zero,
                topics: topics,
                data: data,
                place: LogPlace(block: BlockHash(plan), index: 0),
                transaction: TransactionHash(plan)
            )
        }
        let words: [UInt256] = [1, 500, 499]
        let data = words.flatMap { Array($0.bigEndianBytes) }
        guard let topic = ExecutorInterface.filled.topic else {
            Issue.record("no topic")
            return
        }
        let fill = ExecutorFill(
            plan: plan,
            pool: Address(word: 7) ?? .zero,
            sellsBase: true,
            sold: 500,
            received: 499
        )
        #expect(LogFact(log(data, [topic, plan, pool])) == .filled(fill))
        #expect(LogFact(log(Array(data.dropLast()), [topic, plan, pool])) == nil)
        #expect(LogFact(log(data, [topic, plan])) == nil)
        #expect(LogFact(log(data, [plan])) == nil)
        #expect(LogFact(log(data, [])) == nil)
    }

    private func receipt(
        _ fills: [(from: Address, fill: ExecutorFill)],
        succeeded: Bool = true
    ) -> TransactionReceipt {
        let hash = Keccak256.hash("transaction")
        let block = BlockHash(Keccak256.hash("block"))
        let logs = fills.enumerated().map { index, entry in
            let pool = Digest(bytes: entry.fill.pool.word.bigEndianBytes)
            let words: [UInt256] = [
                entry.fill.sellsBase ? 1 : 0, entry.fill.sold, entry.fill.received,
            ]
            return EventLog(
                address: entry.from,
                topics: [ExecutorInterface.filled.topic, entry.fill.plan, pool].compactMap { $0 },
                data: words.flatMap { Array($0.bigEndianBytes) },
                place: LogPlace(block: block, index: UInt64(index)),
                transaction: TransactionHash(hash)
            )
        }
        return TransactionReceipt(
            transaction: TransactionHash(hash),
            block: block,
            number: 7,
            succeeded: succeeded,
            gasUsed: 1,
            gasPrice: .zero,
            logs: logs
        )
    }

    @Test func `a leg is filled by the executor's own logs and by nothing else`() throws {
        let plan = Keccak256.hash("plan")
        let executor = try #require(Address(word: 0xEC))
        let stranger = try #require(Address(word: 0xBAD))
        let pool = try #require(Address(word: 7))
        let swap = ExecutorCall.Swap(pool: pool, sellsBase: true, amount: 500, minimum: 490)
        let fill = ExecutorFill(
            plan: plan,
            pool: pool,
            sellsBase: true,
            sold: 500,
            received: 495
        )
        let short = ExecutorFill(
            plan: plan,
            pool: pool,
            sellsBase: true,
            sold: 500,
            received: 489
        )
        func result(_ receipt: TransactionReceipt) -> TransactionReceipt.LegResult {
            receipt.result(plan: plan, swaps: [swap], executor: executor)
        }
        #expect(result(receipt([(executor, fill)])) == .filled([fill]))
        #expect(result(receipt([(stranger, fill)])) == .contradictory)
        #expect(result(receipt([(executor, fill), (executor, fill)])) == .contradictory)
        #expect(result(receipt([(executor, short)])) == .contradictory)
        #expect(result(receipt([])) == .contradictory, "a status proves nothing")
        #expect(result(receipt([], succeeded: false)) == .reverted)
        #expect(result(receipt([(executor, fill)], succeeded: false)) == .contradictory)
    }

    @Test func `a receipt is read from a node's object, and a torn one is refused`() throws {
        let hash = "0x" + String(repeating: "ab", count: 32)
        let text = """
            {"transactionHash":"\(hash)","blockHash":"\(hash)","blockNumber":"0x7","status":"0x1",\
            "gasUsed":"0x5208","effectiveGasPrice":"0x3b9aca00","logs":[{"address":\
            "0x000000000000000000000000000000000000dEaD","topics":["\(hash)"],"data":"0x",\
            "blockHash":"\(hash)","transactionHash":"\(hash)","logIndex":"0x0","removed":false}]}
            """
        func read(_ text: String) throws -> TransactionReceipt {
            try TransactionReceipt(try JSONFragment(checking: Array(text.utf8)))
        }
        let receipt = try read(text)
        #expect(receipt.succeeded && receipt.number == 7 && receipt.gasUsed == 21_000)
        #expect(receipt.gasPrice == Wei(1_000_000_000))
        #expect(receipt.logs.count == 1)
        for (from, to) in [
            ("\"status\":\"0x1\"", "\"status\":\"0x2\""), ("\"0x7\"", "7"),
            ("\"removed\":false", "\"removed\":true"), ("\"logs\"", "\"lugs\""),
            ("\"logIndex\":\"0x0\"", "\"logIndex\":null"),
        ] {
            #expect(throws: LogError.self, "\(from)") {
                _ = try read(text.replacing(from, with: to))
            }
        }
    }
}
