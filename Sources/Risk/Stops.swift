public import Vocabulary

/// Halts and breakers as one: an open breaker halts, and what is lifted arms its breaker again.
///
/// 1. A breaker is open exactly as long as a halt stands for it: none fires and is traded over, none is
///    lifted and stays dead.
/// 2. Lifting is a record: who, when, which halts, which breakers begin anew.
public struct Stops: Hashable, Sendable {
    public private(set) var halts = Halts()
    public private(set) var breakers: Breakers

    public init(_ parameters: BreakerParameters = BreakerParameters()) throws(BreakerFault) {
        breakers = try Breakers(parameters)
    }

    public enum Effect: Hashable, Sendable {
        /// For the journal and an alert.
        case tripped(Trip)
        case healed(Breaker, Halt.Scope)
        case refused(BreakerRefusal)
        /// There was no place for a halt: everything is halted.
        case widened
    }

    /// Who has lifted what.
    public struct Resumption: Hashable, Sendable {
        public let scope: Halt.Scope
        public let name: String
        public let at: Instant
        public let lifted: [Halt]
        /// What those halts stood for: these breakers begin anew.
        public let rearmed: [Trip]
    }

    /// The first halt that keeps a route over these chains from beginning anything.
    public func blocks(route: String, chains: [ChainID], at now: Instant) -> Halt? {
        halts.blocks(route: route, chains: chains, at: now)
    }

    public mutating func observe(_ observation: Observation, at now: Instant) -> [Effect] {
        let effects = breakers.take(observation, at: now)
        guard !effects.isEmpty else { return [] }
        return effects.flatMap { effect -> [Effect] in
            switch effect {
            case .tripped(let trip):
                let outcome = halts.add(Halt(trip))
                return outcome == .widened ? [.tripped(trip), .widened] : [.tripped(trip)]
            case .healed(let breaker, let scope):
                halts.lift(scope, of: breaker)
                return [.healed(breaker, scope)]
            case .refused(let refusal): return [.refused(refusal)]
            }
        }
    }

    public mutating func halt(_ halt: Halt) -> Halts.Outcome {
        halts.add(halt)
    }

    /// Lifts every halt of exactly this scope, whoever ordered it.
    public mutating func resume(
        _ scope: Halt.Scope,
        by name: String,
        at now: Instant
    ) throws(HaltFault) -> Resumption {
        try Halt.check(name: name)
        let lifted = halts.lift(scope)
        guard !lifted.isEmpty else { throw .nothingToResume(scope) }
        return Resumption(
            scope: scope,
            name: name,
            at: now,
            lifted: lifted,
            rearmed: rearmUnheld()
        )
    }

    /// Forgets what is over; a breaker whose halt has ended begins anew.
    public mutating func expire(at now: Instant) -> (over: [Halt], rearmed: [Trip]) {
        let over = halts.expire(at: now)
        return over.isEmpty ? ([], []) : (over, rearmUnheld())
    }

    public mutating func configure(_ parameters: BreakerParameters) throws(BreakerFault) {
        try breakers.configure(parameters)
    }

    private mutating func rearmUnheld() -> [Trip] {
        let unheld = breakers.tripped.filter { !halts.hold($0.breaker, $0.scope) }
        for trip in unheld { breakers.rearm(trip.breaker, trip.scope) }
        return unheld
    }

    /// Fails where invariant 1 does not hold.
    init?(read halts: Halts, _ breakers: Breakers) {
        guard
            breakers.tripped.allSatisfy({ halts.hold($0.breaker, $0.scope) }),
            halts.standing.allSatisfy({ halt in
                guard case .breaker(let breaker) = halt.author else { return true }
                return breakers.isTripped(breaker, halt.scope)
            })
        else { return nil }
        self.halts = halts
        self.breakers = breakers
    }
}
