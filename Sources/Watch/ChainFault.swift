public import Vocabulary

/// What must stop everything on a chain until a person has looked.
public enum ChainFault: Error, Hashable, Sendable {
    /// A branch longer than the line leaves it below a block that was final.
    case finalBlockDropped(UInt64)
    /// A branch longer than the line leaves it before the oldest block that is remembered.
    case deeperThanKnown(UInt64)
    /// Two blocks at one height, each sealed by a quorum.
    case sealedTwice(UInt64)
    /// An endpoint is of another chain than it should be.
    case wrongChain(expected: ChainID, found: UInt64)
    case wrongGenesis
}

extension ChainFault: CustomStringConvertible {
    /// As a part of a sentence for an operator.
    public var description: String {
        switch self {
        case .finalBlockDropped(let number):
            "a longer branch leaves it below block \(number), which was final"
        case .deeperThanKnown(let number):
            "a longer branch leaves it before block \(number), the oldest that is remembered"
        case .sealedTwice(let number): "two different blocks \(number) are sealed by a quorum"
        case .wrongChain(let expected, let found):
            "an endpoint serves chain \(found), not chain \(expected)"
        case .wrongGenesis: "an endpoint's first block is not that of this chain"
        }
    }
}

extension ChainFault: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        switch self {
        case .finalBlockDropped(let number): writer.choice(0, "finalBlockDropped", number)
        case .deeperThanKnown(let number): writer.choice(1, "deeperThanKnown", number)
        case .sealedTwice(let number): writer.choice(2, "sealedTwice", number)
        case .wrongChain(let expected, let found):
            writer.choice(3, "wrongChain") { writer in
                writer.field("expected", expected)
                writer.field("found", found)
            }
        case .wrongGenesis: writer.choice(4, "wrongGenesis")
        }
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let start = reader.offset
        switch try reader.choice() {
        case 0: self = .finalBlockDropped(try reader.read())
        case 1: self = .deeperThanKnown(try reader.read())
        case 2: self = .sealedTwice(try reader.read())
        case 3: self = .wrongChain(expected: try reader.read(), found: try reader.read())
        case 4: self = .wrongGenesis
        case let other: throw CanonicalError(.unknownChoice(other), at: start)
        }
    }
}
