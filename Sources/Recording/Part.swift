/// The layout of a recording's file.
///
///     magic (8) version (1) part part ... part
///     part:  kind (1) length (4) short seal (4) body (length) seal (16)
///
/// The first part is the header, the last one the end. Numbers are little-endian.
enum Part {
    /// A byte that no text begins with, then line ends that transfers as text change.
    static let magic: [UInt8] = [0x89, 0x43, 0x54, 0x4C, 0x52, 0x0D, 0x0A, 0x1A]
    static let version: UInt8 = 2

    enum Kind: UInt8 {
        case header = 0x48
        case sightings = 0x53
        case end = 0x45
    }

    static let headWidth = 5
    /// A part is closed when it is this large: so much is lost at most where a file is cut.
    static let usual = 4_096
    /// No part is larger, whatever its length says: a reader's memory is bounded by it.
    static let largest = 16 << 20

    static func head(_ kind: Kind, length: Int) -> [UInt8] {
        let length = UInt32(length)
        return [kind.rawValue] + (0..<4).map { UInt8(truncatingIfNeeded: length >> ($0 * 8)) }
    }

    static func length(in head: [UInt8]) -> Int {
        (0..<4).reduce(0) { $0 | Int(head[1 + $1]) << ($1 * 8) }
    }
}
