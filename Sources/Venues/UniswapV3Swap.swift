import Numerics

/// A swap under way: the loop of the pool's `swap`, from tick to tick.
///
/// It works on a copy of what changes; the pool is only read, and takes the end over if it wants.
struct UniswapV3Swap {
    let pool: UniswapV3Pool
    let sells0: Bool
    let isInput: Bool
    let amount: UInt256
    private(set) var root: UInt256
    private(set) var liquidity: UInt256
    private(set) var feeGrowth: UInt256
    private(set) var protocolFee = UInt256.zero
    /// What is left of the specified amount.
    private(set) var remaining: UInt256
    /// The other side's amount so far.
    private(set) var calculated = UInt256.zero
    /// Whether what only the state after needs is kept: a quote does without.
    private let keepsBooks: Bool
    /// The first tick above the price among the pool's ticks, by its place.
    private var above: Int
    /// The tick where the last whole step ended, and whether the price has left it since: its tick costs a
    /// logarithm, which a quote has no use for.
    private var tickBefore: Int32
    private var isBetweenTicks = false

    /// Swaps until the amount is used up or the price reaches `limit`.
    init(
        _ pool: UniswapV3Pool,
        amount: UInt256,
        isInput: Bool,
        sells0: Bool,
        limit: UInt256,
        keepsBooks: Bool
    ) throws(UniswapV3Fault) {
        guard !amount.isZero else { throw .error("AS") }
        // A wanted output is the negative of a signed number, and has one value more.
        let most = isInput ? UniswapV3Arithmetic.largestSigned : UInt256.one << 255
        guard amount <= most else { throw .empty }
        let isReachable =
            sells0
            ? limit < pool.root && limit > UniswapV3Ticks.leastRoot
            : limit > pool.root && limit < UniswapV3Ticks.greatestRoot
        guard isReachable else { throw .error("SPL") }
        self.pool = pool
        self.keepsBooks = keepsBooks
        self.sells0 = sells0
        self.isInput = isInput
        self.amount = amount
        root = pool.root
        tickBefore = pool.tick
        liquidity = pool.liquidity
        feeGrowth = sells0 ? pool.feeGrowth0 : pool.feeGrowth1
        remaining = amount
        above = pool.firstTick(above: pool.tick)
        let share = sells0 ? pool.protocolShares.0 : pool.protocolShares.1
        while !remaining.isZero, root != limit {
            try advance(limit: limit, protocolShare: share)
        }
    }

    /// The greatest tick not above the price; one less where a tick was just crossed downward.
    func tick() throws(UniswapV3Fault) -> Int32 {
        isBetweenTicks ? try UniswapV3Ticks.tick(at: root) : tickBefore
    }

    private mutating func advance(
        limit: UInt256,
        protocolShare: UInt8
    ) throws(UniswapV3Fault) {
        let (found, isInitialized) = try nextTick()
        let nextTick = min(max(found, UniswapV3Ticks.least), UniswapV3Ticks.greatest)
        let nextRoot = try UniswapV3Ticks.root(at: nextTick)
        let isBeyond = sells0 ? nextRoot < limit : nextRoot > limit
        let start = root
        let step = try UniswapV3Step(
            from: root,
            to: isBeyond ? limit : nextRoot,
            liquidity: liquidity,
            remaining: remaining,
            isInput: isInput,
            feeMillionths: UInt256(pool.fee)
        )
        root = step.root
        try count(step)
        // Below 2^128 the growth always fits, so a quote that skips it misses no revert.
        if keepsBooks || step.fee >= UniswapV3Arithmetic.q128 {
            try book(step.fee, protocolShare: protocolShare)
        }
        if root == nextRoot {
            if isInitialized { try cross() }
            tickBefore = sells0 ? nextTick - 1 : nextTick
            isBetweenTicks = false
        } else if root != start {
            isBetweenTicks = true
        }
    }

    /// Divides a fee between the protocol and the liquidity.
    private mutating func book(_ fee: UInt256, protocolShare: UInt8) throws(UniswapV3Fault) {
        var fee = fee
        if protocolShare > 0 {
            let share = fee / UInt256(protocolShare)
            fee = fee &- share
            protocolFee = protocolFee &+ share
        }
        guard !liquidity.isZero else { return }
        feeGrowth = feeGrowth &+ (try UniswapV3Arithmetic.growth(of: fee, per: liquidity))
    }

    /// Counts a step on both sides; beyond 255 bits the contract's signed sums revert.
    private mutating func count(_ step: UniswapV3Step) throws(UniswapV3Fault) {
        let spent = step.input &+ step.fee
        guard spent <= UniswapV3Arithmetic.largestSigned else { throw .empty }
        remaining = remaining &- (isInput ? spent : step.output)
        let (sum, overflow) = calculated.addingReportingOverflow(isInput ? step.output : spent)
        guard !overflow, sum <= UniswapV3Arithmetic.largestSigned else { throw .empty }
        calculated = sum
    }

    /// Liquidity begins or ends here.
    private mutating func cross() throws(UniswapV3Fault) {
        let crossed = pool.ticks[sells0 ? above - 1 : above]
        above += sells0 ? -1 : 1
        let net = crossed.liquidityNet
        let grows = net.isNegative == sells0
        let magnitude = net.magnitude
        if grows {
            liquidity = liquidity &+ magnitude
            guard liquidity <= UniswapV3Arithmetic.largestLiquidity else { throw .error("LA") }
        } else {
            guard liquidity >= magnitude else { throw .error("LS") }
            liquidity = liquidity &- magnitude
        }
    }

    /// `nextInitializedTickWithinOneWord`: never further than the end of a word of the bitmap, because a
    /// step that ends there rounds there.
    private func nextTick() throws(UniswapV3Fault) -> (tick: Int32, isInitialized: Bool) {
        let spacing = pool.tickSpacing
        let tick = try tick()
        let floor = tick >= 0 ? tick / spacing : -((-tick - 1) / spacing) - 1
        let compressed = sells0 ? floor : floor + 1
        let word = compressed >> 8
        guard pool.knownWords.contains(word) else {
            throw .moreTicksNeeded(
                beyond: (sells0 ? compressed + 1 : compressed) &* spacing
            )
        }
        if sells0 {
            let end = (word << 8) * spacing
            guard above > 0, pool.ticks[above - 1].index >= end else { return (end, false) }
            return (pool.ticks[above - 1].index, true)
        }
        let end = ((word << 8) + 255) * spacing
        guard above < pool.ticks.count, pool.ticks[above].index <= end else { return (end, false) }
        return (pool.ticks[above].index, true)
    }
}
