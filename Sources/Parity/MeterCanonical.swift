import Numerics
import Routes
public import Vocabulary

// The canonical forms of what meters and oracles conclude.

extension PeakOutflow: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("perMinute", perMinute)
        writer.field("overLatency", overLatency)
        writer.field("watched", watched)
        writer.field("isAssumed", isAssumed)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(
            perMinute: try reader.read(),
            overLatency: try reader.read(),
            watched: try reader.read(),
            isAssumed: try reader.read()
        )
    }
}

extension Latency: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("time", time)
        writer.field("samples", UInt64(samples))
        writer.field("isAssumed", isAssumed)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        time = try reader.read()
        samples = try reader.number(as: Int.self)
        isAssumed = try reader.read()
    }
}

extension ReserveRule: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("peak", peak)
        writer.field("latency", latency)
        writer.field("factor", factor)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let rule = ReserveRule(
            peak: try reader.read(),
            latency: try reader.read(),
            factor: try reader.read()
        )
        self = try reader.whole(rule, "reserve rule")
    }
}

extension OraclePrice: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("price", price)
        writer.field("sources", sources)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        price = try reader.read()
        sources = try reader.read()
    }
}

extension OraclePrice.Source: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("name", name)
        writer.field("outcome", outcome)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        name = try reader.read()
        outcome = try reader.read()
    }
}

extension OraclePrice.Outcome: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        switch self {
        case .used: writer.choice(0, "used")
        case .unknown(let reason): writer.choice(1, "unknown", reason)
        case .paused: writer.choice(2, "paused")
        case .stale(let age, let limit):
            writer.choice(3, "stale") { writer in
                writer.field("age", age)
                writer.field("limit", limit)
            }
        case .rejected(let share): writer.choice(4, "rejected", share)
        }
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let start = reader.offset
        switch try reader.choice() {
        case 0: self = .used
        case 1: self = .unknown(try reader.read())
        case 2: self = .paused
        case 3: self = .stale(age: try reader.read(), limit: try reader.read())
        case 4: self = .rejected(by: try reader.read())
        case let other: throw CanonicalError(.unknownChoice(other), at: start)
        }
    }
}
