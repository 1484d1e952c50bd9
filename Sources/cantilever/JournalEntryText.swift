import Ethereum
import Journal

/// An entry as people and other programs read it.
enum JournalEntryText {
    /// `segments` are those of the journal; `nil` if its seals can't be read.
    static func line(_ found: RecordedEntry, among segments: [Segment]?) -> String {
        let entry = found.entry
        let mark = hexadecimal(Array(found.head.digest.prefix(4)))
        let start = "\(found.head.index)  step \(entry.step)  \(clean(entry.kind))  \(mark)"
        guard entry.kind == JournalEntry.sealKind else {
            return "\(start)  \(clean(BotEntryText.words(found) ?? entry.view))"
        }
        return "\(start)  \(meaning(of: found, among: segments))"
    }

    /// What a seal closes, and whether it is the one that opening starts from.
    private static func meaning(of seal: RecordedEntry, among segments: [Segment]?) -> String {
        guard let segments else { return "the seals are broken: verify the journal" }
        // They are in order, and there may be many.
        let place = segments.partitioningIndex { $0.entries.upperBound >= seal.head.index }
        guard place < segments.count, segments[place].entries.upperBound == seal.head.index else {
            return "no segment ends here: verify the journal"
        }
        let segment = segments[place]
        let (first, last) = (segment.entries.lowerBound, segment.entries.upperBound)
        let isNewest = place == segments.count - 1
        return "ends segment \(segment.number), entries \(first) to \(last), in a state of "
            + "\(seal.entry.bytes.count) bytes" + (isNewest ? "; opening starts here" : "")
    }

    /// One line of JSON. A view that is no JSON is handed on as text.
    static func json(_ found: RecordedEntry) -> String {
        let entry = found.entry
        let document = JSONValue.object([
            JSONMember("index", .string("\(found.head.index)")),
            JSONMember("step", .string("\(entry.step)")),
            JSONMember("kind", .string(entry.kind)),
            JSONMember("view", (try? JSONValue(parsing: entry.view)) ?? .string(entry.view)),
            JSONMember("bytes", .string("0x" + hexadecimal(entry.bytes))),
            JSONMember("digest", .string("0x" + hexadecimal(found.head.digest))),
        ])
        return document.description
    }

    static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] },
            as: UTF8.self
        )
    }

    /// Without what would move a terminal's cursor or colour its text.
    private static func clean(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { $0.properties.generalCategory == .control ? "?" : $0 }
            )
        )
    }
}

extension Array {
    /// The place of the first element from which on all satisfy the condition, in an array that has those
    /// that don't before those that do.
    fileprivate func partitioningIndex(where isBehind: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if isBehind(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
