import Simulation
import Vocabulary

/// `cantilever simulate --targets`: how far the bot keeps what it promises, over many days. Nothing in it
/// depends on the machine: the same options, the same text.
enum TargetsReport {
    /// One market, over all its seeds.
    struct Case {
        let title: String
        let wish: SimulateWish
        let outcomes: [SimulatedRun.Outcome]
    }

    static func tell(_ wish: SimulateWish) throws(Failure) {
        var cases: [Case] = []
        for (flow, faults) in [
            (1 as UInt64, FaultPreset.none), (5, .none), (1, .some), (5, .some),
        ] {
            var part = wish
            part.first.flow = flow
            part.first.faults = faults.plan
            part.faults = faults.rawValue
            let with = faults == .none ? "without faults" : "with faults (`\(faults.rawValue)`)"
            cases.append(
                Case(
                    title: "\(flow)x flow, \(with)",
                    wish: part,
                    outcomes: try SimulateWork.run(part).outcomes
                )
            )
        }
        try Terminal.hand(text(cases, wish))
    }

    private static func text(_ cases: [Case], _ wish: SimulateWish) -> String {
        let last = wish.first.seed &+ wish.runs - 1
        var lines = [
            "# Targets, as simulation finds them",
            "",
            "Written by `make targets`; the same command writes the same text on any machine. "
                + "Each market below ran \(wish.runs) times for \(wish.hours) hours, seeds "
                + "\(wish.first.seed) to \(last), on the shipped demo: one pool a chain, macro flow "
                + "of 50,000 an hour (times the flow) that turns about every half hour, retail "
                + "trades of up to 5,000.",
            "",
            "A block end counts once dust has proved every lane of the bridge: before that the bot "
                + "begins nothing, by its own rule, and the time is told in a row of its own. "
                + "Figures are one a seed; a target is met when every seed meets it.",
        ]
        for each in cases { lines += TargetsTable(each).lines }
        return lines.joined(separator: "\n") + "\n"
    }
}
