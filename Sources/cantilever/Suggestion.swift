import Configuration

/// What a mistyped word was probably meant to be.
enum Suggestion {
    /// A sentence that names the unknown word, the nearest known one and where to look.
    static func unknown(_ kind: String, _ word: String, among known: [String]) -> String {
        let sentence = "unknown \(kind) '\(word)'"
        guard let nearest = Spelling.nearest(to: word, among: known) else {
            return sentence + "; '--help' lists what is known"
        }
        return sentence + "; did you mean '\(nearest)'?"
    }
}
