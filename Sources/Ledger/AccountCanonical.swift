public import Vocabulary

extension Account: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("asset", asset)
        writer.field("kind", kind)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(try reader.read(), try reader.read())
    }
}

extension Passage: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("source", source)
        writer.field("destination", destination)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(source: try reader.read(), destination: try reader.read())
    }
}

extension Deal: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("side", side)
        writer.field("base", base)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(try reader.read(), base: try reader.read())
    }
}

extension AccountKind: Canonical {
    /// The buckets by the letters people know them by.
    public func write(to writer: inout CanonicalWriter) {
        switch self {
        case .publicLiquidity: writer.choice(0, "A")
        case .stabilisation: writer.choice(1, "B")
        case .flash: writer.choice(2, "C")
        case .crossChain: writer.choice(3, "D")
        case .longTerm: writer.choice(4, "E")
        case .inFlight(let passage): writer.choice(5, "inFlight", passage)
        case .profit(let deal): writer.choice(6, "profit", deal)
        case .crossing(let passage): writer.choice(7, "crossing", passage)
        case .fees: writer.choice(8, "fees")
        case .gas: writer.choice(9, "gas")
        case .bridgeFees: writer.choice(10, "bridgeFees")
        case .capital: writer.choice(11, "capital")
        case .suspense: writer.choice(12, "suspense")
        case .rounding: writer.choice(13, "rounding")
        }
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let start = reader.offset
        switch try reader.choice() {
        case 0: self = .publicLiquidity
        case 1: self = .stabilisation
        case 2: self = .flash
        case 3: self = .crossChain
        case 4: self = .longTerm
        case 5: self = .inFlight(try reader.read())
        case 6: self = .profit(try reader.read())
        case 7: self = .crossing(try reader.read())
        case 8: self = .fees
        case 9: self = .gas
        case 10: self = .bridgeFees
        case 11: self = .capital
        case 12: self = .suspense
        case 13: self = .rounding
        case let other: throw CanonicalError(.unknownChoice(other), at: start)
        }
    }
}
