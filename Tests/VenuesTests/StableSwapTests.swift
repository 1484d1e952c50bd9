import Numerics
import TestSupport
import Testing
import Vocabulary

@testable import Venues

/// Five generations of real StableSwap pools.
@Suite struct StableSwapTests {
    private func number(_ json: JSON) throws -> UInt256 {
        try UInt256(decimal: try json.digits())
    }

    private func numbers(_ json: JSON) throws -> [UInt256] {
        try json.list().map(number)
    }

    private static let rules: [String: StableSwapPool.Rules] = [
        "3pool": .early, "hbtc": .early, "eurs": .classic, "link": .classic,
        "ng": .nextGeneration,
    ]

    private func pool(_ vector: JSON, base: Int, quote: Int) throws -> StableSwapPool {
        let rules = try #require(Self.rules[try vector["pool"].text()])
        let rates = try vector["decimals"].list().compactMap { decimals in
            StableSwapPool.rate(decimals: UInt8(try decimals.digits()) ?? .max)
        }
        return try StableSwapPool(
            rules: rules,
            balances: numbers(vector["balances"]),
            rates: rates,
            amplification: number(
                rules.amplificationPrecision == 1 ? vector["A"] : vector["Aprecise"]
            ),
            fee: number(vector["fee"]),
            administratorShare: number(vector["adminFee"]),
            offPegMultiplier: vector["offpegFeeMultiplier"].isNull
                ? .zero : number(vector["offpegFeeMultiplier"]),
            base: base,
            quote: quote
        )
    }

    @Test func `every recorded exchange pays and leaves what it did on the chain`() throws {
        let cases = try Vectors.load("curve_stableswap")["cases"].list()
        #expect(cases.count == 900)
        var (exchanges, reverts, skipped) = (0, 0, [String: Int]())
        for vector in cases {
            let operation = try vector["op"].text()
            guard operation == "exchange" else {
                skipped[operation, default: 0] += 1
                continue
            }
            let (sold, bought) = (try #require(vector["i"].int), try #require(vector["j"].int))
            guard sold != bought else {
                // The contract reverts; here no pool is asked about one coin against itself.
                reverts += 1
                #expect(vector["received"].revert != nil)
                #expect(throws: InvalidState("quote", .outOfOrder(index: bought))) {
                    try self.pool(vector, base: sold, quote: bought)
                }
                continue
            }
            var pool = try pool(vector, base: sold, quote: bought)
            let input = try number(vector["dx"])
            let name = vector["id"].string ?? ""
            let viewed = Outcome { () throws(Refusal) in
                try pool.viewedQuote(selling: input, of: .base)
            }
            #expect(try viewed == expected(vector["getDy"]), "get_dy of \(name)")
            // Some tokens keep a share of what is transferred: the pool gets less, the view does not know.
            let arrived = try input - transferFee(of: input, sold, vector)
            let paid = Outcome { () throws(Refusal) in
                try pool.sell(arrived, of: .base).received
            }
            #expect(try paid == expected(vector["received"]), "exchange of \(name)")
            if vector["received"].revert == nil {
                exchanges += 1
                #expect(try pool.balances == numbers(vector["balancesAfter"]), "\(name)")
            } else {
                reverts += 1
            }
        }
        #expect(exchanges + reverts == 620 && reverts > 0)
        let kinds = skipped.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
        #expect(skipped.values.reduce(0, +) == 280)
        print("StableSwap: \(exchanges) exchanges, \(reverts) reverts agree; skipped: \(kinds)")
    }

    private func transferFee(
        of amount: UInt256,
        _ coin: Int,
        _ vector: JSON
    ) throws -> UInt256 {
        let terms = vector["transferFee"]
        guard terms["coin"].int == coin, let share = terms["basisPoints"].int else { return 0 }
        return min(amount * UInt256(share) / 10_000, try number(terms["max"]))
    }

    private func expected(_ json: JSON) throws -> Outcome<UInt256> {
        if let revert = json.revert { return .refused(.reverts(revert)) }
        return .value(try number(json))
    }

    @Test func `the next generation's maths alone`() throws {
        let cases = try Vectors.load("curve_stableswap")["ngMath"].list()
        #expect(cases.count == 250)
        for vector in cases {
            let balances = try numbers(vector["xp"])
            var inline: [8 of UInt256] = .init(repeating: .zero)
            for (index, balance) in balances.enumerated() { inline[index] = balance }
            let invariant = try? StableSwapInvariant(
                balances: inline,
                count: balances.count,
                rules: .nextGeneration,
                amplification: try number(vector["amp"])
            )
            guard let sum = try? number(vector["D"]) else {
                #expect(invariant == nil)
                continue
            }
            #expect(invariant?.sum == sum)
            let balance = try? invariant?.balance(
                of: try #require(vector["j"].int),
                when: try #require(vector["i"].int),
                has: try number(vector["x"])
            )
            #expect(balance == (try? number(vector["y"])))
        }
    }

    private func random(_ chance: inout Chance) throws -> StableSwapPool? {
        let count = Int.random(in: 2...8, using: &chance)
        let decimals = (0..<count).map { _ in [6, 8, 18].randomElement(using: &chance) ?? 18 }
        let rules = [
            StableSwapPool.Rules.early, .classic, .nextGeneration,
        ].randomElement(using: &chance)
        let size = UInt64.random(in: 1...1_000_000_000_000, using: &chance)
        return try StableSwapPool(
            rules: try #require(rules),
            balances: decimals.map { decimals in
                let share = UInt64.random(in: size / 4 + 1...size * 2, using: &chance)
                return UInt256(share)
                    * (0..<decimals).reduce(UInt256.one) { power, _ in power * 10 }
            },
            rates: decimals.compactMap { StableSwapPool.rate(decimals: UInt8($0)) },
            amplification: UInt256(UInt64.random(in: 100...100_000, using: &chance)),
            fee: UInt256(UInt64.random(in: 0...100_000_000, using: &chance)),
            administratorShare: 5_000_000_000,
            offPegMultiplier: UInt256(UInt64.random(in: 0...50_000_000_000, using: &chance)),
            base: 0,
            quote: count - 1
        )
    }

