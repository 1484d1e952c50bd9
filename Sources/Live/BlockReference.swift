import Hashing
public import Vocabulary

/// At which block something is read.
public enum BlockReference: Hashable, Sendable {
    case latest
    case number(UInt64)
    /// This very block, as long as it is on the node's line.
    case hash(BlockHash)
}

extension ParameterWriter {
    mutating func hash(_ hash: BlockHash) { data(hash.digest.bytes) }

    mutating func address(_ address: Address) { data(address.bytes) }

    /// As calls and balances take it (EIP-1898).
    mutating func block(_ reference: BlockReference) {
        switch reference {
        case .latest: word("latest")
        case .number(let number): quantity(number)
        case .hash(let hash):
            object { block in
                block.member("blockHash") { $0.hash(hash) }
                block.member("requireCanonical") { $0.flag(true) }
            }
        }
    }
}
