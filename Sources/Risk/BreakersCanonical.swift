public import Vocabulary

extension Breakers: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("parameters", parameters)
        writer.field("tripped", tripped)
        writer.field("losses", losses)
        writer.field("capital", capital)
        writer.field("wins", wins)
        writer.field("attempts", attempts)
        writer.field("health", health)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let parameters: BreakerParameters = try reader.read()
        do throws(BreakerFault) {
            try self.init(parameters)
        } catch {
            throw CanonicalError(.invalid("breakers: \(error)"), at: reader.offset)
        }
        tripped = try reader.read()
        losses = try reader.read()
        capital = try reader.read()
        wins = try reader.read()
        attempts = try reader.read()
        health = try reader.read()
        _ = try reader.whole(isWhole ? parameters : nil, "breakers")
    }

    /// Within bounds, in order, and of the windows that are configured.
    private var isWhole: Bool {
        tripped.count <= Self.mostTripped && wins.count <= Self.mostRoutes
            && health.count <= Self.mostChains
            && zip(wins, wins.dropFirst()).allSatisfy { $0.route < $1.route }
            && zip(health, health.dropFirst()).allSatisfy { $0.chain < $1.chain }
            && wins.allSatisfy { $0.outcomes.window == parameters.wins.window }
            && attempts.window == parameters.errors.window
            && tripped.indices.allSatisfy { index in
                !tripped[..<index].contains {
                    $0.breaker == tripped[index].breaker && $0.scope == tripped[index].scope
                }
            }
    }
}

extension Breakers.RouteWins: CanonicalRecord {
    func writeFields(to writer: inout CanonicalWriter) {
        writer.field("route", route)
        writer.field("outcomes", outcomes)
    }

    init(from reader: inout CanonicalReader) throws(CanonicalError) {
        route = try reader.read()
        outcomes = try reader.read()
    }
}

extension Breakers.ChainHealth: CanonicalRecord {
    func writeFields(to writer: inout CanonicalWriter) {
        writer.field("chain", chain)
        writer.field("freshInARow", freshInARow)
        writer.field("disputesInARow", disputesInARow)
        writer.field("agreementsInARow", agreementsInARow)
    }

    init(from reader: inout CanonicalReader) throws(CanonicalError) {
        chain = try reader.read()
        freshInARow = try reader.read()
        disputesInARow = try reader.read()
        agreementsInARow = try reader.read()
    }
}

extension RecentOutcomes: CanonicalRecord {
    func writeFields(to writer: inout CanonicalWriter) {
        writer.field("window", window)
        writer.field("words", words)
        writer.field("next", next)
        writer.field("count", count)
    }

    init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let value = RecentOutcomes(
            read: try reader.read(),
            try reader.read(),
            next: try reader.read(),
            count: try reader.read()
        )
        self = try reader.whole(value, "outcomes")
    }
}

extension DaySum: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("hours", hours)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let value = DaySum(read: try reader.read())
        self = try reader.whole(value, "day")
    }
}

extension DaySum.Hour: CanonicalRecord {
    func writeFields(to writer: inout CanonicalWriter) {
        writer.field("number", number)
        writer.field("sum", sum)
    }

    init(from reader: inout CanonicalReader) throws(CanonicalError) {
        number = try reader.read()
        sum = try reader.read()
    }
}

extension HighWater: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("mark", mark)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(read: try reader.read())
    }
}

extension HighWater.Mark: CanonicalRecord {
    func writeFields(to writer: inout CanonicalWriter) {
        writer.field("peak", peak)
        writer.field("equity", equity)
        writer.field("capital", capital)
    }

    init(from reader: inout CanonicalReader) throws(CanonicalError) {
        peak = try reader.read()
        equity = try reader.read()
        capital = try reader.read()
    }
}
