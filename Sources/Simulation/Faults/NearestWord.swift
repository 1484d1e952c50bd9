/// The known word that a mistyped one was meant to be.
enum NearestWord {
    /// The one that takes the fewest letters put in, left out, changed or swapped with a neighbour; the
    /// first of several. `nil` where more than a third of the letters, or of two, would change.
    static func to(_ word: String, among known: [String]) -> String? {
        let letters = Array(word.utf8)
        // What is longer than any word is no word, and would only cost time.
        guard letters.count <= 64 else { return nil }
        var best: (word: String, distance: Int)?
        for candidate in known {
            let distance = distance(letters, Array(candidate.utf8))
            let most = max(2, candidate.utf8.count / 3)
            guard distance <= most, distance < letters.count else { continue }
            if distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        return best?.word
    }

    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for (row, letter) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                var least = min(
                    last[column] + (letter == other ? 0 : 1),
                    last[column + 1] + 1,
                    current[column] + 1
                )
                let isSwapped =
                    row > 0 && column > 0 && letter == right[column - 1]
                    && left[row - 1] == other
                if isSwapped { least = min(least, beforeLast[column - 1] + 1) }
                current.append(least)
            }
            beforeLast = last
            last = current
        }
        return last[right.count]
    }
}
