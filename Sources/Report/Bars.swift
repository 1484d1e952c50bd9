public import Vocabulary

/// How often things happened over time, by kind; bounded as a `Curve` is.
public struct Bars: Sendable {
    public let kinds: [String]
    /// By time, then by kind.
    private(set) var columns: [[UInt64]] = []
    private(set) var width: UInt64 = 1
    private(set) var start: UInt64 = 0
    private(set) var end: UInt64 = 0
    public private(set) var totals: [UInt64]

    static let mostColumns = 96
    /// Colours that can be told apart.
    public static let mostKinds = 6

    /// More kinds than can be told apart are counted as the last one.
    public init(_ kinds: [String]) {
        self.kinds = Array(kinds.prefix(Self.mostKinds))
        totals = Array(repeating: 0, count: self.kinds.count)
    }

    public mutating func count(_ kind: Int, at moment: Instant) {
        guard !kinds.isEmpty else { return }
        let kind = min(max(kind, 0), kinds.count - 1)
        let time = max(moment.milliseconds, end)
        if columns.isEmpty { start = time }
        end = time
        while (time - start) / width >= UInt64(Self.mostColumns) { merge() }
        let place = Int((time - start) / width)
        while columns.count <= place { columns.append(Array(repeating: 0, count: kinds.count)) }
        columns[place][kind] += 1
        totals[kind] += 1
    }

    private mutating func merge() {
        width *= 2
        columns = stride(from: 0, to: columns.count, by: 2).map { index in
            guard index + 1 < columns.count else { return columns[index] }
            return zip(columns[index], columns[index + 1]).map { $0 + $1 }
        }
    }

    var highest: UInt64 { columns.map { $0.reduce(0, +) }.max() ?? 0 }
}
