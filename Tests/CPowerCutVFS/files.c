// The disk's files, as SQLite asks for them.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "power_cut.h"

typedef struct {
    sqlite3_file file;
    power_cut_disk *disk;
    node *node;
    int deletes_on_close;
} handle;

// Every call passes here, and fails here.
static int pass(power_cut_disk *disk, int failure) {
    disk->call++;
    if (disk->is_off) return failure;
    if (disk->fail_at == 0 || disk->call < disk->fail_at) return SQLITE_OK;
    if (disk->call > disk->fail_at && !disk->is_lasting) return SQLITE_OK;
    disk->failures++;
    return failure;
}

// Whether the power goes with this change.
static int is_cut(power_cut_disk *disk) {
    if (disk->changes_until_cut > 0 && --disk->changes_until_cut == 0) disk->is_off = 1;
    return disk->is_off;
}

static void note(node *file, change one) {
    if (file->change_count == file->change_room) {
        file->change_room = file->change_room * 2 + 8;
        file->changes = realloc(file->changes, (size_t)file->change_room * sizeof(change));
    }
    file->changes[file->change_count++] = one;
}

static void clear(node *file) {
    file->live.count = 0;
    note(file, (change){.is_truncation = 1});
}

static int remove_name(power_cut_disk *disk, node *file, int sync) {
    if (is_cut(disk) && power_cut_chance(disk) % 2) return SQLITE_IOERR_DELETE;
    file->exists = 0;
    clear(file);
    if (sync && !disk->is_off) power_cut_sync_names(disk);
    return disk->is_off ? SQLITE_IOERR_DELETE : SQLITE_OK;
}

static int close_file(sqlite3_file *file) {
    handle *own = (handle *)file;
    own->node->handles--;
    if (own->deletes_on_close) {
        own->node->exists = own->node->exists_durably = 0;
        power_cut_forget(own->node);
        own->node->live.count = 0;
    }
    return SQLITE_OK;
}

static int read_file(sqlite3_file *file, void *bytes, int count, sqlite3_int64 offset) {
    handle *own = (handle *)file;
    int code = pass(own->disk, SQLITE_IOERR_READ);
    if (code) return code;
    int64_t there = own->node->live.count - offset;
    if (there > count) there = count;
    if (there < 0) there = 0;
    if (there > 0) memcpy(bytes, own->node->live.bytes + offset, (size_t)there);
    memset((uint8_t *)bytes + there, 0, (size_t)(count - there));
    return there < count ? SQLITE_IOERR_SHORT_READ : SQLITE_OK;
}

static int write_file(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 offset) {
    handle *own = (handle *)file;
    power_cut_disk *disk = own->disk;
    int code = pass(disk, SQLITE_IOERR_WRITE);
    if (code) return code;
    if (disk->is_read_only) return SQLITE_READONLY;
    int64_t growth = offset + count - own->node->live.count;
    if (disk->limit > 0 && growth > 0 && power_cut_used(disk) + growth > disk->limit) return SQLITE_FULL;
    uint8_t *kept = malloc((size_t)count);
    memcpy(kept, bytes, (size_t)count);
    note(own->node, (change){.offset = offset, .data = {kept, count}});
    power_cut_apply(&own->node->live, &own->node->changes[own->node->change_count - 1]);
    return is_cut(disk) ? SQLITE_IOERR_WRITE : SQLITE_OK;
}

static int truncate_file(sqlite3_file *file, sqlite3_int64 size) {
    handle *own = (handle *)file;
    int code = pass(own->disk, SQLITE_IOERR_TRUNCATE);
    if (code) return code;
    if (own->disk->is_read_only) return SQLITE_READONLY;
    change one = {.offset = size, .is_truncation = 1};
    note(own->node, one);
    power_cut_apply(&own->node->live, &one);
    return is_cut(own->disk) ? SQLITE_IOERR_TRUNCATE : SQLITE_OK;
}

static int sync_file(sqlite3_file *file, int flags) {
    handle *own = (handle *)file;
    node *node = own->node;
    (void)flags;
    int code = pass(own->disk, SQLITE_IOERR_FSYNC);
    if (code) {
        for (int place = 0; place < node->change_count; place++) node->changes[place].is_forgotten = 1;
        return code;
    }
    if (is_cut(own->disk)) return SQLITE_IOERR_FSYNC;
    for (int place = 0; place < node->change_count; place++) {
        if (!node->changes[place].is_forgotten) power_cut_apply(&node->durable, &node->changes[place]);
    }
    power_cut_forget(node);
    if (node->is_new_log) power_cut_sync_names(own->disk);
    node->is_new_log = 0;
    return SQLITE_OK;
}

static int size_of_file(sqlite3_file *file, sqlite3_int64 *size) {
    handle *own = (handle *)file;
    *size = own->node->live.count;
    return pass(own->disk, SQLITE_IOERR_FSTAT);
}

static int lock(sqlite3_file *file, int level) {
    (void)level;
    return pass(((handle *)file)->disk, SQLITE_IOERR_LOCK);
}

static int unlock(sqlite3_file *file, int level) {
    (void)file, (void)level;
    return SQLITE_OK;
}

static int is_reserved(sqlite3_file *file, int *answer) {
    *answer = 0;
    return pass(((handle *)file)->disk, SQLITE_IOERR_CHECKRESERVEDLOCK);
}

static int control(sqlite3_file *file, int operation, void *argument) {
    (void)file, (void)operation, (void)argument;
    return SQLITE_NOTFOUND;
}

