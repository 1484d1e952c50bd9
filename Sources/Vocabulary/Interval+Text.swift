import Numerics

extension Interval {
    /// Reads `200 ms`, `2 s`, `5 min`, `6 h` or `1 d`; a fraction of a millisecond is refused.
    public init(_ text: String) throws(QuantityTextError) {
        let count = try Quantity(text).whole(in: [
            Quantity.Unit(name: "ms", factor: 1),
            Quantity.Unit(name: "s", factor: 1_000),
            Quantity.Unit(name: "min", factor: 60_000),
            Quantity.Unit(name: "h", factor: 3_600_000),
            Quantity.Unit(name: "d", factor: 86_400_000),
        ])
        guard let milliseconds = UInt64(exactly: count) else { throw .number(.tooLarge) }
        self.init(milliseconds: milliseconds)
    }
}

extension Interval: CustomStringConvertible {
    /// In the largest unit that leaves no fraction.
    public var description: String {
        let units: [(name: String, factor: UInt64)] = [
            ("d", 86_400_000), ("h", 3_600_000), ("min", 60_000), ("s", 1_000),
        ]
        for unit in units where milliseconds > 0 && milliseconds % unit.factor == 0 {
            return "\(milliseconds / unit.factor) \(unit.name)"
        }
        return "\(milliseconds) ms"
    }
}
