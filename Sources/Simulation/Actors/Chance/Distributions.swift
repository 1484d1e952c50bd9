/// Numbers with 48 binary places, in which distributions answer.
public enum Fraction48 {
    public static let places = 48
    public static let one: UInt64 = 1 << 48

    /// So many times `unit`, rounded down; the largest number when that does not fit.
    static func times(_ factor: UInt64, _ unit: UInt64) -> UInt64 {
        let product = factor.multipliedFullWidth(by: unit)
        guard product.high < one else { return .max }
        return product.high << 16 | product.low >> 48
    }
}

extension SeededStream {
    /// Exponentially distributed with mean one, in 48 binary places.
    ///
    /// Von Neumann's game of comparisons: of numbers drawn as long as they fall, the first is kept when
    /// the run is of odd length, which happens with probability e^-x; each run of even length adds one.
    /// Exact to the last place, without a logarithm.
    public mutating func exponential() -> UInt64 {
        for whole in 0..<Self.longestWait {
            let first = next()
            var last = first
            var isOdd = true
            while true {
                let drawn = next()
                if drawn >= last { break }
                last = drawn
                isOdd.toggle()
            }
            if isOdd { return whole << 48 | first >> 16 }
        }
        return Self.longestWait << 48
    }

    /// Past e^-32767 no seed comes; it is the most that leaves room for the sign of a normal step.
    private static let longestWait: UInt64 = 32_767

    /// Normally distributed with mean zero and variance one, in 48 binary places.
    ///
    /// Kahn's rejection: one exponential number is kept as the magnitude when a second one exceeds half
    /// the square of its distance from one. Exact, as the exponential numbers are.
    public mutating func normal() -> Int64 {
        while true {
            let magnitude = exponential()
            let distance =
                magnitude > Fraction48.one
                ? magnitude - Fraction48.one : Fraction48.one - magnitude
            let square = UInt128(distance) * UInt128(distance)
            // Both sides in 97 binary places: the square's 96, and the one that halves it.
            guard UInt128(exponential()) << 49 > square else { continue }
            return coin() ? Int64(magnitude) : -Int64(magnitude)
        }
    }
}
