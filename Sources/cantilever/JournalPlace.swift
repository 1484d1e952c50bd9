import Glibc

/// Where a journal is, from what a person says: its file, or the folder that holds it.
enum JournalPlace {
    static func path(_ word: String) -> String {
        var status = stat()
        guard unsafe stat(word, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            return word
        }
        let (usual, paper) = (
            join(word, PaperJournal.file), join(word, PaperJournal.fileOnRealPrices)
        )
        return unsafe access(usual, F_OK) != 0 && access(paper, F_OK) == 0 ? paper : usual
    }

    static func join(_ folder: String, _ name: String) -> String {
        folder.hasSuffix("/") ? folder + name : folder + "/" + name
    }
}
