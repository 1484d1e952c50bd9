import Numerics
import TestSupport
import Testing

@testable import Venues

/// 2,202 swaps on 83 real pools, over up to twenty initialised ticks.
@Suite struct UniswapV3PoolTests {
    #if DEBUG
        private static let draws = 400
    #else
        private static let draws = 4_000
    #endif

    private static let files = ["uniswap_v3_pools_1", "uniswap_v3_pools_2"]

    private func number(_ json: JSON) throws -> UInt256 {
        try UInt256(decimal: try json.digits())
    }

    private func pools() throws -> [JSON] {
        try Self.files.flatMap { try Vectors.load($0)["pools"].list() }
    }

    private func pool(_ json: JSON, state: JSON) throws -> UniswapV3Pool {
        let spacing = Int32(try #require(json["tickSpacing"].int))
        let share = try #require(json["feeProtocol"].int)
        return try UniswapV3Pool(
            root: try number(state["sqrtPriceX96"]),
            tick: Int32(try #require(state["tick"].int)),
            liquidity: try number(state["liquidity"]),
            fee: UInt32(try #require(json["fee"].int)),
            tickSpacing: spacing,
            protocolShares: (UInt8(share % 16), UInt8(share >> 4)),
            ticks: try json["ticks"].list().map { tick in
                UniswapV3Pool.Tick(
                    index: Int32(try #require(tick["tick"].int)),
                    liquidityNet: try Int256(decimal: try tick["liquidityNet"].digits())
                )
            },
            knownWords: UniswapV3Pool.allWords(tickSpacing: spacing),
            feeGrowth: (
                try number(state["feeGrowthGlobal0X128"]), try number(state["feeGrowthGlobal1X128"])
            ),
            protocolFees: (
                try number(state["protocolFees"][0]), try number(state["protocolFees"][1])
            )
        )
    }

    @Test func `every recorded swap moves what it moved on the chain`() throws {
        var (swaps, reverts, quotes) = (0, 0, 0)
        var skipped = (mints: 0, burns: 0)
        for json in try pools() {
            skipped.mints += try json["mints"].list().count
            skipped.burns += try json["burns"].list().count
            var pool = try pool(json, state: json["start"])
            for swap in try json["swaps"].list() {
                let sells0 = try swap["zeroForOne"].flag()
                let specified = try Int256(decimal: try swap["amountSpecified"].digits())
                let limit = try number(swap["sqrtPriceLimitX96"])
                var after = pool
                let outcome = Outcome { () throws(Refusal) in
                    try after.swap(
                        specified.magnitude,
                        isInput: !specified.isNegative,
                        selling: sells0 ? .base : .quote,
                        limit: limit
                    )
                }
                if let revert = swap["revert"].isNull
                    ? nil : JSON(["revert": swap["revert"].value]).revert
                {
                    reverts += 1
                    #expect(outcome == .refused(.reverts(revert)))
                    continue
                }
                swaps += 1
                let amounts = [
                    try Int256(decimal: try swap["amount0"].digits()),
                    try Int256(decimal: try swap["amount1"].digits()),
                ]
                let (sold, received) = sells0 ? (amounts[0], amounts[1]) : (amounts[1], amounts[0])
                #expect(!sold.isNegative && (received.isNegative || received == 0))
                #expect(
                    outcome
                        == .value(
                            UniswapV3Amounts(sold: sold.magnitude, received: received.magnitude)
                        )
                )
                #expect(try after == self.pool(json, state: swap["after"]))
                quotes += try checkQuoter(swap, pool, sells0: sells0, specified, limit)
                if swap["applied"].bool != false { pool = after }
            }
            #expect(try pool == self.pool(json, state: json["end"]))
        }
        #expect(swaps == 2_171 && reverts == 31 && quotes == 2_020)
        #expect(skipped.mints > 83 && skipped.burns > 83)
        print(
            "Uniswap V3: \(swaps) swaps, \(reverts) reverts and \(quotes) quotes agree; skipped:",
            "\(skipped.mints) mints, \(skipped.burns) burns"
        )
    }

    /// The recorded answer of the quoter, where it gave one. It is called with the same limit, and answers
    /// for a swap that was undone.
    private func checkQuoter(
        _ swap: JSON,
        _ pool: UniswapV3Pool,
        sells0: Bool,
        _ specified: Int256,
        _ limit: UInt256
    ) throws -> Int {
        guard let quoted = try? number(swap["quoterV2"]["amount"]) else { return 0 }
        var after = pool
        let amounts = try after.swap(
            specified.magnitude,
            isInput: !specified.isNegative,
            selling: sells0 ? .base : .quote,
            limit: limit
        )
        #expect((specified.isNegative ? amounts.sold : amounts.received) == quoted)
        #expect(try after.root == number(swap["quoterV2"]["sqrtPriceX96After"]))
        return 1
    }

    private func simple(
        knownWords: ClosedRange<Int32>,
        liquidity: UInt256 = 1_000_000_000_000
    ) throws -> UniswapV3Pool {
        try UniswapV3Pool(
            root: UInt256.one << 96,
            tick: 0,
            liquidity: liquidity,
            fee: 500,
            tickSpacing: 10,
            ticks: [],
            knownWords: knownWords
        )
    }

    @Test func `a swap beyond the ticks that were read is an answer, not a number`() throws {
        let narrow = try simple(knownWords: -1...0)
        let wide = try simple(knownWords: UniswapV3Pool.allWords(tickSpacing: 10))
        let small: UInt256 = 10_000_000_000
        let large: UInt256 = 1_000_000_000_000
        for side in Side.allCases {
            #expect(
                try narrow.quote(selling: small, of: side) == wide.quote(selling: small, of: side)
            )
            let end: Int32 = side == .base ? -2_560 : 2_560
            #expect(throws: Refusal.moreTicksNeeded(beyond: end)) {
                try narrow.quote(selling: large, of: side)
            }
            #expect(throws: Never.self) { try wide.quote(selling: large, of: side) }
            let word = narrow.wordNeeded(beyond: end, selling: side)
            #expect(word == (side == .base ? -2 : 1))
            #expect(throws: Never.self) {
                try simple(knownWords: min(word, -1)...max(word, 0)).quote(
                    selling: large / 100,
                    of: side
                )
            }
        }
    }

