import Dispatch
import Simulation
import Synchronization
import Testing

/// Many runs on all cores.
enum Swarm {
    /// In the order of the orders.
    static func outcomes(_ orders: [SimulatedOrder]) -> [SimulatedRun.Outcome] {
        let done = Mutex<[SimulatedRun.Outcome?]>(Array(repeating: nil, count: orders.count))
        DispatchQueue.concurrentPerform(iterations: orders.count) { index in
            let outcome = SimulatedRun.outcome(of: orders[index])
            done.withLock { $0[index] = outcome }
        }
        return done.withLock { $0.compactMap { $0 } }
    }

    static func expectGood(_ outcomes: [SimulatedRun.Outcome]) {
        for outcome in outcomes {
            for violation in outcome.violations { Issue.record("\(violation)") }
        }
    }

    /// How often every fault struck in all runs together.
    static func struck(_ outcomes: [SimulatedRun.Outcome]) -> [(fault: Fault, times: UInt64)] {
        Fault.allCases.map { fault in
            let rows = outcomes.flatMap(\.faults.rows).filter { $0.fault == fault }
            return (fault, rows.reduce(0) { $0 + $1.struck })
        }
    }
}
