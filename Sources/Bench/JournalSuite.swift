import Glibc
import Journal

/// What durability and proof cost beside the bare disk and the bare digests.
enum JournalSuite {
    static func comparisons() -> [Comparison] {
        let isShort = CommandLine.arguments.contains("--short")
        guard let scratch = BenchFolder(),
            let append = append(in: scratch),
            let verification = verification(in: scratch, count: isShort ? 1000 : 20_000),
            let opening = opening(in: scratch, count: isShort ? 10_000 : 1_000_000)
        else { preconditionFailure("there is no journal to measure") }
        return [append, verification, opening]
    }

    static func entry(_ number: Int, count: Int) -> JournalEntry {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ number) }
        let view = #"{"kind":"hold","block":"\#(number)","reason":"a gap narrower than its cost"}"#
        return JournalEntry(step: UInt64(number), kind: "verdict", bytes: bytes, view: view)
    }

    /// A journal that closures can share: it can't be copied.
    private final class Writer {
        var journal: Journal

        init?(path: String) {
            guard let journal = try? Journal(path: path, ballast: 0) else { return nil }
            self.journal = journal
        }

        func append(_ entries: [JournalEntry]) {
            guard (try? journal.append(entries)) != nil else {
                preconditionFailure("the journal can't be written")
            }
        }
    }

    private static func append(in folder: BenchFolder) -> Comparison? {
        let path = folder.path + "/append"
        guard let writer = Writer(path: path), let file = PreallocatedFile(path: path + ".bare")
        else { return nil }
        // The log has its full length after the first thousand pages, as in a bot that runs.
        for number in 0..<400 { writer.append([entry(number, count: 512)]) }
        return Comparison(
            what: "one entry of 512 bytes, durable",
            limitName: "4 KiB over allocated space + fdatasync",
            goal: 2.7,
            ours: { count in
                for number in 0..<count { writer.append([entry(number, count: 512)]) }
            },
            limit: { count in
                for _ in 0..<count { file.write() }
                _ = folder
            },
            timing: .clock(rounds: 501)
        )
    }

    /// Closed again, with its log in the database.
    private static func fill(_ path: String, count: Int, segment: Int) {
        guard let writer = Writer(path: path) else { return }
        var next = 0
        while next < count {
            let end = min(next + 2000, count)
            writer.append((next..<end).map { entry($0, count: 96) })
            next = end
            guard next % segment == 0, next < count else { continue }
            _ = try? writer.journal.seal(step: UInt64(next), state: [1, 2, 3])
        }
    }

    private static func verification(in folder: BenchFolder, count: Int) -> Comparison? {
        let path = folder.path + "/verification"
        fill(path, count: count, segment: 10_000)
        guard let head = try? JournalReader(path: path).verify() else { return nil }
        precondition(BareScan.run(path).count == Int(head.index), "all rows are scanned")
        return Comparison(
            what: "verifying \(count) entries",
            limitName: "scan of the rows + SHA-256 of as many bytes",
            goal: 1.5,
            ours: { count in
                for _ in 0..<count {
                    let found = try? JournalReader(path: path).verify()
                    precondition(found == head, "the journal is whole")
                }
            },
            limit: { count in
                for _ in 0..<count { consume(BareScan.run(path)) }
                _ = folder
            }
        )
    }

    private static func opening(in folder: BenchFolder, count: Int) -> Comparison? {
        let path = folder.path + "/opening"
        fill(path, count: count, segment: 10_000)
        return Comparison(
            what: "opening a journal of \(count) entries",
            limitName: "200 ms on the clock",
            goal: 1,
            ours: { repetitions in
                for _ in 0..<repetitions {
                    guard let writer = Writer(path: path) else {
                        preconditionFailure("the journal can't be opened")
                    }
                    precondition(writer.journal.head.index >= UInt64(count), "all is there")
                }
            },
            limit: { count in
                for _ in 0..<count { usleep(200_000) }
                _ = folder
            },
            timing: .clock(rounds: 11)
        )
    }
}
