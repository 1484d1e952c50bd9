/// Anything RLP can say: bytes, or a list of the same.
public enum RLPItem: Hashable, Sendable {
    case bytes([UInt8])
    case list([RLPItem])

    /// Deeper lists are refused: nothing a chain sends needs them, and a reader's stack is finite.
    public static let deepestList = 64

    public var encoded: [UInt8] {
        var writer = RLPWriter()
        writer.append(self)
        return writer.bytes
    }

    /// Reads exactly one item, in its only form.
    public init(decoding bytes: [UInt8]) throws(RLPError) {
        var reader = RLPReader(bytes)
        self = try RLPItem(from: &reader, depth: 0)
        try reader.finish()
    }

    private init(from reader: inout RLPReader, depth: Int) throws(RLPError) {
        guard depth < Self.deepestList else { throw .tooDeep(at: reader.offset) }
        guard try reader.nextIsList() else {
            self = .bytes(Array(try reader.readBytes()))
            return
        }
        var list = try reader.readList()
        var items: [RLPItem] = []
        while !list.isAtEnd {
            items.append(try RLPItem(from: &list, depth: depth + 1))
        }
        self = .list(items)
    }
}
