import Accounts
import Bot
import Journal
import Routes
import Vocabulary

/// What tokens are called, as the journal's own settings have it.
enum ConfiguredNames {
    /// Of all settings that were ever in force; where two differ about a token, the later one counts.
    static func read(_ path: String) throws(Failure) -> AssetNames {
        var tokens: [Token] = []
        do throws(JournalFailure) {
            let reader = try JournalReader(path: path)
            var next: UInt64 = 1
            while let last = try page(reader, from: next, into: &tokens) { next = last + 1 }
        } catch { throw JournalFailureText.explained(error, path: path) }
        return AssetNames(tokens: tokens) ?? .none
    }

    private static func page(
        _ reader: borrowing JournalReader,
        from first: UInt64,
        into tokens: inout [Token]
    ) throws(JournalFailure) -> UInt64? {
        let found = try reader.entries(from: first, limit: 500)
        for entry in found where entry.entry.kind == Self.kind {
            // What is no settings of this version names nothing, and the export goes on without.
            guard case .configured(let settings)? = try? entry.botEntry().fact else { continue }
            for place in settings.fleet.routes.flatMap({ [$0.first, $0.second] }) {
                for token in [place.base, place.quote] {
                    tokens.removeAll { $0.key == token.key }
                    tokens.append(token)
                }
            }
        }
        return found.last?.head.index
    }

    private static let kind = "configured"
}
