import Numerics
import TestSupport
import Testing
import Vocabulary

@testable import Venues

@Suite struct DODOPoolTests {
    static let one: UInt256 = 1_000_000_000_000_000_000

    static func pool(
        _ kind: DODOPool.Kind = .dsp,
        revision: DODOPool.Revision = .current,
        price: UInt256 = one,
        slippage: UInt256 = 500_000_000_000_000,
        base: UInt256 = 1_000_000_000_000,
        quote: UInt256 = 1_000_000_000_000,
        baseTarget: UInt256 = 1_000_000_000_000,
        quoteTarget: UInt256 = 1_000_000_000_000,
        regime: DODOPool.Regime = .one,
        lp: UInt256 = 300_000_000_000_000,
        maintainer: UInt256 = 0
    ) throws(InvalidState) -> DODOPool {
        try DODOPool(
            kind: kind,
            revision: revision,
            guidePrice: price,
            slippage: slippage,
            baseReserve: base,
            quoteReserve: quote,
            baseTarget: baseTarget,
            quoteTarget: quoteTarget,
            regime: regime,
            lpFeeRate: lp,
            maintainerFeeRate: maintainer
        )
    }

    @Test(arguments: [
        (Side.base, UInt256(0), UInt256(0), "1000000000000000000"),
        (.base, 1, 1, "1000000000000000000"),
        (.base, 1_000_000, 999_700, "999999999000000001"),
        (.base, 10_000_000_000, 9_996_949_511, "999989848160726430"),
        (.base, 500_000_000_000, 499_600_449_077, "998504832367353731"),
        (.base, 2_000_000_000_000, 999_200_898_155, "948205310010672"),
        (.quote, 10_000_000_000, 9_996_949_511, "1000010151942334456"),
    ])
    func `published sales from balance give the published output and mid price`(
        side: Side,
        amount: UInt256,
        received: UInt256,
        mid: String
    ) throws {
        var pool = try Self.pool()
        #expect(try pool.sell(amount, of: side).received == received)
        #expect(try pool.midPrice() == UInt256(decimal: mid))
    }

    @Test func `the dust a contract gives away is reproduced`() throws {
        // Base 18, quote 6 decimals at 2650: 10^9 wei are worth 2.65 units and pay 3.
        let pool = try Self.pool(
            .dpp,
            price: 2_650_000_000,
            slippage: 100_000_000_000_000_000,
            base: 400 * Self.one,
            quote: 1_060_000_000_000,
            baseTarget: 400 * Self.one,
            quoteTarget: 1_060_000_000_000,
            lp: 1_000_000_000_000_000
        )
        #expect(try pool.quote(selling: 1, of: .base).received == 1)
        #expect(try pool.quote(selling: 1_000_000_000, of: .base).received == 3)
        #expect(try pool.quote(selling: Self.one, of: .base).received == 2_646_686_836)
    }

    @Test func `a sale that cancels the root reverts since 2024 and emptied the pool before`()
        throws
    {
        let flood = UInt256(1) << 112
        let now = Outcome { () throws(Refusal) in
            try Self.must { () throws(InvalidState) in try Self.pool() }
                .quote(selling: flood, of: .base).received
        }
        #expect(now == .refused(.reverts(.error("DODOMath: should not be zero"))))
        let before = try Self.pool(revision: .beforeJanuary2024)
        let gross = try before.detailedQuote(selling: flood, of: .base)
        #expect(gross.received + gross.lpFee == 1_000_000_000_000)
        let gsp = try Self.pool(.gsp)
        let refused = Outcome { () throws(Refusal) in
            try gsp.quote(selling: flood, of: .base).received
        }
        #expect(refused == .refused(.reverts(.error("DODOMath: should not be 0"))))
    }

    static func must<Value>(_ body: () throws(InvalidState) -> Value) throws(Refusal) -> Value {
        do throws(InvalidState) { return try body() } catch { throw .outOfRange }
    }

