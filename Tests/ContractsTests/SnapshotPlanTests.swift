import Contracts
import Ethereum
import Hashing
import Numerics
import Routes
import Testing
import Venues
import Vocabulary

/// From answers to a snapshot: unknown where an answer is missing, and nothing made up.
@Suite struct SnapshotPlanTests {
    private func snapshot(
        _ fixture: PlanFixture,
        _ answers: PlanFixture.Answers
    ) throws -> SnapshotAnswer {
        let plan = try #require(fixture.plan)
        return try plan.snapshot(
            fixture.answer(plan, answers),
            at: fixture.block,
            pending: [(PlanFixture.address(1), PlanFixture.address(0xE1), .known(3))]
        )
    }

    @Test func `a sound chain is known whole`() throws {
        let fixture = try PlanFixture(ticks: [])
        let snapshot = try snapshot(fixture, fixture.sound).snapshot
        #expect(snapshot.block == fixture.block)
        #expect(snapshot.gasMoney == .known(Wei(5_000)))
        #expect(snapshot.pool(PlanFixture.address(100)).value != nil)
        // A balance answers for the executor, a vault for the bridge's exit.
        #expect(snapshot.balance(of: PlanFixture.address(1)) == .known(0xEC))
        let vault = try #require(
            snapshot.vault(of: PlanFixture.address(1), at: PlanFixture.address(0xE1))
        )
        #expect(vault.available == .known(0xE1))
        #expect(vault.pending == .known(3))
        #expect(vault.isPaused == .known(false))
        let other = snapshot.vault(of: PlanFixture.address(2), at: PlanFixture.address(0xE1))
        #expect(other?.pending == .unknown(.unasked))
        let round = OracleRound(answer: 250_000_000_000, updated: Instant(milliseconds: 150_000))
        #expect(snapshot.oracle(PlanFixture.address(0xFE)) == round.map { .known($0) })
        #expect(snapshot.isPaused(PlanFixture.address(1)) == .known(false))
        #expect(snapshot.isPaused(PlanFixture.address(0xE0)) == .known(false))
        #expect(snapshot.isPaused(PlanFixture.address(0xEC)) == .known(false), "the executor's own")
    }

    /// Each call in turn reverts, is empty, is short: its own part is unknown with the reason.
    @Test func `one missing answer makes one thing unknown`() throws {
        let fixture = try PlanFixture(ticks: [])
        let plan = try #require(fixture.plan)
        let sound = fixture.answer(plan, fixture.sound)
        let whole = try plan.snapshot(sound, at: fixture.block).snapshot
        var judged = 0
        for index in sound.indices {
            for (reason, answer) in [
                (Unknown.reverted, CallAnswer.unknown(.reverted)),
                (.empty, .unknown(.empty)), (.malformed, .returned(ABIWords([]))),
            ] {
                var answers = sound
                answers[index] = answer
                guard let read = try? plan.snapshot(answers, at: fixture.block) else {
                    #expect(index < 3, "call \(index)")
                    continue
                }
                let text = read.snapshot.canonicalJSON
                #expect(text != whole.canonicalJSON, "call \(index)")
                #expect(text.contains("\"\(reason.rawValue)\""), "call \(index): \(text)")
                judged += 1
            }
        }
        #expect(judged == 3 * (sound.count - 3))
    }

    @Test func `answers of another block are refused whole`() throws {
        let fixture = try PlanFixture(ticks: [])
        for function in ["getBlockNumber()", "getLastBlockHash()", "getCurrentBlockTimestamp()"] {
            #expect(throws: SnapshotError.self, "\(function)") {
                _ = try snapshot(fixture) { target, name, argument in
                    name == function ? [76] : fixture.sound(target, name, argument)
                }
            }
            #expect(throws: SnapshotError.unproven, "\(function)") {
                _ = try snapshot(fixture) { target, name, argument in
                    name == function ? nil : fixture.sound(target, name, argument)
                }
            }
        }
    }

    @Test func `states no contract could hold are contradictory, zero rounds no rounds`() throws {
        let fixture = try PlanFixture(ticks: [])
        #expect(
            fixture.dodo([0, 0, 1, 1, 1, 1, 0], [0, 0]) == .unknown(.contradictory)
        )
        #expect(fixture.dodo([1, 0, 1, 1, 1, 1, 3], [0, 0]) == .unknown(.malformed))
        for round in [[1, 0, 0, 150, 1], [1, 5, 0, 0, 1], [1, .max, 0, 150, 1]] as [[UInt256]] {
            let read = try snapshot(fixture) { target, name, argument in
                name == "latestRoundData()" ? round : fixture.sound(target, name, argument)
            }
            let oracle = read.snapshot.oracle(PlanFixture.address(0xFE))
            #expect(oracle == .unknown(.contradictory))
        }
    }

    @Test func `without an aggregator the same calls go one by one`() throws {
        let fixture = try PlanFixture(multicall: false, ticks: [])
        let plan = try #require(fixture.plan)
        let answers = fixture.answer(plan, fixture.sound)
        let read = try plan.snapshot(answers, at: fixture.block, gasMoney: .known(Wei(9)))
        #expect(read.snapshot.gasMoney == .known(Wei(9)))
        #expect(read.snapshot.pool(PlanFixture.address(100)).value != nil)
        #expect(throws: SnapshotError.wrongCount(expected: answers.count, found: 0)) {
            _ = try plan.snapshot([], at: fixture.block)
        }
    }

    @Test func `a concentrated pool is known after three blocks, and again after its ticks change`()
        throws
    {
        var fixture = try PlanFixture(pools: [.uniswapV3(wordsEachSide: 1)], ticks: [])
        let pool = PlanFixture.address(101)
        var lower = Int32(-60)
        func answers(_ target: Address, _ name: String, _ argument: UInt256) -> [UInt256]? {
            let liquidity = Int256(1_000_000)
            switch name {
            case "slot0()": return [.one << 96, 0, 0, 0, 0, 0, 1]
            case "liquidity()": return [1_000_000]
            case "fee()": return [3_000]
            case "tickSpacing()": return [60]
            case "tickBitmap(int16)":
                let word = Int256(bitPattern: argument)
                var bits = UInt256.zero
                for tick in [lower, 60] where Int256((tick / 60) >> 8) == word {
                    bits = bits | .one << Int((tick / 60) & 255)
                }
                return [bits]
            case "ticks(int24)":
                let net = argument == 60 ? .zero &- liquidity : liquidity
                return [1_000_000, net.bitPattern, 0, 0, 0, 0, 0, 1]
            default: return fixture.sound(target, name, argument)
            }
        }
        var states: [Reading<Venue>] = []
        for round in 0..<7 {
            if round == 4 { lower = -120 }
            let read = try snapshot(fixture, answers)
            states.append(read.snapshot.pool(pool))
            fixture.ticks = read.ticks
        }
        #expect(states.map { $0.value != nil } == [false, false, true, true, false, true, true])
        guard case .known(.uniswapV3(let known)) = states[6] else {
            Issue.record("\(states[6])")
            return
        }
        #expect(known.ticks.map(\.index) == [-120, 60])
        #expect(known.knownWords == -1...1)
    }

    /// Tick -1 is in one word of the bitmap and tick 0 in the next.
    @Test func `a price that swings over a word's border stays known`() throws {
        var fixture = try PlanFixture(pools: [.uniswapV3(wordsEachSide: 0)], ticks: [])
        var states: [Bool] = []
        for round in 0..<8 {
            let isBelow = round.isMultiple(of: 2)
            let root = isBelow ? (UInt256.one << 96) - 1_000_000 : UInt256.one << 96
            let tick = isBelow ? Int256(-1).bitPattern : .zero
            let read = try snapshot(fixture) { target, name, argument in
                switch name {
                case "slot0()": [root, tick, 0, 0, 0, 0, 1]
                case "liquidity()": [1_000_000]
                case "fee()": [100]
                case "tickSpacing()": [1]
                case "tickBitmap(int16)": [0]
                default: fixture.sound(target, name, argument)
                }
            }
            states.append(read.snapshot.pool(PlanFixture.address(101)).value != nil)
            fixture.ticks = read.ticks
        }
        #expect(states == [false, false, true, true, true, true, true, true])
    }

    @Test func `stable pools are read by generation`() throws {
        let stable = PoolDescription.StableSwap(
            generation: .nextGeneration,
            decimals: [6, 6],
            base: 0,
            quote: 1
        )
        let fixture = try PlanFixture(pools: [.stableSwap(stable)], ticks: [])
        let read = try snapshot(fixture) { target, name, argument in
            switch name {
            case "A_precise()": [20_000]
            case "fee()": [4_000_000]
            case "admin_fee()": [5_000_000_000]
            case "balances(uint256)": [1_000_000 + argument]
            case "offpeg_fee_multiplier()": [20_000_000_000]
            case "stored_rates()": [32, 2, .one << 99, .one << 98]
            default: fixture.sound(target, name, argument)
            }
        }
        guard case .known(.stableSwap(let pool)) = read.snapshot.pool(PlanFixture.address(101))
        else {
            Issue.record("\(read.snapshot.pool(PlanFixture.address(101)))")
            return
        }
        #expect(pool.balances == [1_000_000, 1_000_001])
        #expect(pool.rates == [.one << 99, .one << 98])
    }

    @Test func `the aggregated call holds every call, in order`() throws {
        let plan = try #require(try PlanFixture(ticks: []).plan)
        let aggregate = try ABISignature("aggregate3((address,bool,bytes)[])")
        let values = try aggregate.decodeCall(plan.aggregate)
        guard case .list(let calls) = values[0] else {
            Issue.record("\(values)")
            return
        }
        #expect(calls.count == plan.calls.count)
        for (value, call) in zip(calls, plan.calls) {
            #expect(value == .list([.address(call.target), .bool(true), .bytes(call.data)]))
        }
    }
}
