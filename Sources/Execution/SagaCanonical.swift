import Parity
public import Vocabulary

// The canonical forms of sagas and of what happens to them.

extension LegFill: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("sold", sold)
        writer.field("received", received)
        writer.field("gas", gas)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(
            sold: try reader.read(),
            received: try reader.read(),
            gas: try reader.read()
        )
    }
}

extension LegOutcome: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        switch self {
        case .filled(let fill): writer.choice(0, "filled", fill)
        case .reverted(let gas): writer.choice(1, "reverted", gas)
        case .cancelled(let gas): writer.choice(2, "cancelled", gas)
        case .lost: writer.choice(3, "lost")
        case .contradictory: writer.choice(4, "contradictory")
        }
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let start = reader.offset
        switch try reader.choice() {
        case 0: self = .filled(try reader.read())
        case 1: self = .reverted(gas: try reader.read())
        case 2: self = .cancelled(gas: try reader.read())
        case 3: self = .lost
        case 4: self = .contradictory
        case let other: throw CanonicalError(.unknownChoice(other), at: start)
        }
    }
}

extension Attempt: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("way", way)
        writer.field("planned", planned)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(try reader.read(), try reader.read())
    }
}

extension PairFill: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("sell", sell)
        writer.field("buy", buy)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(sell: try reader.read(), buy: try reader.read())
    }
}

extension Naked: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("filled", filled)
        writer.field("fill", fill)
        writer.field("since", since)
        writer.field("failures", failures)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(filled: try reader.read(), try reader.read(), since: try reader.read())
        failures = try reader.read()
    }
}

extension Ending: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        switch self {
        case .settled(let fill): writer.choice(0, "settled", fill)
        case .unwound(let naked, let attempt, let fill):
            writer.choice(1, "unwound") { writer in
                writer.field("naked", naked)
                writer.field("attempt", attempt)
                writer.field("fill", fill)
            }
        case .nothingFilled: writer.choice(2, "nothingFilled")
        case .parked(let naked, let reason):
            writer.choice(3, "parked") { writer in
                writer.field("naked", naked)
                writer.field("reason", reason)
            }
        }
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let start = reader.offset
        switch try reader.choice() {
        case 0: self = .settled(try reader.read())
        case 1: self = .unwound(try reader.read(), try reader.read(), try reader.read())
        case 2: self = .nothingFilled
        case 3: self = .parked(try reader.read(), try reader.read())
        case let other: throw CanonicalError(.unknownChoice(other), at: start)
        }
    }
}