    @Test func `checked arithmetic panics where the older contracts name the operation`() throws {
        for (kind, revert) in [
            (DODOPool.Kind.gsp, Revert.panic(0x11)), (.dsp, .error("MUL_ERROR")),
        ] {
            let pool = try Self.pool(kind)
            let answer = Outcome { () throws(Refusal) in
                try pool.quote(selling: .max, of: .base).received
            }
            #expect(answer == .refused(.reverts(revert)))
        }
        let empty = try Self.pool(.gsp, base: 0)
        let mid = Outcome { () throws(Refusal) in try empty.midPrice() }
        #expect(mid == .refused(.reverts(.panic(0x12))))
    }

    @Test func `the contract's root of two is two`() {
        #expect(DODOArithmetic.safeMathRoot(2) == 2)
        for value in [0, 1, 3, 4, 5, 8, 9, 15, 16] as [UInt256] {
            #expect(DODOArithmetic.safeMathRoot(value) == value.squareRoot())
        }
    }

    @Test func `a state no contract holds is refused by the field at fault`() {
        typealias Field = (String, () throws(InvalidState) -> DODOPool)
        let wide = UInt256(1) << 112
        let wrong: [Field] = [
            ("guidePrice", { () throws(InvalidState) in try Self.pool(price: 0) }),
            (
                "guidePrice",
                { () throws(InvalidState) in try Self.pool(price: Self.one * Self.one + 1) }
            ),
            ("slippage", { () throws(InvalidState) in try Self.pool(slippage: Self.one + 1) }),
            ("lpFeeRate", { () throws(InvalidState) in try Self.pool(lp: Self.one) }),
            (
                "maintainerFeeRate",
                { () throws(InvalidState) in try Self.pool(lp: 1, maintainer: Self.one - 1) }
            ),
            ("maintainerFeeRate", { () throws(InvalidState) in try Self.pool(maintainer: .max) }),
            ("baseReserve", { () throws(InvalidState) in try Self.pool(base: 0, quote: 0) }),
            ("baseReserve", { () throws(InvalidState) in try Self.pool(base: wide) }),
            ("quoteReserve", { () throws(InvalidState) in try Self.pool(quote: wide) }),
            ("baseTarget", { () throws(InvalidState) in try Self.pool(baseTarget: wide) }),
            ("quoteTarget", { () throws(InvalidState) in try Self.pool(quoteTarget: wide) }),
            ("baseTarget", { () throws(InvalidState) in try Self.pool(.dvm) }),
            ("quoteTarget", { () throws(InvalidState) in try Self.pool(.dvm, baseTarget: 0) }),
            (
                "regime",
                { () throws(InvalidState) in
                    try Self.pool(.dvm, baseTarget: 0, quoteTarget: 0)
                }
            ),
        ]
        for (field, build) in wrong {
            do throws(InvalidState) {
                _ = try build()
                Issue.record("\(field) was accepted")
            } catch {
                #expect(error.field == field)
            }
        }
        #expect(throws: Never.self) {
            _ = try Self.pool(lp: 1, maintainer: Self.one - 2)
            _ = try Self.pool(base: 0)
            _ = try Self.pool(.dvm, quote: 0, baseTarget: 0, quoteTarget: 0, regime: .aboveOne)
        }
    }

    @Test func `the price from the reserves agrees with the mid price to its last decimal`() throws
    {
        let seed: UInt64 = 0x31D
        var samples = SizingSamples(seed: seed)
        for number in 0..<500 {
            let pool = try samples.dodo(
                base: samples.decimals(),
                quote: samples.decimals(),
                depth: Int(samples.below(12)),
                thousandths: UInt256(100 + samples.below(5000))
            )
            let mid = try pool.midPrice()
            let price = try pool.marginalPrice()
            let shown = try #require(price.worth(of: Self.one, rounding: .down))
            let distance = shown > mid ? shown - mid : mid - shown
            // The mid price rounds a ratio of 18 decimals before it multiplies.
            #expect(
                distance <= 2 + mid * 4 / Self.one + Self.coarse(pool, mid),
                "seed \(seed), pool \(number): \(shown) and \(mid) of \(pool)"
            )
        }
    }

    /// The mid price first floors target squared over reserve, a unit of the reserve's own.
    private static func coarse(_ pool: DODOPool, _ mid: UInt256) -> UInt256 {
        let reserve = pool.regime == .belowOne ? pool.quoteReserve : pool.baseReserve
        return 4 * mid / reserve
    }
}
