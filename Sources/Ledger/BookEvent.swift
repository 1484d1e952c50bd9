public import Vocabulary

/// What the books are told, and what the journal keeps of them: replayed, it makes the same books.
public enum BookEvent: Hashable, Sendable {
    /// Plans it: what it takes is no longer available.
    case reserve(Booking)
    /// It happened as planned.
    case post(BookingID)
    /// It happened so, whatever was planned under its id, if anything was.
    case settle(Booking)
    /// It did not happen and won't any more.
    case void(BookingID)
}

extension BookEvent: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        switch self {
        case .reserve(let booking): writer.choice(0, "reserve", booking)
        case .post(let id): writer.choice(1, "post", id)
        case .settle(let booking): writer.choice(2, "settle", booking)
        case .void(let id): writer.choice(3, "void", id)
        }
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let start = reader.offset
        switch try reader.choice() {
        case 0: self = .reserve(try reader.read())
        case 1: self = .post(try reader.read())
        case 2: self = .settle(try reader.read())
        case 3: self = .void(try reader.read())
        case let other: throw CanonicalError(.unknownChoice(other), at: start)
        }
    }
}
