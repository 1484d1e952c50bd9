import Contracts
import Ethereum
import Execution
import Hashing
import Numerics
import Routes
import Simulation
import Testing
import Vocabulary
import Watch

@testable import Bot

/// Sights that are word for word the one that is held are not read again. That must change nothing but the
/// time it takes.
struct EqualSightTests {
    private let desk: Desk
    private let seen: Desk.Seen

    init() throws {
        var world = try #require(SimulatedDemo().world())
        _ = world.run(for: Interval(milliseconds: 21_000))
        desk = world.bot.desks[0]
        seen = try #require(desk.seen)
    }

    /// As made by somebody who holds nothing: bytes are made of all of it.
    private func whole(_ sight: Sight, _ snapshot: Snapshot) -> Digest {
        var empty = desk
        empty.seen = nil
        return empty.digest(sight, snapshot)
    }

    private func log(_ data: [UInt8], topic: UInt8 = 2, at block: BlockHash? = nil) -> EventLog {
        EventLog(
            address: SimulatedDemo.executorContract,
            topics: [Keccak256.hash([topic])],
            data: data,
            place: LogPlace(block: block ?? seen.block.hash, index: 0),
            transaction: TransactionHash(Keccak256.hash([1]))
        )
    }

    private func sight(
        answers: [CallAnswer]? = nil,
        gasMoney: Reading<Wei>? = nil,
        counter: Reading<UInt64>? = nil,
        suggestedGas: Reading<Wei>? = nil,
        logs: Reading<[EventLog]>? = nil
    ) -> Sight {
        Sight(
            header: seen.sight.header,
            answers: answers ?? seen.sight.answers,
            gasMoney: gasMoney ?? seen.sight.gasMoney,
            counter: counter ?? seen.sight.counter,
            suggestedGas: suggestedGas ?? seen.sight.suggestedGas,
            logs: logs ?? seen.sight.logs,
            transactions: []
        )
    }

    /// What an endpoint could say otherwise, each alone.
    private var others: [(name: String, sight: Sight)] {
        let older = desk.watch.headers.blocks.first?.hash
        return [
            ("another counter", sight(counter: .known(77))),
            ("no counter", sight(counter: .unknown(.reverted))),
            ("no logs", sight(logs: .unknown(.unasked))),
            ("logs nobody could read", sight(logs: .unknown(.malformed))),
            ("a log", sight(logs: .known([log([1])]))),
            ("a log with other data", sight(logs: .known([log([2])]))),
            ("a log with another topic", sight(logs: .known([log([1], topic: 3)]))),
            ("a log of an older block", sight(logs: .known([log([1], at: older)]))),
            ("the log twice", sight(logs: .known([log([1]), log([1])]))),
        ]
    }

    @Test func `a sight is equal to the one that is held exactly where all of its bytes are`() {
        let held = whole(seen.sight, seen.snapshot)
        #expect(desk.digest(sight(), seen.snapshot) == seen.digest)
        for (name, other) in others {
            let isEqual = whole(other, seen.snapshot) == held
            #expect(
                (desk.digest(other, seen.snapshot) == seen.digest) == isEqual,
                "\(name): the short cut says otherwise"
            )
            #expect(!isEqual, "\(name)")
        }
        // What one endpoint suggests for gas is its own opinion.
        #expect(
            desk.digest(sight(suggestedGas: .known(Wei(9))), seen.snapshot) == seen.digest
        )
    }

    @Test func `each of two different sights stays different when either is held`() {
        for (name, one) in others {
            var holder = desk
            holder.seen = Desk.Seen(
                block: seen.block,
                sight: one,
                snapshot: seen.snapshot,
                ticks: seen.ticks,
                request: seen.request,
                since: seen.since,
                digest: whole(one, seen.snapshot),
                quorum: seen.quorum
            )
            for (number, other) in others {
                let digest = holder.digest(other, seen.snapshot)
                #expect(digest == whole(other, seen.snapshot), "\(name), then \(number)")
                #expect((digest == holder.seen?.digest) == (name == number))
            }
        }
    }

    @Test func `another snapshot is another sight`() throws {
        let block = seen.snapshot.block
        let other = try #require(
            Snapshot(
                chain: seen.snapshot.chain,
                block: block,
                pools: seen.snapshot.pools.map {
                    PoolSight(pool: $0.pool, state: .unknown(.reverted))
                },
                balances: seen.snapshot.balances,
                gasMoney: seen.snapshot.gasMoney,
                vaults: seen.snapshot.vaults,
                oracles: seen.snapshot.oracles,
                pauses: seen.snapshot.pauses
            )
        )
        #expect(desk.digest(sight(), other) != seen.digest)
        #expect(desk.digest(sight(), other) == whole(sight(), other))
    }

    @Test func `answers are read again unless each of them is the same, to the same questions`()
        throws
    {
        let held = try #require(desk.heldSnapshot(of: sight(), seen.request))
        let read = try seen.request.plan.snapshot(
            seen.sight.answers,
            at: seen.block,
            gasMoney: seen.sight.gasMoney
        )
        #expect(held.snapshot == read.snapshot, "what is held is what reading comes to")
        #expect(!seen.sight.answers.isEmpty)
        for index in seen.sight.answers.indices {
            var answers = seen.sight.answers
            answers[index] = .unknown(.reverted)
            #expect(desk.heldSnapshot(of: sight(answers: answers), seen.request) == nil, "\(index)")
        }
        let short = sight(answers: seen.sight.answers.dropLast())
        #expect(desk.heldSnapshot(of: short, seen.request) == nil)
        #expect(desk.heldSnapshot(of: sight(gasMoney: .known(Wei(5))), seen.request) == nil)
        // Beside the answers nothing changes a snapshot.
        #expect(desk.heldSnapshot(of: sight(counter: .known(77)), seen.request) != nil)
        var demo = SimulatedDemo()
        demo.poolsEach = 2
        let plan = try #require(
            (demo.plan()?.settings.fleet).flatMap { SnapshotPlan($0, chain: desk.chain.id) }
        )
        let asked = LookRequest(
            place: seen.request.place,
            plan: plan,
            account: seen.request.account,
            logs: seen.request.logs,
            transactions: []
        )
        #expect(desk.heldSnapshot(of: sight(), asked) == nil, "of other questions")
        var nobody = desk
        nobody.seen = nil
        #expect(nobody.heldSnapshot(of: sight(), seen.request) == nil)
    }
}
