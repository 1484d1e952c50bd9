public import Routes
public import Vocabulary

/// The newest blocks of one chain, in one line, and how the line changes.
///
/// A longer branch takes over as soon as it connects; of two equally long ones the first seen stays. A
/// branch that leaves the line below what is final, or before its oldest block, is refused while it is no
/// longer than the line, and a halt once it is: one foreign header stops nothing.
///
/// 1. Blocks stand in a row: each is its successor's parent, one number below and no later.
/// 2. What is final is never dropped, but by `restart`.
/// 3. A block that does not connect waits beside the line; its missing ancestor is asked for by its hash.
/// 4. Which block connects does not depend on the order of arrival.
public struct HeaderChain: Equatable, Sendable {
    /// The most blocks in the line, the most that wait beside it, and the widest gap that is closed.
    public static let mostBlocks = 256

    /// Cut at its front at every block: a slice moves nothing for that.
    private var line: ArraySlice<Block> = []
    /// In the order of arrival. Two headers that claim one hash both wait: only one can be true.
    private var waiting: [Block] = []
    /// Older blocks have been forgotten.
    private var isTrimmed = false
    /// Blocks of the line up to this number can't be taken back.
    public private(set) var final: UInt64?

    public init() {
        line.reserveCapacity(Self.mostBlocks + 1)
    }

    /// Goes on from a block that was final when it was remembered.
    public init(onFinal block: Block) {
        self.init()
        line.append(block)
        final = block.number
        isTrimmed = true
    }

    public enum Outcome: Equatable, Sendable {
        /// The line has begun, or has grown by this many blocks.
        case grown(by: Int)
        case known
        /// A branch took over; history above the fork is void.
        case reorganised(fork: UInt64, dropped: Int, added: Int)
        /// As long as the line or shorter: it waits.
        case beside
        /// It does not connect: the block with this hash is missing.
        case missing(parent: BlockHash, number: UInt64)
        /// So far behind the line that it says nothing: a node that lags or starts anew.
        case stale(head: UInt64)
        /// So far ahead that the gap is not closed: either the line restarts there, or it is a lie.
        case beyond(head: UInt64)
        /// It contradicts this block, which is final or the oldest known, and its branch is not longer.
        case foreign(anchor: UInt64)
        /// Its time is before its parent's.
        case timeWentBack
        /// Its number is not one above its parent's.
        case misnumbered
        case halted(ChainFault)
    }

    public var head: Block? { line.last }
    /// In order; their places do not begin at zero.
    public var blocks: ArraySlice<Block> { line }

    /// Nothing is final and nothing forgotten: the line may have begun on the wrong block.
    public var isYoung: Bool { final == nil && !isTrimmed }

    /// No branch may leave the line before this block.
    private var anchor: Block? {
        final.flatMap { self.block($0) } ?? line.first
    }

    public func block(_ number: UInt64) -> Block? {
        guard let first = line.first?.number, number >= first else { return nil }
        let index = Int(clamping: number - first)
        return index < line.count ? line[line.startIndex + index] : nil
    }

    private func holds(_ block: Block) -> Bool {
        guard let first = line.first?.number, block.number >= first,
            block.number - first < UInt64(line.count)
        else { return false }
        return line[line.startIndex + Int(block.number - first)].hash == block.hash
    }

    public mutating func take(_ block: Block) -> Outcome {
        // Most of what endpoints tell is the head again.
        if holds(block) { return .known }
        guard let head, let anchor, let oldest = line.first else {
            line.append(block)
            return .grown(by: 1)
        }
        // The usual case costs nothing: the next block on the line, and none beside it.
        if waiting.isEmpty, block.parent == head.hash, Self.isNext(block, to: head) {
            guard block.time >= head.time else { return .timeWentBack }
            append(block)
            return .grown(by: 1)
        }
        if block.number < oldest.number { return .stale(head: head.number) }
        if block.number > head.number, block.number - head.number > UInt64(Self.mostBlocks) {
            return .beyond(head: head.number)
        }
        if !isYoung, block.number <= anchor.number { return .foreign(anchor: anchor.number) }
        if waiting.contains(block) { return .known }
        wait(block)
        return settle() ?? whyBeside(block)
    }

    /// Blocks up to this one can't be taken back any more; a number outside the line says nothing.
    public mutating func finalise(through number: UInt64) {
        guard block(number) != nil else { return }
        final = max(final ?? number, number)
        waiting.removeAll { $0.number <= number }
    }

    /// Begins anew at this block: everything before it is forgotten, what was final too.
    public mutating func restart(at block: Block) {
        self = HeaderChain()
        line.append(block)
    }

    private static func isNext(_ block: Block, to other: Block) -> Bool {
        block.number > other.number && block.number - other.number == 1
    }

    private static func stands(_ block: Block, on parent: Block) -> Bool {
        block.parent == parent.hash && isNext(block, to: parent) && block.time >= parent.time
    }

    private func parentOnLine(of block: Block) -> Block? {
        guard block.number > 0, let parent = self.block(block.number - 1) else { return nil }
        return parent.hash == block.parent ? parent : nil
    }

