public import Ethereum
public import Routes
public import Vocabulary

/// One chain as its endpoints tell it: which block is the head, whom to ask, what to believe.
///
/// It takes what endpoints say and answers what follows from it; it asks nothing itself. Once halted it
/// stays so until a person resumes it.
public struct ChainWatch: Sendable {
    public let chain: Chain
    public private(set) var headers = HeaderChain()
    public private(set) var finality: FinalityWatch
    public private(set) var scores: [EndpointScore]
    public private(set) var fault: ChainFault?
    /// Blocks in a row on which the endpoints have agreed since they last disagreed.
    private var agreement: UInt64
    private var identified: [Bool]
    private var genesis: BlockHash?

    /// After a disagreement the chain is read-only until the endpoints agreed on so many blocks.
    public static let blocksToTrustAgain: UInt64 = 3
    public static let mostEndpoints = Quorum.mostEndpoints

    /// `genesis` is pinned where the configuration knows it; else all endpoints must agree on one.
    public init(_ chain: Chain, endpoints: Int, genesis: BlockHash? = nil) {
        self.chain = chain
        self.genesis = genesis
        finality = FinalityWatch(chain)
        let count = min(endpoints, Self.mostEndpoints)
        scores = Array(repeating: EndpointScore(), count: count)
        identified = Array(repeating: false, count: count)
        agreement = Self.blocksToTrustAgain
    }

    public enum Outcome: Equatable, Sendable {
        case nothing
        /// A new head: what was seen at blocks above `fork` no longer counts.
        case head(Block, rewindTo: UInt64?)
        /// Ask for this ancestor, and take it as a header.
        case fetch(BlockHash)
        /// What this endpoint says is too old to count.
        case behind(endpoint: Int)
        case halted(ChainFault)
    }

    /// Whether what is read here may be acted on.
    public var isTrusted: Bool {
        fault == nil && agreement >= Self.blocksToTrustAgain && identified.contains(true)
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
        scores[endpoint].answered(after: time)
        if case .sealed = chain.finality {
            // With pinned validators an unproven header is a lie, or another chain's.
            guard let proof, isProof(proof, of: block) else {
                scores[endpoint].lied(at: now)
                return .behind(endpoint: endpoint)
            }
            do throws(ChainFault) {
                guard try finality.prove(proof) == block.hash else {
                    scores[endpoint].lied(at: now)
                    return .behind(endpoint: endpoint)
                }
            } catch {
                return halt(error)
            }
        }
        let outcome = headers.take(block)
        scores[endpoint].saw(head: block.number, best: headers.head?.number ?? block.number)
        return follow(outcome, endpoint: endpoint)
    }

    private func isProof(_ header: BlockHeader, of block: Block) -> Bool {
        header.number == block.number && header.parentHash == block.parent
            && header.timestamp == block.time.milliseconds / 1_000
    }

    private mutating func follow(_ outcome: HeaderChain.Outcome, endpoint: Int) -> Outcome {
        switch outcome {
        case .grown:
            guard let head = headers.head else { return .nothing }
            settle()
            return .head(head, rewindTo: nil)
        case .reorganised(let fork, _, _):
            guard let head = headers.head else { return .nothing }
            settle()
            return .head(head, rewindTo: fork)
        case .missing(let parent, _): return .fetch(parent)
        case .stale, .timeWentBack: return .behind(endpoint: endpoint)
        case .known, .beside: return .nothing
        case .halted(let fault): return halt(fault)
        }
    }

    private mutating func settle() {
        if agreement < Self.blocksToTrustAgain { agreement += 1 }
        if let newest = finality.newestFinal(in: headers) { headers.finalise(through: newest) }
    }

    public mutating func failed(_ endpoint: Int, at now: Instant) {
        guard scores.indices.contains(endpoint) else { return }
        scores[endpoint].failed(at: now)
    }

    /// What became of a question to several endpoints.
    public mutating func settle(_ outcome: Quorum.Outcome, at now: Instant) {
        switch outcome {
        case .disputed: agreement = 0
        case .agreed(_, _, let against):
            for endpoint in against where scores.indices.contains(endpoint) {
                scores[endpoint].lied(at: now)
            }
        case .waiting, .ask, .alone, .unknown, .late: break
        }
    }

    /// A person has looked.
    public mutating func resume() {
        fault = nil
        headers = HeaderChain()
        finality = FinalityWatch(chain)
        agreement = 0
    }

    private mutating func halt(_ fault: ChainFault) -> Outcome {
        self.fault = fault
        return .halted(fault)
    }
}
