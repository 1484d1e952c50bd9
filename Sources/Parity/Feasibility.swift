public import Numerics
public import Routes
public import Vocabulary

/// Whether a target can be kept at all: what the deviation can grow to while a bot waits to be sure.
///
/// `enter + (N + d - 1) x drift + 3 x noise x root(N + d) + jump <= target`, every term rounded up.
public struct Feasibility: Hashable, Sendable {
    public let target: BasisPoints
    /// Everything but the jump.
    public let used: BasisPoints
    public let jump: BasisPoints

    /// `drift` and `noise` are per block, `inclusion` the blocks until a transaction is in one.
    public init(
        _ parameters: RouteParameters,
        drift: BasisPoints,
        noise: BasisPoints,
        jump: BasisPoints,
        inclusion: UInt64
    ) {
        let blocks = UInt256(parameters.confirmation.blocks) &+ UInt256(inclusion)
        let drifted = UInt256(drift.millionths) &* (blocks > 0 ? blocks - 1 : .zero)
        let square = UInt256(noise.millionths) &* UInt256(noise.millionths) &* 9 &* blocks
        let root = square.squareRoot()
        let spread = root &* root < square ? root + 1 : root
        let total = UInt256(parameters.parity.enter.millionths) &+ drifted &+ spread
        target = parameters.parity.target
        used = BasisPoints(millionths: UInt64(clamping: total))
        self.jump = jump
    }

    public var total: BasisPoints {
        let (sum, overflow) = used.millionths.addingReportingOverflow(jump.millionths)
        return BasisPoints(millionths: overflow ? .max : sum)
    }

    public var isFeasible: Bool { total <= target }

    /// The largest jump the target survives: the design shock. Zero where nothing is left.
    public var designShock: BasisPoints {
        BasisPoints(millionths: target > used ? target.millionths - used.millionths : 0)
    }

    /// What the largest ordinary trade moves a PMM pool by: `2k x size / depth`, rounded up.
    public static func jump(size: UInt256, depth: UInt256, slippage: UInt256) -> BasisPoints? {
        let part = size.multiplied(
            by: UInt256(BasisPoints.millionthsInWhole),
            dividedBy: depth,
            rounding: .up
        )
        guard let part, let share = UInt64(exactly: part) else { return nil }
        return VolumeModel.priceDrift(BasisPoints(millionths: share), slippage: slippage)
    }
}
