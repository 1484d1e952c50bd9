/// What a mistyped word was probably meant to be.
public enum Spelling {
    /// The known word with the fewest edits, the first of equals; `nil` when none is near.
    public static func nearest(to word: String, among known: [String]) -> String? {
        let ranked = known.map { (word: $0, distance: distance(word, $0)) }
        guard let best = ranked.min(by: { $0.distance < $1.distance }) else { return nil }
        return best.distance <= max(2, word.utf8.count / 2) ? best.word : nil
    }

    /// How many letters must be inserted, removed, replaced or swapped with their neighbour.
    private static func distance(_ left: String, _ right: String) -> Int {
        let (left, right) = (Array(left.utf8.prefix(64)), Array(right.utf8.prefix(64)))
        var rows = [Array(0...right.count)]
        for row in 0..<left.count {
            var next = [row + 1]
            for column in 0..<right.count {
                let replaced = rows[row][column] + (left[row] == right[column] ? 0 : 1)
                var best = min(replaced, rows[row][column + 1] + 1, next[column] + 1)
                if row > 0, column > 0, left[row] == right[column - 1],
                    left[row - 1] == right[column]
                {
                    best = min(best, rows[row - 1][column - 1] + 1)
                }
                next.append(best)
            }
            rows.append(next)
        }
        return rows[left.count][right.count]
    }
}

/// Text from a file as it may be shown: short, and without what would confuse a terminal.
enum Quoted {
    static let longest = 60

    static func text(_ text: String) -> String {
        var shown = ""
        for scalar in text.unicodeScalars.prefix(longest) {
            let isShown = scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value)
            shown.unicodeScalars.append(isShown ? scalar : "?")
        }
        return text.unicodeScalars.count > longest ? shown + "…" : shown
    }

    /// In quotes; what is as long as a private key may be one that stands in the wrong place.
    static func found(_ text: String) -> String {
        text.split { !$0.isLetter && !$0.isNumber }.contains(where: isAsLongAsAKey)
            ? "something as long as a private key" : "'\(Self.text(text))'"
    }

    private static func isAsLongAsAKey(_ word: Substring) -> Bool {
        word.utf8.count >= 60 && word.dropFirst(2).contains(where: \.isLetter)
    }

    static func list(_ words: [String]) -> String {
        words.map { "'\($0)'" }.joined(separator: ", ")
    }
}
