/// Which way a quotient may lean. There is no default: the caller says who gains the last unit.
public enum Rounding: Hashable, Sendable {
    case down
    case up
}