    @Test func `two swaps in a row give no more than one`() throws {
        var chance = Chance(seed: 91)
        for json in try pools().prefix(40) {
            let pool = try pool(json, state: json["start"])
            for _ in 0..<20 {
                let amount = UInt256(chance.next() >> UInt64.random(in: 4..<60, using: &chance)) + 2
                let side = Bool.random(using: &chance) ? Side.base : .quote
                guard let whole = try? pool.quote(selling: amount, of: side), whole.sold == amount
                else { continue }
                var parts = pool
                let first = amount / UInt256(UInt64.random(in: 1...5, using: &chance))
                guard first > 0, first < amount else { continue }
                let one = try parts.sell(first, of: side).received
                let two = try parts.sell(amount - first, of: side).received
                #expect(one + two <= whole.received)
                // And coming back never pays.
                var back = pool
                let received = try back.sell(amount, of: side).received
                guard received > 0 else { continue }
                #expect(try back.quote(selling: received, of: side.other).received <= amount)
            }
        }
    }

    @Test(arguments: [92, 93] as [UInt64])
    func `any state and amount give a number or a refusal`(seed: UInt64) {
        var chance = Chance(seed: seed)
        func any(_ bits: Int) -> UInt256 {
            UInt256(limbs: chance.next(), chance.next(), chance.next(), chance.next())
                >> (256 - Int.random(in: 1...bits, using: &chance))
        }
        var (answered, refused) = (0, 0)
        for number in 0..<Self.draws {
            let spacing = [1, 10, 60, 200, 16_383].randomElement(using: &chance) ?? 1
            let root = any(160)
            guard let tick = try? UniswapV3Ticks.tick(at: root) else { continue }
            let places = (0..<3).map { _ in Int32.random(in: -800...800, using: &chance) }
            let liquidity = any(128)
            let ticks = Set(places).sorted().map { place in
                let index = (tick / Int32(spacing) + place) * Int32(spacing)
                // Up to a third of the liquidity ends at each of the three, on either side of the price.
                let net = Int256(min(any(120), liquidity / 3))
                return UniswapV3Pool.Tick(index: index, liquidityNet: index > tick ? 0 - net : net)
            }
            let pool = try? UniswapV3Pool(
                root: root,
                tick: tick,
                liquidity: liquidity,
                fee: UInt32.random(in: 0..<1_000_000, using: &chance),
                tickSpacing: Int32(spacing),
                protocolShares: (UInt8.random(in: 0...10, using: &chance), 4),
                ticks: ticks,
                knownWords: number % 4 == 0
                    ? UniswapV3Pool.allWords(tickSpacing: Int32(spacing))
                    : (tick / Int32(spacing) - 800) >> 8...(tick / Int32(spacing) + 800) >> 8
            )
            guard let pool else { continue }
            for side in Side.allCases {
                if (try? pool.quote(selling: any(255), of: side)) != nil {
                    answered += 1
                } else {
                    refused += 1
                }
                _ = try? pool.quote(buying: any(255), of: side)
                _ = try? pool.slope(after: any(255), of: side)
                #expect(throws: Never.self) { try pool.marginalPrice() }
            }
        }
        #expect(answered > Self.draws / 10 && refused > Self.draws / 10)
    }

