import Execution
import Numerics
import Risk
import Simulation
import Testing
import Vocabulary

@testable import Bot

/// A process that dies between any two effects leads to the same end.
struct TradeCrashTests {
    @Test(arguments: 0..<24)
    func `a crash between two effects of a trade ends in whole trades and true books`(
        part: UInt64
    ) throws {
        var start = try SigningTests.proved()
        try SigningTests.disturb(&start)
        _ = SigningTests.run(&start, until: SigningTests.asksForTrade)
        var world = start
        world.crashAfter = world.effects + part * 2 + 1
        let entries = SigningTests.journalled(world.run(for: Interval(milliseconds: 120_000)))
        #expect(world.crashAfter == nil)
        var originals: [AccountKey: Set<UInt64>] = [:]
        for entry in world.journal {
            for signed in entry.originals {
                let isNew = originals[signed.account, default: []].insert(signed.payload.nonce)
                #expect(isNew.inserted)
            }
        }
        let memory = world.bot.memory
        #expect(memory.sagas.filter(\.isTrading).isEmpty)
        #expect(memory.stops?.halts.standing.isEmpty == true)
        #expect(!UnwindingTests.endings(entries).isEmpty)
        for ending in UnwindingTests.endings(entries) {
            switch ending.ending {
            case .settled, .unwound, .nothingFilled: break
            case .parked(_, let reason): Issue.record("\(reason)")
            }
        }
    }

    @Test func `a halt at once is remembered over a crash`() throws {
        var world = try SigningTests.proved()
        let halt = try Halt(.global, by: "Ada", reason: "", since: world.now)
        world.command(.halt(halt, now: true))
        _ = world.run(for: Interval(milliseconds: 10))
        #expect(Bot(recovering: world.journal).memory.wantsCancel)
        world.command(.resume(.global, by: "Ada"))
        _ = world.run(for: Interval(milliseconds: 10))
        #expect(!Bot(recovering: world.journal).memory.wantsCancel)
    }
}

extension Entry {
    /// What was signed for a nonce of its own.
    fileprivate var originals: [SignedFor] {
        switch fact {
        case .planned(let trade): trade.legs.map(\.signed)
        case .legSigned(_, _, let signed, _), .attempted(_, _, let signed, _),
            .filledGap(let signed):
            [signed]
        case .sent(let transfer): [transfer.signed]
        default: []
        }
    }
}
