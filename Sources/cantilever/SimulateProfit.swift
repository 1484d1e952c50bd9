import Ledger
import Simulation
import Vocabulary

/// Where what simulated runs gained or lost came from.
enum SimulateProfit {
    /// A line for each cause of all runs together; none where a price is not fixed.
    static func lines(_ outcomes: [SimulatedRun.Outcome]) -> [String] {
        var causes: [(name: String, worth: Worth)] = []
        for outcome in outcomes {
            guard let attribution = outcome.attribution else {
                return ["  profit by cause: not every price is known"]
            }
            for cause in PaperAccounts.causes(attribution) { add(cause, to: &causes) }
        }
        let together = causes.reduce(Worth.zero) { $0.adding($1.worth) ?? $0 }
        return ["  profit by cause"]
            + (causes + [("together", together)]).map { cause in
                let space = String(repeating: " ", count: max(1, 28 - cause.0.count))
                return "    " + cause.0 + space + cause.1.text(decimals: 2)
            }
    }

    private static func add(
        _ cause: (name: String, worth: Worth),
        to causes: inout [(name: String, worth: Worth)]
    ) {
        guard let index = causes.firstIndex(where: { $0.name == cause.name }) else {
            return causes.append(cause)
        }
        causes[index].worth = causes[index].worth.adding(cause.worth) ?? causes[index].worth
    }
}

extension SimulatedRun.Outcome {
    /// From nothing to when flow and faults stopped; `nil` where a price is not fixed.
    var attribution: Attribution? {
        guard let references = PaperAccounts.references(fleet) else { return nil }
        return try? Attribution(from: Books(), at: references, to: books, at: references)
    }
}
