import Hashing
import Numerics
public import Routes
import Vocabulary

/// A block hash made of what stands before it, for blocks whose own hash nobody knows or needs: a chain has
/// one and keeps it in no bytes at all, where thirty-two would be four fifths of a quiet block.
enum DerivedHash {
    private static let name = Array("cantilever derived block hash".utf8)

    static func of(_ chain: ChainID, _ number: UInt64, after parent: BlockHash) -> BlockHash {
        var hasher = Keccak256()
        hasher.update(name)
        hasher.update(UInt256(limbs: number, chain.value, 0, 0).bigEndianBytes)
        hasher.update(parent.digest.bytes)
        return BlockHash(hasher.finalize())
    }

    /// The parent that a block is expected to name: the last block seen, or where some were missed between
    /// the two a derived one.
    static func expectedParent(
        of number: UInt64,
        on chain: ChainID,
        after last: (number: UInt64, hash: BlockHash)
    ) -> BlockHash {
        number == last.number &+ 1 ? last.hash : of(chain, number &- 1, after: last.hash)
    }
}

/// Gives the blocks of a stream derived hashes that are linked as their own ones were.
///
/// A block that does not stand on the last one seen keeps its hashes, so that a reorganisation stays one.
public struct HashDerivation: Sendable {
    private var last: [(chain: ChainID, own: Block, derived: BlockHash)] = []

    public init() {}

    public mutating func derive(_ sighting: Sighting) -> Sighting {
        let (chain, block) = (sighting.chain, sighting.block)
        let place = last.firstIndex { $0.chain == chain }
        var renamed = block
        if let place {
            let known = last[place]
            let stands =
                block.number > known.own.number &+ 1
                || (block.number == known.own.number &+ 1 && block.parent == known.own.hash)
            if stands {
                let parent = DerivedHash.expectedParent(
                    of: block.number,
                    on: chain,
                    after: (known.own.number, known.derived)
                )
                renamed = Self.renamed(block, on: chain, after: parent)
            }
            last[place] = (chain, block, renamed.hash)
        } else {
            let nothing = BlockHash(Digest(words: 0, 0, 0, 0))
            let parent = DerivedHash.of(chain, block.number &- 1, after: nothing)
            renamed = Self.renamed(block, on: chain, after: parent)
            last.append((chain, block, renamed.hash))
        }
        return sighting.with(renamed)
    }

    /// The next block of a chain whose blocks have no hashes of their own: it stands on the last one.
    mutating func link(_ sighting: Sighting) -> Sighting {
        guard let known = last.first(where: { $0.chain == sighting.chain }) else {
            return derive(sighting)
        }
        let block = sighting.block
        return derive(
            sighting.with(
                Block(
                    number: block.number,
                    hash: block.hash,
                    parent: known.own.hash,
                    time: block.time,
                    baseFee: block.baseFee
                )
            )
        )
    }

    private static func renamed(
        _ block: Block,
        on chain: ChainID,
        after parent: BlockHash
    ) -> Block {
        Block(
            number: block.number,
            hash: DerivedHash.of(chain, block.number, after: parent),
            parent: parent,
            time: block.time,
            baseFee: block.baseFee
        )
    }
}

extension Sighting {
    fileprivate func with(_ block: Block) -> Sighting {
        let snapshot = Snapshot(
            chain: chain,
            block: block,
            pools: snapshot.pools,
            balances: snapshot.balances,
            gasMoney: snapshot.gasMoney,
            vaults: snapshot.vaults,
            oracles: snapshot.oracles,
            pauses: snapshot.pauses
        )
        guard let snapshot else { preconditionFailure("a snapshot's own lists make no snapshot") }
        return Sighting(seen: seen, snapshot: snapshot, suggestedGas: suggestedGas)
    }
}
