public import Numerics
public import Venues

/// What a manipulator has put into a pool and has not yet taken back.
public struct AttackPosition: Hashable, Sendable {
    public let pool: Int
    /// The side that was sold to push the price.
    public let sold: Side
    /// In all, over as many pushes as there were.
    public internal(set) var given: UInt256 = .zero
    /// What those sales paid and still has to be sold back.
    public internal(set) var held: UInt256 = .zero

    mutating func add(_ quote: Quote) {
        given += quote.sold
        held += quote.received
    }
}

/// An attack that is over: everything bought has been sold back.
public struct AttackResult: Hashable, Sendable {
    public let pool: Int
    /// The side in which the attacker gained or lost; of the other, nothing is left.
    public let side: Side
    public let given: UInt256
    public let returned: UInt256
    /// Bought and not sold back, where a pool stopped early.
    public let stranded: UInt256

    /// What the attack brought, mostly less than nothing.
    public var profit: Int256 { Int256(bitPattern: returned &- given) }
}
