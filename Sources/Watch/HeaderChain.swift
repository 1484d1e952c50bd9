public import Routes
public import Vocabulary

/// The newest blocks of one chain, in one line, and how the line changes.
///
/// A longer branch takes over as soon as it connects; of two equally long ones the first seen stays. The
/// line never gives up what is final: a branch that would is a halt, and so is one that leaves the line
/// before its oldest block.
///
/// 1. Blocks stand in a row: each is its successor's parent.
/// 2. What is final is never dropped.
/// 3. A block that does not connect waits beside the line; its missing ancestor is asked for by its hash.
public struct HeaderChain: Equatable, Sendable {
    /// The most blocks in the line, and the most that wait beside it.
    public static let mostBlocks = 256

    private var line: [Block] = []
    private var waiting: [Block] = []
    /// Older blocks have been forgotten.
    private var isTrimmed = false
    /// Blocks up to this number can't be taken back.
    public private(set) var final: UInt64?

    public init() {
        line.reserveCapacity(Self.mostBlocks + 1)
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
        /// Its time is before its parent's.
        case timeWentBack
        case halted(ChainFault)
    }

    public var head: Block? { line.last }
    public var blocks: [Block] { line }

    public func block(_ number: UInt64) -> Block? {
        guard let first = line.first?.number, number >= first else { return nil }
        let index = Int(clamping: number - first)
        return index < line.count ? line[index] : nil
    }

    public mutating func take(_ block: Block) -> Outcome {
        guard let head = line.last, let oldest = line.first else {
            line.append(block)
            return .grown(by: 1)
        }
        if self.block(block.number)?.hash == block.hash { return .known }
        // The usual case costs nothing: the next block on the line, and none beside it.
        if waiting.isEmpty, block.number == head.number + 1, block.parent == head.hash {
            guard block.time >= head.time else { return .timeWentBack }
            append(block)
            return .grown(by: 1)
        }
        if block.number < oldest.number { return .stale(head: head.number) }
        guard wait(block) else { return .known }
        if let parent = parent(of: block), block.time < parent.time {
            waiting.removeAll { $0.hash == block.hash }
            return .timeWentBack
        }
        return settle() ?? whyBeside(block)
    }

    private func parent(of block: Block) -> Block? {
        if let onLine = self.block(block.number &- 1), onLine.hash == block.parent { return onLine }
        return waiting.first { $0.hash == block.parent }
    }

    /// Blocks up to this one can't be taken back any more.
    public mutating func finalise(through number: UInt64) {
        guard let head, number <= head.number else { return }
        final = max(final ?? number, number)
        waiting.removeAll { $0.number <= number }
    }

    /// `false` when it waits already.
    private mutating func wait(_ block: Block) -> Bool {
        if waiting.contains(where: { $0.hash == block.hash }) { return false }
        if waiting.count == Self.mostBlocks {
            let lowest = waiting.indices.min { waiting[$0].number < waiting[$1].number }
            if let lowest { waiting.remove(at: lowest) }
        }
        waiting.append(block)
        return true
    }

    /// Takes over the longest branch that connects, as long as one is longer than the line.
    private mutating func settle() -> Outcome? {
        let before = line
        var fork: UInt64?
        while let head {
            var best: [Block] = []
            for root in waiting where self.block(root.number &- 1)?.hash == root.parent {
                let branch = longestBranch(from: root)
                guard let tip = branch.last, tip.number > best.last?.number ?? head.number else {
                    continue
                }
                best = branch
            }
            guard let root = best.first else { break }
            let stem = root.number - 1
            if let final, stem < final { return .halted(.finalBlockDropped(final)) }
            let dropped = line.count - 1 - Int(stem - line[0].number)
            let fallen = line.suffix(dropped)
            line.removeLast(dropped)
            for block in best { append(block) }
            waiting.removeAll { waiting in best.contains { $0.hash == waiting.hash } }
            // What was dropped may become the longer branch again.
            for block in fallen { _ = wait(block) }
            fork = min(fork ?? stem, stem)
        }
        guard let fork, let newest = before.last, let head else { return nil }
        guard fork < newest.number else { return .grown(by: Int(head.number - newest.number)) }
        return .reorganised(
            fork: fork,
            dropped: Int(newest.number - fork),
            added: Int(head.number - fork)
        )
    }

    /// What keeps a waiting block from counting: it is no longer than the line, or an ancestor is missing.
    private mutating func whyBeside(_ block: Block) -> Outcome {
        var root = block
        while self.block(root.number &- 1)?.hash != root.parent {
            guard let parent = waiting.first(where: { $0.hash == root.parent }) else {
                guard let oldest = line.first, root.number > oldest.number + 1 else {
                    return startAnew(from: root)
                }
                return .missing(parent: root.parent, number: root.number - 1)
            }
            // A parent that is not one below would lead round in circles.
            guard parent.number == root.number - 1 else {
                return .halted(.numbersContradict(root.number))
            }
            root = parent
        }
        return .beside
    }

    /// A branch leaves before the oldest block: a line that has only just begun, with nothing final in it, may
    /// have begun on the wrong one.
    private mutating func startAnew(from root: Block) -> Outcome {
        guard let oldest = line.first, let head else { return .beside }
        guard final == nil, !isTrimmed else { return .halted(.deeperThanKnown(oldest.number)) }
        let branch = longestBranch(from: root)
        guard let tip = branch.last, tip.number > head.number else { return .beside }
        let dropped = line.count
        line.removeAll(keepingCapacity: true)
        for block in branch { append(block) }
        waiting.removeAll { waiting in branch.contains { $0.hash == waiting.hash } }
        return .reorganised(
            fork: root.number &- 1,
            dropped: dropped,
            added: branch.count
        )
    }

    /// From this waiting block up, always to the child with the longest line above it.
    private func longestBranch(from root: Block) -> [Block] {
        var best: [Block] = []
        var open = [[root]]
        while let branch = open.popLast() {
            if branch.count > best.count { best = branch }
            guard branch.count <= Self.mostBlocks, let tip = branch.last else { continue }
            for child in waiting
            where child.parent == tip.hash && child.number == tip.number + 1
                && child.time >= tip.time
            {
                open.append(branch + [child])
            }
        }
        return best
    }

    private mutating func append(_ block: Block) {
        line.append(block)
        if line.count > Self.mostBlocks {
            line.removeFirst()
            isTrimmed = true
        }
        guard let oldest = line.first else { return }
        if isTrimmed { waiting.removeAll { $0.number <= oldest.number } }
    }
}

/// What must stop everything on a chain until a person has looked.
public enum ChainFault: Error, Hashable, Sendable {
    /// A branch leaves the line below a block that was final.
    case finalBlockDropped(UInt64)
    /// A branch leaves the line before the oldest block that is remembered.
    case deeperThanKnown(UInt64)
    /// A parent's number is not one less than its child's.
    case numbersContradict(UInt64)
    /// Two blocks at one height, each sealed by a quorum.
    case sealedTwice(UInt64)
    /// An endpoint is of another chain than it should be.
    case wrongChain(expected: ChainID, found: UInt64)
    case wrongGenesis
}
