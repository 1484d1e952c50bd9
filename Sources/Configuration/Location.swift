/// A place in a configuration file, counted from one as editors do.
public struct Location: Hashable, Sendable {
    public let line: Int
    public let column: Int

    public static let start = Location(line: 1, column: 1)

    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }
}

extension Location: Comparable {
    public static func < (left: Location, right: Location) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}

extension Location: CustomStringConvertible {
    public var description: String { "\(line):\(column)" }
}
