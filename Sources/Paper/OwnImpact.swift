import Numerics
import Venues
import Vocabulary

/// What the bot's own virtual trades still weigh in one pool, of which the outside knows nothing.
///
/// The rule: the pool that the bot meets is the one outside after somebody has sold into it, by exact pool
/// maths, what is left of the bot's own net sales. What is left halves with every half-life; without one it
/// stays for ever. A trade back takes away as much as it undoes.
///
/// No single half-life is right. A long one is right where nobody else answers a deviation, a short one
/// where rivals have, and so are in what was seen already.
struct OwnImpact: Hashable, Sendable {
    /// What was sold in net, as of `since`.
    private var side = Side.base
    private var amount = UInt256.zero
    private var since = Instant.start
    private let halfLife: Interval?

    init(halfLife: Interval?) {
        self.halfLife = halfLife
    }

    var isNothing: Bool { amount.isZero }

    mutating func add(_ sold: UInt256, of soldSide: Side, for received: UInt256, at now: Instant) {
        let left = remaining(at: now)
        since = now
        if left.isZero || side == soldSide {
            (side, amount) = (soldSide, left &+ sold)
        } else if received <= left {
            amount = left - received
        } else {
            // What undoes nothing weighs on the other side.
            let beyond = received - left
            side = soldSide
            amount = sold.multiplied(by: beyond, dividedBy: received, rounding: .up) ?? sold
        }
    }

    /// The pool as the bot meets it. Where the outside has since become too small for all of it, the half
    /// of it weighs, or the half of that.
    mutating func weigh(on venue: Venue, at now: Instant) -> Venue {
        guard !amount.isZero else { return venue }
        var left = remaining(at: now)
        if left.isZero { amount = .zero }
        while !left.isZero {
            var pressed = venue
            if (try? pressed.sell(left, of: side)) != nil { return pressed }
            left = left >> 1
        }
        return venue
    }

    /// Rounded down; from the last trade on, so that it does not matter how often it is asked for.
    private func remaining(at now: Instant) -> UInt256 {
        guard let halfLife, now > since, !amount.isZero else { return amount }
        let elapsed = now.milliseconds - since.milliseconds
        let life = max(1, halfLife.milliseconds)
        let whole = elapsed / life
        guard whole < 256 else { return .zero }
        var left = amount >> Int(whole)
        let part = (elapsed % life).multipliedFullWidth(by: 1_024)
        let steps = life.dividingFullWidth((part.high, part.low)).quotient
        for (place, factor) in Self.roots.enumerated() where steps >> UInt64(9 - place) & 1 == 1 {
            left =
                left.multiplied(by: UInt256(factor), dividedBy: .one << 64, rounding: .down)
                ?? .zero
        }
        return left
    }

    /// 2^-1/2, 2^-1/4, 2^-1/8 … in 64 bits behind the point, rounded down.
    private static let roots: [UInt64] = [
        0xB504_F333_F9DE_6484, 0xD744_FCCA_D69D_6AF4, 0xEAC0_C6E7_DD24_392E,
        0xF525_7D15_2486_CC2C, 0xFA83_B2DB_722A_033A, 0xFD3E_0C0C_F486_C174,
        0xFE9E_115C_7B8F_884B, 0xFF4E_CB59_511E_C8A5, 0xFFA7_5652_1C8D_AED1,
        0xFFD3_A751_C0F7_E10B,
    ]
}
