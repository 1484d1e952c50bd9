import Execution
import Ledger
import Parity
import Routes
public import Vocabulary
import Watch

// The canonical forms of what entries hold.

extension Judgement: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("route", route)
        writer.field("scene", scene)
        writer.field("standing", standing)
        writer.field("assessment", assessment)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(
            route: try reader.read(),
            scene: try reader.read(),
            standing: try reader.read(),
            assessment: try reader.read()
        )
    }
}

extension SignedFor: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("account", account)
        writer.field("payload", payload)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(try reader.read(), try reader.read())
    }
}

extension PlannedTrade: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("saga", saga)
        writer.field("plan", plan)
        writer.field("legs", legs)
        writer.field("wish", wish)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(
            saga: try reader.read(),
            plan: try reader.read(),
            legs: try reader.read(),
            wish: try reader.read()
        )
        // One leg or both, each once.
        guard (1...2).contains(legs.count), legs.count == 1 || legs[0].side != legs[1].side else {
            throw CanonicalError(.invalid("a trade's legs"), at: reader.offset)
        }
    }
}

extension PlannedTrade.SignedLeg: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("side", side)
        writer.field("signed", signed)
        writer.field("booking", booking)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(try reader.read(), try reader.read(), try reader.read())
    }
}

extension SentTransfer: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("terms", terms)
        writer.field("delivered", delivered)
        writer.field("signed", signed)
        writer.field("booking", booking)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(
            terms: try reader.read(),
            delivered: try reader.read(),
            signed: try reader.read(),
            booking: try reader.read()
        )
    }
}

extension Landing: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("deed", deed)
        writer.field("gas", gas)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(try reader.read(), gas: try reader.read())
    }
}

extension Landing.Deed: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        switch self {
        case .traded(let outcome): writer.choice(0, "traded", outcome)
        case .locked(let lock, let time):
            writer.choice(1, "locked") { writer in
                writer.field("lock", lock)
                writer.field("at", time)
            }
        case .sendReverted: writer.choice(2, "sendReverted")
        case .withoutLock: writer.choice(3, "withoutLock")
        case .nothing: writer.choice(4, "nothing")
        case .foreign: writer.choice(5, "foreign")
        }
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let start = reader.offset
        switch try reader.choice() {
        case 0: self = .traded(try reader.read())
        case 1: self = .locked(try reader.read(), at: try reader.read())
        case 2: self = .sendReverted
        case 3: self = .withoutLock
        case 4: self = .nothing
        case 5: self = .foreign
        case let other: throw CanonicalError(.unknownChoice(other), at: start)
        }
    }
}

extension ChainFact: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        switch self {
        case .reorganised(let fork): writer.choice(0, "reorganised", fork)
        case .finalised(let block): writer.choice(1, "finalised", block)
        case .faulted(let fault): writer.choice(2, "faulted", fault)
        case .premised(let premises): writer.choice(3, "premised", premises)
        }
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let start = reader.offset
        switch try reader.choice() {
        case 0: self = .reorganised(fork: try reader.read())
        case 1: self = .finalised(try reader.read())
        case 2: self = .faulted(try reader.read())
        case 3:
            let premises: [Premise] = try reader.read()
            guard premises.count <= Premises.mostEntries else {
                throw CanonicalError(.tooLarge, at: reader.offset)
            }
            self = .premised(premises)
        case let other: throw CanonicalError(.unknownChoice(other), at: start)
        }
    }
}

extension ClosedTrade: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("saga", saga)
        writer.field("ending", ending)
        writer.field("realised", realised)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(
            saga: try reader.read(),
            ending: try reader.read(),
            realised: try reader.read()
        )
    }
}
