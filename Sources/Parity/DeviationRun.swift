public import Vocabulary

/// For how many block ends in a row, on each chain, a deviation has stood on one side.
///
/// Every block of either chain is looked at with the newest state of the other. A block at which the
/// deviation was below `enter` or on the other side ends the run, and so does one nobody saw: for what
/// was not seen nobody can vouch. So a price that was held for less than the whole run never counts, of
/// whatever size it was.
public struct DeviationRun: Hashable, Sendable {
    public enum Chain: String, CanonicalName, Hashable, Sendable {
        case first
        case second
    }

    /// The side the run is on; `neither` when there is none.
    public private(set) var dear: Dear = .neither
    private var first: Stretch?
    private var second: Stretch?

    /// Consecutive blocks of one chain.
    private struct Stretch: Hashable, Sendable {
        var from: UInt64
        var through: UInt64

        var count: UInt64 { through - from + 1 }
    }

    public init() {}

    /// What the deviation was at the end of a block: its side, or `neither` when it was too small.
    public mutating func observe(_ dear: Dear, at block: UInt64, of chain: Chain) {
        if let run = self[chain], block <= run.through { return }
        if dear != self.dear {
            restart()
            self.dear = dear
        }
        guard dear != .neither else { return }
        guard var run = self[chain] else {
            return self[chain] = Stretch(from: block, through: block)
        }
        guard block == run.through + 1 else {
            restart()
            self.dear = dear
            return self[chain] = Stretch(from: block, through: block)
        }
        run.through = block
        self[chain] = run
    }

    /// Blocks above `fork` were taken back.
    public mutating func rewind(to fork: UInt64, of chain: Chain) {
        guard let run = self[chain], run.through > fork else { return }
        self[chain] = run.from > fork ? nil : Stretch(from: run.from, through: fork)
    }

    /// A trade of our own, or anything else that makes what was seen before worthless.
    public mutating func restart() {
        dear = .neither
        first = nil
        second = nil
    }

    /// How many blocks in a row: the slower chain counts.
    public var blocks: UInt64 {
        min(first?.count ?? 0, second?.count ?? 0)
    }

    private subscript(chain: Chain) -> Stretch? {
        get { chain == .first ? first : second }
        set { if chain == .first { first = newValue } else { second = newValue } }
    }
}

/// Which chain's price is the higher one.
public typealias Dear = Deviation.Dear

extension Deviation.Dear: Canonical {
    private var name: String {
        switch self {
        case .first: "first"
        case .second: "second"
        case .neither: "neither"
        }
    }

    public func write(to writer: inout CanonicalWriter) {
        switch self {
        case .first: writer.choice(0, name)
        case .second: writer.choice(1, name)
        case .neither: writer.choice(2, name)
        }
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let start = reader.offset
        switch try reader.choice() {
        case 0: self = .first
        case 1: self = .second
        case 2: self = .neither
        case let other: throw CanonicalError(.unknownChoice(other), at: start)
        }
    }
}
