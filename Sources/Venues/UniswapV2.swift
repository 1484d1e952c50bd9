public import Numerics
public import Vocabulary

/// A Uniswap V2 pair, or a fork's with another fee. Base is token 0, quote is token 1.
public struct UniswapV2Pair: Hashable, Sendable {
    /// The share of the input that trades: 997 of 1000 in the original.
    ///
    /// No pair tells its fee, so it is configuration.
    public struct Fee: Hashable, Sendable {
        public let kept: UInt32
        public let whole: UInt32

        /// Refuses a fee of 100 % or more and one below zero.
        public init(keeping kept: UInt32, of whole: UInt32) throws(InvalidState) {
            if kept == 0 { throw InvalidState("feeKept", .isZero) }
            if kept > whole { throw InvalidState("feeKept", .exceeds(UInt256(whole))) }
            self.kept = kept
            self.whole = whole
        }

        private init(known kept: UInt32, _ whole: UInt32) {
            self.kept = kept
            self.whole = whole
        }

        public static let original = Fee(known: 997, 1000)

        @inline(__always) var keptUnits: UInt256 { UInt256(limbs: UInt64(kept), 0, 0, 0) }
        @inline(__always) var wholeUnits: UInt256 { UInt256(limbs: UInt64(whole), 0, 0, 0) }
    }

    public private(set) var reserve0: UInt256
    public private(set) var reserve1: UInt256
    public let fee: Fee

    /// The width of stored reserves.
    static let largestReserve = UInt256(limbs: .max, 0xffff_ffff_ffff, 0, 0)

    /// Refuses an empty side and a reserve beyond 112 bits.
    public init(reserve0: UInt256, reserve1: UInt256, fee: Fee) throws(InvalidState) {
        if reserve0 == .zero { throw InvalidState("reserve0", .isZero) }
        if reserve1 == .zero { throw InvalidState("reserve1", .isZero) }
        let width = Self.largestReserve
        if reserve0 > width { throw InvalidState("reserve0", .exceeds(width)) }
        if reserve1 > width { throw InvalidState("reserve1", .exceeds(width)) }
        self.reserve0 = reserve0
        self.reserve1 = reserve1
        self.fee = fee
    }

    @inline(__always)
    private func reserves(selling side: Side) -> (sold: UInt256, paid: UInt256) {
        side == .base ? (reserve0, reserve1) : (reserve1, reserve0)
    }
}

extension UniswapV2Pair: Pool {
    /// `getAmountOut`. Zero is refused, as the library refuses it.
    public func quote(selling amount: UInt256, of side: Side) throws(Refusal) -> Quote {
        let (sold, paid) = reserves(selling: side)
        do throws(UniswapV2Fault) {
            let received = try UniswapV2Library.amountOut(amount, sold, paid, fee)
            return Quote(sold: amount, received: received)
        } catch {
            throw error.refusal
        }
    }

    /// What `getAmountIn` asks for exactly `amount` of `side`. It can be one unit more than the least.
    public func quote(buying amount: UInt256, of side: Side) throws(Refusal) -> Quote {
        let (sold, paid) = reserves(selling: side.other)
        do throws(UniswapV2Fault) {
            let cost = try UniswapV2Library.amountIn(amount, sold, paid, fee)
            return Quote(sold: cost, received: amount)
        } catch {
            throw error.refusal
        }
    }

    /// A router's swap over one hop: the quote, then the pair's own checks.
    public mutating func sell(_ amount: UInt256, of side: Side) throws(Refusal) -> Quote {
        let quote = try quote(selling: amount, of: side)
        let received = quote.received
        if side == .base {
            try swap(sending0: amount, sending1: .zero, taking0: .zero, taking1: received)
        } else {
            try swap(sending0: .zero, sending1: amount, taking0: received, taking1: .zero)
        }
        return quote
    }

    public func marginalPrice() throws(Refusal) -> Price {
        guard let price = Price(numerator: reserve1, denominator: reserve0) else {
            throw .outOfRange
        }
        return price
    }

    public func slope(after amount: UInt256, of side: Side) throws(Refusal) -> Approximation {
        curve(Approximation(amount), side).slope
    }

    public func guide(selling amount: Approximation, of side: Side) -> CurvePoint? {
        curve(amount, side)
    }

    private func curve(_ amount: Approximation, _ side: Side) -> CurvePoint {
        let (sold, paid) = reserves(selling: side)
        let share = Approximation(fee.keptUnits) / Approximation(fee.wholeUnits)
        let start = Approximation(sold)
        let taken = amount * share
        let rate = Approximation(paid) / (start + taken)
        return CurvePoint(received: taken * rate, slope: share * rate * (start / (start + taken)))
    }
}

extension UniswapV2Pair {
    /// The pair's `swap`: what arrived, what is taken, and the invariant between them.
    ///
    /// Refuses as the pair does, in its order, and then leaves the reserves as they were.
    public mutating func swap(
        sending0 sent0: UInt256,
        sending1 sent1: UInt256,
        taking0 taken0: UInt256,
        taking1 taken1: UInt256
    ) throws(Refusal) {
        do throws(UniswapV2Fault) {
            if taken0 == .zero, taken1 == .zero { throw .pairOutput }
            guard taken0 < reserve0, taken1 < reserve1 else { throw .pairLiquidity }
            let balance0 = try UniswapV2Library.add(reserve0 &- taken0, sent0)
            let balance1 = try UniswapV2Library.add(reserve1 &- taken1, sent1)
            if sent0 == .zero, sent1 == .zero { throw .pairInput }
            let adjusted0 = try adjusted(balance0, sent0)
            let adjusted1 = try adjusted(balance1, sent1)
            let square = fee.wholeUnits &* fee.wholeUnits
            let after = try UniswapV2Library.multiply(adjusted0, adjusted1)
            let before = try UniswapV2Library.multiply(
                UniswapV2Library.multiply(reserve0, reserve1),
                square
            )
            guard after >= before else { throw .invariant }
            guard balance0 <= Self.largestReserve, balance1 <= Self.largestReserve else {
                throw .exceedsUInt112
            }
            reserve0 = balance0
            reserve1 = balance1
        } catch {
            throw error.refusal
        }
    }

    /// A balance in units of the fee's whole, less the fee on what was sent.
    private func adjusted(
        _ balance: UInt256,
        _ sent: UInt256
    ) throws(UniswapV2Fault) -> UInt256 {
        try UniswapV2Library.subtract(
            UniswapV2Library.multiply(balance, fee.wholeUnits),
            UniswapV2Library.multiply(sent, fee.wholeUnits &- fee.keptUnits)
        )
    }
}
