public import Ethereum
public import Routes
public import Vocabulary

/// One chain as its endpoints tell it: which block is the head, whom to ask, what to believe.
///
/// It takes what endpoints say and answers what follows from it; it asks nothing itself.
///
/// ```text
///            agreement at three blocks
/// read-only ---------------------------> trusted --- dispute ---> read-only
///     \---------- fault ----------> halted <-- fault --/
///                                    halted --- a person resumes ---> read-only
/// ```
///
/// 1. Once halted it stays so until a person resumes it, over a restart too.
/// 2. Lost trust returns only by answers that a quorum agreed on, never by blocks alone.
/// 3. One endpoint can't make the line jump: where there are several, a second must know the block.
public struct ChainWatch: Sendable {
    public let chain: Chain
    public private(set) var headers: HeaderChain
    public private(set) var finality: FinalityWatch
    public private(set) var scores: [EndpointScore]
    public private(set) var fault: ChainFault?
    /// Blocks at which the endpoints have agreed since they last disagreed.
    private var agreement: UInt64
    /// The newest block of which no agreement counts any more.
    private var judged: UInt64?
    private var identified: [Bool]
    private var genesis: BlockHash?
    private var remembered: Block?
    /// What each endpoint last told that is out of the line's reach.
    private var apart: [Block?]
    /// Who began the line, and whether another endpoint has told a block of it since.
    private var beginner: Int?
    private var isShared = false
    /// What was asked for: an ancestor says nothing of how far its endpoint has come.
    private var wanted: [BlockHash] = []

    /// After a disagreement the chain is read-only until the endpoints agreed on so many blocks.
    public static let blocksToTrustAgain: UInt64 = 3
    public static let mostEndpoints = Quorum.mostEndpoints
    /// A head further ahead of the clock than this is refused: it would be fresh for ever.
    public static let furthestAhead = Interval(milliseconds: 15_000)
    /// The most questions for ancestors that are remembered; the oldest is forgotten.
    public static let mostWanted = 16

    /// `genesis` is pinned where the configuration knows it; else all endpoints must agree on one.
    public init(
        _ chain: Chain,
        endpoints: Int,
        genesis: BlockHash? = nil,
        remembering memory: ChainMemory = ChainMemory()
    ) {
        self.chain = chain
        self.genesis = genesis
        headers = memory.final.map { HeaderChain(onFinal: $0) } ?? HeaderChain()
        finality = FinalityWatch(chain)
        let count = min(max(endpoints, 0), Self.mostEndpoints)
        scores = Array(repeating: EndpointScore(), count: count)
        identified = Array(repeating: false, count: count)
        apart = Array(repeating: nil, count: count)
        agreement = Self.blocksToTrustAgain
        remembered = memory.final
        fault = memory.fault
    }

    public enum Outcome: Equatable, Sendable {
        case nothing
        /// A new head: what was seen at blocks above `fork` no longer counts.
        case head(Block, rewindTo: UInt64?)
        /// Ask for this ancestor, and take it as a header.
        case fetch(BlockHash)
        /// The line would have to jump to this block: ask another endpoint for it, and take it as a header.
        case confirm(BlockHash, besides: Int)
        /// What this endpoint says is too old to count, or a lie.
        case behind(endpoint: Int)
        /// What this endpoint says is of a time yet to come.
        case ahead(endpoint: Int)
        case halted(ChainFault)
    }

    /// Whether what is read here may be acted on.
    public var isTrusted: Bool {
        fault == nil && agreement >= Self.blocksToTrustAgain && identified.contains(true)
    }

    /// What a restart must know.
    public var memory: ChainMemory { ChainMemory(final: remembered, fault: fault) }

    public func isIdentified(_ endpoint: Int) -> Bool {
        identified.indices.contains(endpoint) && identified[endpoint]
    }

    /// Endpoints that have shown to be of this chain, the best first.
    public func preferred(at now: Instant) -> [Int] {
        EndpointScore.order(scores, at: now).filter { identified[$0] }
    }

