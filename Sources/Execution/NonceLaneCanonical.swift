public import Vocabulary

extension NonceLane: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("key", key)
        writer.field("standing", standing)
        writer.field("next", next)
        writer.field("slots", slots)
        writer.field("settledBelow", settledBelow)
        writer.field("finalBlock", finalBlock)
        writer.field("seen", seen)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        key = try reader.read()
        standing = try reader.read()
        next = try reader.read()
        slots = try reader.read()
        settledBelow = try reader.read()
        finalBlock = try reader.read()
        seen = try reader.read()
        guard slots.count <= Self.mostOpen else {
            throw CanonicalError(.tooLarge, at: reader.offset)
        }
        let isAscending = zip(slots, slots.dropFirst()).allSatisfy { $0.nonce < $1.nonce }
        let isBelowNext = slots.last.map { $0.nonce < next } ?? true
        _ = try reader.whole(isAscending && isBelowNext ? next : nil, "nonces")
    }
}

extension NonceLane.Seen: CanonicalRecord {
    func writeFields(to writer: inout CanonicalWriter) {
        writer.field("count", count)
        writer.field("block", block)
    }

    init(from reader: inout CanonicalReader) throws(CanonicalError) {
        count = try reader.read()
        block = try reader.read()
    }
}

extension NonceLane.Standing: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        switch self {
        case .unchecked: writer.choice(0, "unchecked")
        case .open: writer.choice(1, "open")
        case .refusing(let refusal): writer.choice(2, "refusing", refusal)
        case .halted(let fault): writer.choice(3, "halted", fault)
        }
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let start = reader.offset
        switch try reader.choice() {
        case 0: self = .unchecked
        case 1: self = .open
        case 2: self = .refusing(try reader.read())
        case 3: self = .halted(try reader.read())
        case let other: throw CanonicalError(.unknownChoice(other), at: start)
        }
    }
}
