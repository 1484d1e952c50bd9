/// How many entries there are and what they hash to: two journals with one head hold the same entries.
public struct ChainHead: Hashable, Sendable {
    /// The index of the newest entry; the first is 1, and 0 stands for an empty journal.
    public let index: UInt64
    /// SHA-256, 32 bytes.
    public let digest: [UInt8]

    init(index: UInt64, digest: [UInt8]) {
        self.index = index
        self.digest = digest
    }

    public static let empty = ChainHead(index: 0, digest: [UInt8](repeating: 0, count: 32))

    /// The head after one more entry.
    ///
    /// Every part has a fixed width or its count before it, so no two entries are framed alike. The step
    /// and the view are hashed too: whoever reads the view trusts it as much as the bytes.
    func followed(by entry: JournalEntry, with hash: SHA256) -> ChainHead {
        let kind = Array(entry.kind.utf8)
        let view = Array(entry.view.utf8)
        hash.begin()
        hash.feed(
            digest + Self.fixed(index + 1) + Self.fixed(entry.step)
                + Self.fixed(UInt64(kind.count)) + kind + Self.fixed(UInt64(entry.bytes.count))
        )
        hash.feed(entry.bytes)
        hash.feed(Self.fixed(UInt64(view.count)))
        hash.feed(view)
        return ChainHead(index: index + 1, digest: hash.finish())
    }

    static func fixed(_ number: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * UInt64($0))) }
    }
}
