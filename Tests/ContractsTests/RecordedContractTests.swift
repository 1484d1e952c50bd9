import Contracts
import Ethereum
import Hashing
import Numerics
import Routes
import TestSupport
import Testing
import Venues
import Vocabulary

/// Held to calls and logs recorded from real contracts.
@Suite struct RecordedContractTests {
    private func cases() throws -> [JSON] { try Vectors.load("evm_calls")["cases"].list() }

    @Test func `aggregated answers are told apart as recorded`() throws {
        var (aggregates, answers, reverted) = (0, 0, 0)
        for vector in try cases() where try vector["fn"].text().hasPrefix("aggregate3(") {
            guard
                let data = vector["returndata"].bytes, data.count % 32 == 0, !data.isEmpty,
                let recorded = vector["returns"].array?.first?.array
            else { continue }
            aggregates += 1
            let text = "\"" + Hexadecimal.text(of: data) + "\""
            let fragment = try JSONFragment(checking: Array(text.utf8))
            let read = CallAnswer.aggregated(.result(fragment), count: recorded.count)
            #expect(read.count == recorded.count)
            for (answer, entry) in zip(read, recorded) {
                answers += 1
                let entry = try entry.list()
                let bytes = try entry[1].data()
                switch answer {
                case .returned:
                    #expect(entry[0].bool == true && !bytes.isEmpty && bytes.count % 32 == 0)
                case .unknown(.reverted):
                    reverted += 1
                    #expect(entry[0].bool == false)
                case .unknown(.empty): #expect(entry[0].bool == true && bytes.isEmpty)
                case .unknown(let reason):
                    #expect(reason == .malformed && bytes.count % 32 != 0)
                }
            }
        }
        #expect(aggregates >= 20, "\(aggregates)")
        #expect(answers > 60 && reverted > 10, "\(answers) answers, \(reverted) reverted")
    }

    @Test func `trades in pools are seen in their recorded logs, transfers to the last unit`()
        throws
    {
        var (swaps, transfers) = (0, 0)
        for vector in try cases() {
            for log in vector["logs"].array ?? [] {
                let topics = try log["topics"].list().map {
                    try #require(Digest(bytes: try $0.data()))
                }
                let place = LogPlace(block: BlockHash(Keccak256.hash("block")), index: 0)
                let fact = LogFact(
                    EventLog(
                        address: try Address(try log["address"].text()),
                        topics: topics,
                        data: try log["data"].data(),
                        place: place,
                        transaction: TransactionHash(Keccak256.hash("transaction"))
                    )
                )
                guard let event = log["event"].string else { continue }
                if event.hasPrefix("DODOSwap(") || event.hasPrefix("Swap(")
                    || event.hasPrefix("TokenExchange(")
                {
                    guard case .swapped(let swap)? = fact else {
                        Issue.record("\(event): \(log)")
                        continue
                    }
                    // Both amounts stand in the recorded arguments, signs aside.
                    let amounts =
                        log["args"].object.map { $0.values }?.compactMap {
                            $0.string?.trimmingPrefix("-")
                        } ?? []
                    #expect(amounts.contains { $0 == swap.sold.description }, "\(event)")
                    #expect(amounts.contains { $0 == swap.received.description }, "\(event)")
                    swaps += 1
                } else if event == "Transfer(address,address,uint256)" {
                    guard case .moved(_, _, let amount)? = fact else {
                        Issue.record("\(log)")
                        continue
                    }
                    let data = try log["data"].data()
                    #expect(amount == UInt256(bigEndian: data))
                    transfers += 1
                } else if event.hasPrefix("Approval(") {
                    #expect(fact == nil)
                }
            }
        }
        #expect(swaps > 60, "\(swaps)")
        #expect(transfers > 150, "\(transfers)")
    }

    @Test func `calls to pools are the recorded bytes`() throws {
        var compared = 0
        for vector in try cases() {
            let calldata = try vector["calldata"].data()
            let arguments = try vector["args"].list()
            switch try vector["fn"].text() {
            case "sellBase(address)", "sellQuote(address)":
                let recipient = try Address(try arguments[0].text())
                let sellsBase = try vector["fn"].text().hasPrefix("sellBase")
                #expect(PoolCall.dodo(sellsBase: sellsBase, to: recipient) == calldata)
                compared += 1
            case "exchange(int128,int128,uint256,uint256)":
                let digits = try arguments.map { try $0.digits() }
                guard let sold = UInt8(digits[0]), let bought = UInt8(digits[1]) else { continue }
                let call = PoolCall.stableSwap(
                    sold: sold,
                    bought: bought,
                    amount: try UInt256(decimal: digits[2]),
                    minimum: try UInt256(decimal: digits[3])
                )
                #expect(call == calldata)
                compared += 1
            default: continue
            }
        }
        #expect(compared >= 40, "\(compared)")
    }

    /// The state as the contract's own view tells it, targets adjusted, quotes what the contract quoted.
    @Test(arguments: [("dodo_dsp", DODOPool.Kind.dsp), ("dodo_dpp", .dpp), ("dodo_dvm", .dvm)])
    func `a pool read through its view quotes as its contract does`(
        file: String,
        kind: DODOPool.Kind
    ) throws {
        var compared = 0
        for vector in try Vectors.load(file)["cases"].list() {
            guard
                let base = vector["adj"]["B0"].string, let quote = vector["adj"]["Q0"].string,
                let fixture = try? PlanFixture(kind: kind, ticks: [])
            else { continue }
            let state = try ["i", "K", "B", "Q"].map { try UInt256(decimal: vector[$0].digits()) }
            let targets = try [base, quote].map { try UInt256(decimal: $0) }
            let regime = UInt256(UInt64(vector["R"].int ?? 1))
            let fees = try ["lpFeeRate", "mtFeeRate"].map {
                try UInt256(decimal: vector[$0].digits())
            }
            let venue = fixture.dodo(state + targets + [regime], fees)
            guard case .known(let pool) = venue else { continue }
            for query in try vector["queries"].list() {
                let parts = try query.list()
                guard let received = parts[2].string else { continue }
                let side: Side = try parts[0].text() == "sellBase" ? .base : .quote
                let amount = try UInt256(decimal: parts[1].digits())
                let answer = try? pool.quote(selling: amount, of: side)
                #expect(answer?.received == (try UInt256(decimal: received)), "\(vector["id"])")
                compared += 1
            }
        }
        #expect(compared > 1_500, "\(compared)")
    }
}
