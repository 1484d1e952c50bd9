/// Reads entries and proves that they follow from each other.
struct Chain {
    let database: Database
    let hash = SHA256()

    /// Entries from `first` on, at most `limit`, as they stand: not proven.
    func entries(from first: UInt64, limit: Int) throws(JournalFailure) -> [RecordedEntry] {
        let query = try rows(from: first, limit: limit)
        var found: [RecordedEntry] = []
        while try query.step() {
            found.append(try Self.entry(query, after: first + UInt64(found.count)))
        }
        return found
    }

    /// The head stored with an entry, or the empty head before the first.
    func stored(_ index: UInt64) throws(JournalFailure) -> ChainHead {
        guard index > 0 else { return .empty }
        guard let found = try entries(from: index, limit: 1).first, found.head.index == index else {
            throw .broken(BrokenChain(index: index, fault: .missing))
        }
        return found.head
    }

    /// Proves entries from `start` to the end, and that seals and state entries name each other. Each
    /// entry is shown to `visit` once it is proven.
    func verify(
        after start: ChainHead,
        seals: [Seal],
        visit: ((RecordedEntry) -> Void)? = nil
    ) throws(JournalFailure) -> ChainHead {
        let query = try rows(from: start.index + 1, limit: -1)
        var (index, digest) = (start.index, start.digest)
        // Both are kept from row to row: a proof takes little longer than reading and hashing.
        var frame: [UInt8] = []
        var expected = seals.drop { $0.head.index <= start.index }
        while try query.step() {
            index += 1
            try Self.frame(query, at: index, after: digest, to: &frame)
            hash.digest(of: frame, into: &digest)
            guard query.column(5, isText: false, equals: digest) else {
                throw .broken(BrokenChain(index: index, fault: .changed))
            }
            let seal = expected.first?.head.index == index ? expected.popFirst() : nil
            guard query.column(2, isText: true, equals: Self.sealKind) == (seal != nil),
                seal == nil || seal?.head.digest == digest
            else { throw .broken(BrokenChain(index: index, fault: .unsealed)) }
            if let visit { visit(try Self.entry(query, after: index)) }
        }
        guard let lost = expected.first else { return ChainHead(index: index, digest: digest) }
        throw .broken(BrokenChain(index: lost.head.index, fault: .missing))
    }

    private static let sealKind = Array(JournalEntry.sealKind.utf8)

    /// The bytes a row is hashed as, which are those of `ChainHead.followed`.
    private static func frame(
        _ row: Statement,
        at index: UInt64,
        after digest: [UInt8],
        to frame: inout [UInt8]
    ) throws(JournalFailure) {
        guard let found = row.number(0), let step = row.number(1) else {
            throw .broken(BrokenChain(index: index, fault: .unreadable))
        }
        guard found == Int64(clamping: index) else {
            throw .broken(BrokenChain(index: index, fault: .missing))
        }
        frame.removeAll(keepingCapacity: true)
        frame += digest
        ChainHead.add(index, UInt64(bitPattern: step), to: &frame)
        guard row.add(2, isText: true, to: &frame), row.add(3, isText: false, to: &frame),
            row.add(4, isText: true, to: &frame)
        else { throw .broken(BrokenChain(index: index, fault: .unreadable)) }
    }

    /// Refuses a chain that lacks, or has otherwise, what was once acknowledged.
    func compare(_ head: ChainHead, with newest: ChainHead?) throws(JournalFailure) {
        guard let newest else { return }
        guard head.index >= newest.index else {
            throw .older(head: head.index, newest: newest.index)
        }
        guard try stored(newest.index) == newest else { throw .rewritten(index: newest.index) }
    }

    private func rows(from first: UInt64, limit: Int) throws(JournalFailure) -> Statement {
        let query = try Statement(
            """
            SELECT "index", step, kind, bytes, view, digest FROM entries
            WHERE "index" >= ? ORDER BY "index" LIMIT ?
            """,
            on: database
        )
        try query.bind(Int64(clamping: first), at: 1)
        try query.bind(Int64(limit), at: 2)
        return query
    }

    private static func entry(
        _ row: Statement,
        after expected: UInt64
    ) throws(JournalFailure) -> RecordedEntry {
        guard let index = row.number(0), let step = row.number(1), let kind = row.text(2),
            let bytes = row.bytes(3), let view = row.text(4), let digest = row.bytes(5)
        else { throw .broken(BrokenChain(index: expected, fault: .unreadable)) }
        guard index == Int64(clamping: expected) else {
            throw .broken(BrokenChain(index: expected, fault: .missing))
        }
        return RecordedEntry(
            entry: JournalEntry(
                step: UInt64(bitPattern: step),
                kind: kind,
                bytes: bytes,
                view: view
            ),
            head: ChainHead(index: expected, digest: digest)
        )
    }
}
