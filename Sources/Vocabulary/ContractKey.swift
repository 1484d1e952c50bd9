/// A contract, a token or a pool: an address means nothing without its chain.
public struct ContractKey: Hashable, Sendable {
    public let chain: ChainID
    public let address: Address

    public init(chain: ChainID, address: Address) {
        self.chain = chain
        self.address = address
    }
}

extension ContractKey: Comparable {
    public static func < (left: ContractKey, right: ContractKey) -> Bool {
        (left.chain, left.address) < (right.chain, right.address)
    }
}

extension ContractKey: CustomStringConvertible {
    public var description: String { "\(chain):\(address.checksummed)" }
}

extension ContractKey: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("chain", chain)
        writer.field("address", address)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(chain: try reader.read(), address: try reader.read())
    }
}

extension Token {
    public var key: ContractKey { ContractKey(chain: chain, address: address) }
}
