public import Hashing

/// The hash of a block's header: which block, wherever it stands.
public struct BlockHash: Hashable, Sendable {
    public let digest: Digest

    public init(_ digest: Digest) {
        self.digest = digest
    }
}

/// The hash of a signed transaction's bytes.
public struct TransactionHash: Hashable, Sendable {
    public let digest: Digest

    public init(_ digest: Digest) {
        self.digest = digest
    }
}

extension BlockHash: CustomStringConvertible {
    public var description: String { digest.description }
}

extension TransactionHash: CustomStringConvertible {
    public var description: String { digest.description }
}

extension Digest {
    /// Reads thirty-two bytes of hexadecimal text.
    public init(hexadecimal text: String) throws(HexadecimalError) {
        let bytes = try Hexadecimal.bytes(of: text)
        guard let digest = Digest(bytes: bytes) else {
            throw .wrongLength(expectedBytes: 32, found: bytes.count)
        }
        self = digest
    }
}

extension Digest: CustomStringConvertible {
    public var description: String { Hexadecimal.text(of: bytes) }
}
