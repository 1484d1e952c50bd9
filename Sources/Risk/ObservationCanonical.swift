public import Vocabulary

extension Trip: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("breaker", breaker)
        writer.field("scope", scope)
        writer.field("left", left)
        writer.field("relation", relation)
        writer.field("right", right)
        writer.field("sample", sample)
        writer.field("at", at)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        breaker = try reader.read()
        scope = try reader.read()
        left = try reader.read()
        relation = try reader.read()
        right = try reader.read()
        sample = try reader.read()
        at = try reader.read()
    }
}

extension Figure: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        switch self {
        case .worth(let worth): writer.choice(0, "worth", worth)
        case .share(let share): writer.choice(1, "share", share)
        case .time(let time): writer.choice(2, "time", time)
        case .count(let count): writer.choice(3, "count", count)
        }
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let start = reader.offset
        switch try reader.choice() {
        case 0: self = .worth(try reader.read())
        case 1: self = .share(try reader.read())
        case 2: self = .time(try reader.read())
        case 3: self = .count(try reader.read())
        case let other: throw CanonicalError(.unknownChoice(other), at: start)
        }
    }
}

extension BreakerParameters: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("dailyLoss", dailyLoss)
        writer.field("drawdown", drawdown)
        writer.field("wins", wins)
        writer.field("errors", errors)
        writer.field("disputes", disputes)
        writer.field("healing", healing)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init()
        dailyLoss = try reader.read()
        drawdown = try reader.read()
        wins = try reader.read()
        errors = try reader.read()
        disputes = try reader.read()
        healing = try reader.read()
    }
}

extension WinParameters: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("floor", floor)
        writer.field("leastSample", leastSample)
        writer.field("window", window)
        writer.field("tolerance", tolerance)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init()
        floor = try reader.read()
        leastSample = try reader.read()
        window = try reader.read()
        tolerance = try reader.read()
    }
}

extension ErrorParameters: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("most", most)
        writer.field("leastSample", leastSample)
        writer.field("window", window)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init()
        most = try reader.read()
        leastSample = try reader.read()
        window = try reader.read()
    }
}

extension Observation: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        switch self {
        case .traded(let traded): writer.choice(0, "traded", traded)
        case .paid(let paid): writer.choice(1, "paid", paid)
        case .attempted(let attempted): writer.choice(2, "attempted", attempted)
        case .equity(let equity, let capital):
            writer.choice(3, "equity") { writer in
                writer.field("equity", equity)
                writer.field("capital", capital)
            }
        case .head(let chain, let age, let limit):
            writer.choice(4, "head") { writer in
                writer.field("chain", chain)
                writer.field("age", age)
                writer.field("limit", limit)
            }
        case .endpoints(let chain, let outcome):
            writer.choice(5, "endpoints") { writer in
                writer.field("chain", chain)
                writer.field("outcome", outcome)
            }
        case .journalFailed: writer.choice(6, "journalFailed")
        }
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let start = reader.offset
        switch try reader.choice() {
        case 0: self = .traded(try reader.read())
        case 1: self = .paid(try reader.read())
        case 2: self = .attempted(try reader.read())
        case 3: self = .equity(try reader.read(), capital: try reader.read())
        case 4: self = .head(try reader.read(), age: try reader.read(), limit: try reader.read())
        case 5: self = .endpoints(try reader.read(), try reader.read())
        case 6: self = .journalFailed
        case let other: throw CanonicalError(.unknownChoice(other), at: start)
        }
    }
}

extension TradeOutcome: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("route", route)
        writer.field("purpose", purpose)
        writer.field("size", size)
        writer.field("planned", planned)
        writer.field("realised", realised)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        route = try reader.read()
        purpose = try reader.read()
        size = try reader.read()
        planned = try reader.read()
        realised = try reader.read()
    }
}

extension BreakerRefusal: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        switch self {
        case .tooManyRoutes(let route): writer.choice(0, "tooManyRoutes", route)
        case .tooManyChains(let chain): writer.choice(1, "tooManyChains", chain)
        }
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let start = reader.offset
        switch try reader.choice() {
        case 0: self = .tooManyRoutes(try reader.read())
        case 1: self = .tooManyChains(try reader.read())
        case let other: throw CanonicalError(.unknownChoice(other), at: start)
        }
    }
}
