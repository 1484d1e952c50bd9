/// What a mistyped word was probably meant to be.
enum Suggestion {
    /// A sentence that names the unknown word, the nearest known one and where to look.
    static func unknown(_ kind: String, _ word: String, among known: [String]) -> String {
        let sentence = "unknown \(kind) '\(word)'"
        guard let nearest = nearest(to: word, among: known) else {
            return sentence + "; '--help' lists what is known"
        }
        return sentence + "; did you mean '\(nearest)'?"
    }

    /// The known word with the fewest edits, the first of equals; `nil` when none is near.
    static func nearest(to word: String, among known: [String]) -> String? {
        let ranked = known.map { (word: $0, distance: distance(word, $0)) }
        guard let best = ranked.min(by: { $0.distance < $1.distance }) else { return nil }
        return best.distance <= max(2, word.count / 2) ? best.word : nil
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
