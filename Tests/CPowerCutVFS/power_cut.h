// What the two halves of the disk share.
#include <sqlite3.h>

#include "include/power_cut.h"

enum { SECTOR = 512, MOST_FILES = 16, MOST_REGIONS = 64 };

typedef struct {
    uint8_t *bytes;
    int64_t count;
} content;

// One write or truncation that no sync has covered.
typedef struct {
    int64_t offset;
    content data;
    int is_truncation;
    int is_forgotten;
} change;

typedef struct {
    char *name;
    content live, durable, kept;
    change *changes;
    int change_count, change_room;
    int exists, exists_durably, existed;
    // The first sync makes the name durable, as SQLite does for its logs.
    int is_new_log;
    int handles;
    void *regions[MOST_REGIONS];
} node;

struct power_cut_disk {
    sqlite3_vfs vfs;
    uint64_t chance;
    int64_t changes_until_cut, call, fail_at, failures, limit;
    int is_off, is_lasting, is_read_only, file_count;
    node files[MOST_FILES];
};

uint64_t power_cut_chance(power_cut_disk *disk);
node *power_cut_find(const power_cut_disk *disk, const char *name);
void power_cut_apply(content *to, const change *one);
void power_cut_resize(content *to, int64_t count);
void power_cut_forget(node *file);
void power_cut_sync_names(power_cut_disk *disk);
void power_cut_drop_regions(node *file);
