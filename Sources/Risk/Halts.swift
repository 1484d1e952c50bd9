public import Vocabulary

/// The halts that stand, in the order they came.
///
/// 1. Of one scope and one kind of author there is one halt: the newest takes the place of the older.
/// 2. A machine's halt never ends earlier than the one it replaces; a person's may.
/// 3. A halt that finds no place stops everything instead: full is never the same as free.
public struct Halts: Hashable, Sendable {
    public private(set) var standing: [Halt] = []

    /// The last place is kept for the halt that says there is no other.
    public static let mostHalts = 256

    public init() {}

    public enum Outcome: Hashable, Sendable {
        case added
        case replaced(Halt)
        /// There was no place for it: everything is halted.
        case widened
    }

    /// The first halt that keeps this route from beginning anything now.
    public func blocks(route: String, chains: [ChainID], at now: Instant) -> Halt? {
        for halt in standing where !halt.isOver(at: now) {
            if halt.applies(to: route, over: chains) { return halt }
        }
        return nil
    }

    public mutating func add(_ halt: Halt) -> Outcome {
        if let place = standing.firstIndex(where: { $0.isReplaced(by: halt) }) {
            let older = standing[place]
            standing[place] = halt.lasting(atLeastAs: older)
            return .replaced(older)
        }
        guard standing.count < Self.mostHalts - 1 else {
            let all = Halt(.global, because: .tooManyHalts, since: halt.since)
            if !standing.contains(where: { $0.isReplaced(by: all) }) { standing.append(all) }
            return .widened
        }
        standing.append(halt)
        return .added
    }

    /// Lifts what stands for exactly this scope: resuming everything resumes no route that was halted alone.
    public mutating func lift(_ scope: Halt.Scope) -> [Halt] {
        let lifted = standing.filter { $0.scope == scope }
        if !lifted.isEmpty { standing.removeAll { $0.scope == scope } }
        return lifted
    }

    /// Lifts one breaker's halt.
    mutating func lift(_ scope: Halt.Scope, of breaker: Breaker) {
        standing.removeAll { $0.scope == scope && $0.author == .breaker(breaker) }
    }

    /// Forgets what is over, and says what that was. Without any it is one look at each.
    public mutating func expire(at now: Instant) -> [Halt] {
        guard standing.contains(where: { $0.isOver(at: now) }) else { return [] }
        let over = standing.filter { $0.isOver(at: now) }
        standing.removeAll { $0.isOver(at: now) }
        return over
    }

    /// Whether a trip of this breaker is held by a halt: its own, or the one that found no place for it.
    func hold(_ breaker: Breaker, _ scope: Halt.Scope) -> Bool {
        standing.contains { halt in
            halt.author == .bot(.tooManyHalts)
                || halt.scope == scope && halt.author == .breaker(breaker)
        }
    }

    init?(read standing: [Halt]) {
        guard standing.count <= Self.mostHalts else { return nil }
        for (index, halt) in standing.enumerated()
        where standing[..<index].contains(where: { $0.isReplaced(by: halt) }) {
            return nil
        }
        self.standing = standing
    }
}

extension Halt {
    fileprivate func isReplaced(by other: Halt) -> Bool {
        scope == other.scope && author.isSameKind(as: other.author)
    }

    fileprivate func lasting(atLeastAs older: Halt) -> Halt {
        guard !author.isPerson, let until else { return self }
        let end = older.until.map { max($0, until) }
        return Halt(read: scope, author, reason, since, end) ?? self
    }
}
