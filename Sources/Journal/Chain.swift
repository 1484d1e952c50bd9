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
        visit: (RecordedEntry) -> Void = { _ in }
    ) throws(JournalFailure) -> ChainHead {
        let query = try rows(from: start.index + 1, limit: -1)
        var head = start
        var expected = seals.drop { $0.head.index <= start.index }
        while try query.step() {
            let found = try Self.entry(query, after: head.index + 1)
            guard found.head == head.followed(by: found.entry, with: hash) else {
                throw .broken(BrokenChain(index: head.index + 1, fault: .changed))
            }
            head = found.head
            let seal = expected.first?.head.index == head.index ? expected.popFirst() : nil
            guard (found.entry.kind == JournalEntry.sealKind) == (seal != nil),
                seal == nil || seal?.head == head
            else { throw .broken(BrokenChain(index: head.index, fault: .unsealed)) }
            visit(found)
        }
        guard let lost = expected.first else { return head }
        throw .broken(BrokenChain(index: lost.head.index, fault: .missing))
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
