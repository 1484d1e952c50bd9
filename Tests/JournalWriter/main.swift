import Glibc
import Journal

// Appends until it is killed, and says each index once it is acknowledged.
var journal = try Journal(path: CommandLine.arguments[1], ballast: 0)
while true {
    let next = journal.head.index + 1
    let entries = (next..<next + 3).map {
        JournalEntry(step: next, kind: "note", bytes: Array("entry \($0)".utf8), view: "{}")
    }
    let line = Array("\(try journal.append(entries).index)\n".utf8)
    guard unsafe write(1, line, line.count) == line.count else { exit(1) }
}