    @Test(arguments: [100, 101] as [UInt64])
    func `more in is more out, and coming back never pays`(seed: UInt64) throws {
        var chance = Chance(seed: seed)
        var compared = 0
        for _ in 0..<1_500 {
            guard let pool = try random(&chance) else { continue }
            for side in Side.allCases {
                let reserve = pool.balances[side == .base ? pool.base : pool.quote]
                // Below a millionth of the reserve the contracts round in either direction.
                let least = reserve / 1_000_000 + 1_000
                let amount = least + reserve / UInt256(UInt64.random(in: 1...1_000, using: &chance))
                guard let one = try? pool.quote(selling: amount, of: side),
                    let two = try? pool.quote(selling: amount + least, of: side)
                else { continue }
                // With eight coins of very different size the contract's own quotients lose digits.
                #expect(one.received <= two.received + two.received / 1_000_000_000)
                var after = pool
                let received = try after.sell(amount, of: side).received
                guard let back = try? after.quote(selling: received, of: side.other) else {
                    continue
                }
                compared += 1
                // Dust: the invariant is found to a unit, and a unit of a coin with few decimals is worth more.
                #expect(back.received <= amount + least / 100, "seed \(seed)")
            }
        }
        #expect(compared > 1_000)
    }

    @Test func `the marginal price and the slope are what a small trade pays`() throws {
        var chance = Chance(seed: 102)
        for _ in 0..<400 {
            guard let pool = try random(&chance) else { continue }
            let amount = pool.balances[pool.base] / 100_000
            guard amount > 100_000, let small = try? pool.quote(selling: amount, of: .base),
                small.received > 1_000_000, pool.offPegMultiplier <= 10_000_000_000
            else { continue }
            let price = try pool.marginalPrice()
            let kept = 10_000_000_000 - pool.fee
            let ideal = try #require(price.worth(of: amount, rounding: .down))
            let expected = try #require(
                ideal.multiplied(by: kept, dividedBy: 10_000_000_000, rounding: .down)
            )
            // Within a thousandth: the trade moves the price a little.
            #expect(small.received <= expected + expected / 100_000 + 2)
            #expect(small.received >= expected - expected / 1_000 - 2)
            let slope = try pool.slope(after: .zero, of: .base) * Approximation(amount)
            let steered = slope.floored
            #expect(steered <= expected + expected / 1_000 + 2)
            #expect(steered >= expected - expected / 1_000 - 2)
        }
    }

    @Test(arguments: [103] as [UInt64])
    func `any state and amount give a number or a refusal`(seed: UInt64) {
        var chance = Chance(seed: seed)
        func any() -> UInt256 {
            UInt256(limbs: chance.next(), chance.next(), chance.next(), chance.next())
                >> Int.random(in: 0..<256, using: &chance)
        }
        var answered = 0
        for _ in 0..<5_000 {
            let count = Int.random(in: 2...8, using: &chance)
            let pool = try? StableSwapPool(
                rules: Bool.random(using: &chance) ? .early : .nextGeneration,
                balances: (0..<count).map { _ in any() >> 100 },
                rates: (0..<count).map { _ in any() >> 120 },
                amplification: UInt256(chance.next() >> 44) + 100,
                fee: UInt256(chance.next() >> 31),
                administratorShare: UInt256(chance.next() >> 31),
                offPegMultiplier: any(),
                base: 1,
                quote: 0
            )
            guard let pool else { continue }
            for side in Side.allCases {
                if (try? pool.quote(selling: any(), of: side)) != nil { answered += 1 }
                _ = try? pool.slope(after: any(), of: side)
            }
            _ = try? pool.marginalPrice()
        }
        #expect(answered > 3)
    }

    @Test func `a state no pool can be in is refused by its field`() {
        func field(
            balances: [UInt256] = [1, 1],
            rates: [UInt256] = [1, 1],
            amplification: UInt256 = 100,
            fee: UInt256 = 0,
            share: UInt256 = 0,
            base: Int = 0,
            quote: Int = 1
        ) -> String? {
            do throws(InvalidState) {
                _ = try StableSwapPool(
                    rules: .classic,
                    balances: balances,
                    rates: rates,
                    amplification: amplification,
                    fee: fee,
                    administratorShare: share,
                    base: base,
                    quote: quote
                )
                return nil
            } catch {
                return error.field
            }
        }
        #expect(field() == nil)
        #expect(field(balances: [1]) == "balances")
        #expect(field(balances: [1, 0]) == "balances")
        #expect(field(balances: Array(repeating: 1, count: 9)) == "balances")
        #expect(field(rates: [1]) == "rates")
        #expect(field(rates: [1, 0]) == "rates")
        #expect(field(amplification: 99) == "amplification")
        #expect(field(amplification: 100_000_000_001) == "amplification")
        #expect(field(fee: 10_000_000_000) == "fee")
        #expect(field(share: 10_000_000_001) == "administratorShare")
        #expect(field(base: 2) == "base")
        #expect(field(quote: 0) == "quote")
        #expect(field(quote: -1) == "quote")
    }
}
