import Bot
import Hashing
import Numerics
import Routes
import Testing
import Vocabulary

@testable import Live

/// What is handed on of the blocks that endpoints agree on.
@Suite struct AgreementsTests {
    private let chain: ChainID
    private let other: ChainID

    init() throws {
        chain = try #require(ChainID(138))
        other = try #require(ChainID(651_940))
    }

    private func snapshot(
        _ number: UInt64,
        of chain: ChainID? = nil,
        branch: UInt64 = 0,
        baseFee: Wei? = nil
    ) throws -> Snapshot {
        let hash = { (number: UInt64) in BlockHash(Digest(words: 1, 2, branch, number)) }
        let block = Block(
            number: number,
            hash: hash(number),
            parent: hash(number - 1),
            time: Instant(milliseconds: number * 2_000),
            baseFee: baseFee
        )
        return try #require(Snapshot(chain: chain ?? self.chain, block: block))
    }

    private func hand(
        _ snapshot: Snapshot,
        _ agreements: inout Agreements,
        at now: UInt64 = 1_000
    ) -> Sighting? {
        guard agreements.isNews(snapshot.block, of: snapshot.chain) else { return nil }
        return agreements.take(
            snapshot,
            suggestedGas: .known(Wei(7)),
            market: .market,
            at: Instant(milliseconds: now)
        )
    }

    @Test func `a block is handed on once, however often it is looked at`() throws {
        var agreements = Agreements()
        let first = hand(try snapshot(5), &agreements)
        #expect(first?.block.number == 5)
        #expect(hand(try snapshot(5), &agreements) == nil)
        #expect(hand(try snapshot(6), &agreements)?.block.number == 6)
        #expect(hand(try snapshot(5), &agreements) == nil)
        // The same hash on another chain is another block.
        #expect(hand(try snapshot(5, of: other), &agreements) != nil)
    }

    @Test func `blocks may be left out, and fall back where they were taken back`() throws {
        var agreements = Agreements()
        let numbers: [UInt64?] = try [
            hand(snapshot(5), &agreements), hand(snapshot(9), &agreements),
            hand(snapshot(8, branch: 1), &agreements), hand(snapshot(9), &agreements),
            hand(snapshot(10), &agreements),
        ].map { $0?.block.number }
        #expect(numbers == [5, 9, 8, nil, 10])
    }

    @Test func `when something was seen never falls, though the clock is set back`() throws {
        var agreements = Agreements()
        let times = try [(5, 9_000), (6, 4_000), (7, 9_500)].map { number, now in
            hand(try snapshot(UInt64(number)), &agreements, at: UInt64(now))?.seen.milliseconds
        }
        #expect(times == [9_000, 9_000, 9_500])
    }

    @Test func `blocks that are known again are bounded, the oldest forgotten first`() throws {
        var agreements = Agreements()
        for number in 1...UInt64(Agreements.mostKnown) + 1 {
            #expect(hand(try snapshot(number), &agreements) != nil)
        }
        #expect(hand(try snapshot(2), &agreements) == nil)
        #expect(hand(try snapshot(1), &agreements) != nil)
    }

    struct Gas: Sendable, CustomTestStringConvertible {
        let market: ChainSettings.Market
        let suggested: Reading<Wei>
        let baseFee: Wei?
        let handed: Reading<Wei>
        var testDescription: String { "\(market), \(suggested), base fee \(baseFee as Any)" }
    }

    @Test(arguments: [
        Gas(market: .market, suggested: .known(Wei(3)), baseFee: Wei(9), handed: .known(Wei(3))),
        // Who was asked for the whole price says it with the base fee in it.
        Gas(market: .legacy, suggested: .known(Wei(12)), baseFee: Wei(9), handed: .known(Wei(3))),
        Gas(market: .legacy, suggested: .known(Wei(8)), baseFee: Wei(9), handed: .known(.zero)),
        Gas(market: .legacy, suggested: .known(Wei(8)), baseFee: nil, handed: .known(Wei(8))),
        Gas(
            market: .legacy,
            suggested: .unknown(.unasked),
            baseFee: Wei(9),
            handed: .unknown(.unasked)
        ),
        // Nobody is asked where gas costs nothing.
        Gas(market: .free, suggested: .unknown(.unasked), baseFee: nil, handed: .known(.zero)),
    ])
    func `gas is handed on as a price without a fee market, and as a tip with one`(
        gas: Gas
    ) throws {
        var agreements = Agreements()
        let sighting = agreements.take(
            try snapshot(5, baseFee: gas.baseFee),
            suggestedGas: gas.suggested,
            market: gas.market,
            at: Instant(milliseconds: 1)
        )
        #expect(sighting.suggestedGas == gas.handed)
    }
}
