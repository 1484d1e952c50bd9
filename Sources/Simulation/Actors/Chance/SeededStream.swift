/// Chance drawn from a seed: xoshiro256**, its state filled by SplitMix64.
///
/// Everything that happens by chance in a simulated world comes from one of these, in integers alone,
/// so that a seed means the same run on every machine. Whoever draws has a stream of his own: one
/// draw more by one of them changes nothing for the others. Not for secrets.
public struct SeededStream: RandomNumberGenerator, Hashable, Sendable {
    private var state: (UInt64, UInt64, UInt64, UInt64)

    /// Streams of one seed are independent of each other.
    public init(seed: UInt64, stream: UInt64 = 0) {
        var filler = SplitMix(state: seed)
        // The stream's number is mixed before it meets the seed: neighbouring seeds and streams must
        // not share a state, as they would if the two were added.
        var mixer = SplitMix(state: stream)
        filler.state ^= mixer.next()
        state = (filler.next(), filler.next(), filler.next(), filler.next())
    }

    /// A state as it is, for comparison with the generator's published numbers.
    init(state: (UInt64, UInt64, UInt64, UInt64)) {
        self.state = state
    }

    public mutating func next() -> UInt64 {
        let answer = Self.rotated(state.1 &* 5, by: 7) &* 9
        let shifted = state.1 << 17
        state.2 ^= state.0
        state.3 ^= state.1
        state.1 ^= state.2
        state.0 ^= state.3
        state.2 ^= shifted
        state.3 = Self.rotated(state.3, by: 45)
        return answer
    }

    private static func rotated(_ word: UInt64, by bits: UInt64) -> UInt64 {
        word << bits | word >> (64 - bits)
    }

    public static func == (left: SeededStream, right: SeededStream) -> Bool {
        left.state == right.state
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(state.0)
        hasher.combine(state.1)
        hasher.combine(state.2)
        hasher.combine(state.3)
    }
}

extension SeededStream {
    /// A whole number below `bound`, each as likely as the others; zero for a bound of zero.
    public mutating func below(_ bound: UInt64) -> UInt64 {
        guard bound > 1 else { return 0 }
        // The high half of a product, thrown again where the low half would favour some numbers.
        let unfair = (0 &- bound) % bound
        while true {
            let product = next().multipliedFullWidth(by: bound)
            if product.low >= unfair { return product.high }
        }
    }

    /// A whole number from `range`, each as likely as the others.
    public mutating func within(_ range: ClosedRange<UInt64>) -> UInt64 {
        let span = range.upperBound - range.lowerBound
        return span == .max ? next() : range.lowerBound + below(span + 1)
    }

    /// True so many times in a million; always from a million on.
    public mutating func happens(perMillion rate: UInt32) -> Bool {
        below(1_000_000) < UInt64(rate)
    }

    public mutating func coin() -> Bool { next() >> 63 == 1 }

    /// Any one of the elements, `nil` when there is none.
    public mutating func pick<Element>(from elements: [Element]) -> Element? {
        elements.isEmpty ? nil : elements[Int(below(UInt64(elements.count)))]
    }
}

/// Spreads a seed over a generator's state.
private struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
