public import Vocabulary

// The canonical forms of sagas under way.

extension Leg: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("account", account)
        writer.field("nonce", nonce)
        writer.field("state", state)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(try reader.read(), nonce: try reader.read(), state: try reader.read())
    }
}

extension Leg.State: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        switch self {
        case .underWay: writer.choice(0, "underWay")
        case .mined(let outcome): writer.choice(1, "mined", outcome)
        case .ended(let outcome): writer.choice(2, "ended", outcome)
        }
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let start = reader.offset
        switch try reader.choice() {
        case 0: self = .underWay
        case 1: self = .mined(try reader.read())
        case 2: self = .ended(try reader.read())
        case let other: throw CanonicalError(.unknownChoice(other), at: start)
        }
    }
}

extension Saga: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("number", number)
        writer.field("plan", plan)
        writer.field("openedAt", openedAt)
        writer.field("state", state)
        writer.field("wasted", wasted)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        number = try reader.read()
        plan = try reader.read()
        openedAt = try reader.read()
        state = try reader.read()
        wasted = try reader.read()
        guard wasted.count <= 2 + Int(Naked.mostFailures) else {
            throw CanonicalError(.tooLarge, at: reader.offset)
        }
    }
}

extension GasSpent: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("chain", chain)
        writer.field("gas", gas)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(try reader.read(), try reader.read())
    }
}

extension Saga.State: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        switch self {
        case .opening(let side, let leg):
            writer.choice(0, "opening") { writer in
                writer.field("side", side)
                writer.field("leg", leg)
            }
        case .trading(let sell, let buy):
            writer.choice(1, "trading") { writer in
                writer.field("sell", sell)
                writer.field("buy", buy)
            }
        case .filled(let fill): writer.choice(2, "filled", fill)
        case .bridging(let fill, let transfers):
            writer.choice(3, "bridging") { writer in
                writer.field("fill", fill)
                writer.field("transfers", transfers)
            }
        case .naked(let naked): writer.choice(4, "naked", naked)
        case .unwinding(let naked, let attempt, let leg):
            writer.choice(5, "unwinding") { writer in
                writer.field("naked", naked)
                writer.field("attempt", attempt)
                writer.field("leg", leg)
            }
        case .ended(let ending): writer.choice(6, "ended", ending)
        }
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let start = reader.offset
        switch try reader.choice() {
        case 0: self = .opening(try reader.read(), try reader.read())
        case 1: self = .trading(sell: try reader.read(), buy: try reader.read())
        case 2: self = .filled(try reader.read())
        case 3:
            let fill: PairFill = try reader.read()
            let transfers: [UInt64] = try reader.read()
            // Without transfers it would have settled.
            guard (1...Saga.mostTransfers).contains(transfers.count) else {
                throw CanonicalError(.invalid("a saga's transfers"), at: start)
            }
            self = .bridging(fill, transfers: transfers)
        case 4: self = .naked(try reader.read())
        case 5: self = .unwinding(try reader.read(), try reader.read(), try reader.read())
        case 6: self = .ended(try reader.read())
        case let other: throw CanonicalError(.unknownChoice(other), at: start)
        }
    }
}
