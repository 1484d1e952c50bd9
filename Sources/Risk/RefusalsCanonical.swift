public import Vocabulary

extension PurseRefusal: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        switch self {
        case .full(let budget, let wanted, let left, let limit):
            writer.choice(0, "full") { writer in
                writer.field("budget", budget)
                writer.field("wanted", wanted)
                writer.field("left", left)
                writer.field("limit", limit)
            }
        case .negative(let budget, let amount):
            writer.choice(1, "negative") { writer in
                writer.field("budget", budget)
                writer.field("amount", amount)
            }
        }
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let start = reader.offset
        switch try reader.choice() {
        case 0:
            self = .full(
                try reader.read(),
                wanted: try reader.read(),
                left: try reader.read(),
                limit: try reader.read()
            )
        case 1: self = .negative(try reader.read(), try reader.read())
        case let other: throw CanonicalError(.unknownChoice(other), at: start)
        }
    }
}

extension LimitRefusal: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        switch self {
        case .belowLeast(let size, let least):
            writer.choice(0, "belowLeast") { writer in
                writer.field("size", size)
                writer.field("least", least)
            }
        case .aboveMost(let size, let most):
            writer.choice(1, "aboveMost") { writer in
                writer.field("size", size)
                writer.field("most", most)
            }
        case .ramping(let size, let most, let settled, let needed):
            writer.choice(2, "ramping") { writer in
                writer.field("size", size)
                writer.field("most", most)
                writer.field("settled", settled)
                writer.field("needed", needed)
            }
        case .coolingDown(let until, let failures):
            writer.choice(3, "coolingDown") { writer in
                writer.field("until", until)
                writer.field("failures", failures)
            }
        case .purse(let refusal): writer.choice(4, "purse", refusal)
        case .spacing(let refusal): writer.choice(5, "spacing", refusal)
        }
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let start = reader.offset
        switch try reader.choice() {
        case 0: self = .belowLeast(try reader.read(), least: try reader.read())
        case 1: self = .aboveMost(try reader.read(), most: try reader.read())
        case 2:
            self = .ramping(
                try reader.read(),
                most: try reader.read(),
                settled: try reader.read(),
                of: try reader.read()
            )
        case 3: self = .coolingDown(until: try reader.read(), failures: try reader.read())
        case 4: self = .purse(try reader.read())
        case 5: self = .spacing(try reader.read())
        case let other: throw CanonicalError(.unknownChoice(other), at: start)
        }
    }
}

extension PoolSpacing.Refusal: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        switch self {
        case .tooSoon(let pool, let since, let needed):
            writer.choice(0, "tooSoon") { writer in
                writer.field("pool", pool)
                writer.field("since", since)
                writer.field("needed", needed)
            }
        case .tooManyPools: writer.choice(1, "tooManyPools")
        }
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let start = reader.offset
        switch try reader.choice() {
        case 0:
            self = .tooSoon(
                try reader.read(),
                since: try reader.read(),
                needed: try reader.read()
            )
        case 1: self = .tooManyPools
        case let other: throw CanonicalError(.unknownChoice(other), at: start)
        }
    }
}

extension LaneSpacing.Refusal: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        switch self {
        case .pausing(let lane, let until):
            writer.choice(0, "pausing") { writer in
                writer.field("lane", lane)
                writer.field("until", until)
            }
        case .tooManyLanes: writer.choice(1, "tooManyLanes")
        }
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let start = reader.offset
        switch try reader.choice() {
        case 0: self = .pausing(try reader.read(), until: try reader.read())
        case 1: self = .tooManyLanes
        case let other: throw CanonicalError(.unknownChoice(other), at: start)
        }
    }
}

extension RiskLimits.Refusal: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        switch self {
        case .unknownRoute(let route): writer.choice(0, "unknownRoute", route)
        case .tooManyRoutes(let route): writer.choice(1, "tooManyRoutes", route)
        case .limit(let limit): writer.choice(2, "limit", limit)
        case .lane(let lane): writer.choice(3, "lane", lane)
        }
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let start = reader.offset
        switch try reader.choice() {
        case 0: self = .unknownRoute(try reader.read())
        case 1: self = .tooManyRoutes(try reader.read())
        case 2: self = .limit(try reader.read())
        case 3: self = .lane(try reader.read())
        case let other: throw CanonicalError(.unknownChoice(other), at: start)
        }
    }
}

extension TimeJump: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        switch self {
        case .backwards(let interval): writer.choice(0, "backwards", interval)
        case .forwards(let interval): writer.choice(1, "forwards", interval)
        }
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let start = reader.offset
        switch try reader.choice() {
        case 0: self = .backwards(by: try reader.read())
        case 1: self = .forwards(by: try reader.read())
        case let other: throw CanonicalError(.unknownChoice(other), at: start)
        }
    }
}
