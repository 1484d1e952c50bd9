public import Numerics
public import Routes
public import Vocabulary

/// A stabiliser's trade: one leg, small, towards the anchor and never past it.
public struct Nudge: Hashable, Sendable {
    public let stabiliser: String
    /// Base is sold where it is dear, bought where it is cheap.
    public let sellsBase: Bool
    public let leg: PlannedLeg
    /// What the trade gives up against the anchor, fees and impact, and gas.
    public let cost: Worth
}

/// What was decided about a stabiliser at one moment.
public enum NudgeVerdict: Hashable, Sendable {
    case atPeg
    case hold(Rule, subject: String)
    case trade(Nudge)
}

/// A stabiliser's verdict with everything it rests on.
public struct NudgeAssessment: Hashable, Sendable {
    public let stabiliser: String
    public let verdict: NudgeVerdict
    public let deviation: BasisPoints?
    /// Whether the pool is dearer than the anchor.
    public let isDear: Bool
    public let checks: [Check]
}

/// What only this stabiliser remembers, and what its bucket holds.
public struct StabiliserStanding: Equatable, Sendable {
    public var isHalted = false
    /// Bucket B on this chain, less what is promised.
    public var base: Reading<UInt256>
    public var quote: Reading<UInt256>
    public var costToday = Worth.zero
    public var cooldownUntil: Instant?

    public init(base: Reading<UInt256>, quote: Reading<UInt256>) {
        self.base = base
        self.quote = quote
    }
}

extension Nudge: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("stabiliser", stabiliser)
        writer.field("sellsBase", sellsBase)
        writer.field("leg", leg)
        writer.field("cost", cost)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(
            stabiliser: try reader.read(),
            sellsBase: try reader.read(),
            leg: try reader.read(),
            cost: try reader.read()
        )
    }
}

extension NudgeVerdict: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        switch self {
        case .atPeg: writer.choice(0, "at peg")
        case .hold(let rule, let subject):
            writer.choice(1, "hold") { writer in
                writer.field("rule", rule)
                writer.field("subject", subject)
            }
        case .trade(let nudge): writer.choice(2, "trade", nudge)
        }
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let start = reader.offset
        switch try reader.choice() {
        case 0: self = .atPeg
        case 1: self = .hold(try reader.read(), subject: try reader.read())
        case 2: self = .trade(try reader.read())
        case let other: throw CanonicalError(.unknownChoice(other), at: start)
        }
    }
}

extension NudgeAssessment: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("stabiliser", stabiliser)
        writer.field("verdict", verdict)
        writer.field("deviation", deviation)
        writer.field("isDear", isDear)
        writer.field("checks", checks)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(
            stabiliser: try reader.read(),
            verdict: try reader.read(),
            deviation: try reader.read(),
            isDear: try reader.read(),
            checks: try reader.read()
        )
    }
}
