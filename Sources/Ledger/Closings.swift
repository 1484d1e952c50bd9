import Vocabulary

/// How the last bookings ended, so that a repeated answer is told from a contradiction.
struct Closings: Sendable {
    /// The oldest is forgotten for the newest beyond this many.
    let capacity: Int
    private var ring: [Closing] = []
    private var oldest = 0

    init(capacity: Int) {
        self.capacity = capacity
    }

    func wasPosted(_ id: BookingID) -> Bool? {
        ring.last { $0.id == id }?.wasPosted
    }

    mutating func append(_ closing: Closing) {
        guard capacity > 0 else { return }
        guard ring.count == capacity else { return ring.append(closing) }
        ring[oldest] = closing
        oldest = (oldest + 1) % capacity
    }

    var inOrder: [Closing] { Array(ring[oldest...] + ring[..<oldest]) }
}

struct Closing: Hashable, Sendable {
    let id: BookingID
    let wasPosted: Bool
}

extension Closing: CanonicalRecord {
    func writeFields(to writer: inout CanonicalWriter) {
        writer.field("id", id)
        writer.field("posted", wasPosted)
    }

    init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(id: try reader.read(), wasPosted: try reader.read())
    }
}
