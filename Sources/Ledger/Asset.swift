public import Vocabulary

/// What a balance is counted in: a token on its chain, or the chain's native coin.
public enum Asset: Hashable, Sendable {
    case token(ContractKey)
    case native(ChainID)

    public var chain: ChainID {
        switch self {
        case .token(let key): key.chain
        case .native(let chain): chain
        }
    }
}

extension Asset: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        switch self {
        case .token(let key): writer.choice(0, "token", key)
        case .native(let chain): writer.choice(1, "native", chain)
        }
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let start = reader.offset
        switch try reader.choice() {
        case 0: self = .token(try reader.read())
        case 1: self = .native(try reader.read())
        case let other: throw CanonicalError(.unknownChoice(other), at: start)
        }
    }
}
