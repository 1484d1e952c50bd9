import Numerics
import TestSupport

/// Numbers that break arithmetic: every limb is zero, one, full, nearly full, a lone bit or random.
struct Operands {
    private var chance: Chance

    init(seed: UInt64) { chance = Chance(seed: seed) }

    mutating func next() -> UInt256 {
        let length = Int.random(in: 0...4, using: &chance)
        let limbs = (0..<4).map { $0 < length ? limb() : 0 }
        return UInt256(limbs: limbs[0], limbs[1], limbs[2], limbs[3])
    }

    private mutating func limb() -> UInt64 {
        switch Int.random(in: 0..<8, using: &chance) {
        case 0: 0
        case 1: 1
        case 2: .max
        case 3: .max - 1
        case 4: 1 << UInt64.random(in: 0..<64, using: &chance)
        case 5: (1 << UInt64.random(in: 0..<64, using: &chance)) &- 1
        default: chance.next()
        }
    }

    /// The edges of any width: around every power of two, and both ends.
    static func edges<Number: FixedWidthInteger>(of type: Number.Type) -> [Number] {
        var edges: [Number] = [.min, .max, 0, 1, 2, 3, 7, 10, .max - 1, .min + 1]
        for bit in stride(from: 1, to: Number.bitWidth, by: 1)
        where bit % 16 <= 1 || bit % 16 == 15 {
            let power = (1 as Number) &<< Number(truncatingIfNeeded: bit)
            edges += [power, power &- 1, power &+ 1, 0 &- power]
        }
        return edges
    }
}
