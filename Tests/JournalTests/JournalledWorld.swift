import Bot
import Foundation
import Journal
import Numerics
import Simulation
import Synchronization
import Testing
import Venues
import Vocabulary

/// A simulated market whose bot remembers in a real journal, which a crash leaves as a killed process does:
/// the files as they are, and nothing else.
final class JournalledWorld: Sendable {
    private let folder: String
    private let open: Mutex<BotJournal?>
    private let lives = Mutex(0)
    private let broken = Mutex<[BotJournalFailure]>([])
    private let segment: UInt64

    init(_ scratch: Scratch, segment: UInt64 = 60) throws {
        folder = scratch.directory
        self.segment = segment
        open = Mutex(nil)
        try begin(at: 0)
    }

    var path: String { path(lives.withLock { $0 }) }
    var failures: [BotJournalFailure] { broken.withLock { $0 } }
    var head: ChainHead? { open.withLock { $0?.head } }
    var sealed: UInt64? { open.withLock { $0?.sealed } }
    func close() { open.withLock { $0 = nil } }

    private func path(_ life: Int) -> String { "\(folder)/life-\(life).journal" }

    private func begin(at life: Int) throws {
        let program = try #require(WritingProgram(build: "test"))
        let (path, segment) = (path(life), segment)
        try open.withLock { open in
            open = try BotJournal(path: path, ballast: 0, segment: segment, program: program)
        }
    }

    var storage: SimulatedStorage {
        .outside(
            write: { entries, bot in
                do {
                    return try self.open.withLock { open in
                        try open?.write(entries, of: bot) == .written ? .durable : .failed
                    }
                } catch {
                    if let failure = error as? BotJournalFailure {
                        self.broken.withLock { $0.append(failure) }
                    }
                    return .failed
                }
            },
            recover: {
                do { return try self.recover() } catch {
                    if let failure = error as? BotJournalFailure {
                        self.broken.withLock { $0.append(failure) }
                    }
                    return nil
                }
            }
        )
    }

    /// The files are copied while the dead process still has them open: nothing was closed properly.
    private func recover() throws -> Bot? {
        let (old, life) = lives.withLock { life in
            defer { life += 1 }
            return (path(life), life + 1)
        }
        for end in ["", "-wal", ".witness"] where FileManager.default.fileExists(atPath: old + end)
        {
            try FileManager.default.copyItem(atPath: old + end, toPath: path(life) + end)
        }
        close()
        try begin(at: life)
        return try open.withLock { try $0?.recovered() }
    }
}

extension JournalledWorld {
    /// Somebody sells now and then; the market settles at the end.
    static func play(
        _ storage: SimulatedStorage,
        seed: UInt64,
        crashes: [UInt64] = []
    ) throws -> SimulatedWorld {
        var demo = SimulatedDemo()
        demo.rampTrades = 1
        demo.seed = seed
        demo.overdue = Interval(milliseconds: 3_600_000)
        var world = try #require(demo.world())
        world.storage = storage
        let away = try #require(ChainID(SimulatedDemo.away))
        var crashes = crashes
        func proceed(_ seconds: UInt64) {
            for _ in 0..<seconds / 10 {
                if world.crashAfter == nil, let next = crashes.first, next <= world.effects {
                    crashes.removeFirst()
                    world.crashAfter = world.effects + 1 + next % 7
                }
                _ = world.run(for: Interval(milliseconds: 10_000))
            }
        }
        proceed(600)
        for amount in [6_000, 9_000] as [UInt64] {
            world.act(
                .swap(
                    trader: SimulatedDemo.traderAccount,
                    pool: SimulatedDemo.pool(0),
                    selling: .base,
                    amount: UInt256(amount) * 1_000_000,
                    least: .zero
                ),
                on: away
            )
            proceed(120)
        }
        proceed(600)
        return world
    }
}