    /// Before anything else an endpoint says which chain it is of.
    public mutating func identify(
        _ endpoint: Int,
        chainID: UInt64,
        genesis hash: BlockHash
    ) -> Outcome {
        guard scores.indices.contains(endpoint), fault == nil else { return .nothing }
        guard chainID == chain.id.value else {
            return halt(.wrongChain(expected: chain.id, found: chainID))
        }
        if let genesis, genesis != hash { return halt(.wrongGenesis) }
        genesis = hash
        identified[endpoint] = true
        return .nothing
    }

    /// A header an endpoint has given, as a head or because it was asked for.
    public mutating func take(
        _ block: Block,
        proof: BlockHeader? = nil,
        from endpoint: Int,
        after time: Interval,
        now: Instant
    ) -> Outcome {
        guard fault == nil, scores.indices.contains(endpoint), identified[endpoint] else {
            return .nothing
        }
        guard block.time <= now.advanced(by: Self.furthestAhead) else {
            scores[endpoint].failed(at: now)
            return .ahead(endpoint: endpoint)
        }
        scores[endpoint].answered(after: time)
        if isSealed, let refusal = refuse(block, proof: proof, from: endpoint, now: now) {
            return refusal
        }
        if headers.head == nil { beginner = endpoint }
        let outcome = headers.take(block)
        if endpoint != beginner, headers.block(block.number)?.hash == block.hash { isShared = true }
        if !wanted.contains(block.hash) {
            scores[endpoint].saw(
                head: block.number,
                best: headers.head?.number ?? block.number
            )
        }
        return follow(outcome, block, endpoint: endpoint, now: now)
    }

    private var isSealed: Bool {
        if case .sealed = chain.finality { true } else { false }
    }

    /// With pinned validators an unproven header is a lie, or another chain's.
    private mutating func refuse(
        _ block: Block,
        proof: BlockHeader?,
        from endpoint: Int,
        now: Instant
    ) -> Outcome? {
        let onLine = headers.block(block.number)
        if onLine?.hash == block.hash { return nil }
        do throws(ChainFault) {
            if let proof, isProof(proof, of: block), try finality.prove(proof) == block.hash {
                // What is on the line was proven too.
                return onLine == nil ? nil : halt(.sealedTwice(block.number))
            }
        } catch {
            return halt(error)
        }
        // The genesis carries no seals, and old blocks may carry those of former validators: a node that
        // still synchronises serves both.
        let oldest = headers.blocks.first?.number ?? 0
        if block.number == 0 || block.number < oldest {
            scores[endpoint].saw(head: block.number, best: headers.head?.number ?? block.number)
        } else {
            scores[endpoint].lied(at: now)
        }
        return .behind(endpoint: endpoint)
    }

    private func isProof(_ header: BlockHeader, of block: Block) -> Bool {
        header.number == block.number && header.parentHash == block.parent
            && header.timestamp == block.time.milliseconds / 1_000
    }

    private mutating func follow(
        _ outcome: HeaderChain.Outcome,
        _ block: Block,
        endpoint: Int,
        now: Instant
    ) -> Outcome {
        switch outcome {
        case .grown: return settle(rewindTo: nil)
        case .reorganised(let fork, _, _): return settle(rewindTo: fork)
        case .missing(let parent, _):
            if wanted.count == Self.mostWanted { wanted.removeFirst() }
            wanted.append(parent)
            return .fetch(parent)
        case .beyond: return jump(to: block, endpoint: endpoint)
        case .stale:
            // A line that has only just begun may have begun on a number that somebody made up.
            guard headers.isYoung, !isShared, scores.count > 1 else {
                return .behind(endpoint: endpoint)
            }
            return jump(to: block, endpoint: endpoint)
        case .foreign(let anchor):
            // A proven block can't be a lie.
            if isSealed { return halt(.finalBlockDropped(anchor)) }
            scores[endpoint].lied(at: now)
            return .behind(endpoint: endpoint)
        case .misnumbered:
            scores[endpoint].lied(at: now)
            return .behind(endpoint: endpoint)
        case .timeWentBack: return .behind(endpoint: endpoint)
        case .known, .beside: return .nothing
        case .halted(let fault): return halt(fault)
        }
    }

