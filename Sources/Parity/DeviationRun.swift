import Routes
public import Vocabulary

/// For how many block ends in a row, on each chain, a deviation has stood on one side, and how large it
/// was at least.
///
/// Every block of either chain is looked at with the newest state of the other. A block at which the
/// deviation was below `enter` or on the other side ends the run, and so does one nobody saw: for what
/// was not seen nobody can vouch. So a price that was held for less than the whole run never counts, of
/// whatever size it was; nor does the part of a deviation that has not stood as long.
public struct DeviationRun: Hashable, Sendable {
    public enum Chain: String, CanonicalName, Hashable, Sendable {
        case first
        case second
    }

    /// The side the run is on; `neither` when there is none.
    public private(set) var dear: Dear = .neither
    private var first = Stretch()
    private var second = Stretch()

    /// Consecutive blocks of one chain, the newest `mostBlocks` of them.
    private struct Stretch: Hashable, Sendable {
        var through: UInt64 = 0
        var shares: [BasisPoints] = []

        mutating func append(_ share: BasisPoints, at block: UInt64) {
            if shares.count == Int(ConfirmationParameters.mostBlocks) { shares.removeFirst() }
            shares.append(share)
            through = block
        }
    }

    public init() {}

    /// What the deviation was at the end of a block: its side, or `neither` when it was too small.
    public mutating func observe(
        _ dear: Dear,
        _ share: BasisPoints,
        at block: UInt64,
        of chain: Chain
    ) {
        if !self[chain].shares.isEmpty, block <= self[chain].through { return }
        if dear != self.dear { restart(on: dear) }
        guard dear != .neither else { return }
        if !self[chain].shares.isEmpty, block != self[chain].through + 1 { restart(on: dear) }
        self[chain].append(share, at: block)
    }

    /// Blocks above `fork` were taken back.
    public mutating func rewind(to fork: UInt64, of chain: Chain) {
        let through = self[chain].through
        guard through > fork else { return }
        let gone = through - fork
        let kept = UInt64(self[chain].shares.count)
        self[chain].shares.removeLast(Int(min(gone, kept)))
        self[chain].through = fork
    }

    /// The run as it would be had this deviation stood for so many block ends more on both chains.
    func longer(by blocks: UInt64, _ dear: Dear, _ share: BasisPoints) -> DeviationRun {
        var run = self
        if dear != run.dear { run.restart(on: dear) }
        for _ in 0..<min(blocks, UInt64(ConfirmationParameters.mostBlocks)) {
            run.first.append(share, at: run.first.through &+ 1)
            run.second.append(share, at: run.second.through &+ 1)
        }
        return run
    }

    /// A trade of our own, or anything else that makes what was seen before worthless.
    public mutating func restart() {
        restart(on: .neither)
    }

    private mutating func restart(on dear: Dear) {
        self.dear = dear
        first.shares.removeAll(keepingCapacity: true)
        second.shares.removeAll(keepingCapacity: true)
    }

    /// How many blocks in a row, up to `mostBlocks`: the slower chain counts.
    public var blocks: UInt64 {
        UInt64(min(first.shares.count, second.shares.count))
    }

    /// How many of them, the newest first, until the share of one chain is below this.
    public func blocks(atLeast least: BasisPoints) -> UInt64 {
        let counts = [first, second].map { stretch in
            stretch.shares.reversed().prefix { $0 >= least }.count
        }
        return UInt64(counts.min() ?? 0)
    }

    /// The smallest deviation at the last so many block ends of both chains.
    public func smallest(over blocks: UInt8) -> BasisPoints {
        var smallest = BasisPoints(millionths: .max)
        for stretch in [first, second] {
            for share in stretch.shares.suffix(Int(blocks)) { smallest = min(smallest, share) }
        }
        return smallest
    }

    private subscript(chain: Chain) -> Stretch {
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

extension DeviationRun: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("dear", dear)
        for (name, stretch) in [("first", first), ("second", second)] {
            writer.field(name + "Through", stretch.through)
            writer.field(name, stretch.shares)
        }
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        dear = try reader.read()
        first = Stretch(through: try reader.read(), shares: try reader.read())
        second = Stretch(through: try reader.read(), shares: try reader.read())
        let most = Int(ConfirmationParameters.mostBlocks)
        guard first.shares.count <= most, second.shares.count <= most else {
            throw CanonicalError(.tooLarge, at: reader.offset)
        }
    }
}
