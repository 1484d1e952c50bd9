import Bot
import Journal
import Parity
import Routes
import Vocabulary

/// A journal's verdicts, made again one after the other.
struct Replay {
    let path: String
    private(set) var entries: UInt64 = 0
    private(set) var verdicts: UInt64 = 0
    private(set) var equal: UInt64 = 0
    private(set) var plans: UInt64 = 0
    /// At most `mostListed`; `differingCount` has them all.
    private(set) var differences: [ReplayDifference] = []
    private(set) var differingCount: UInt64 = 0
    /// Those of them that this program's own rules recorded.
    private(set) var faults: UInt64 = 0
    private(set) var unreadable: [Unreadable] = []
    /// Who recorded how many verdicts, in the order of their first one.
    private(set) var programs: [Recorder] = []
    private var settings: Settings?
    /// Each route's last verdict, which a plan is compared with.
    private var last: [(route: String, plan: Plan)] = []

    static let mostListed = 100

    struct Recorder {
        let program: WritingProgram?
        var verdicts: UInt64 = 0
    }

    struct Unreadable {
        let index: UInt64
        let kind: String
        let rules: UInt64?
    }

    private init(_ path: String) {
        self.path = path
    }

    static func of(_ path: String) throws(Failure) -> Replay {
        var replay = Replay(path)
        do throws(JournalFailure) {
            let reader = try JournalReader(path: path)
            replay.entries = try reader.prove { replay.take($0) }.index
        } catch { throw JournalFailureText.explained(error, path: path) }
        return replay
    }

    private var program: WritingProgram? { programs.last?.program }

    private mutating func take(_ found: RecordedEntry) {
        switch found.entry.kind {
        case JournalEntry.sealKind: return
        case WritingProgram.kind:
            let program = try? WritingProgram(canonicalBytes: found.entry.bytes)
            // Every start of the process writes one.
            if programs.isEmpty || program != self.program {
                programs.append(Recorder(program: program))
            }
        case "configured", "judged", "planned":
            guard let entry = try? found.botEntry() else {
                if unreadable.count < Self.mostListed {
                    unreadable.append(
                        Unreadable(
                            index: found.head.index,
                            kind: found.entry.kind,
                            rules: program?.rules
                        )
                    )
                }
                return
            }
            take(entry, at: found.head.index)
        default: return
        }
    }

    private mutating func take(_ entry: Entry, at index: UInt64) {
        switch entry.fact {
        case .configured(let settings): self.settings = settings
        case .judged(let judgement): judge(judgement, entry.at, index)
        case .planned(let trade):
            plans += 1
            let verdict = last.last { $0.route == trade.plan.route }?.plan
            if verdict?.canonicalBytes != trade.plan.canonicalBytes {
                note(
                    ReplayDifference(
                        index: index,
                        at: entry.at,
                        what: "the plan of trade \(trade.saga)",
                        rules: program?.rules,
                        values: ReplayDifference.values(
                            trade.plan.canonicalJSON,
                            verdict?.canonicalJSON ?? "null"
                        )
                    )
                )
            }
        default: return
        }
    }

    private mutating func judge(_ judgement: Judgement, _ at: Instant, _ index: UInt64) {
        verdicts += 1
        if programs.isEmpty { programs.append(Recorder(program: nil)) }
        programs[programs.count - 1].verdicts += 1
        last.removeAll { $0.route == judgement.route }
        if let plan = judgement.assessment.plan { last.append((judgement.route, plan)) }
        let recorded = judgement.assessment
        let route = settings?.fleet.routes.first { $0.name == judgement.route }
        let again = route?.assess(judgement.scene, judgement.standing)
        guard again?.canonicalBytes != recorded.canonicalBytes else {
            equal += 1
            return
        }
        note(
            ReplayDifference(
                index: index,
                at: at,
                what: "the verdict on \(judgement.route)",
                rules: program?.rules,
                values: ReplayDifference.values(
                    recorded.canonicalJSON,
                    again?.canonicalJSON ?? #""the settings know no such route""#
                )
            )
        )
    }

    private mutating func note(_ difference: ReplayDifference) {
        differingCount += 1
        if difference.isFault { faults += 1 }
        if differences.count < Self.mostListed { differences.append(difference) }
    }
}
