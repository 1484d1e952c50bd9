public import Ethereum
import Hashing
import Numerics
public import Routes
import Vocabulary

/// A header whose hash was computed here, and the block it makes.
///
/// A node may serve an old header, but what it serves is what the hash stands for.
public struct HeaderSight: Hashable, Sendable {
    public let header: BlockHeader
    public let block: Block

    /// Reads a node's block object. One that is of no block yet has no hash and is refused.
    init(_ fragment: JSONFragment) throws(HeaderFault) {
        let header: BlockHeader
        let claimed: BlockHash
        do throws(JSONReadingError) {
            header = try BlockHeader(fragment)
            claimed = BlockHash(try fragment.member("hash").readDigest())
            guard header.timestamp <= UInt64.max / 1_000, header.number <= Self.highest else {
                throw .expected(.shortQuantity, at: fragment.offset)
            }
        } catch {
            throw .malformed(error)
        }
        guard Self.hashes(of: header).contains(claimed) else { throw .otherHash(claimed) }
        self.header = header
        block = Block(
            number: header.number,
            hash: claimed,
            parent: header.parentHash,
            time: Instant(milliseconds: header.timestamp * 1_000),
            baseFee: header.baseFee.map { Wei($0) }
        )
    }

    /// No chain comes so far, and what is counted on from there still fits.
    private static let highest: UInt64 = 1 << 62

    /// What this header's block may be called: BFT chains leave their seals out, each in its way. Any of
    /// them stands for all that is read from the header.
    private static func hashes(of header: BlockHeader) -> [BlockHash] {
        let rules: [SealedHeader.Rules] = [.qbft, .ibft2]
        let sealed = rules.compactMap { try? SealedHeader(header, rules: $0).hash }
        return sealed + [BlockHash(header.plainHash)]
    }
}

enum HeaderFault: Error {
    case malformed(JSONReadingError)
    case otherHash(BlockHash)
}

extension BlockHeader {
    var baseFee: UInt256? {
        switch fork {
        case .beforeLondon: nil
        case .london(let baseFee), .shanghai(let baseFee, _): baseFee
        case .cancun(let blobs), .prague(let blobs, _): blobs.baseFee
        }
    }

    init(_ fragment: JSONFragment) throws(JSONReadingError) {
        self.init(
            parentHash: BlockHash(try fragment.member("parentHash").readDigest()),
            ommersHash: try fragment.member("sha3Uncles").readDigest(),
            coinbase: try fragment.member("miner").readAddress(),
            stateRoot: try fragment.member("stateRoot").readDigest(),
            transactionsRoot: try fragment.member("transactionsRoot").readDigest(),
            receiptsRoot: try fragment.member("receiptsRoot").readDigest(),
            logsBloom: try fragment.member("logsBloom").readData(count: 256),
            difficulty: try fragment.member("difficulty").readQuantity(),
            number: try fragment.member("number").readShortQuantity(),
            gasLimit: try fragment.member("gasLimit").readShortQuantity(),
            gasUsed: try fragment.member("gasUsed").readShortQuantity(),
            timestamp: try fragment.member("timestamp").readShortQuantity(),
            extraData: try fragment.member("extraData").readData(),
            mixHash: try fragment.member("mixHash").readDigest(),
            nonce: try fragment.member("nonce").readData(count: 8).reduce(0) {
                $0 << 8 | UInt64($1)
            },
            fork: try Fork(fragment)
        )
    }
}

extension BlockHeader.Fork {
    /// The latest fork whose fields are there; a field whose predecessors are missing is refused.
    fileprivate init(_ fragment: JSONFragment) throws(JSONReadingError) {
        let withdrawals = try fragment.optionalMember("withdrawalsRoot")
        let beacon = try fragment.optionalMember("parentBeaconBlockRoot")
        let requests = try fragment.optionalMember("requestsHash")
        let isLondon = try fragment.optionalMember("baseFeePerGas") != nil
        guard isLondon || withdrawals != nil || beacon != nil || requests != nil else {
            self = .beforeLondon
            return
        }
        let baseFee = try fragment.member("baseFeePerGas").readQuantity()
        guard withdrawals != nil || beacon != nil || requests != nil else {
            self = .london(baseFee: baseFee)
            return
        }
        let withdrawalsRoot = try fragment.member("withdrawalsRoot").readDigest()
        guard beacon != nil || requests != nil else {
            self = .shanghai(baseFee: baseFee, withdrawalsRoot: withdrawalsRoot)
            return
        }
        let blobs = Blobs(
            baseFee: baseFee,
            withdrawalsRoot: withdrawalsRoot,
            blobGasUsed: try fragment.member("blobGasUsed").readShortQuantity(),
            excessBlobGas: try fragment.member("excessBlobGas").readShortQuantity(),
            parentBeaconBlockRoot: try fragment.member("parentBeaconBlockRoot").readDigest()
        )
        guard let requests else {
            self = .cancun(blobs)
            return
        }
        self = .prague(blobs, requestsHash: try requests.readDigest())
    }
}

extension JSONFragment {
    func readDigest() throws(JSONReadingError) -> Digest {
        guard let digest = Digest(bytes: try readData(count: 32)) else {
            throw .expected(.dataOf(count: 32), at: offset)
        }
        return digest
    }

    func readAddress() throws(JSONReadingError) -> Address {
        guard let address = Address(bytes: try readData(count: 20)) else {
            throw .expected(.dataOf(count: 20), at: offset)
        }
        return address
    }
}
