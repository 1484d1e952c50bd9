public import Numerics

/// Why a pool gives no number.
public enum Refusal: Error, Hashable, Sendable {
    /// The contract would revert, with this reason.
    case reverts(Revert)
    /// The trade runs past the ticks that were read; `tick` is the last one known on that side.
    case moreTicksNeeded(beyond: Int32)
    /// An amount or a price does not fit what the contract or this calculation can hold.
    case outOfRange
}

/// A revert as the caller sees it.
public enum Revert: Hashable, Sendable {
    /// `Error(string)`.
    case error(String)
    /// `Panic(uint256)`: 0x11 is overflow, 0x12 division by zero.
    case panic(UInt8)
    /// No data at all.
    case empty
    /// The machine stopped: an `assert` of old compilers, an invalid opcode.
    case invalidOpcode
}

/// A pool state that no contract could be in, or that could not be computed with.
///
/// Thrown by the initialisers, so that no pool value holds one.
public struct InvalidState: Error, Hashable, Sendable {
    /// The field at fault, by the name the initialiser and the JSON form give it.
    public let field: String
    public let problem: Problem

    public enum Problem: Hashable, Sendable {
        case isZero
        case exceeds(UInt256)
        case outOfOrder(index: Int)
        case wrongCount(Int)
        case contradicts(String)
        case unknown
    }

    public init(_ field: String, _ problem: Problem) {
        self.field = field
        self.problem = problem
    }
}
