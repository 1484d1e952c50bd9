public import Vocabulary

// The canonical forms of what happens to lanes and transfers: their state is the fold of these.

extension LaneEvent: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        switch self {
        case .reserve: writer.choice(0, "reserve")
        case .release(let nonce): writer.choice(1, "release", nonce)
        case .signed(let payload): writer.choice(2, "signed", payload)
        case .sent(let hash): writer.choice(3, "sent", hash)
        case .found(let nonce, let inclusion):
            writer.choice(4, "found") { writer in
                writer.field("nonce", nonce)
                writer.field("inclusion", inclusion)
            }
        case .evicted(let hash): writer.choice(5, "evicted", hash)
        case .reorganised(let fork): writer.choice(6, "reorganised", fork)
        case .finalised(let block): writer.choice(7, "finalised", block)
        case .counter(let count, let block):
            writer.choice(8, "counter") { writer in
                writer.field("count", count)
                writer.field("block", block)
            }
        case .adopt(let count): writer.choice(9, "adopt", count)
        case .restarted: writer.choice(10, "restarted")
        }
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let start = reader.offset
        switch try reader.choice() {
        case 0: self = .reserve
        case 1: self = .release(nonce: try reader.read())
        case 2: self = .signed(try reader.read())
        case 3: self = .sent(try reader.read())
        case 4: self = .found(nonce: try reader.read(), try reader.read())
        case 5: self = .evicted(try reader.read())
        case 6: self = .reorganised(fork: try reader.read())
        case 7: self = .finalised(through: try reader.read())
        case 8: self = .counter(count: try reader.read(), block: try reader.read())
        case 9: self = .adopt(count: try reader.read())
        case 10: self = .restarted
        case let other: throw CanonicalError(.unknownChoice(other), at: start)
        }
    }
}

extension TransferEvent: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        switch self {
        case .locked(let lock, let time):
            writer.choice(0, "locked") { writer in
                writer.field("lock", lock)
                writer.field("time", time)
            }
        case .reverted(let block): writer.choice(1, "reverted", block)
        case .withoutLock(let block): writer.choice(2, "withoutLock", block)
        case .neverSent: writer.choice(3, "neverSent")
        case .paid(let payout): writer.choice(4, "paid", payout)
        case .refunded(let payout): writer.choice(5, "refunded", payout)
        case .sourceReorganised(let fork): writer.choice(6, "sourceReorganised", fork)
        case .sourceFinal(let block): writer.choice(7, "sourceFinal", block)
        case .destinationReorganised(let fork): writer.choice(8, "destinationReorganised", fork)
        case .destinationFinal(let block): writer.choice(9, "destinationFinal", block)
        case .time(let now): writer.choice(10, "time", now)
        }
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let start = reader.offset
        switch try reader.choice() {
        case 0: self = .locked(try reader.read(), at: try reader.read())
        case 1: self = .reverted(block: try reader.read())
        case 2: self = .withoutLock(block: try reader.read())
        case 3: self = .neverSent
        case 4: self = .paid(try reader.read())
        case 5: self = .refunded(try reader.read())
        case 6: self = .sourceReorganised(fork: try reader.read())
        case 7: self = .sourceFinal(through: try reader.read())
        case 8: self = .destinationReorganised(fork: try reader.read())
        case 9: self = .destinationFinal(through: try reader.read())
        case 10: self = .time(try reader.read())
        case let other: throw CanonicalError(.unknownChoice(other), at: start)
        }
    }
}
