import Bot
import Foundation
import Execution
import Risk
import Simulation
import Testing
import Vocabulary

struct DebugTests {
    @Test func dbg() throws {
        var history = try History(seed: 39)
        var printed = 0
        while history.world.steps < 25_000, history.watchdog.faults.isEmpty { history.disturb(); for a in history.watchdog.alerts { print("A", history.world.now.milliseconds % 100_000_000, a) }; history.watchdog.alerts = [] }
        print("FAULT", history.watchdog.faults.prefix(3), history.world.now, history.world.steps)
        for entry in history.world.journal {
            switch entry.fact {
            case .judged, .observed, .chain, .lane: continue
            default: break
            }
            printed += 1
            print("E", entry.at.milliseconds % 100_000_000, String("\(entry.fact)".prefix(420)).replacingOccurrences(of: "Vocabulary.", with: ""))
        }
    }
    @Test func stats() throws {
        var counts: [String: Int] = [:]
        for seed in 0..<12 {
            var history = try History(seed: UInt64(seed))
            while history.world.steps < 10_000 { history.disturb() }
            history.settle()
            for (_, ending) in history.watchdog.endings {
                let name = switch ending { case .settled: "settled"; case .unwound(_, let a, _): "unwound \(a.way)"; case .nothingFilled: "nothing"; case .parked(_, let r): "parked \(r)" }
                counts[name, default: 0] += 1
            }
            counts["restarts", default: 0] += history.watchdog.restarts
            for entry in history.world.journal { 
                switch entry.fact {
                case .replaced(let s): counts["replaced \(s.payload.purpose)", default: 0] += 1
                case .filledGap: counts["gap", default: 0] += 1
                case .sent: counts["sent", default: 0] += 1
                case .halted(let h): counts["halt \(h.author)".prefix(40).description, default: 0] += 1
                case .chain(_, .reorganised): counts["reorg", default: 0] += 1
                default: break
                }
            }
        }
        print("STATS", counts.sorted { $0.key < $1.key })
    }
}