    @Test func `a state no pool can be in is refused by its field`() throws {
        func field(
            root: UInt256 = UInt256.one << 96,
            tick: Int32 = 0,
            liquidity: UInt256 = 1,
            fee: UInt32 = 500,
            spacing: Int32 = 10,
            ticks: [Int32] = [],
            words: ClosedRange<Int32> = -10...10,
            net: Int256 = -1
        ) -> String? {
            do throws(InvalidState) {
                _ = try UniswapV3Pool(
                    root: root,
                    tick: tick,
                    liquidity: liquidity,
                    fee: fee,
                    tickSpacing: spacing,
                    ticks: ticks.map { UniswapV3Pool.Tick(index: $0, liquidityNet: net) },
                    knownWords: words
                )
                return nil
            } catch {
                return error.field
            }
        }
        #expect(field() == nil)
        #expect(field(root: 0) == "sqrtPriceX96")
        #expect(field(root: UInt256.one << 160) == "sqrtPriceX96")
        #expect(field(tick: 1) == "tick")
        #expect(field(tick: -1) == nil)
        #expect(field(tick: -2) == "tick")
        #expect(field(liquidity: UInt256.one << 128) == "liquidity")
        #expect(field(fee: 1_000_000) == "fee")
        #expect(field(spacing: 0) == "tickSpacing")
        #expect(field(ticks: [20, 10]) == "ticks")
        #expect(field(ticks: [10, 10]) == "ticks")
        #expect(field(ticks: [5]) == "ticks")
        #expect(field(ticks: [887_280]) == "ticks")
        #expect(field(ticks: [30_000]) == "ticks")
        // One unit of liquidity can end once above the price, and begin once at or below it.
        #expect(field(ticks: [10]) == nil)
        #expect(field(ticks: [10, 20]) == "ticks")
        #expect(field(ticks: [0]) == nil)
        #expect(field(ticks: [-10, 0], net: 1) == "ticks")
        #expect(field(ticks: [0], net: 1) == nil)
        #expect(
            field(liquidity: UInt256.one << 127, ticks: [10, 20], net: Int256(1) << 126) == "ticks"
        )
    }
}
