/// What is wrong in a table, and where; lines and columns of text are counted from one.
public struct TableProblem: Error, Hashable, Sendable {
    public let line: UInt64
    public let column: Int
    /// The field as it stands there, shortened.
    public let found: String
    public let expected: String

    public init(line: UInt64, column: Int, found: String, expected: String) {
        self.line = line
        self.column = column
        self.found = found
        self.expected = expected
    }
}

/// Why a table gives no further sighting.
public enum TableFailure: Error, Hashable, Sendable {
    case file(RecordingFailure)
    /// In the names of the columns: nothing can be read.
    case heading(TableProblem)
    /// In one row, which is left out; the rows behind it can be read.
    case row(TableProblem)
}
