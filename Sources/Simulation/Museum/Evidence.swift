import Numerics
import Risk
import Vocabulary

/// What a run has left behind, against which expectations are judged. What cannot be counted keeps none.
struct Evidence {
    let outcome: SimulatedRun.Outcome
    let chronicle: Chronicle
    let onBridge: Worth?
    let loss: Worth?
    let target: BasisPoints

    func finding(_ expectation: Expectation) -> Finding {
        let (isKept, found) = judge(expectation.claim)
        return Finding(expectation: expectation, isKept: isKept, found: found)
    }

    private func judge(_ claim: Expectation.Claim) -> (isKept: Bool, found: String) {
        switch claim {
        case .happens(let subject, let bound, let span): judge(subject, bound, span)
        case .loss(let most): judge(loss, atMost: most)
        case .onBridge(let most): judge(onBridge, atMost: most)
        case .insideTarget(let least): judgeTarget(least)
        case .restsInParity: judgeParity(outcome.rested)
        case .restsHalted(let name):
            (outcome.rested.halts.contains { name.names(reason: $0) }, words(outcome.rested))
        case .converges: judgeParity(outcome.resumed)
        case .strikes(let fault):
            judgeCount(outcome.faults.rows.first { $0.fault == fault }?.struck ?? 0)
        case .keepsPromises:
            (
                outcome.violations.isEmpty,
                outcome.violations.first.map { "\($0)" } ?? "none is broken"
            )
        }
    }

    private func judgeCount(_ struck: UInt64) -> (Bool, String) {
        (struck > 0, "\(struck) times")
    }

    private func judge(
        _ subject: Expectation.Subject,
        _ bound: Expectation.Bound,
        _ span: Expectation.Span
    ) -> (Bool, String) {
        guard !chronicle.isOverfull else { return (false, "more happened than is kept") }
        let times = chronicle.times(of: subject, in: span)
        guard let first = times.first, let last = times.last else {
            return (bound.holds(0), "none")
        }
        let stretch = first == last ? "at \(clock(first))" : "\(clock(first)) to \(clock(last))"
        return (bound.holds(UInt64(times.count)), "\(times.count), \(stretch)")
    }

    private func judge(_ worth: Worth?, atMost most: Worth) -> (Bool, String) {
        guard let worth else { return (false, "beyond counting") }
        return (worth <= most, ShortNumber.dollars(worth))
    }

    private func judgeTarget(_ least: BasisPoints) -> (Bool, String) {
        let tally = outcome.tally
        guard tally.measured > 0 else { return (false, "no block was measured") }
        let whole = UInt256(BasisPoints.millionthsInWhole)
        let share = UInt256(tally.insideTarget) &* whole / UInt256(tally.measured)
        let found = BasisPoints(millionths: UInt64(truncatingIfNeeded: share))
        return (found >= least, ShortNumber.percent(found))
    }

    private func judgeParity(_ rest: SimulatedRun.Rest) -> (Bool, String) {
        let isInside = rest.deviation.map { $0 < target } ?? false
        let isKept = isInside && rest.halts.isEmpty && rest.openSagas == 0
        return (isKept, words(rest))
    }

    private func words(_ rest: SimulatedRun.Rest) -> String {
        var parts = [rest.deviation.map { "\($0) apart" } ?? "no price"]
        if rest.openSagas > 0 { parts.append("\(rest.openSagas) trades open") }
        parts += rest.halts.map { "halted: \($0)" }
        if let reason = rest.reason { parts.append(reason) }
        return parts.joined(separator: ", ")
    }

    /// `75 min 3 s`.
    private func clock(_ instant: Instant) -> String {
        let seconds = instant.milliseconds / 1_000
        return "\(seconds / 60) min \(seconds % 60) s"
    }
}

extension HaltName {
    /// Whether a halt that gives this reason is the one.
    func names(reason: String) -> Bool {
        switch self {
        case .any: true
        case .cause(let cause):
            reason == cause.rawValue || reason.hasPrefix(cause.rawValue + ": ")
        case .breaker(let breaker): reason.hasPrefix(breaker.rawValue + ": ")
        case .person: reason == Self.orders
        }
    }

    /// What operators of scenarios say.
    static let orders = "the scenario says so"
}
