/// One line of a table of comma-separated values as its fields.
///
/// A field in double quotes may hold commas and doubled quotes, but no line's end.
struct TableRow {
    struct Field: Hashable {
        let text: String
        /// Where it begins in its line, in bytes from one.
        let column: Int
    }

    let line: UInt64
    let fields: [Field]

    init(_ bytes: [UInt8], line: UInt64) throws(TableProblem) {
        var fields: [Field] = []
        var index = 0
        // What a spreadsheet leaves behind each line.
        let end = bytes.last == 0x0D ? bytes.count - 1 : bytes.count
        while true {
            let start = index
            var text: [UInt8] = []
            if index < end, bytes[index] == 0x22 {
                index += 1
                var isClosed = false
                while index < end, !isClosed {
                    if bytes[index] != 0x22 {
                        text.append(bytes[index])
                    } else if index + 1 < end, bytes[index + 1] == 0x22 {
                        text.append(0x22)
                        index += 1
                    } else {
                        isClosed = true
                    }
                    index += 1
                }
                guard isClosed, index == end || bytes[index] == 0x2C else {
                    throw TableProblem(
                        line: line,
                        column: index + 1,
                        found: Self.shortened(Array(bytes[start..<end])),
                        expected: "a closing quote and then a comma or the line's end"
                    )
                }
            } else {
                while index < end, bytes[index] != 0x2C {
                    text.append(bytes[index])
                    index += 1
                }
            }
            guard let valid = String(validating: text, as: UTF8.self) else {
                throw TableProblem(
                    line: line,
                    column: start + 1,
                    found: Self.shortened(text),
                    expected: "UTF-8"
                )
            }
            fields.append(Field(text: Self.trimmed(valid), column: start + 1))
            guard index < end else { break }
            index += 1
        }
        self.line = line
        self.fields = fields
    }

    func problem(_ field: Field, _ expected: String) -> TableProblem {
        TableProblem(
            line: line,
            column: field.column,
            found: Self.shortened(Array(field.text.utf8)),
            expected: expected
        )
    }

    static func shortened(_ bytes: [UInt8]) -> String {
        let text = String(decoding: bytes.prefix(40), as: UTF8.self)
        return bytes.count > 40 ? text + "..." : text
    }

    private static func trimmed(_ text: String) -> String {
        var rest = text[...]
        while rest.first == " " || rest.first == "\t" { rest.removeFirst() }
        while rest.last == " " || rest.last == "\t" { rest.removeLast() }
        return String(rest)
    }
}
