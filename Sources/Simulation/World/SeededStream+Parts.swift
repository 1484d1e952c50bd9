// How worlds draw.

extension SeededStream {
    /// A stream of its own for one part of a world.
    public init(seed: UInt64, part: UInt64) { self.init(seed: seed, stream: part) }

    /// Whether something happens that happens `times` in `of` cases.
    public mutating func happens(_ times: UInt64, in of: UInt64) -> Bool { below(of) < times }
}