static int sector_size(sqlite3_file *file) {
    (void)file;
    return 4096;
}

// What SQLite assumes of every disk unless told otherwise.
static int characteristics(sqlite3_file *file) {
    (void)file;
    return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

static int map_region(sqlite3_file *file, int region, int size, int extend, void volatile **found) {
    handle *own = (handle *)file;
    *found = NULL;
    int code = pass(own->disk, SQLITE_IOERR_SHMMAP);
    if (code) return code;
    if (region >= MOST_REGIONS) return SQLITE_IOERR_SHMMAP;
    void **place = &own->node->regions[region];
    if (!*place && extend) *place = calloc(1, (size_t)size);
    *found = *place;
    return SQLITE_OK;
}

static int lock_region(sqlite3_file *file, int offset, int count, int flags) {
    (void)offset, (void)count;
    if (flags & SQLITE_SHM_UNLOCK) return SQLITE_OK;
    return pass(((handle *)file)->disk, SQLITE_IOERR_SHMLOCK);
}

static void barrier(sqlite3_file *file) { (void)file; }

static int unmap_regions(sqlite3_file *file, int deletes) {
    (void)deletes;
    power_cut_drop_regions(((handle *)file)->node);
    return SQLITE_OK;
}

static const sqlite3_io_methods methods = {
    2, close_file, read_file, write_file, truncate_file, sync_file, size_of_file, lock, unlock, is_reserved,
    control, sector_size, characteristics, map_region, lock_region, barrier, unmap_regions, NULL, NULL,
};

static node *make_file(power_cut_disk *disk, const char *name) {
    if (disk->file_count == MOST_FILES) return NULL;
    node *file = &disk->files[disk->file_count++];
    file->name = strdup(name);
    return file;
}

static int open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *granted) {
    power_cut_disk *disk = vfs->pAppData;
    handle *own = (handle *)file;
    file->pMethods = NULL;
    int code = pass(disk, SQLITE_CANTOPEN);
    if (code) return code;
    char unnamed[32];
    snprintf(unnamed, sizeof unnamed, "unnamed-%d", disk->file_count);
    if (!name) name = unnamed;
    node *found = power_cut_find(disk, name);
    if (!found || !found->exists) {
        if (!(flags & SQLITE_OPEN_CREATE) || disk->is_read_only) return SQLITE_CANTOPEN;
        if (!found) found = make_file(disk, name);
        if (!found) return SQLITE_CANTOPEN;
        found->exists = 1;
        found->is_new_log =
            (flags & (SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL)) != 0;
    }
    found->handles++;
    own->disk = disk;
    own->node = found;
    own->deletes_on_close = (flags & SQLITE_OPEN_DELETEONCLOSE) != 0;
    if (disk->is_read_only) flags = (flags & ~SQLITE_OPEN_READWRITE) | SQLITE_OPEN_READONLY;
    if (granted) *granted = flags;
    file->pMethods = &methods;
    return SQLITE_OK;
}

static int delete_file(sqlite3_vfs *vfs, const char *name, int sync) {
    power_cut_disk *disk = vfs->pAppData;
    int code = pass(disk, SQLITE_IOERR_DELETE);
    if (code) return code;
    if (disk->is_read_only) return SQLITE_READONLY;
    node *file = power_cut_find(disk, name);
    if (!file || !file->exists) return SQLITE_IOERR_DELETE_NOENT;
    return remove_name(disk, file, sync);
}

static int is_there(sqlite3_vfs *vfs, const char *name, int flags, int *answer) {
    power_cut_disk *disk = vfs->pAppData;
    const node *file = power_cut_find(disk, name);
    *answer = file && file->exists;
    // SQLite's own file system takes an empty file for none here.
    if (flags == SQLITE_ACCESS_EXISTS) *answer = *answer && file->live.count > 0;
    return pass(disk, SQLITE_IOERR_ACCESS);
}

static int full_path(sqlite3_vfs *vfs, const char *name, int room, char *path) {
    (void)vfs;
    return snprintf(path, (size_t)room, "%s", name) < room ? SQLITE_OK : SQLITE_CANTOPEN;
}

static int randomness(sqlite3_vfs *vfs, int count, char *bytes) {
    for (int place = 0; place < count; place++) bytes[place] = (char)power_cut_chance(vfs->pAppData);
    return count;
}

static int pause_for(sqlite3_vfs *vfs, int microseconds) {
    (void)vfs;
    return microseconds;
}

static int current_time(sqlite3_vfs *vfs, double *days) {
    (void)vfs;
    *days = 2461000.5;
    return SQLITE_OK;
}

static int last_error(sqlite3_vfs *vfs, int count, char *text) {
    (void)vfs, (void)count, (void)text;
    return 0;
}

power_cut_disk *power_cut_make(const char *name, uint64_t seed) {
    power_cut_disk *disk = calloc(1, sizeof *disk);
    if (!disk) return NULL;
    disk->chance = seed;
    disk->vfs = (sqlite3_vfs){
        .iVersion = 1, .szOsFile = sizeof(handle), .mxPathname = 512, .zName = strdup(name),
        .pAppData = disk, .xOpen = open_file, .xDelete = delete_file, .xAccess = is_there,
        .xFullPathname = full_path, .xRandomness = randomness, .xSleep = pause_for,
        .xCurrentTime = current_time, .xGetLastError = last_error,
    };
    if (sqlite3_vfs_register(&disk->vfs, 0) == SQLITE_OK) return disk;
    free(disk);
    return NULL;
}
