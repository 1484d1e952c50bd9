import Numerics
import Routes
import TestSupport
import Testing
import Vocabulary

@testable import Venues

// What was recorded of real V3 pools, read from a node.

extension LivePaperTests {
    @Test func `a V3 pool that is read from a node quotes what the real one's quoter answered`()
        throws
    {
        try stop()
        let bench = try Bench(devnet, wordsEachSide: 8)
        let description = try bench.pool("home-v3")
        let original = try bench.venue(description, at: try bench.block(try devnet.mineHome()))
        guard case .known(.uniswapV3(let first)) = original else {
            Issue.record("\(original)")
            return
        }
        defer {
            try? devnet.restore(
                root: first.root,
                tick: first.tick,
                liquidity: first.liquidity,
                fee: first.fee,
                spacing: first.tickSpacing,
                shares: 0,
                ticks: first.ticks
            )
            _ = try? devnet.mineHome()
        }
        var (compared, beyond) = (0, 0)
        for json in try Vectors.load("uniswap_v3_pools_1")["pools"].list() {
            try restore(json)
            let block = try bench.block(try devnet.mineHome())
            let reading = try bench.venue(description, at: block)
            guard case .known(.uniswapV3(var pool)) = reading else {
                Issue.record("\(reading)")
                return
            }
            for swap in try json["swaps"].list() {
                do throws(Refusal) {
                    compared += try compare(swap, &pool) ? 1 : 0
                } catch {
                    guard case .moreTicksNeeded = error else { continue }
                    // What it comes to lies beyond the words that were read.
                    beyond += 1
                    break
                }
            }
        }
        #expect(compared > 60)
        #expect(beyond < compared)
    }

    private static let ends = [
        "4295128740", "1461446703485210103287273052203988822378723970341",
    ]

    /// Quotes what the real quoter was asked, and makes the swap that was made then.
    private func compare(_ swap: JSON, _ pool: inout UniswapV3Pool) throws(Refusal) -> Bool {
        guard
            let sells0 = swap["zeroForOne"].bool,
            let specified = (try? swap["amountSpecified"].digits()).flatMap({
                try? Int256(decimal: $0)
            }),
            let limit = (try? swap["sqrtPriceLimitX96"].digits()).flatMap({
                try? UInt256(decimal: $0)
            })
        else {
            Issue.record("no swap: \(swap.value)")
            return false
        }
        let side: Side = sells0 ? .base : .quote
        var isCompared = false
        // Whoever only quotes names no price to stop at.
        let hasLimit = !Self.ends.contains("\(limit)")
        if let expected = swap["quoterV2"]["amount"].string, !specified.isNegative, !hasLimit {
            let quote = try pool.quote(selling: specified.magnitude, of: side)
            #expect("\(quote.received)" == expected)
            isCompared = true
        }
        var after = pool
        _ = try after.swap(
            specified.magnitude,
            isInput: !specified.isNegative,
            selling: side,
            limit: limit
        )
        if swap["applied"].bool != false { pool = after }
        return isCompared
    }

    private func restore(_ json: JSON) throws {
        let start = json["start"]
        func number(_ json: JSON) throws -> UInt256 { try UInt256(decimal: try json.digits()) }
        try devnet.restore(
            root: try number(start["sqrtPriceX96"]),
            tick: Int32(try #require(start["tick"].int)),
            liquidity: try number(start["liquidity"]),
            fee: UInt32(try #require(json["fee"].int)),
            spacing: Int32(try #require(json["tickSpacing"].int)),
            shares: UInt8(try #require(json["feeProtocol"].int)),
            ticks: try json["ticks"].list().map { tick in
                UniswapV3Pool.Tick(
                    index: Int32(try #require(tick["tick"].int)),
                    liquidityNet: try Int256(decimal: try tick["liquidityNet"].digits())
                )
            }
        )
    }
}
