import Numerics
import Routes
public import Vocabulary

// The canonical form of a lane's gate.

extension BridgeGate: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("lane", lane)
        writer.field("cap", cap)
        writer.field("dust", dust)
        writer.field("standing", standing)
        writer.field("isDestinationAble", isDestinationAble)
        writer.field("open", open)
        writer.field("ended", ended)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let gate = BridgeGate(
            lane: try reader.read(),
            cap: try reader.read(),
            dust: try reader.read()
        )
        self = try reader.whole(gate, "bridge gate")
        standing = try reader.read()
        isDestinationAble = try reader.read()
        open = try reader.read()
        ended = try reader.read()
        guard open.count <= Self.mostOpen, ended.count <= Self.mostEnded else {
            throw CanonicalError(.tooLarge, at: reader.offset)
        }
    }
}

extension BridgeGate.Standing: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        switch self {
        case .unproved: writer.choice(0, "unproved")
        case .proving(let number): writer.choice(1, "proving", number)
        case .open(let provedAt): writer.choice(2, "open", provedAt)
        case .closed(let closure): writer.choice(3, "closed", closure)
        }
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let start = reader.offset
        switch try reader.choice() {
        case 0: self = .unproved
        case 1: self = .proving(try reader.read())
        case 2: self = .open(provedAt: try reader.read())
        case 3: self = .closed(try reader.read())
        case let other: throw CanonicalError(.unknownChoice(other), at: start)
        }
    }
}

extension BridgeGate.Closure: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        switch self {
        case .overdue(let number): writer.choice(0, "overdue", number)
        case .short(let number): writer.choice(1, "short", number)
        case .refunded(let number): writer.choice(2, "refunded", number)
        case .fault(let number, let fault):
            writer.choice(3, "fault") { writer in
                writer.field("number", number)
                writer.field("fault", fault)
            }
        }
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let start = reader.offset
        switch try reader.choice() {
        case 0: self = .overdue(try reader.read())
        case 1: self = .short(try reader.read())
        case 2: self = .refunded(try reader.read())
        case 3: self = .fault(try reader.read(), try reader.read())
        case let other: throw CanonicalError(.unknownChoice(other), at: start)
        }
    }
}
