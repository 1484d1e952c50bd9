import Bot
import Execution
import Ledger
import Numerics
import Simulation
import Testing
import Vocabulary

struct EquityTests {
    /// Everything at one.
    private static func references() throws -> References {
        let chains = try [SimulatedDemo.home, SimulatedDemo.away].map { number in
            try #require(ChainID(number))
        }
        let one = try #require(Price(numerator: 1, denominator: 1))
        let coins = chains.map { Reference.Member(.native($0), decimals: 18) }
        var all = [try #require(Reference(coins, price: one))]
        all += try [SimulatedDemo.baseToken, SimulatedDemo.quoteToken].map { token in
            let members = chains.map { chain in
                Reference.Member(.token(ContractKey(chain: chain, address: token)), decimals: 6)
            }
            return try #require(Reference(members, price: one))
        }
        return try #require(References(all))
    }

    @Test func `moving tokens between chains changes equity by the bridge's fees alone`() throws {
        var demo = SimulatedDemo()
        demo.hasFeeMarket = false
        var world = try #require(demo.world())
        let references = try Self.references()
        // Balances are taken over, and nothing is sent yet.
        while world.bot.books.accounts.isEmpty || world.bot.bridgeGates.isEmpty {
            _ = world.run(for: Interval(milliseconds: 100))
        }
        _ = world.run(for: Interval(milliseconds: 200))
        let before = try Self.equity(of: world, at: references)
        // And a hundred coins on each chain.
        #expect(before == Worth(1_000_200))
        var lowest = before
        for _ in 0..<90 {
            _ = world.run(for: Interval(milliseconds: 10_000))
            lowest = min(lowest, try Self.equity(of: world, at: references))
        }
        let after = try Self.equity(of: world, at: references)
        #expect(world.bot.bridgeGates.allSatisfy { $0.open.isEmpty && $0.ended.count == 1 })
        // Four times ten tokens at ten basis points.
        let fees = try #require(Worth(of: 40_000, at: Self.millionth(), rounding: .up))
        #expect(before.subtracting(after) == fees)
        // Nothing is missing while it is on its way.
        #expect(lowest == after)
    }

    private static func equity(
        of world: SimulatedWorld,
        at references: References
    ) throws -> Worth {
        try world.bot.books.equity(at: references)
    }

    private static func millionth() throws -> Price {
        try #require(Price(numerator: 1_000_000_000_000, denominator: 1))
    }
}
