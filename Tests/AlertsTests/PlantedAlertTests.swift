#if PLANTED_BUGS
    import Bot
    import Foundation
    import Hashing
    import Risk
    import TestSupport
    import Testing
    import Vocabulary

    @testable import Alerts

    /// That somebody notices whatever mistake alerts and the heartbeat could make.
    @Suite struct PlantedAlertTests {
        @Test(arguments: PlantedAlertBug.allCases)
        func `a bug that is planted in alerts is noticed`(bug: PlantedAlertBug) throws {
            #expect(try bug.drill.broken(AlertMistake(bug)).contains(bug.promise))
        }

        @Test(arguments: AlertDrill.allCases)
        func `without a bug no promise is broken`(drill: AlertDrill) throws {
            #expect(try drill.broken(AlertMistake()) == [])
        }

        @Test func `the document names what each bug breaks`() throws {
            let root = URL(filePath: #filePath).deletingLastPathComponent()
                .deletingLastPathComponent().deletingLastPathComponent()
            let document = try String(
                contentsOf: root.appending(path: "docs/planted-bugs.md"),
                encoding: .utf8
            )
            let section = try #require(document.components(separatedBy: "\n## Alerts\n").last)
            let rows = section.components(separatedBy: "\n## ")[0].split(separator: "\n")
                .filter { $0.hasPrefix("| `") }
            #expect(rows.count == PlantedAlertBug.allCases.count)
            for bug in PlantedAlertBug.allCases {
                let row = rows.first { $0.hasPrefix("| `\(bug.rawValue)` |") }
                #expect(
                    row?.hasSuffix("| \(bug.drill.rawValue) | `\(bug.promise)` |") == true,
                    "\(bug.rawValue): \(bug.drill.rawValue), \(bug.promise)"
                )
            }
        }
    }

    extension PlantedAlertBug {
        /// What it is noticed in, and by which promise that it breaks.
        fileprivate var drill: AlertDrill {
            switch self {
            case .uncounted: .happenings
            case .oneChainBeats, .oldBlockBeats: .heart
            case .unjudgedBeats: .blindness
            case .steadyInterval, .endlessInterval, .missedRepeat: .standing
            default: .comingAndGoing
            }
        }

        fileprivate var promise: String {
            switch self {
            case .forgottenKey: "twice"
            case .steadyInterval: "tooOften"
            case .endlessInterval, .missedRepeat: "forgotten"
            case .unknownTakenForWell, .hastyRecovery, .unheededRelapse: "overTooSoon"
            case .recoveredTwice: "overTwice"
            case .silentRecovery: "neverOver"
            case .unheededWorsening: "worseUntold"
            case .uncounted: "lost"
            case .oneChainBeats, .oldBlockBeats: "untrue"
            case .unjudgedBeats: "blind"
            }
        }
    }

    /// What is lived through, and which promises were broken in it.
    enum AlertDrill: String, CaseIterable {
        case standing = "a day of one trouble"
        case comingAndGoing = "40 hours of what comes and goes"
        case happenings = "an hour of what happens"
        case heart = "an hour of blocks on three chains"
        case blindness = "a route that can't be judged"

        func broken(_ mistake: AlertMistake) throws -> [String] {
            switch self {
            case .standing: Self.stand(mistake)
            case .comingAndGoing: Self.comeAndGo(mistake)
            case .happenings: Self.happen(mistake)
            case .heart: Self.beat(mistake)
            case .blindness: try Self.goBlind(mistake)
            }
        }

        private static let key = AlertKey(.chainStale, "away")

        private static func stand(_ mistake: AlertMistake) -> [String] {
            var board = AlertBoard()
            board.mistake = mistake
            var audit = AlertAudit(AlertRhythm())
            for second in 0..<86_400 as Range<UInt64> {
                let now = Instant(milliseconds: 1_000_000 + second * 1_000)
                let state = AlertFinding.State.trouble(.critical, "old")
                audit.judge(state, board.look([AlertFinding(key, state)], at: now), at: now)
            }
            return audit.broken.map(\.rawValue).sorted()
        }

        /// An hour for each of forty seeds.
        private static func comeAndGo(_ mistake: AlertMistake) -> [String] {
            var broken: Set<AlertAudit.Broken> = []
            for seed in 1...40 as ClosedRange<UInt64> {
                var chance = Chance(seed: seed)
                var board = AlertBoard()
                board.mistake = mistake
                var audit = AlertAudit(AlertRhythm())
                var (isBad, left) = (true, 0)
                let longest = Int.random(in: 1...600, using: &chance)
                for second in 0..<3_600 as Range<UInt64> {
                    left -= 1
                    if left <= 0 {
                        isBad.toggle()
                        left = Int.random(in: 1...longest, using: &chance)
                    }
                    let state: AlertFinding.State =
                        switch Int.random(in: 0..<20, using: &chance) {
                        case 0: .unknown
                        case 1 where isBad: .trouble(.warning, "somewhat old")
                        default: isBad ? .trouble(.critical, "old") : .well
                        }
                    let now = Instant(milliseconds: 1_000_000 + second * 1_000)
                    audit.judge(state, board.look([AlertFinding(key, state)], at: now), at: now)
                }
                broken.formUnion(audit.broken)
            }
            return broken.map(\.rawValue).sorted()
        }

        /// Whatever happens is counted in some notice.
        private static func happen(_ mistake: AlertMistake) -> [String] {
            var chance = Chance(seed: 7)
            var board = AlertBoard()
            board.mistake = mistake
            var (happened, told) = (0 as UInt64, 0 as UInt64)
            for second in 0..<7_200 as Range<UInt64> {
                let now = Instant(milliseconds: 1_000_000 + second * 1_000)
                var notices = board.look([], at: now)
                if second < 3_600, Int.random(in: 0..<30, using: &chance) == 0 {
                    happened += 1
                    notices += board.happen(
                        AlertKey(.unwound, "usd"),
                        .warning,
                        "mended",
                        at: now
                    )
                }
                told += notices.reduce(0) { $0 + $1.count }
            }
            return happened == told ? [] : ["lost"]
        }

        /// A beat says that each chain has a judged block that none before has spoken of.
        private static func beat(_ mistake: AlertMistake) -> [String] {
            var chance = Chance(seed: 11)
            var pulse = Pulse(every: Interval(milliseconds: 10_000))
            pulse.mistake = mistake
            var numbers: [UInt64] = [0, 0, 0]
            var spoken: Set<BlockHash> = []
            var (beats, isUntrue) = (0, false)
            for second in 0..<3_600 as Range<UInt64> {
                let blocks = numbers.indices.map { chain -> BlockHash? in
                    if Int.random(in: 0..<9, using: &chance) == 0 { numbers[chain] += 1 }
                    if Int.random(in: 0..<20, using: &chance) == 0 { return nil }
                    return BlockHash(Digest(words: 0, 0, UInt64(chain), numbers[chain]))
                }
                let now = Instant(milliseconds: second * 1_000)
                guard pulse.beats(blocks, at: now) else { continue }
                beats += 1
                for block in blocks {
                    guard let block, spoken.insert(block).inserted else {
                        isUntrue = true
                        continue
                    }
                }
            }
            return isUntrue || beats < 20 ? ["untrue"] : []
        }

        /// A pool is not believed, so that its route can't be judged, while blocks come on both chains.
        private static func goBlind(_ mistake: AlertMistake) throws -> [String] {
            try BlindScene.broken(mistake)
        }
    }
#endif
