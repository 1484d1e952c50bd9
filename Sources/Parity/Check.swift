public import Vocabulary

/// One named comparison of a verdict: both sides, what must hold between them, and whether it does.
public struct Check: Hashable, Sendable {
    public let rule: Rule
    /// What it is about, where a rule is checked more than once: a chain, a token, a pool.
    public let subject: String
    public let left: Measure
    public let relation: Relation
    public let right: Measure
    public let passes: Bool
    /// The limit that decided the size of the trade.
    public internal(set) var isBinding = false

    public enum Relation: String, CanonicalName, Hashable, Sendable {
        case below = "<"
        case atMost = "<="
        case atLeast = ">="
        case above = ">"
        case equals = "="
    }

    /// An unknown side never passes, nor do sides that can't be compared.
    public init(
        _ rule: Rule,
        _ subject: String,
        _ left: Measure,
        _ relation: Relation,
        _ right: Measure
    ) {
        self.rule = rule
        self.subject = subject
        self.left = left
        self.relation = relation
        self.right = right
        passes = Self.holds(left.compared(to: right), relation)
    }

    public init(_ rule: Rule, _ left: Measure, _ relation: Relation, _ right: Measure) {
        self.init(rule, "", left, relation, right)
    }

    private static func holds(_ order: Order?, _ relation: Relation) -> Bool {
        switch (order, relation) {
        case (nil, _): false
        case (.less, .below), (.less, .atMost): true
        case (.equal, .atMost), (.equal, .atLeast), (.equal, .equals): true
        case (.greater, .above), (.greater, .atLeast): true
        default: false
        }
    }

    /// The smallest change of the left side that flips the result; `nil` where no amount would: a fact, or
    /// something unknown.
    public var flip: Flip? {
        guard let order = left.compared(to: right) else { return nil }
        switch relation {
        case .below:
            return flip(order == .less ? .rise : .fall, beyond: order != .less)
        case .atLeast:
            return flip(order == .less ? .rise : .fall, beyond: order != .less)
        case .atMost:
            return flip(order == .greater ? .fall : .rise, beyond: order != .greater)
        case .above:
            return flip(order == .greater ? .fall : .rise, beyond: order != .greater)
        case .equals:
            return order == .equal ? nil : flip(order == .less ? .rise : .fall, beyond: false)
        }
    }

    private func flip(_ direction: Flip.Direction, beyond: Bool) -> Flip? {
        left.distance(to: right, beyond: beyond).map { Flip(direction: direction, by: $0) }
    }
}

/// A change of a check's left side.
public struct Flip: Hashable, Sendable {
    public let direction: Direction
    public let by: Measure

    public enum Direction: String, CanonicalName, Hashable, Sendable {
        case rise
        case fall
    }

    public init(direction: Direction, by: Measure) {
        self.direction = direction
        self.by = by
    }
}

extension Flip: CustomStringConvertible {
    public var description: String { "\(direction.rawValue) by \(by)" }
}

extension Check: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("rule", rule)
        writer.field("subject", subject)
        writer.field("left", left)
        writer.field("relation", relation)
        writer.field("right", right)
        writer.field("passes", passes)
        writer.field("binding", isBinding)
        // Follows from the rest; for readers of the view.
        if writer.form == .json { writer.field("flip", flip) }
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(
            try reader.read(),
            try reader.read(),
            try reader.read(),
            try reader.read(),
            try reader.read()
        )
        let passes: Bool = try reader.read()
        guard passes == self.passes else {
            throw CanonicalError(.invalid("check"), at: reader.offset)
        }
        isBinding = try reader.read()
    }
}

extension Flip: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("direction", direction)
        writer.field("by", by)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(direction: try reader.read(), by: try reader.read())
    }
}
