import Ethereum
import Hashing
import Numerics
import Vocabulary

/// Virtual validators: they seal headers as a BFT chain's do, with keys that come from a seed.
struct BlockSealer: Sendable {
    let rules: SealedHeader.Rules
    private let keys: [ValidatorKey]

    /// A key of no value, shared by the copies of a chain.
    ///
    /// Unchecked, because a `SecretKey` owns memory by its address: once made, the key and its signing
    /// context are only read, which libsecp256k1 allows from several threads at once.
    private final class ValidatorKey: @unchecked Sendable {
        let key: SecretKey

        init(_ key: consuming SecretKey) { self.key = key }
    }

    /// `nil` where the machine gives no memory for keys.
    init?(_ sealing: ChainRules.Sealing, seed: UInt64) {
        rules = sealing.rules
        var generator = SeededStream(seed: seed, stream: 0x5EA1)
        var keys: [ValidatorKey] = []
        for _ in 0..<sealing.validators {
            let bytes = (0..<32).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
            guard let key = Self.key(bytes) else { return nil }
            keys.append(ValidatorKey(key))
        }
        self.keys = keys
    }

    private static func key(_ bytes: [UInt8]) -> SecretKey? {
        guard let memory = try? LockedMemory(count: 32) else { return nil }
        for (index, byte) in bytes.enumerated() { memory[index] = byte }
        return try? SecretKey(memory)
    }

    var validators: [Address] { keys.map { $0.key.address } }

    /// The header with the seals of all validators, and the block's hash.
    func seal(_ header: BlockHeader, vanity: [UInt8]) -> (BlockHeader, BlockHash) {
        var header = header
        header.mixHash = SealedHeader.mixHash
        header.extraData = extraData(vanity, .forHash)
        let hash = BlockHash(header.plainHash)
        header.extraData = extraData(vanity, .forSeals)
        let digest = header.plainHash
        header.extraData = extraData(vanity, .whole(keys.map { seal(digest, $0) }))
        return (header, hash)
    }

    private func seal(_ digest: Digest, _ validator: ValidatorKey) -> [UInt8] {
        let seal = validator.key.sign(digest)
        return seal.r.bigEndianBytes + seal.s.bigEndianBytes + [seal.parity ? 1 : 0]
    }

    private enum Content {
        case forHash
        case forSeals
        case whole([[UInt8]])
    }

    /// Both hashes leave something out: with QBFT the seals, with IBFT 2 their place and for the block's
    /// hash the round as well.
    private func extraData(_ vanity: [UInt8], _ content: Content) -> [UInt8] {
        var writer = RLPWriter()
        writer.appendList { fields in
            fields.append(vanity)
            fields.appendList { list in
                for key in keys { list.append(key.key.address) }
            }
            switch rules {
            case .qbft:
                fields.appendList { _ in }
                fields.append(0 as UInt64)
            case .ibft2:
                fields.append(EmptyCollection<UInt8>())
                if case .forHash = content { return }
                fields.append([0, 0, 0, 0] as [UInt8])
            }
            switch (content, rules) {
            case (.whole(let seals), _):
                fields.appendList { list in
                    for seal in seals { list.append(seal) }
                }
            case (_, .qbft): fields.appendList { _ in }
            case (_, .ibft2): break
            }
        }
        return writer.bytes
    }
}
