public import Vocabulary

// The canonical form of what happens to a lane's gate: its state is the fold of these.

extension BridgeGate.Event: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        switch self {
        case .begin(let terms): writer.choice(0, "begin", terms)
        case .about(let number, let event):
            writer.choice(1, "about") { writer in
                writer.field("number", number)
                writer.field("event", event)
            }
        case .all(let event): writer.choice(2, "all", event)
        case .destination(let isAble): writer.choice(3, "destination", isAble)
        case .reopen: writer.choice(4, "reopen")
        case .writeOff(let number): writer.choice(5, "writeOff", number)
        }
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let start = reader.offset
        switch try reader.choice() {
        case 0: self = .begin(try reader.read())
        case 1: self = .about(try reader.read(), try reader.read())
        case 2: self = .all(try reader.read())
        case 3: self = .destination(isAble: try reader.read())
        case 4: self = .reopen
        case 5: self = .writeOff(try reader.read())
        case let other: throw CanonicalError(.unknownChoice(other), at: start)
        }
    }
}
