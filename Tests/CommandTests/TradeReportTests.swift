import Ledger
import Numerics
import TestSupport
import Testing
import Vocabulary

@testable import cantilever

@Suite struct TradeReportTests {
    private func trade(_ realised: Int64?) throws -> TradeRecord {
        let chain = try #require(ChainID(138))
        let token = ContractKey(chain: chain, address: .zero)
        let flow = TradeFlows.Flow(token, Amount(units: .zero))
        let result = TradeResult(
            numeraire: "USD",
            plannedNet: Worth(1),
            realisedNet: realised.map { Worth($0) },
            fees: .zero,
            gas: .zero
        )
        let record = TradeRecord(
            plan: 1,
            route: "usd",
            mission: "profit",
            opened: .start,
            closed: .start,
            outcome: realised == nil ? .parked : .settled,
            dearSide: chain,
            flows: TradeFlows(
                baseSold: flow,
                baseBought: flow,
                quoteReceived: flow,
                quotePaid: flow
            ),
            result: try #require(result)
        )
        return try #require(record)
    }

    private func statistics(_ results: [Int64?]) throws -> TradeStatistics {
        TradeStatistics(try results.map { try trade($0) })
    }

    @Test func `what nobody knows yet is counted and in no sum`() throws {
        let some = try statistics([5, nil, -3, 0])
        #expect((some.count, some.unknown, some.won, some.lost) == (4, 1, 1, 1))
        #expect(some.total == Worth(2) && some.best == Worth(5) && some.worst == Worth(-3))
        #expect(some.median == .zero)
        let none = try statistics([nil])
        #expect(none.total == nil && none.average == nil && none.worst == nil)
    }

    @Test func `an average is rounded against us`() throws {
        let down = try statistics([0, 0, -1]).average
        let units = try #require(Int256(exactly: -333_333_333_333_333_334))
        #expect(down == Worth(units: units))
        let up = try statistics([0, 0, 1]).average
        #expect(up == Worth(units: Int256(333_333_333_333_333_333)))
    }

    @Test func `the tail is so many per cent of the worst, and at least one`() throws {
        let hundred = try statistics((1...100).map { .some($0) }.reversed())
        #expect(Array(hundred.tail(percent: 5)) == (1...5).map { Worth($0) })
        #expect(Array(try statistics([7, 3]).tail(percent: 1)) == [Worth(3)])
        #expect(TradeStatistics.average(hundred.tail(percent: 5)) == Worth(3))
    }

    @Test func `a drawdown goes from the highest sum to the lowest after it`() throws {
        #expect(try statistics([10, -4, -4, 6, -9, 20]).drawdown == Worth(11))
        #expect(try statistics([1, 2, 3]).drawdown == .zero)
        #expect(try statistics([-2, 5]).drawdown == Worth(2), "from nothing down counts")
    }

    @Test func `the same words write the same report, with as many trades as were asked for`()
        throws
    {
        let words = ["simulate", "--trades", "24", "--faults", "some"]
        let first = try Program.run(words)
        #expect(first.exitCode == 0, "\(first.complaint)")
        #expect(first.output == (try Program.run(words)).output)
        #expect(first.output.hasPrefix("# 24 trades\n"))
        #expect(first.output.contains("\n| trades | 24 |\n"))
        #expect(first.output.contains("\n## Risk\n"))
        let wrong = try Program.run(["simulate", "--trades", "none"])
        #expect(wrong.exitCode == 64)
        #expect(try Program.run(["simulate", "--trades", "5", "--runs", "2"]).exitCode == 64)
    }
}
