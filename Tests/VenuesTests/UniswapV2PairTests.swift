import Numerics
import TestSupport
import Testing

@testable import Venues

@Suite struct UniswapV2PairTests {
    static func pair(
        _ reserve0: UInt256 = 1_000_000_000_000,
        _ reserve1: UInt256 = 1_000_000_000_000,
        keeping kept: UInt32 = 997,
        of whole: UInt32 = 1000
    ) throws(InvalidState) -> UniswapV2Pair {
        let fee = try UniswapV2Pair.Fee(keeping: kept, of: whole)
        return try UniswapV2Pair(reserve0: reserve0, reserve1: reserve1, fee: fee)
    }

    @Test func `published amounts out and in come out to the unit`() throws {
        let even = try Self.pair()
        #expect(try even.quote(selling: 10_000_000_000, of: .base).received == 9_871_580_343)
        #expect(try even.quote(selling: 1, of: .base).received == 0)
        #expect(try even.quote(buying: 10_000_000_000, of: .quote).sold == 10_131_404_314)
        #expect(try even.quote(buying: 9_871_580_343, of: .quote).sold == 10_000_000_000)
        let other = try Self.pair(987_654_321_012, 1_234_567_890_123)
        #expect(try other.quote(selling: 123_456_789, of: .base).received == 153_838_849)
        #expect(try other.quote(buying: 154_000_000, of: .quote).sold == 123_586_130)
    }

    @Test func `the invariant may stand still but not fall`() throws {
        let start = try Self.pair(100, 100, keeping: 1, of: 1)
        var pair = start
        try pair.swap(sending0: 100, sending1: 0, taking0: 0, taking1: 50)
        #expect(pair.reserve0 == 200 && pair.reserve1 == 50)
        pair = start
        let greedy = Outcome { () throws(Refusal) in
            try pair.swap(sending0: 100, sending1: 0, taking0: 0, taking1: 51)
            return true
        }
        #expect(greedy == .refused(.reverts(.error("UniswapV2: K"))))
        #expect(pair == start)
    }

    @Test func `a pair refuses in the order of its checks`() throws {
        let most = UniswapV2Pair.largestReserve
        let cases: [([UInt256], String)] = [
            ([0, 0, 0, 0], "INSUFFICIENT_OUTPUT_AMOUNT"),
            ([0, 0, 1_000_000_000_000, 0], "INSUFFICIENT_LIQUIDITY"),
            ([0, 0, 1, 0], "INSUFFICIENT_INPUT_AMOUNT"),
            ([1, 0, 0, 1_000], "K"),
            ([most, 0, 0, 1], "OVERFLOW"),
        ]
        for (amounts, reason) in cases {
            var pair = try Self.pair()
            let answer = Outcome { () throws(Refusal) in
                try pair.swap(
                    sending0: amounts[0],
                    sending1: amounts[1],
                    taking0: amounts[2],
                    taking1: amounts[3]
                )
                return true
            }
            #expect(answer == .refused(.reverts(.error("UniswapV2: " + reason))))
        }
    }

    @Test func `a state no pair holds is refused by the field at fault`() {
        let wide = UInt256(1) << 112
        let wrong: [(String, () throws(InvalidState) -> UniswapV2Pair)] = [
            ("reserve0", { () throws(InvalidState) in try Self.pair(0, 1) }),
            ("reserve1", { () throws(InvalidState) in try Self.pair(1, 0) }),
            ("reserve0", { () throws(InvalidState) in try Self.pair(wide, 1) }),
            ("reserve1", { () throws(InvalidState) in try Self.pair(1, wide) }),
            ("feeKept", { () throws(InvalidState) in try Self.pair(keeping: 0) }),
            ("feeKept", { () throws(InvalidState) in try Self.pair(keeping: 1001) }),
            ("feeKept", { () throws(InvalidState) in try Self.pair(keeping: 1, of: 0) }),
        ]
        for (field, build) in wrong {
            do throws(InvalidState) {
                _ = try build()
                Issue.record("\(field) was accepted")
            } catch {
                #expect(error.field == field)
            }
        }
    }

    @Test func `a fork's fee multiplies as the contract does, up to its overflow`() throws {
        let seed: UInt64 = 0xFEE
        var samples = SizingSamples(seed: seed)
        for _ in 0..<2_000 {
            let value = VenuePropertyTests.amount(&samples, upTo: .max)
            let factor = UInt32(truncatingIfNeeded: samples.chance.next())
            let (product, overflow) = value.multipliedReportingOverflow(by: UInt256(factor))
            let short = try? UniswapV2Library.multiply(value, factor)
            #expect(short == (overflow ? nil : product), "seed \(seed): \(value) by \(factor)")
        }
    }
}
