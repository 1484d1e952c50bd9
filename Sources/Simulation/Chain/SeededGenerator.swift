/// All chance in a virtual world: SplitMix64, so that a seed tells the whole story.
///
/// Every chain and every bridge has one of its own; what one draws never moves what another will draw.
public struct SeededGenerator: RandomNumberGenerator, Hashable, Sendable {
    private var state: UInt64

    public init(seed: UInt64) { state = seed }

    /// A generator of its own for one part of a world: the same seed and name, the same numbers.
    public init(seed: UInt64, part: UInt64) {
        var mixer = SeededGenerator(seed: seed ^ (part &* 0xD6E8_FEB8_6659_FD93))
        state = mixer.next()
    }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number below `bound`, each as likely as any other to within 2^-64; zero for a bound of zero.
    public mutating func below(_ bound: UInt64) -> UInt64 {
        next().multipliedFullWidth(by: bound).high
    }

    /// Whether something happens that happens `times` in `of` cases.
    public mutating func happens(_ times: UInt64, in of: UInt64) -> Bool {
        below(of) < times
    }
}
