import Hashing

/// What proves a recording's bytes, part by part. Each part is bound to all before it: one that was left
/// out, doubled, moved or taken from another recording is found as surely as a flipped bit.
struct Seal {
    /// Half a Keccak-256 digest: nobody meets two parts with the same one by accident.
    static let width = 16
    /// A part's length is proved by itself, so that a flipped length is not taken for the file's end.
    static let shortWidth = 4

    private var last: [UInt8]

    /// The first bytes of every recording come before all parts.
    init(_ beginning: [UInt8]) {
        last = Self.digest(of: [beginning], width: Self.width)
    }

    func short(of head: [UInt8]) -> [UInt8] {
        Self.digest(of: [last, head], width: Self.shortWidth)
    }

    /// The seal of a part; the next one builds on it.
    mutating func close(_ head: [UInt8], _ body: [UInt8]) -> [UInt8] {
        last = Self.digest(of: [last, head, body], width: Self.width)
        return last
    }

    private static func digest(of parts: [[UInt8]], width: Int) -> [UInt8] {
        var hasher = Keccak256()
        for part in parts { hasher.update(part) }
        return Array(hasher.finalize().bytes.prefix(width))
    }
}
