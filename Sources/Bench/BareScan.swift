import CCrypto
import CSQLite

/// What verification can't do without: every row read by SQLite, and as many bytes hashed.
enum BareScan {
    private static let query = #"SELECT * FROM entries ORDER BY "index""#

    /// How many rows there are, and what they hash to, so that nothing is left out.
    static func run(_ path: String) -> (count: Int, digest: UInt8) {
        var database: OpaquePointer?
        var statement: OpaquePointer?
        unsafe sqlite3_open_v2(path, &database, SQLITE_OPEN_READONLY, nil)
        unsafe sqlite3_prepare_v2(database, query, -1, &statement, nil)
        let algorithm = unsafe EVP_MD_fetch(nil, "SHA256", nil)
        let context = unsafe EVP_MD_CTX_new()
        var digest = [UInt8](repeating: 0, count: 32)
        var numbers = (Int64(0), Int64(0), Int64(0), Int64(0), Int64(0))
        var count = 0
        while unsafe sqlite3_step(statement) == SQLITE_ROW {
            unsafe EVP_DigestInit_ex2(context, algorithm, nil)
            numbers.0 = unsafe sqlite3_column_int64(statement, 0)
            numbers.1 = unsafe sqlite3_column_int64(statement, 1)
            // The digest before, five numbers of fixed width, and the three parts.
            unsafe EVP_DigestUpdate(context, digest, digest.count)
            _ = unsafe withUnsafeBytes(of: &numbers) {
                unsafe EVP_DigestUpdate(context, $0.baseAddress, $0.count)
            }
            for column: Int32 in 2...4 {
                let bytes = unsafe sqlite3_column_blob(statement, column)
                let length = unsafe sqlite3_column_bytes(statement, column)
                unsafe EVP_DigestUpdate(context, bytes, Int(length))
            }
            unsafe consume(sqlite3_column_blob(statement, 5))
            unsafe EVP_DigestFinal_ex(context, &digest, nil)
            count += 1
        }
        unsafe EVP_MD_CTX_free(context)
        unsafe EVP_MD_free(algorithm)
        unsafe sqlite3_finalize(statement)
        unsafe sqlite3_close(database)
        return (count, digest[0])
    }
}
