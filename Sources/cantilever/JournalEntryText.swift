import Ethereum
import Journal

/// An entry as people and other programs read it.
enum JournalEntryText {
    static func line(_ found: RecordedEntry) -> String {
        let entry = found.entry
        let mark = hexadecimal(Array(found.head.digest.prefix(4)))
        return
            "\(found.head.index)  step \(entry.step)  \(clean(entry.kind))  \(mark)  \(clean(entry.view))"
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
