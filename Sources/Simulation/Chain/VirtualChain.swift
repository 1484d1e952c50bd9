import Ethereum
import Hashing
import Numerics
public import Routes
import Venues
public import Vocabulary

/// A chain that executes the signed bytes it receives, as a node and its validators would.
///
/// A value: a copy goes its own way. It has no clock and no chance but its seed, so the same calls in the
/// same order make the same blocks to the last bit. What it does not have: other contracts than those of
/// its genesis, tries (the roots of its headers only tell histories apart), and more than one proposer.
///
/// Invariants:
/// 1. The state after a block is a function of the state before it and of what the block holds.
/// 2. A reorganisation leaves the very state its last common block had, and loses no transaction.
/// 3. No unit of a token appears or goes but by mint, burn, a bridge or a token's own fee.
/// 4. An account's transactions run in the order of its nonces, each once.
public struct VirtualChain: Sendable {
    /// How far back states are kept: reads and reorganisations go no further.
    public static let mostStates = 64

    public let rules: ChainRules
    let places: [Address: ChainState.Place]
    let sealer: BlockSealer?
    let maker: Address
    var state: ChainState
    var history: ChainHistory
    var mempool: Mempool
    /// The block under construction.
    var open: BlockWork?
    /// Acts for the next block, in the order they came.
    var acts: [QueuedAct] = []
    var actCount: UInt64 = 0
    /// The state after block n at place n modulo the count.
    var states: [ChainState]
    var bloomMemory = LogsBloom.Memory()
    /// What the next block's base fee shall be instead of what the rule says.
    var nextBaseFee: UInt256?
    /// The first block behind the head that may hold a transaction which comes now; 1 is the next one.
    public var inclusion: UInt64 = 1
    /// What its nodes suggest for a unit of gas where that is another chain's word.
    var shownGas: Reading<Wei>?
    /// How often the chain was reorganised: two blocks with equal contents differ by it.
    var branch: UInt64 = 0
    /// Contracts whose code was replaced, once for each time.
    private var upgrades: [Address] = []
    /// Whether blocks are made.
    public internal(set) var isHalted = false

    /// More acts for one block are refused.
    public static let mostActs = 4_096

    public init(_ genesis: ChainGenesis) {
        rules = genesis.rules
        places = genesis.places
        state = genesis.state
        sealer = genesis.rules.sealing.flatMap { BlockSealer($0, seed: genesis.rules.seed) }
        var generator = SeededStream(seed: genesis.rules.seed, stream: 0xC01)
        let word = UInt256(limbs: generator.next(), generator.next(), generator.next(), 0)
        maker = sealer?.validators.first ?? Address(word: word >> 32) ?? .zero
        mempool = Mempool(limits: rules.pool, bump: rules.replacementBump)
        let baseFee = rules.fees.next(after: nil, used: 0, limit: rules.gasLimit)
        var header = BlockHeader(
            parentHash: BlockHash(Digest(words: 0, 0, 0, rules.id.value)),
            ommersHash: Self.noOmmers,
            coinbase: maker,
            stateRoot: state.fingerprint.digest,
            transactionsRoot: Self.empty,
            receiptsRoot: Self.empty,
            logsBloom: LogsBloom.empty,
            difficulty: .one,
            number: 0,
            gasLimit: rules.gasLimit,
            gasUsed: 0,
            timestamp: rules.start.milliseconds / 1_000,
            extraData: Self.vanity(branch: 0),
            mixHash: Digest(words: 0, 0, 0, 0),
            nonce: 0,
            fork: baseFee.map { .london(baseFee: $0) } ?? .beforeLondon
        )
        var hash = BlockHash(header.plainHash)
        if let sealer { (header, hash) = sealer.seal(header, vanity: Self.vanity(branch: 0)) }
        history = ChainHistory(
            genesis: BlockRecord(header: header, hash: hash, transactions: [])
        )
        states = Array(repeating: state, count: Self.mostStates + 1)
    }

    static let noOmmers = Keccak256.hash([0xC0])
    static let empty = Keccak256.hash([0x80])

    static func vanity(branch: UInt64) -> [UInt8] { UInt256(branch).bigEndianBytes }

    /// Who seals its blocks; nobody on a chain without seals.
    public var validators: [Address] { sealer?.validators ?? [] }

    /// The newest block.
    public var head: Block { Self.block(history.head) }

    var headHash: BlockHash { history.headHash }

    static func block(_ record: BlockRecord) -> Block {
        Block(
            number: record.header.number,
            hash: record.hash,
            parent: record.header.parentHash,
            time: Instant(milliseconds: record.header.timestamp * 1_000),
            baseFee: record.header.baseFee.map { Wei($0) }
        )
    }

    /// What stands for a contract's code; `nil` where there is none.
    func code(of contract: Address) -> Digest? {
        code(of: contract, upgraded: upgrades.count { $0 == contract })
    }

    private func code(of contract: Address, upgraded count: Int) -> Digest? {
        guard let place = places[contract] else { return nil }
        return Keccak256.hash(Array("\(place.kind) \(count)".utf8))
    }

    /// Whether a contract has this code now, or had it before an upgrade.
    func hasHad(_ code: Digest, at contract: Address) -> Bool {
        let count = upgrades.count { $0 == contract }
        return (0...count).contains { self.code(of: contract, upgraded: $0) == code }
    }

    var hasUpgrades: Bool { !upgrades.isEmpty }

    /// Its owners put other code in its place, which does the same.
    public mutating func upgrade(_ contract: Address) { upgrades.append(contract) }

    /// Stops the making of blocks; bytes are still taken in, and reads answered.
    public mutating func halt() { isHalted = true }

    public mutating func resume() { isHalted = false }
}

extension ChainState.Place {
    fileprivate var kind: String {
        switch self {
        case .token: "token"
        case .pool: "pool"
        case .oracle: "oracle"
        case .executor: "executor"
        case .bridge: "bridge"
        case .aggregator: "aggregator"
        }
    }
}

extension BlockHeader {
    var baseFee: UInt256? {
        switch fork {
        case .beforeLondon: nil
        case .london(let baseFee), .shanghai(let baseFee, _): baseFee
        case .cancun(let blobs), .prague(let blobs, _): blobs.baseFee
        }
    }
}
