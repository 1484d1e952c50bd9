public import Hashing
import Numerics
public import Vocabulary

/// A header of a BFT chain with the proof of its finality inside: the seals of its validators.
///
/// A node can serve an old header of such a chain, but not invent one.
public struct SealedHeader: Hashable, Sendable {
    public enum Rules: Hashable, Sendable {
        case qbft
        case ibft2
    }

    public let header: BlockHeader
    public let rules: Rules
    public let extraData: BFTExtraData

    /// The mix hash that says the header's extra data holds seals: "ctical byzantine fault tolerance".
    public static let mixHash = Digest(
        words: 0x6374_6963_616C_2062,
        0x797A_616E_7469_6E65,
        0x2066_6175_6C74_2074,
        0x6F6C_6572_616E_6365
    )

    /// Fails when the header is none of a BFT chain, or its extra data is malformed.
    public init(_ header: BlockHeader, rules: Rules) throws(SealedHeaderError) {
        guard header.mixHash == Self.mixHash else { throw .notSealed }
        do throws(RLPError) {
            extraData = try BFTExtraData(decoding: header.extraData, rules: rules)
        } catch {
            throw .extraData(error)
        }
        self.header = header
        self.rules = rules
    }

    /// The block's hash: the seals are no part of it, since nodes may hold different ones.
    public var hash: BlockHash {
        let content: BFTExtraData.Content =
            switch rules {
            case .qbft: .roundZeroWithoutSeals
            case .ibft2: .withoutRoundAndSeals
            }
        return BlockHash(header.hash(extraData: extraData.encoded(content)))
    }

    /// Who has sealed this header, in the order of the seals; `nil` for a seal that is nobody's.
    public var sealers: [Address?] {
        let digest = sealedDigest
        return extraData.seals.map { $0.signer(of: digest) }
    }

    private var sealedDigest: Digest {
        let content: BFTExtraData.Content =
            switch rules {
            case .qbft: .emptySeals
            case .ibft2: .withoutSeals
            }
        return header.hash(extraData: extraData.encoded(content))
    }

    /// How many of `count` validators must seal: two thirds, rounded up.
    public static func quorum(of count: Int) -> Int {
        (2 * count + 2) / 3
    }

    /// Whether enough of these validators, known from elsewhere than the header, have sealed it.
    ///
    /// A validator that seals twice counts once; a seal of anybody else counts for nothing. More seals
    /// than validators are a forgery, which is refused before it costs a recovery a seal; those behind the
    /// last one that is needed cost none.
    public func isFinal(validators: [Address]) -> Bool {
        let known = Set(validators)
        guard extraData.seals.count <= known.count else { return false }
        let (digest, quorum) = (sealedDigest, Self.quorum(of: known.count))
        var distinct: Set<Address> = []
        for seal in extraData.seals where distinct.count < quorum {
            if let signer = seal.signer(of: digest), known.contains(signer) {
                distinct.insert(signer)
            }
        }
        return !known.isEmpty && distinct.count >= quorum
    }
}

/// Why a header carries no proof.
public enum SealedHeaderError: Error, Hashable, Sendable {
    case notSealed
    case extraData(RLPError)
}
