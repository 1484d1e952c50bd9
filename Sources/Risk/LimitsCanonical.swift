public import Vocabulary
import Routes

extension LimitParameters: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("unwindPerDay", unwindPerDay)
        writer.field("rampTrades", rampTrades)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init()
        unwindPerDay = try reader.read()
        rampTrades = try reader.read()
    }
}

extension Purse: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("budget", budget)
        writer.field("limit", limit)
        writer.field("day", day)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(
            read: try reader.read(),
            limit: try reader.read(),
            day: try reader.read()
        )
    }
}

extension Cooldown: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("failures", failures)
        writer.field("until", until)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let value = Cooldown(
            read: try reader.read(),
            try reader.read()
        )
        self = try reader.whole(value, "cooldown")
    }
}

extension Ramp: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("counted", counted)
        writer.field("needed", needed)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let value = Ramp(
            read: try reader.read(),
            needed: try reader.read()
        )
        self = try reader.whole(value, "ramp")
    }
}

extension PoolSpacing: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("last", last)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let value = PoolSpacing(read: try reader.read())
        self = try reader.whole(value, "spacing")
    }
}

extension PoolSpacing.Execution: CanonicalRecord {
    func writeFields(to writer: inout CanonicalWriter) {
        writer.field("pool", pool)
        writer.field("block", block)
    }

    init(from reader: inout CanonicalReader) throws(CanonicalError) {
        pool = try reader.read()
        block = try reader.read()
    }
}

extension LaneSpacing: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("last", last)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let value = LaneSpacing(read: try reader.read())
        self = try reader.whole(value, "spacing")
    }
}

extension LaneSpacing.Crossing: CanonicalRecord {
    func writeFields(to writer: inout CanonicalWriter) {
        writer.field("lane", lane)
        writer.field("at", at)
    }

    init(from reader: inout CanonicalReader) throws(CanonicalError) {
        lane = try reader.read()
        at = try reader.read()
    }
}

extension RouteLimits: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("size", size)
        writer.field("safety", safety)
        writer.field("volume", volume)
        writer.field("subsidy", subsidy)
        writer.field("unwinding", unwinding)
        writer.field("cooldown", cooldown)
        writer.field("ramp", ramp)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let size: SizeParameters = try reader.read()
        let safety: SafetyParameters = try reader.read()
        let (volume, subsidy): (Purse, Purse) = (try reader.read(), try reader.read())
        let value = RouteLimits(
            read: (size, safety),
            (volume, subsidy, try reader.read()),
            try reader.read(),
            try reader.read()
        )
        self = try reader.whole(value, "limits")
    }
}

extension RiskLimits: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("routes", routes)
        writer.field("pools", pools)
        writer.field("lanes", lanes)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let value = RiskLimits(
            read: try reader.read(),
            try reader.read(),
            try reader.read()
        )
        self = try reader.whole(value, "limits")
    }
}

extension RiskLimits.Named: CanonicalRecord {
    func writeFields(to writer: inout CanonicalWriter) {
        writer.field("name", name)
        writer.field("limits", limits)
    }

    init(from reader: inout CanonicalReader) throws(CanonicalError) {
        name = try reader.read()
        limits = try reader.read()
    }
}
