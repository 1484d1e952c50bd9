public import Numerics

/// A Uniswap V3 pool as far as its ticks were read. Base is token 0, quote is token 1.
public struct UniswapV3Pool: Hashable, Sendable {
    /// A tick where liquidity begins or ends.
    public struct Tick: Hashable, Sendable {
        public let index: Int32
        /// Added when the price passes upward, taken away when it passes downward.
        public let liquidityNet: Int256

        public init(index: Int32, liquidityNet: Int256) {
            self.index = index
            self.liquidityNet = liquidityNet
        }
    }

    /// The square root of the price as Q64.96.
    public private(set) var root: UInt256
    public private(set) var tick: Int32
    public private(set) var liquidity: UInt256
    /// In millionths of the input.
    public let fee: UInt32
    public let tickSpacing: Int32
    /// A share of one in this many of the fee goes to the protocol; none for zero. Token 0, token 1.
    public let protocolShares: (UInt8, UInt8)
    /// In order, and all there are between the ends of `knownWords`.
    public let ticks: [Tick]
    /// The words of the tick bitmap that were read. Beyond them a swap is refused, not guessed.
    public let knownWords: ClosedRange<Int32>
    public private(set) var feeGrowth0: UInt256
    public private(set) var feeGrowth1: UInt256
    public private(set) var protocolFees0: UInt256
    public private(set) var protocolFees1: UInt256

    /// Every word the bitmap can have at this spacing.
    public static func allWords(tickSpacing: Int32) -> ClosedRange<Int32> {
        let last = UniswapV3Ticks.greatest / max(1, tickSpacing)
        return (-last - 1) >> 8...last >> 8
    }

    public init(
        root: UInt256,
        tick: Int32,
        liquidity: UInt256,
        fee: UInt32,
        tickSpacing: Int32,
        protocolShares: (UInt8, UInt8) = (0, 0),
        ticks: [Tick],
        knownWords: ClosedRange<Int32>,
        feeGrowth: (UInt256, UInt256) = (.zero, .zero),
        protocolFees: (UInt256, UInt256) = (.zero, .zero)
    ) throws(InvalidState) {
        guard root >= UniswapV3Ticks.leastRoot else { throw InvalidState("sqrtPriceX96", .isZero) }
        guard root < UniswapV3Ticks.greatestRoot else {
            throw InvalidState("sqrtPriceX96", .exceeds(UniswapV3Ticks.greatestRoot &- .one))
        }
        guard Self.isAt(tick, root) else {
            throw InvalidState("tick", .contradicts("sqrtPriceX96"))
        }
        guard liquidity <= UniswapV3Arithmetic.largestLiquidity else {
            throw InvalidState("liquidity", .exceeds(UniswapV3Arithmetic.largestLiquidity))
        }
        guard fee < 1_000_000 else { throw InvalidState("fee", .exceeds(999_999)) }
        guard (1...16_383).contains(tickSpacing) else {
            throw InvalidState("tickSpacing", tickSpacing < 1 ? .isZero : .exceeds(16_383))
        }
        try Self.check(ticks, tickSpacing: tickSpacing, knownWords: knownWords)
        self.root = root
        self.tick = tick
        self.liquidity = liquidity
        self.fee = fee
        self.tickSpacing = tickSpacing
        self.protocolShares = protocolShares
        self.ticks = ticks
        self.knownWords = knownWords
        (feeGrowth0, feeGrowth1) = feeGrowth
        (protocolFees0, protocolFees1) = protocolFees
        try checkLiquidity()
    }

    /// The place of the first tick above this one.
    func firstTick(above tick: Int32) -> Int {
        var (low, high) = (0, ticks.count)
        while low < high {
            let middle = (low + high) / 2
            if ticks[middle].index > tick { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// Walks the liquidity from the price to both ends: it can't fall below nothing nor pass 128 bits. Ticks
    /// read at another block than the liquidity show here.
    private func checkLiquidity() throws(InvalidState) {
        let contradiction = InvalidState("ticks", .contradicts("liquidity"))
        let middle = firstTick(above: tick)
        var active = Int256(bitPattern: liquidity)
        func isPossible() -> Bool {
            !active.isNegative && active.magnitude <= UniswapV3Arithmetic.largestLiquidity
        }
        for tick in ticks[middle...] {
            active = active &+ tick.liquidityNet
            guard isPossible() else { throw contradiction }
        }
        active = Int256(bitPattern: liquidity)
        for tick in ticks[..<middle].reversed() {
            active = active &- tick.liquidityNet
            guard isPossible() else { throw contradiction }
        }
    }

    /// The word of the tick bitmap to read before asking again, once a sale of `side` was refused for want of
    /// ticks beyond `tick`.
    public func wordNeeded(beyond tick: Int32, selling side: Side) -> Int32 {
        let compressed = tick / tickSpacing
        return (side == .base ? compressed &- 1 : compressed) >> 8
    }

    /// A swap down that ends on an initialised tick leaves the pool one tick below its price.
    private static func isAt(_ tick: Int32, _ root: UInt256) -> Bool {
        guard let exact = try? UniswapV3Ticks.tick(at: root) else { return false }
        if tick == exact { return true }
        return tick == exact - 1 && (try? UniswapV3Ticks.root(at: exact)) == root
    }

    private static func check(
        _ ticks: [Tick],
        tickSpacing: Int32,
        knownWords: ClosedRange<Int32>
    ) throws(InvalidState) {
        let range = UniswapV3Ticks.least...UniswapV3Ticks.greatest
        for (index, tick) in ticks.enumerated() {
            let isInOrder = index == 0 || ticks[index - 1].index < tick.index
            guard isInOrder, range.contains(tick.index) else {
                throw InvalidState("ticks", .outOfOrder(index: index))
            }
            guard tick.index % tickSpacing == 0 else {
                throw InvalidState("ticks", .contradicts("tickSpacing"))
            }
            guard knownWords.contains((tick.index / tickSpacing) >> 8) else {
                throw InvalidState("ticks", .contradicts("knownWords"))
            }
            guard tick.liquidityNet.magnitude <= UniswapV3Arithmetic.largestLiquidity >> 1 else {
                throw InvalidState("ticks", .exceeds(UniswapV3Arithmetic.largestLiquidity >> 1))
            }
        }
    }

    public static func == (left: UniswapV3Pool, right: UniswapV3Pool) -> Bool {
        left.root == right.root && left.tick == right.tick && left.liquidity == right.liquidity
            && left.fee == right.fee && left.tickSpacing == right.tickSpacing
            && left.protocolShares == right.protocolShares && left.ticks == right.ticks
            && left.knownWords == right.knownWords && left.feeGrowth0 == right.feeGrowth0
            && left.feeGrowth1 == right.feeGrowth1 && left.protocolFees0 == right.protocolFees0
            && left.protocolFees1 == right.protocolFees1
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(root)
        hasher.combine(tick)
        hasher.combine(liquidity)
        hasher.combine(ticks)
    }

    /// Takes over where a swap has ended.
    mutating func end(_ swap: UniswapV3Swap) throws(UniswapV3Fault) {
        tick = try swap.tick()
        root = swap.root
        liquidity = swap.liquidity
        if swap.sells0 {
            feeGrowth0 = swap.feeGrowth
            protocolFees0 =
                (protocolFees0 &+ swap.protocolFee) & UniswapV3Arithmetic.largestLiquidity
        } else {
            feeGrowth1 = swap.feeGrowth
            protocolFees1 =
                (protocolFees1 &+ swap.protocolFee) & UniswapV3Arithmetic.largestLiquidity
        }
    }
}
