/// Which way a quotient may lean. There is no default: the caller says who gains the last unit.
public enum Rounding: Hashable, Sendable {
    case down
    case up
}

extension Rounding {
    /// For the denominator of a fraction that shall lean this way.
    @inlinable public var opposite: Rounding { self == .down ? .up : .down }
}
