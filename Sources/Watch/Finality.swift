public import Ethereum
public import Routes
public import Vocabulary

/// Whether a block can still be taken back.
public enum Finality: Hashable, Sendable {
    case final
    /// So many blocks more must stand on it.
    case needs(blocks: UInt64)
    /// A quorum of the pinned validators must have sealed it, or a block that stands on it.
    case unsealed

    public var isFinal: Bool { self == .final }
}

/// Applies a chain's rule of finality.
public struct FinalityWatch: Hashable, Sendable {
    private let rule: Chain.Finality
    /// The highest blocks that carried a quorum of seals, in the order of their numbers.
    private var sealed: [Sealed] = []

    /// More proofs than this are not remembered, whatever the order they came in: a second block at a lower
    /// height is far below the final one and can't take over.
    public static let mostSealed = 64

    private struct Sealed: Hashable, Sendable {
        let number: UInt64
        let hash: BlockHash
    }

    public init(_ chain: Chain) {
        rule = chain.finality
    }

    /// Looks at a header's seals: the hash of the block that a quorum of the pinned validators has sealed, so
    /// that no endpoint can have made it up; `nil` where there is none.
    public mutating func prove(_ header: BlockHeader) throws(ChainFault) -> BlockHash? {
        guard case .sealed(let rules, let validators) = rule else { return nil }
        let kind: SealedHeader.Rules = rules == .qbft ? .qbft : .ibft2
        guard
            let proof = try? SealedHeader(header, rules: kind),
            proof.isFinal(validators: validators)
        else { return nil }
        let block = Sealed(number: header.number, hash: proof.hash)
        if let other = sealed.first(where: { $0.number == block.number }) {
            guard other.hash == block.hash else { throw .sealedTwice(block.number) }
            return block.hash
        }
        let place = sealed.firstIndex { $0.number > block.number } ?? sealed.count
        sealed.insert(block, at: place)
        if sealed.count > Self.mostSealed { sealed.removeFirst() }
        return block.hash
    }

    /// Whether a block of the line is final for what is at stake.
    public func judge(_ number: UInt64, in chain: HeaderChain, worth: Worth = .zero) -> Finality {
        guard let head = chain.head, number <= head.number else { return .needs(blocks: 1) }
        if let final = chain.final, number <= final { return .final }
        switch rule {
        case .sealed:
            let isProven = sealed.contains { proof in
                proof.number >= number && chain.block(proof.number)?.hash == proof.hash
            }
            return isProven ? .final : .unsealed
        case .depth(let depth): return Self.depth(depth, number, head)
        case .depthByWorth(let table):
            let entry = table.first { worth <= $0.upTo } ?? table.last
            return Self.depth(entry?.blocks ?? .max, number, head)
        }
    }

    private static func depth(_ depth: UInt64, _ number: UInt64, _ head: Block) -> Finality {
        let above = head.number - number
        return above >= depth ? .final : .needs(blocks: depth - above)
    }

    /// The newest block that is final whatever is at stake.
    public func newestFinal(in chain: HeaderChain) -> UInt64? {
        guard let head = chain.head else { return nil }
        switch rule {
        case .sealed:
            return sealed.last { chain.block($0.number)?.hash == $0.hash }?.number
        case .depth(let depth): return head.number >= depth ? head.number - depth : nil
        case .depthByWorth(let table):
            let depth = table.map(\.blocks).max() ?? .max
            return head.number >= depth ? head.number - depth : nil
        }
    }
}

extension Finality: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        switch self {
        case .final: writer.choice(0, "final")
        case .needs(let blocks): writer.choice(1, "needs", blocks)
        case .unsealed: writer.choice(2, "unsealed")
        }
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let start = reader.offset
        switch try reader.choice() {
        case 0: self = .final
        case 1: self = .needs(blocks: try reader.read())
        case 2: self = .unsealed
        case let other: throw CanonicalError(.unknownChoice(other), at: start)
        }
    }
}
