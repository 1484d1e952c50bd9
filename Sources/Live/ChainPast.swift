import Routes
import Vocabulary

/// The last blocks of a chain, each shown until the bot agrees on it, the oldest first.
///
/// ```text
/// finding -- two heads known --> going back -- headers --> showing --> over
/// ```
///
/// 1. The newest block shown is one that two endpoints have reached, where there are two.
/// 2. Each endpoint is asked for each block once.
/// 3. A block without state, or that nobody agrees on, is passed over; the newest is the last one shown.
struct ChainPast {
    private enum Stage {
        case finding
        case goingBack(Block)
        case showing([BlockHash], at: Int)
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
    private var stateless: Set<Int> = []
    /// Blocks that were passed over.
    private(set) var skipped = 0

    init(endpoints: Int, blocks: Int) {
        self.endpoints = endpoints
        self.blocks = max(1, blocks)
    }

    var isOver: Bool {
        if case .over = stage { true } else { false }
    }

    mutating func place(for endpoint: Int) -> Place {
        switch stage {
        case .finding: return isAskedForHead.insert(endpoint).inserted ? .askHead : .wait
        case .showing(let hashes, let index):
            return spent.contains(endpoint) ? .wait : .block(hashes[index])
        case .goingBack, .over: return .wait
        }
    }

    mutating func found(_ head: Block, by endpoint: Int) {
        heads[endpoint] = head
        spent.insert(endpoint)
    }

    /// Which headers to ask for, and of whom, once enough endpoints have told their head.
    mutating func takeRange() -> (numbers: [UInt64], endpoint: Int)? {
        guard case .finding = stage else { return nil }
        guard heads.count >= min(2, endpoints) || spent.count >= endpoints else { return nil }
        let ordered = heads.sorted { left, right in
            (right.value.number, UInt64(left.key)) < (left.value.number, UInt64(right.key))
        }
        // Who is further ahead has this block as well.
        guard let (endpoint, head) = ordered.dropFirst(heads.count > 1 ? 1 : 0).first else {
            skipped += blocks
            stage = .over
            return nil
        }
        stage = .goingBack(head)
        spent = []
        let first = head.number >= UInt64(blocks) ? head.number - UInt64(blocks) + 1 : 1
        return (Array(min(first, head.number)..<head.number), endpoint)
    }

    /// The headers behind the head, as far as they are its ancestors.
    mutating func begin(with found: [Block]) {
        guard case .goingBack(let head) = stage else { return }
        var hashes = [head.hash]
        var parent = head.parent
        while let block = found.first(where: { $0.hash == parent }) {
            hashes.append(block.hash)
            parent = block.parent
        }
        skipped += blocks - hashes.count
        stage = .showing(hashes.reversed(), at: 0)
    }

    /// An endpoint has shown a block.
    mutating func spend(_ endpoint: Int, on hash: BlockHash) {
        guard case .showing(let hashes, let index) = stage, hashes[index] == hash else { return }
        spent.insert(endpoint)
    }

    /// An endpoint does not have the state of a block; `false` when that is the newest, which it must have.
    /// Two who don't are enough to pass over it.
    mutating func lacksState(_ endpoint: Int, of hash: BlockHash) -> Bool {
        guard case .showing(let hashes, let index) = stage, hashes[index] == hash,
            index + 1 < hashes.count
        else { return false }
        stateless.insert(endpoint)
        spent.insert(endpoint)
        if stateless.count >= min(2, endpoints) { passOver() }
        return true
    }

    /// The bot has taken what it was told, and agrees on this block; whether the next one may be shown now.
    mutating func noteAgreed(_ hash: BlockHash?) -> Bool {
        guard case .showing(let hashes, let index) = stage else { return false }
        if hashes[index] == hash {
            advance()
            return true
        }
        guard spent.count >= endpoints else { return false }
        passOver()
        return true
    }

    /// An endpoint says nothing: when none is left, this block is passed over.
    mutating func giveUp(_ endpoint: Int) -> Bool {
        switch stage {
        case .finding:
            spent.insert(endpoint)
            return false
        case .showing:
            spent.insert(endpoint)
            guard spent.count >= endpoints else { return false }
            passOver()
            return true
        case .goingBack, .over: return false
        }
    }

    private mutating func passOver() {
        skipped += 1
        advance()
    }

    private mutating func advance() {
        guard case .showing(let hashes, let index) = stage else { return }
        spent = []
        stateless = []
        stage = index + 1 < hashes.count ? .showing(hashes, at: index + 1) : .over
    }
}
