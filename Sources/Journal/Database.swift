// The only file that touches SQLite. Pointers come in here and do not leave.

import CSQLite
import Glibc

/// One connection. Used by one thread.
@safe
final class Database {
    enum Access { case create, write, read }

    let path: String
    fileprivate let connection: OpaquePointer

    init(path: String, access: Access, system: String? = nil) throws(JournalFailure) {
        let flags: Int32 =
            switch access {
            case .create: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
            case .write: SQLITE_OPEN_READWRITE
            case .read: SQLITE_OPEN_READONLY
            }
        var opened: OpaquePointer?
        let code = unsafe sqlite3_open_v2(path, &opened, flags | SQLITE_OPEN_NOMUTEX, system)
        guard let connection = unsafe opened, code == SQLITE_OK else {
            unsafe sqlite3_close_v2(opened)
            throw code & 0xff == SQLITE_CANTOPEN
                ? .absent(path: path) : .database(code: code, path: path, message: "")
        }
        unsafe self.connection = connection
        self.path = path
        unsafe sqlite3_extended_result_codes(connection, 1)
        unsafe sqlite3_busy_timeout(connection, 2000)
    }

    // Statements hold the connection, so none is alive here.
    deinit { unsafe sqlite3_close_v2(connection) }

    func execute(_ statements: String) throws(JournalFailure) {
        try check(unsafe sqlite3_exec(connection, statements, nil, nil, nil))
    }

    func number(_ query: String) throws(JournalFailure) -> Int64? {
        let statement = try Statement(query, on: self)
        return try statement.step() ? statement.number(0) : nil
    }

    var isInTransaction: Bool { unsafe sqlite3_get_autocommit(connection) == 0 }

    func check(_ code: Int32) throws(JournalFailure) {
        guard code != SQLITE_OK else { return }
        throw failure(code)
    }

    fileprivate func failure(_ code: Int32) -> JournalFailure {
        // A log that can't be made beside a file that may only be read.
        if code & 0xff == SQLITE_CANTOPEN, unsafe sqlite3_db_readonly(connection, "main") == 1 {
            return .readOnly(path: path)
        }
        let message = unsafe String(cString: sqlite3_errmsg(connection))
        return Self.failure(code, path: path, message: message)
    }

    private static func failure(_ code: Int32, path: String, message: String) -> JournalFailure {
        switch code & 0xff {
        case SQLITE_FULL: .full(path: path)
        case SQLITE_READONLY: .readOnly(path: path)
        case SQLITE_CORRUPT: .damaged(path: path, message: message)
        case SQLITE_NOTADB: .notAJournal(path: path)
        case SQLITE_CANTOPEN: .absent(path: path)
        default: .database(code: code, path: path, message: message)
        }
    }

    /// Brings a database's log to the disk once more. A writer whose sync failed may have left bytes that
    /// can be read and would be gone after a power cut, with all that is written behind them.
    static func rewriteLog(of path: String, system: String?) throws(JournalFailure) {
        let log = path + "-wal"
        let code = unsafe cantilever_rewrite(system, log)
        guard code == SQLITE_OK else { throw failure(code, path: log, message: "") }
    }

    /// Makes a file that takes up `count` bytes of the disk.
    static func fill(_ path: String, count: Int, system: String?) throws(JournalFailure) {
        let code = unsafe cantilever_fill(system, path, Int64(count))
        guard code == SQLITE_OK else { throw failure(code, path: path, message: "") }
    }

    /// Removes a file that `fill` made, if it is there.
    static func remove(_ path: String, system: String?) throws(JournalFailure) {
        let code = unsafe cantilever_remove(system, path)
        guard code == SQLITE_OK else { throw failure(code, path: path, message: "") }
    }

    /// Copies page by page while others write; the copy is one consistent moment.
    func copy(to target: Database) throws(JournalFailure) {
        guard
            let backup = unsafe sqlite3_backup_init(
                target.connection,
                "main",
                connection,
                "main"
            )
        else { throw target.failure(unsafe sqlite3_errcode(target.connection)) }
        let code = unsafe sqlite3_backup_step(backup, -1)
        unsafe sqlite3_backup_finish(backup)
        guard code == SQLITE_DONE else { throw target.failure(code) }
    }
}

