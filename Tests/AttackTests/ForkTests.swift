import Bot
import Execution
import Numerics
import Parity
import Routes
import Simulation
import Testing
import Venues
import Vocabulary

/// One block's manipulation at any moment of a bot's life: before a trade, while its legs wait for their blocks,
/// after it, after a failure.
struct ForkTests {
    struct Tally {
        var trials = 0
        var plans = 0
        var blames: [Fork.Blame: Int] = [:]
        var failed = 0
        var unwound = 0
        /// Splits with a trade under way, with one to come, and in a pause after one that failed.
        var underWay = 0
        var toCome = 0
        var resting = 0
    }

    /// A market with small traders and now and then a large one, who makes the bot trade; some of its legs
    /// fail.
    static func tally(
        seed: UInt64,
        fee: UInt64,
        trials: Int,
        _ parameters: RouteParameters = Arena.shipped
    ) throws -> Tally {
        var arena = Arena()
        arena.seed = seed
        arena.endpointsEach = 1
        arena.poll = Interval(milliseconds: 1_000)
        arena.poolFee = BasisPoints(millionths: fee)
        arena.parameters = parameters
        arena.crowd = Scenery.Crowd(
            tradesPerHour: 180,
            sizes: try #require(
                ParetoSizes(least: 20_000_000, most: 5_000_000_000, tailThousandths: 1_250)
            )
        )
        var world = try arena.world()
        var stream = SeededStream(seed: seed, stream: 0xF02C)
        var (tally, open, history, rests) = (Tally(), Set<UInt64>(), [Deviation](), 0)
        _ = world.run(for: Siege.warmth)
        var slot = 0
        while tally.trials < trials {
            slot += 1
            let fork = try Fork(world, history: history, hasOpenTrade: !open.isEmpty)
            for trial in 0..<3 {
                let chain = Int(stream.below(2))
                var deeds = [Manipulation.drawn(from: &stream, on: chain)]
                if trial == 2 { deeds.append(Manipulation.drawn(from: &stream, on: 1 - chain)) }
                guard let course = try fork.course(deeds) else { continue }
                tally.trials += 1
                tally.plans += course.made.count
                tally.failed += course.failed
                tally.unwound += course.unwound
                tally.underWay += open.isEmpty ? 0 : 1
                tally.resting += rests > 0 ? 1 : 0
                tally.toCome += open.isEmpty && !course.made.isEmpty ? 1 : 0
                for (at, plan) in course.made {
                    let enter = arena.parameters.parity.enter
                    for blame in try fork.blames(of: plan, in: at, course, enter: enter) {
                        tally.blames[blame, default: 0] += 1
                    }
                }
            }
            if slot % 9 == 0 {
                let whole = UInt256(stream.within(1_000...20_000))
                world.swap(
                    whole * Arena.whole,
                    of: stream.coin() ? .base : .quote,
                    by: SimulatedDemo.traderAccount,
                    on: Int(stream.below(2)),
                    .beforeTransactions
                )
            }
            rests = max(0, rests - 1)
            for happening in world.run(for: Arena.slot) {
                guard case .journalled(let entry) = happening else { continue }
                switch entry.fact {
                case .planned(let trade):
                    open.insert(trade.saga)
                    if stream.below(6) == 0 {
                        world.act(
                            .revertNext(SimulatedDemo.operatorAccount),
                            on: world.sides[Int(stream.below(2))],
                            .beforeTransactions
                        )
                    }
                case .closed(let trade):
                    open.remove(trade.saga)
                    if case .settled = trade.ending { continue }
                    rests = 15
                default: break
                }
            }
            history.append(try world.gap())
        }
        return tally
    }

    @Test(arguments: [0, 3_000_000] as [UInt64], 1...2 as ClosedRange<UInt64>)
    func `at no moment does a one-block manipulation cause a trade`(
        fee: UInt64,
        seed: UInt64
    ) throws {
        let trials = Soak.count(300)
        let tally = try Self.tally(seed: seed, fee: fee, trials: trials)
        for blame in Fork.Blame.allCases {
            #expect(tally.blames[blame, default: 0] == 0, "\(blame)")
        }
        #expect(tally.plans > trials / 20)
        #expect(tally.underWay > trials / 50)
        #expect(tally.toCome > trials / 50)
        #expect(tally.resting > trials / 50)
        print("forks: fee \(fee), seed \(seed), \(tally)")
    }

    @Test func `with a run of one block the same moments are enough to cause trades`() throws {
        var parameters = Arena.shipped
        parameters.confirmation.blocks = 1
        parameters.confirmation.averageBlocks = 1
        parameters.parity.toxic = BasisPoints(millionths: .max)
        let tally = try Self.tally(seed: 1, fee: 0, trials: 200, parameters)
        #expect(tally.blames[.standing, default: 0] > 0)
        #expect(tally.blames[.basis, default: 0] > 0)
    }
}
