public import Vocabulary

/// Curves over one axis, and what they are to be held against.
public struct Chart: Sendable {
    public let title: String
    public let unit: String
    public let decimals: Int
    public var curves: [Curve]
    public let thresholds: [Threshold]
    /// The axis begins at nothing.
    public let fromZero: Bool
    /// A sentence on how to read it; empty for none.
    public let note: String

    public init(
        _ title: String,
        unit: String,
        decimals: Int = 2,
        curves: [Curve],
        thresholds: [Threshold] = [],
        fromZero: Bool = false,
        note: String = ""
    ) {
        self.title = title
        self.unit = unit
        self.decimals = decimals
        self.curves = curves
        self.thresholds = thresholds
        self.fromZero = fromZero
        self.note = note
    }
}

/// A line across a chart.
public struct Threshold: Sendable {
    public let name: String
    public let value: Double

    public init(_ name: String, _ value: Double) {
        self.name = name
        self.value = value
    }
}

/// Counts over time, one kind on top of the other.
public struct BarChart: Sendable {
    public let title: String
    public let bars: Bars
    public let note: String

    public init(_ title: String, _ bars: Bars, note: String = "") {
        self.title = title
        self.bars = bars
        self.note = note
    }
}

/// Rows of text; the first column reads from the left, numbers from the right.
public struct ReportTable: Sendable {
    public let title: String
    public let columns: [String]
    public let rows: [[String]]
    public let note: String

    /// Of more rows the page tells only how many there are.
    public static let mostRows = 200

    public init(_ title: String, columns: [String], rows: [[String]], note: String = "") {
        self.title = title
        self.columns = columns
        self.rows = rows
        self.note = note
    }
}

/// One number that matters.
public struct Figure: Sendable {
    public let name: String
    public let value: String
    public let tone: Tone

    public enum Tone: String, Sendable {
        case plain
        case good
        case warning
        case bad
    }

    public init(_ name: String, _ value: String, _ tone: Tone = .plain) {
        self.name = name
        self.value = value
        self.tone = tone
    }
}

/// What the time axis shows.
public enum ReportClock: Sendable {
    case utc
    /// What has passed since.
    case since(Instant)
}
