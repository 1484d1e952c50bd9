import Routes
import Vocabulary

/// The last blocks of a chain, each shown until the bot agrees on it, the oldest first.
///
/// All chains go on to their next block together, so that a deviation is seen at as many block ends of each.
///
/// ```text
/// finding -- two heads known --> going back -- headers --> showing --> over
/// ```
///
/// 1. The newest block shown is one that two endpoints have reached, where there are two.
/// 2. Each endpoint is asked for each block once.
/// 3. When no endpoint has told its head all of them are asked again, a few times.
/// 4. A block without state, or that nobody agrees on, is passed over; the newest is the last one shown.
struct ChainPast {
    private enum Stage {
        case finding
        case goingBack(Block)
        case showing([Block], at: Int)
        case over
    }

    enum Place {
        case block(BlockHash)
        /// Ask this endpoint for its newest header.
        case askHead
        case wait
    }

    private var stage = Stage.finding
    private let blocks: Int
    private let endpoints: Int
    private var heads: [Int: Block] = [:]
    private var isAskedForHead: Set<Int> = []
    /// Endpoints that have nothing more to say of the block that is shown, or about the head.
    private var spent: Set<Int> = []
    private var newest: UInt64 = 0
    private var isHurried = false
    private var rounds = 1
    private static let mostRounds = 3
    private var stateless: Set<Int> = []
    /// The bot agrees on the block that is shown, or never will.
    private(set) var isDone = false
    /// Blocks that were passed over.
    private(set) var skipped = 0

    init(endpoints: Int, blocks: Int) {
        self.endpoints = endpoints
        self.blocks = max(1, blocks)
    }

    var isOver: Bool {
        if case .over = stage { true } else { false }
    }

    /// Whether a block is shown that the bot has not come to an end with.
    var isShowing: Bool {
        if case .showing = stage { !isDone } else { false }
    }

    /// The block that is shown, and those that come behind it.
    var blocksAhead: ArraySlice<Block> {
        if case .showing(let line, let index) = stage { line[index...] } else { [] }
    }

    mutating func place(for endpoint: Int) -> Place {
        switch stage {
        case .finding: return isAskedForHead.insert(endpoint).inserted ? .askHead : .wait
        case .showing(let line, let index):
            return spent.contains(endpoint) ? .wait : .block(line[index].hash)
        case .goingBack, .over: return .wait
        }
    }

    mutating func found(_ head: Block, by endpoint: Int) {
        guard case .finding = stage else { return }
        heads[endpoint] = head
        spent.insert(endpoint)
    }

    /// Whether enough have told their head, and the others are not waited for much longer.
    var isWaitingForMore: Bool {
        guard case .finding = stage else { return false }
        return heads.count >= min(2, endpoints) && spent.count < endpoints
    }

    mutating func hurry() { isHurried = true }

    /// Which headers to ask for, and of whom, once enough endpoints have told their head.
    mutating func takeRange() -> (numbers: [UInt64], endpoint: Int)? {
        guard case .finding = stage else { return nil }
        guard spent.count >= endpoints || isHurried && !heads.isEmpty else { return nil }
        let ordered = heads.sorted { left, right in
            (right.value.number, UInt64(left.key)) < (left.value.number, UInt64(right.key))
        }
        // Who is further ahead has this block as well.
        guard let (endpoint, head) = ordered.dropFirst(heads.count > 1 ? 1 : 0).first else {
            guard rounds == Self.mostRounds else {
                rounds += 1
                (spent, isAskedForHead) = ([], [])
                return nil
            }
            skipped += blocks
            stage = .over
            return nil
        }
        stage = .goingBack(head)
        newest = head.number
        spent = []
        let first = head.number >= UInt64(blocks) ? head.number - UInt64(blocks) + 1 : 1
        return (Array(min(first, head.number)..<head.number), endpoint)
    }

    /// The headers behind the head, as far as they are its ancestors.
    mutating func begin(with found: [Block]) {
        guard case .goingBack(let head) = stage else { return }
        var line = [head]
        while let block = found.first(where: { $0.hash == line[line.count - 1].parent }) {
            line.append(block)
        }
        skipped += blocks - line.count
        spent = []
        stage = .showing(line.reversed(), at: 0)
    }

    /// An endpoint has shown a block; where it has no state by hash, one that came later than the newest.
    mutating func spend(_ endpoint: Int, on block: Block) {
        guard case .showing(let line, let index) = stage else { return }
        let isNewest = index + 1 == line.count
        guard block.hash == line[index].hash || isNewest && block.number >= newest else { return }
        spent.insert(endpoint)
    }

    func isNewest(_ hash: BlockHash) -> Bool {
        if case .showing(let line, _) = stage { line.last?.hash == hash } else { false }
    }

    /// An endpoint does not have the state of a block; `false` when that is the newest, which it must have.
    /// Two who don't are enough to pass over it.
    mutating func lacksState(_ endpoint: Int, of hash: BlockHash) -> Bool {
        guard case .showing(let line, let index) = stage, line[index].hash == hash,
            index + 1 < line.count
        else { return false }
        stateless.insert(endpoint)
        spent.insert(endpoint)
        if stateless.count >= min(2, endpoints) { passOver() }
        return true
    }

    /// The bot has taken what it was told, and this is the block it agrees on; `isQuiet` when nobody is being
    /// asked about the block that is shown.
    mutating func noteAgreed(_ block: Block?, isQuiet: Bool) {
        guard case .showing(let line, let index) = stage, !isDone else { return }
        let isNewest = index + 1 == line.count
        if let block, block.hash == line[index].hash || isNewest && block.number >= newest {
            isDone = true
        } else if isQuiet, spent.count >= endpoints {
            passOver()
        }
    }

    /// An endpoint says nothing now: when none is left, a block is passed over.
    mutating func giveUp(_ endpoint: Int) {
        switch stage {
        case .finding, .showing: spent.insert(endpoint)
        case .goingBack, .over: break
        }
    }

    private mutating func passOver() {
        guard !isDone else { return }
        skipped += 1
        isDone = true
    }

    mutating func showNext() {
        guard case .showing(let line, let index) = stage else { return }
        (spent, stateless, isDone) = ([], [], false)
        stage = index + 1 < line.count ? .showing(line, at: index + 1) : .over
    }
}