    /// Restarts the line where the chain has come to, once that is more than one endpoint's word.
    private mutating func jump(to block: Block, endpoint: Int) -> Outcome {
        let isConfirmed =
            isSealed || scores.count == 1
            || apart.indices.contains { other in
                other != endpoint && apart[other].map { Self.concur($0, block) } ?? false
            }
        guard isConfirmed else {
            apart[endpoint] = block
            return .confirm(block.hash, besides: endpoint)
        }
        apart = Array(repeating: nil, count: apart.count)
        // What was final stays so; everything above it is to be looked for anew.
        let fork = remembered?.number ?? 0
        headers.restart(at: block)
        beginner = endpoint
        isShared = !isSealed && scores.count > 1
        judged = nil
        return settle(rewindTo: fork)
    }

    /// Whether two blocks are one, or neighbours.
    private static func concur(_ one: Block, _ other: Block) -> Bool {
        one.hash == other.hash || one.hash == other.parent || one.parent == other.hash
            || one.parent == other.parent
    }

    private mutating func settle(rewindTo fork: UInt64?) -> Outcome {
        guard let head = headers.head else { return .nothing }
        if let newest = finality.newestFinal(in: headers) { headers.finalise(through: newest) }
        if let final = headers.final.flatMap({ headers.block($0) }) { remembered = final }
        // Other blocks now stand at these heights: what was agreed on them is said of others.
        if let fork { judged = judged.map { min($0, fork) } }
        return .head(head, rewindTo: fork)
    }

    public mutating func failed(_ endpoint: Int, at now: Instant) {
        guard scores.indices.contains(endpoint) else { return }
        scores[endpoint].failed(at: now)
    }

    /// What became of a question to several endpoints, asked at this block.
    public mutating func settle(
        _ outcome: Quorum.Outcome,
        block number: UInt64,
        at now: Instant
    ) {
        switch outcome {
        case .disputed:
            agreement = 0
            // Answers about older blocks may still come in: they say nothing of what follows.
            judged = headers.head.map(\.number)
        case .agreed(_, let with, let against):
            for endpoint in with { concurred(endpoint, number, at: now) }
            for endpoint in against { lied(endpoint, at: now) }
            agree(at: number)
        case .alone where scores.count == 1: agree(at: number)
        case .late(let endpoint, agrees: true): concurred(endpoint, number, at: now)
        case .late(let endpoint, agrees: false): lied(endpoint, at: now)
        case .waiting, .ask, .alone, .unknown, .late: break
        }
    }

    /// Each block counts once, and only the newer than all that were judged; one above the head is nobody's.
    private mutating func agree(at number: UInt64) {
        guard agreement < Self.blocksToTrustAgain, let head = headers.head,
            number <= head.number, judged.map({ number > $0 }) ?? true
        else { return }
        judged = number
        agreement += 1
    }

    private mutating func lied(_ endpoint: Int, at now: Instant) {
        guard scores.indices.contains(endpoint) else { return }
        scores[endpoint].lied(at: now)
    }

    private mutating func concurred(_ endpoint: Int, _ block: UInt64, at now: Instant) {
        guard scores.indices.contains(endpoint) else { return }
        scores[endpoint].concurred(at: block, now: now)
    }

    /// Endpoints that have lied and may make amends, in the order of the configuration.
    public func paroled(at now: Instant) -> [Int] {
        scores.indices.filter { identified[$0] && scores[$0].isOnParole(at: now) }
    }

    /// What one of them said of a block that a quorum has agreed on.
    public mutating func hear(_ parolee: Int, agrees: Bool, block: UInt64, at now: Instant) {
        agrees ? concurred(parolee, block, at: now) : lied(parolee, at: now)
    }

    /// A person has looked: what was final is asked for anew.
    public mutating func resume() {
        fault = nil
        remembered = nil
        headers = HeaderChain()
        finality = FinalityWatch(chain)
        apart = Array(repeating: nil, count: apart.count)
        wanted = []
        beginner = nil
        isShared = false
        judged = nil
        agreement = 0
    }

    private mutating func halt(_ fault: ChainFault) -> Outcome {
        self.fault = fault
        return .halted(fault)
    }
}
