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
        var frame: [UInt8] = []
        frame.reserveCapacity(
            80 + entry.kind.utf8.count + entry.bytes.count + entry.view.utf8.count
        )
        frame += digest
        Self.add(index + 1, entry.step, to: &frame)
        Self.add(UInt64(entry.kind.utf8.count), to: &frame)
        frame += entry.kind.utf8
        Self.add(UInt64(entry.bytes.count), to: &frame)
        frame += entry.bytes
        Self.add(UInt64(entry.view.utf8.count), to: &frame)
        frame += entry.view.utf8
        return ChainHead(index: index + 1, digest: hash.digest(of: frame))
    }

    /// Eight bytes, the most significant first.
    static func add(_ number: UInt64, to frame: inout [UInt8]) {
        unsafe withUnsafeBytes(of: number.bigEndian) { unsafe frame.append(contentsOf: $0) }
    }

    static func add(_ first: UInt64, _ second: UInt64, to frame: inout [UInt8]) {
        unsafe withUnsafeBytes(of: (first.bigEndian, second.bigEndian)) {
            unsafe frame.append(contentsOf: $0)
        }
    }

    static func fixed(_ number: UInt64) -> [UInt8] {
        var bytes: [UInt8] = []
        add(number, to: &bytes)
        return bytes
    }
}
