public import Numerics

/// The price sums a pair keeps: the price before the first touch of a block, times the seconds it held.
///
/// They wrap at 2^256 and the clock at 2^32, as in the contract; a difference of two readings is right
/// all the same when it is taken with `&-`.
public struct UniswapV2Accumulators: Hashable, Sendable {
    public private(set) var price0: UInt256
    public private(set) var price1: UInt256
    public private(set) var timestamp: UInt32

    public init(price0: UInt256, price1: UInt256, timestamp: UInt32) {
        self.price0 = price0
        self.price1 = price1
        self.timestamp = timestamp
    }

    /// Books the time since the last touch at the reserves that stood until now.
    public mutating func touch(at now: UInt32, before pair: UniswapV2Pair) {
        let elapsed = UInt256(limbs: UInt64(now &- timestamp), 0, 0, 0)
        timestamp = now
        if elapsed == .zero { return }
        price0 = price0 &+ Self.encoded(pair.reserve1, over: pair.reserve0) &* elapsed
        price1 = price1 &+ Self.encoded(pair.reserve0, over: pair.reserve1) &* elapsed
    }

    /// UQ112.112.
    private static func encoded(_ numerator: UInt256, over denominator: UInt256) -> UInt256 {
        (numerator << 112).quotientAndRemainder(dividingBy: denominator).quotient
    }
}
