/// The tables, and how an older file becomes one of today.
enum Schema {
    /// Marks the file as a journal of Cantilever, for `file` and for us.
    static let application: Int64 = 0x4361_6e74
    /// Only a repair lifts this, for as long as its commit takes.
    static let entriesStay = """
        CREATE TRIGGER entries_stay BEFORE DELETE ON entries
            BEGIN SELECT raise(ABORT, 'entries are never deleted'); END;
        """
    /// Each brings a file from the version that is its place in this list to the next.
    static let migrations = [
        """
        CREATE TABLE entries (
            "index" INTEGER PRIMARY KEY, step INTEGER NOT NULL, kind TEXT NOT NULL,
            bytes BLOB NOT NULL, view TEXT NOT NULL, digest BLOB NOT NULL
        ) STRICT;
        CREATE TABLE seals (
            number INTEGER PRIMARY KEY, "index" INTEGER NOT NULL UNIQUE, digest BLOB NOT NULL,
            link BLOB NOT NULL
        ) STRICT;
        \(entriesStay)
        CREATE TRIGGER entries_keep BEFORE UPDATE ON entries
            BEGIN SELECT raise(ABORT, 'entries are never changed'); END;
        """
    ]

    /// Refuses what is no journal or is newer than this program. Changes nothing.
    static func check(_ database: Database) throws(JournalFailure) -> Int64 {
        let version = try database.number("PRAGMA user_version") ?? 0
        let application = try database.number("PRAGMA application_id") ?? 0
        guard version <= migrations.count else {
            throw .newer(schema: version, known: Int64(migrations.count))
        }
        let isEmpty = try database.number("SELECT count(*) FROM sqlite_schema") == 0
        guard application == Self.application ? version > 0 : version == 0 && isEmpty else {
            throw .notAJournal(path: database.path)
        }
        return version
    }

    /// All steps in one commit: a file is of the old version or of the new, never between.
    static func migrate(_ database: Database) throws(JournalFailure) {
        let version = try check(database)
        guard version < migrations.count else { return }
        let steps = migrations[Int(version)...].joined(separator: "\n")
        try database.execute(
            """
            BEGIN IMMEDIATE; \(steps) PRAGMA application_id = \(application);
            PRAGMA user_version = \(migrations.count); COMMIT;
            """
        )
    }
}