/// A prepared statement. Its places are counted from 1, its columns from 0, as SQLite does.
@safe
final class Statement {
    private let database: Database
    private let statement: OpaquePointer

    init(_ text: String, on database: Database) throws(JournalFailure) {
        var prepared: OpaquePointer?
        try database.check(
            unsafe sqlite3_prepare_v2(database.connection, text, -1, &prepared, nil)
        )
        guard let statement = unsafe prepared else { preconditionFailure("no statement: \(text)") }
        unsafe self.statement = statement
        self.database = database
    }

    deinit { unsafe sqlite3_finalize(statement) }

    func bind(_ number: Int64, at place: Int32) throws(JournalFailure) {
        try database.check(unsafe sqlite3_bind_int64(statement, place, number))
    }

    func bind(_ text: String, at place: Int32) throws(JournalFailure) {
        try database.check(
            unsafe cantilever_bind_text(statement, place, text, Int32(text.utf8.count))
        )
    }

    func bind(_ bytes: [UInt8], at place: Int32) throws(JournalFailure) {
        try database.check(
            unsafe cantilever_bind_blob(statement, place, bytes, Int32(bytes.count))
        )
    }

    /// Whether there is a row.
    func step() throws(JournalFailure) -> Bool {
        switch unsafe sqlite3_step(statement) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code:
            let failure = database.failure(code)
            reset()
            throw failure
        }
    }

    /// For statements that answer no rows.
    func run() throws(JournalFailure) {
        reset()
        _ = try step()
        reset()
    }

    func reset() { unsafe sqlite3_reset(statement) }

    /// `nil` if the column is no integer.
    func number(_ column: Int32) -> Int64? {
        guard unsafe sqlite3_column_type(statement, column) == SQLITE_INTEGER else { return nil }
        return unsafe sqlite3_column_int64(statement, column)
    }

    /// `nil` if the column is no text in UTF-8.
    func text(_ column: Int32) -> String? {
        guard unsafe sqlite3_column_type(statement, column) == SQLITE_TEXT else { return nil }
        return unsafe String(validating: content(column), as: UTF8.self)
    }

    /// `nil` if the column is no blob.
    func bytes(_ column: Int32) -> [UInt8]? {
        guard unsafe sqlite3_column_type(statement, column) == SQLITE_BLOB else { return nil }
        return unsafe Array(content(column))
    }

    /// Adds a text's or blob's count, as eight bytes, and the bytes themselves. Returns whether the column
    /// is of this type.
    func add(_ column: Int32, isText: Bool, to frame: inout [UInt8]) -> Bool {
        let type = isText ? SQLITE_TEXT : SQLITE_BLOB
        guard unsafe sqlite3_column_type(statement, column) == type else { return false }
        let content = unsafe content(column)
        ChainHead.add(UInt64(content.count), to: &frame)
        unsafe frame.append(contentsOf: content)
        return true
    }

    /// Whether a text or blob, at least one byte long, has just these bytes.
    func column(_ column: Int32, isText: Bool, equals bytes: [UInt8]) -> Bool {
        let type = isText ? SQLITE_TEXT : SQLITE_BLOB
        guard unsafe Int(sqlite3_column_bytes(statement, column)) == bytes.count,
            unsafe sqlite3_column_type(statement, column) == type,
            let start = unsafe sqlite3_column_blob(statement, column)
        else { return false }
        return unsafe memcmp(start, bytes, bytes.count) == 0
    }

    private func content(_ column: Int32) -> UnsafeRawBufferPointer {
        let start = unsafe sqlite3_column_blob(statement, column)
        let count = unsafe sqlite3_column_bytes(statement, column)
        return unsafe UnsafeRawBufferPointer(start: start, count: Int(count))
    }
}
