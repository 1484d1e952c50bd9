// Doors to what Swift can't import: a cast in a macro.

#include <sqlite3.h>

// SQLITE_TRANSIENT is a cast of -1 to a function pointer.
static inline int cantilever_bind_blob(sqlite3_stmt *statement, int place, const void *bytes, int count) {
    return count == 0 ? sqlite3_bind_zeroblob(statement, place, 0)
                      : sqlite3_bind_blob(statement, place, bytes, count, SQLITE_TRANSIENT);
}

static inline int cantilever_bind_text(sqlite3_stmt *statement, int place, const char *text, int count) {
    return sqlite3_bind_text(statement, place, text, count, SQLITE_TRANSIENT);
}

// Methods behind pointers: a file written through SQLite's own file system, named or the usual one.

// Opens a plain file; its methods are null unless that worked.
static inline int cantilever_open(sqlite3_vfs *system, const char *path, int flags, sqlite3_file *file) {
    file->pMethods = 0;
    return system->xOpen(system, path, file, SQLITE_OPEN_SUPER_JOURNAL | SQLITE_OPEN_READWRITE | flags, 0);
}

// Writes a file's own bytes over it and syncs it. After a failed sync the kernel may take bytes for written
// that are only in memory; this brings them to the disk.
static inline int cantilever_rewrite(const char *name, const char *path) {
    sqlite3_vfs *system = sqlite3_vfs_find(name);
    if (!system) return SQLITE_ERROR;
    int exists = 0;
    int code = system->xAccess(system, path, SQLITE_ACCESS_EXISTS, &exists);
    if (code != SQLITE_OK || !exists) return code;
    sqlite3_file *file = (sqlite3_file *)sqlite3_malloc(system->szOsFile + 65536);
    if (!file) return SQLITE_NOMEM;
    char *chunk = (char *)file + system->szOsFile;
    sqlite3_int64 size = 0;
    code = cantilever_open(system, path, 0, file);
    if (code == SQLITE_OK) code = file->pMethods->xFileSize(file, &size);
    for (sqlite3_int64 at = 0; code == SQLITE_OK && at < size; at += 65536) {
        int count = size - at < 65536 ? (int)(size - at) : 65536;
        code = file->pMethods->xRead(file, chunk, count, at);
        if (code == SQLITE_OK) code = file->pMethods->xWrite(file, chunk, count, at);
    }
    if (code == SQLITE_OK) code = file->pMethods->xSync(file, SQLITE_SYNC_FULL);
    if (file->pMethods) file->pMethods->xClose(file);
    sqlite3_free(file);
    return code;
}

// Makes a file of `count` bytes that no file system can store in fewer, on the disk when this returns. One
// that has the size already is kept; one that can't be finished is removed.
static inline int cantilever_fill(const char *name, const char *path, sqlite3_int64 count) {
    sqlite3_vfs *system = sqlite3_vfs_find(name);
    if (!system) return SQLITE_ERROR;
    sqlite3_file *file = (sqlite3_file *)sqlite3_malloc(system->szOsFile + 65536);
    if (!file) return SQLITE_NOMEM;
    char *chunk = (char *)file + system->szOsFile;
    sqlite3_int64 size = 0;
    int code = cantilever_open(system, path, SQLITE_OPEN_CREATE, file);
    if (code == SQLITE_OK) code = file->pMethods->xFileSize(file, &size);
    int is_made = code == SQLITE_OK && size != count;
    if (is_made) {
        sqlite3_randomness(65536, chunk);
        code = file->pMethods->xTruncate(file, 0);
        for (sqlite3_int64 at = 0; code == SQLITE_OK && at < count; at += 65536) {
            int more = count - at < 65536 ? (int)(count - at) : 65536;
            code = file->pMethods->xWrite(file, chunk, more, at);
        }
        if (code == SQLITE_OK) code = file->pMethods->xSync(file, SQLITE_SYNC_FULL);
    }
    if (file->pMethods) file->pMethods->xClose(file);
    if (is_made && code != SQLITE_OK) system->xDelete(system, path, 0);
    sqlite3_free(file);
    return code;
}

// Removes a file; one that is not there is no failure.
static inline int cantilever_remove(const char *name, const char *path) {
    sqlite3_vfs *system = sqlite3_vfs_find(name);
    if (!system) return SQLITE_ERROR;
    int code = system->xDelete(system, path, 1);
    return code == SQLITE_IOERR_DELETE_NOENT ? SQLITE_OK : code;
}