    private func connects(_ block: Block) -> Bool {
        parentOnLine(of: block).map { block.time >= $0.time } ?? false
    }

    /// When full the highest goes: the lowest are those that close a gap.
    private mutating func wait(_ block: Block) {
        if waiting.count == Self.mostBlocks {
            let highest = waiting.indices.max { waiting[$0].number < waiting[$1].number }
            guard let highest, waiting[highest].number > block.number || connects(block) else {
                return
            }
            waiting.remove(at: highest)
        }
        waiting.append(block)
    }

    /// Takes over the longest branch that connects, when it is longer than the line.
    private mutating func settle() -> Outcome? {
        guard let before = head else { return nil }
        var outcome: Outcome?
        let branch = longestBranch(from: connects)
        if let root = branch.first, let tip = branch.last, tip.number > before.number {
            let fork = root.number - 1
            let dropped = Int(before.number - fork)
            let fallen = Array(line.suffix(dropped))
            line.removeLast(dropped)
            replace(fallen, by: branch)
            outcome =
                dropped == 0
                ? .grown(by: branch.count)
                : .reorganised(fork: fork, dropped: dropped, added: branch.count)
        }
        return settleForeign() ?? outcome
    }

    /// A branch that leaves before the anchor and is longer than the line: a young line may have begun on the
    /// wrong block, any other must not give it up.
    private mutating func settleForeign() -> Outcome? {
        guard let head, let anchor else { return nil }
        let branch = longestBranch(from: { block in
            if isYoung, block.number == anchor.number { return true }
            guard Self.isNext(block, to: anchor), block.parent != anchor.hash else { return false }
            return !isYoung || !waiting.contains { Self.stands(block, on: $0) }
        })
        guard let root = branch.first, let tip = branch.last, tip.number > head.number else {
            return nil
        }
        guard isYoung else {
            // With nothing above the anchor any header is longer than the line: one alone is no branch.
            guard branch.count > 1 else { return nil }
            return .halted(
                final == anchor.number
                    ? .finalBlockDropped(anchor.number) : .deeperThanKnown(anchor.number)
            )
        }
        let fallen = Array(line)
        line.removeAll(keepingCapacity: true)
        replace(fallen.filter { $0.number >= root.number }, by: branch)
        // Nothing of the old line is on the new one, its oldest block included.
        let fork = min(root.number, anchor.number)
        return .reorganised(
            fork: fork == 0 ? 0 : fork - 1,
            dropped: fallen.count,
            added: branch.count
        )
    }

    /// What has fallen waits: it may become the longer branch again.
    private mutating func replace(_ fallen: [Block], by branch: [Block]) {
        for block in branch { append(block) }
        waiting.removeAll { branch.contains($0) }
        for block in fallen { wait(block) }
    }

    /// What keeps a waiting block from counting: it is no longer than the line, or an ancestor is missing.
    private func whyBeside(_ block: Block) -> Outcome {
        guard let anchor else { return .beside }
        // All its ancestors of one height; several where one hash was claimed by several headers.
        var row = [block]
        var lower = waiting.sorted { $0.number > $1.number }[...]
        while let root = row.last {
            if row.contains(where: { connects($0) }) { return .beside }
            if parentOnLine(of: root) != nil { return .timeWentBack }
            if root.number <= anchor.number || Self.isNext(root, to: anchor) {
                return isYoung ? .beside : .foreign(anchor: anchor.number)
            }
            lower = lower.drop { $0.number >= root.number }
            let below = lower.prefix { Self.isNext(root, to: $0) }.filter { parent in
                row.contains { Self.stands($0, on: parent) }
            }
            guard !below.isEmpty else {
                let isOnLine = line.contains { $0.hash == root.parent }
                return isOnLine
                    ? .misnumbered : .missing(parent: root.parent, number: root.number - 1)
            }
            row = below
        }
        return .beside
    }

    /// The waiting blocks in a row that reach highest from a root; of equal ones the first seen.
    private func longestBranch(from isRoot: (Block) -> Bool) -> [Block] {
        let upwards = waiting.indices.sorted { left, right in
            let (first, second) = (waiting[left].number, waiting[right].number)
            return first == second ? left < right : first < second
        }
        var parents = [Int?](repeating: nil, count: waiting.count)
        var tip: Int?
        // What was reached of one height, and of the height before it.
        var (row, below): ([Int], [Int]) = ([], [])
        for index in upwards {
            let block = waiting[index]
            if let other = row.first, waiting[other].number != block.number {
                (row, below) = ([], row)
            }
            if !isRoot(block) {
                guard let parent = below.first(where: { Self.stands(block, on: waiting[$0]) })
                else { continue }
                parents[index] = parent
            }
            row.append(index)
            if let highest = tip, waiting[highest].number >= block.number { continue }
            tip = index
        }
        var branch: [Block] = []
        while let index = tip {
            branch.append(waiting[index])
            tip = parents[index]
        }
        return branch.reversed()
    }

    private mutating func append(_ block: Block) {
        line.append(block)
        guard line.count > Self.mostBlocks else { return }
        line.removeFirst()
        isTrimmed = true
        guard let anchor else { return }
        waiting.removeAll { $0.number <= anchor.number }
    }
}
