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
            let members = try fragment.readMembers()
            header = try BlockHeader(members)
            claimed = BlockHash(try members.member("hash").readDigest())
            guard header.timestamp <= UInt64.max / 1_000, header.number <= Self.highest else {
                throw .expected(.shortQuantity, at: fragment.offset)
            }
        } catch {
            throw .malformed(error)
        }
        guard Self.isHash(claimed, of: header) else { throw .otherHash(claimed) }
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

    /// Whether this header's block may be called so: BFT chains leave their seals out, each in its way. Any of
    /// these hashes stands for all that is read from the header.
    private static func isHash(_ claimed: BlockHash, of header: BlockHeader) -> Bool {
        let rules: [SealedHeader.Rules] = [.qbft, .ibft2]
        return rules.contains { (try? SealedHeader(header, rules: $0).hash) == claimed }
            || BlockHash(header.plainHash) == claimed
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

    init(_ members: JSONMembers) throws(JSONReadingError) {
        self.init(
            parentHash: BlockHash(try members.member("parentHash").readDigest()),
            ommersHash: try members.member("sha3Uncles").readDigest(),
            coinbase: try members.member("miner").readAddress(),
            stateRoot: try members.member("stateRoot").readDigest(),
            transactionsRoot: try members.member("transactionsRoot").readDigest(),
            receiptsRoot: try members.member("receiptsRoot").readDigest(),
            logsBloom: try members.member("logsBloom").readData(count: 256),
            difficulty: try members.member("difficulty").readQuantity(),
            number: try members.member("number").readShortQuantity(),
            gasLimit: try members.member("gasLimit").readShortQuantity(),
            gasUsed: try members.member("gasUsed").readShortQuantity(),
            timestamp: try members.member("timestamp").readShortQuantity(),
            extraData: try members.member("extraData").readData(),
            mixHash: try members.member("mixHash").readDigest(),
            nonce: try members.member("nonce").readData(count: 8).reduce(0) {
                $0 << 8 | UInt64($1)
            },
            fork: try Fork(members)
        )
    }
}

extension BlockHeader.Fork {
    /// The latest fork whose fields are there; a field whose predecessors are missing is refused.
    fileprivate init(_ members: JSONMembers) throws(JSONReadingError) {
        let withdrawals = try members.optionalMember("withdrawalsRoot")
        let beacon = try members.optionalMember("parentBeaconBlockRoot")
        let requests = try members.optionalMember("requestsHash")
        let isLondon = try members.optionalMember("baseFeePerGas") != nil
        guard isLondon || withdrawals != nil || beacon != nil || requests != nil else {
            self = .beforeLondon
            return
        }
        let baseFee = try members.member("baseFeePerGas").readQuantity()
        guard withdrawals != nil || beacon != nil || requests != nil else {
            self = .london(baseFee: baseFee)
            return
        }
        let withdrawalsRoot = try members.member("withdrawalsRoot").readDigest()
        guard beacon != nil || requests != nil else {
            self = .shanghai(baseFee: baseFee, withdrawalsRoot: withdrawalsRoot)
            return
        }
        let blobs = Blobs(
            baseFee: baseFee,
            withdrawalsRoot: withdrawalsRoot,
            blobGasUsed: try members.member("blobGasUsed").readShortQuantity(),
            excessBlobGas: try members.member("excessBlobGas").readShortQuantity(),
            parentBeaconBlockRoot: try members.member("parentBeaconBlockRoot").readDigest()
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
