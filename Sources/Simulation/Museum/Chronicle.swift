import Bot
import Execution
import Parity
import Risk
import Vocabulary

/// What happened in a run and when, as whoever stands outside saw it.
///
/// Times are since the world began. An entry's own time counts, but for one that a wrong clock wrote into
/// the future.
struct Chronicle {
    private struct Line {
        let at: Instant
        let what: What
    }

    private enum What {
        case trade, settled, unwound, nothingFilled, parked, transfer, crash
        case halt(Halt.Author)
        case alert(String)
    }

    /// A verdict prevails until there is another.
    private struct Verdict {
        let from: Instant
        var to: Instant?
        let rule: Rule?
    }

    /// More lines or verdicts are not kept, and then nothing that is counted is kept either.
    static let mostLines = 262_144

    private let start: Instant
    private var lines: [Line] = []
    private var verdicts: [Verdict] = []
    private var standing: [Halt] = []
    private(set) var isOverfull = false

    init(start: Instant) {
        self.start = start
    }

    /// What stands now; who was not there before has come.
    mutating func read(standing halts: [Halt], at now: Instant) {
        for halt in halts where !standing.contains(where: { Self.isSame($0, halt) }) {
            add(.halt(halt.author), at: now)
        }
        standing = halts
    }

    private static func isSame(_ left: Halt, _ right: Halt) -> Bool {
        left.scope == right.scope && left.author == right.author && left.since == right.since
    }

    mutating func read(_ happenings: [SimulatedWorld.Happening], by now: Instant) {
        for happening in happenings {
            switch happening {
            case .journalled(let entry): read(entry, by: now)
            case .alerted(let alert): add(.alert(alert.key), at: now)
            case .crashed: add(.crash, at: now)
            case .restarted: break
            }
        }
    }

    private mutating func read(_ entry: Entry, by now: Instant) {
        let at = min(entry.at, now)
        switch entry.fact {
        case .planned:
            add(.trade, at: at)
            // Where something is begun nothing holds.
            judge(nil, at: at)
        case .sent: add(.transfer, at: at)
        case .closed(let trade):
            switch trade.ending {
            case .settled: add(.settled, at: at)
            case .unwound: add(.unwound, at: at)
            case .nothingFilled: add(.nothingFilled, at: at)
            case .parked: add(.parked, at: at)
            }
        case .judged(let judgement):
            switch judgement.assessment.verdict {
            case .hold(let rule, _), .unaffordable(let rule, _): judge(rule, at: at)
            case .inParity, .trade: judge(nil, at: at)
            }
        default: break
        }
    }

    private mutating func add(_ what: What, at time: Instant) {
        guard lines.count < Self.mostLines else {
            isOverfull = true
            return
        }
        lines.append(Line(at: elapsed(time), what: what))
    }

    private mutating func judge(_ rule: Rule?, at time: Instant) {
        let now = elapsed(time)
        if let last = verdicts.indices.last {
            guard verdicts[last].rule != rule else { return }
            verdicts[last].to = now
        }
        guard verdicts.count < Self.mostLines else {
            isOverfull = true
            return
        }
        verdicts.append(Verdict(from: now, rule: rule))
    }

    private func elapsed(_ time: Instant) -> Instant {
        Instant(milliseconds: time.milliseconds - min(time.milliseconds, start.milliseconds))
    }
}

extension Chronicle {
    /// When the subject happened in this stretch of time, in order; a verdict that prevails when the stretch
    /// begins counts from there.
    func times(of subject: Expectation.Subject, in span: Expectation.Span) -> [Instant] {
        if case .hold(let name) = subject {
            return verdicts.filter { verdict in
                verdict.rule == name.rule && verdict.to.map { $0 > span.from } ?? true
                    && span.to.map { verdict.from < $0 } ?? true
            }.map { max($0.from, span.from) }
        }
        return lines.filter { span.holds($0.at) && Self.matches($0.what, subject) }.map(\.at)
    }

    private static func matches(_ what: What, _ subject: Expectation.Subject) -> Bool {
        switch (what, subject) {
        case (.trade, .trade), (.settled, .settled), (.unwound, .unwound), (.parked, .parked),
            (.nothingFilled, .nothingFilled), (.transfer, .transfer), (.crash, .crash):
            true
        case (.halt(let author), .halt(let name)): name.names(author)
        case (.alert(let key), .alert(let name)): name?.names(key) ?? true
        default: false
        }
    }
}
