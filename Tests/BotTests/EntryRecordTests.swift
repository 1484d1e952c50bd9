import Bot
import Ethereum
import Execution
import Hashing
import Ledger
import Numerics
import Parity
import Risk
import Routes
import Simulation
import TestSupport
import Testing
import Venues
import Vocabulary
import Watch

struct EntryRecordTests {
    /// Through the journal's form and back, with nothing left out: what prints alike is alike.
    private func survives(_ entry: Entry) throws -> Bool {
        let record = EntryRecord(entry)
        let back = try Entry(record)
        return EntryRecord(back) == record && "\(back)" == "\(entry)"
    }

    /// Some trades settle, and one has a leg that reverts.
    private func world() throws -> SimulatedWorld {
        var demo = SimulatedDemo()
        // Trades of a ramp are small, and both legs of small ones go together.
        demo.rampTrades = 2
        var world = try #require(demo.world())
        _ = world.run(for: Interval(milliseconds: 900_000))
        let away = try #require(ChainID(SimulatedDemo.away))
        for number in 0..<3 {
            world.act(
                .swap(
                    trader: SimulatedDemo.traderAccount,
                    pool: SimulatedDemo.pool(0),
                    selling: .base,
                    amount: 6_000_000_000,
                    least: .zero
                ),
                on: away
            )
            if number > 0 {
                world.act(
                    .revertNext(SimulatedDemo.operatorAccount),
                    on: away,
                    .beforeTransactions
                )
            }
            _ = world.run(for: Interval(milliseconds: 60_000))
        }
        return world
    }

    @Test func `every entry of a run with a reverted leg reads back as itself`() throws {
        let world = try world()
        var kinds: Set<String> = []
        for entry in world.journal {
            kinds.insert(EntryRecord(entry).kind)
            #expect(try survives(entry))
        }
        let expected: Set<String> = [
            "configured", "judged", "planned", "sent", "landed", "nonces", "chain", "bridge",
            "books", "trade", "closed", "observed", "expecting", "transfer over", "attempted",
        ]
        #expect(expected.subtracting(kinds) == [])
    }

    @Test func `facts that no quiet run has read back as themselves`() throws {
        let chain = try #require(ChainID(138))
        let account = AccountKey(chain: chain, account: SimulatedDemo.operatorAccount)
        let token = ContractKey(chain: chain, address: SimulatedDemo.baseToken)
        let lane = LaneKey(source: token, destination: token)
        let call = TransactionCall(nonce: 4, gasLimit: 21_000, to: .zero, value: 0, data: [1])
        let envelope = TransactionEnvelope(
            transaction: .legacy(LegacyTransaction(call: call, gasPrice: 7, chain: chain)),
            signature: Signature(r: 7, s: 9, parity: false)
        )
        let payload = SignedPayload(envelope, .bump, until: Instant(milliseconds: 77))
        let signed = SignedFor(account, payload)
        let hash = TransactionHash(Keccak256.hash([1]))
        let inclusion = Inclusion(hash: hash, block: 8, succeeded: true)
        let deeds: [Landing.Deed] = [
            .traded(.cancelled(gas: Wei(3))), .traded(.contradictory),
            .locked(BridgeLock(id: Keccak256.hash([2]), block: 8, owed: 9), at: .start),
            .sendReverted, .withoutLock, .nothing, .foreign,
        ]
        let halt = try Halt(.route("usd"), by: "ann", reason: "lunch", since: .start)
        let facts: [Entry.Fact] =
            [
                .began, .expired, .legSigned(saga: 3, .buy, signed, BookingID(5)),
                .legGivenUp(saga: 9), .replaced(signed), .filledGap(signed),
                .chain(chain, .reorganised(fork: 5)), .chain(chain, .faulted(nil)),
                .bridge(lane, .reopen), .bridge(lane, .writeOff(4)),
                .bridge(lane, .destination(isAble: false)), .bridge(lane, .about(3, .neverSent)),
                .bridging(saga: 3, transfers: [1, 2]), .parked(saga: 3, .blind),
                .halted(halt), .resumed(.chain(chain), by: "bob"), .observed(.journalFailed),
                .closed(ClosedTrade(saga: 1, ending: .nothingFilled, realised: nil)),
                .ordered(.halt(halt, now: true)), .ordered(.resume(.global, by: "a")),
                .ordered(.adopt(account, count: 6, by: "b")),
                .ordered(.adoptBalances(chain, by: "c")), .ordered(.reopen(lane, by: "d")),
                .ordered(.writeOff(lane, transfer: 4, by: "e")), .ordered(.park(saga: 3, by: "f")),
            ] + deeds.map { .landed(account, nonce: 4, inclusion, Landing($0, gas: Wei(6))) }
        for fact in facts { #expect(try survives(Entry(at: Instant(milliseconds: 12), fact))) }
    }

    @Test func `bytes cut short, of another kind or with a byte too many are no entry`() throws {
        let world = try world()
        var chance = Chance(seed: 5)
        for entry in world.journal.shuffled(using: &chance).prefix(60) {
            let record = EntryRecord(entry)
            let cut = Int.random(in: 0..<record.bytes.count, using: &chance)
            let spoiled = [
                EntryRecord(kind: record.kind, bytes: Array(record.bytes.prefix(cut))),
                EntryRecord(kind: record.kind, bytes: record.bytes + [0]),
                EntryRecord(kind: record.kind == "began" ? "closed" : "began", bytes: record.bytes),
                EntryRecord(kind: BooksEntry.kind, bytes: entry.canonicalBytes),
            ]
            for spoiled in spoiled {
                #expect(throws: CanonicalError.self) { try Entry(spoiled) }
            }
        }
    }

    @Test func `a changed bit is refused or gives the other entry that has these bytes`() throws {
        let world = try world()
        var chance = Chance(seed: 6)
        for entry in world.journal.shuffled(using: &chance).prefix(300) {
            let record = EntryRecord(entry)
            var bytes = record.bytes
            let place = Int.random(in: bytes.indices, using: &chance)
            bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &chance)
            guard let other = try? Entry(EntryRecord(kind: record.kind, bytes: bytes)) else {
                continue
            }
            #expect(EntryRecord(other).bytes == bytes)
        }
    }

    @Test func `a trade is told with what final blocks have of it`() throws {
        let world = try world()
        let told = world.journal.compactMap { entry -> TradeRecord? in
            if case .told(let record) = entry.fact { record } else { nil }
        }
        let closed = world.journal.compactMap { entry -> ClosedTrade? in
            if case .closed(let trade) = entry.fact { trade } else { nil }
        }
        #expect(told.map(\.plan) == closed.map(\.saga))
        #expect(told.contains { $0.outcome == .unwound })
        for (record, trade) in zip(told, closed) {
            #expect(record.result.realisedNet == trade.realised)
            switch trade.ending {
            case .settled(let pair):
                #expect(record.flows.baseSold.amount.units == pair.sell.sold)
                #expect(record.flows.quoteReceived.amount.units == pair.sell.received)
                #expect(record.flows.baseBought.amount.units == pair.buy.received)
                #expect(record.flows.quotePaid.amount.units == pair.buy.sold)
            case .unwound(let naked, let attempt, let fill):
                let flows = record.flows
                let isSale = naked.filled == .buy
                let mended = isSale ? flows.baseSold : flows.baseBought
                let amount = isSale ? fill.sold : fill.received
                let token = isSale ? attempt.planned.tokenIn : attempt.planned.tokenOut
                #expect(mended == TradeFlows.Flow(token, Amount(units: amount)))
            case .nothingFilled, .parked: break
            }
        }
    }
}
