// What is on the disk, and what a power cut leaves of it.
#include <stdlib.h>
#include <string.h>

#include "power_cut.h"

uint64_t power_cut_chance(power_cut_disk *disk) {
    uint64_t mixed = disk->chance += 0x9E3779B97F4A7C15u;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9u;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBu;
    return mixed ^ (mixed >> 31);
}

node *power_cut_find(const power_cut_disk *disk, const char *name) {
    for (int place = 0; place < disk->file_count; place++) {
        const node *file = &disk->files[place];
        if (strcmp(file->name, name) == 0) return (node *)file;
    }
    return NULL;
}

void power_cut_resize(content *to, int64_t count) {
    if (count > to->count) {
        to->bytes = realloc(to->bytes, (size_t)count);
        memset(to->bytes + to->count, 0, (size_t)(count - to->count));
    }
    to->count = count;
}

static void copy(content *to, const content *from) {
    to->count = 0;
    power_cut_resize(to, from->count);
    if (from->count > 0) memcpy(to->bytes, from->bytes, (size_t)from->count);
}

void power_cut_apply(content *to, const change *one) {
    if (one->is_truncation) {
        power_cut_resize(to, one->offset);
        return;
    }
    int64_t end = one->offset + one->data.count;
    if (end > to->count) power_cut_resize(to, end);
    memcpy(to->bytes + one->offset, one->data.bytes, (size_t)one->data.count);
}

void power_cut_forget(node *file) {
    for (int place = 0; place < file->change_count; place++) {
        free(file->changes[place].data.bytes);
    }
    file->change_count = 0;
}

void power_cut_drop_regions(node *file) {
    for (int place = 0; place < MOST_REGIONS; place++) {
        free(file->regions[place]);
        file->regions[place] = NULL;
    }
}

void power_cut_sync_names(power_cut_disk *disk) {
    for (int place = 0; place < disk->file_count; place++) {
        node *file = &disk->files[place];
        file->exists_durably = file->exists;
        if (!file->exists) {
            power_cut_forget(file);
            file->durable.count = 0;
        }
    }
}

// Part of a change within one sector; `most` bytes of it if the write was torn.
static void apply_piece(content *to, const change *one, int64_t start, int64_t most) {
    int64_t end = start + SECTOR;
    if (one->is_truncation) {
        int64_t from = one->offset > start ? one->offset : start;
        int64_t until = end < to->count ? end : to->count;
        if (until > from) memset(to->bytes + from, 0, (size_t)(until - from));
        return;
    }
    int64_t from = one->offset > start ? one->offset : start;
    int64_t until = one->offset + one->data.count < end ? one->offset + one->data.count : end;
    if (until > from + most) until = from + most;
    if (until > to->count) until = to->count;
    if (until > from) memcpy(to->bytes + from, one->data.bytes + from - one->offset, (size_t)(until - from));
}

// How many of a file's unsynced changes reached one place: all, none, or the first few.
static int reached(power_cut_disk *disk, const node *file, int mood) {
    switch (mood) {
    case 0: return file->change_count;
    case 1: return 0;
    default: return (int)(power_cut_chance(disk) % (uint64_t)(file->change_count + 1));
    }
}

// Each sector has any of the contents it had since the last sync, whatever its neighbours have: so writes
// are dropped, torn and reordered.
static void decide(power_cut_disk *disk, node *file) {
    int mood = (int)(power_cut_chance(disk) % 6);
    int64_t size = file->durable.count;
    int resized = reached(disk, file, mood);
    for (int place = 0; place < resized; place++) {
        const change *one = &file->changes[place];
        if (one->is_truncation) size = one->offset;
        else if (one->offset + one->data.count > size) size = one->offset + one->data.count;
    }
    int64_t old = file->durable.count;
    power_cut_resize(&file->durable, size);
    // Space that was allocated and never written holds what was there before.
    if (power_cut_chance(disk) % 4 == 0) {
        for (int64_t at = old; at < size; at++) {
            file->durable.bytes[at] = (uint8_t)power_cut_chance(disk);
        }
    }
    for (int64_t start = 0; start < size; start += SECTOR) {
        int count = reached(disk, file, mood);
        for (int place = 0; place < count; place++) {
            apply_piece(&file->durable, &file->changes[place], start, SECTOR);
        }
        if (count < file->change_count && power_cut_chance(disk) % 4 == 0 && mood != 1) {
            int64_t most = (int64_t)(power_cut_chance(disk) % SECTOR);
            apply_piece(&file->durable, &file->changes[count], start, most);
        }
    }
}

int power_cut_restore(power_cut_disk *disk) {
    int handles = 0;
    for (int place = 0; place < disk->file_count; place++) {
        node *file = &disk->files[place];
        handles += file->handles;
        if (file->exists != file->exists_durably) {
            file->exists_durably = (int)(power_cut_chance(disk) & 1);
        }
        if (file->exists_durably) decide(disk, file);
        else file->durable.count = 0;
        file->exists = file->exists_durably;
        power_cut_forget(file);
        copy(&file->live, &file->durable);
        power_cut_drop_regions(file);
    }
    disk->is_off = 0;
    disk->changes_until_cut = 0;
    return handles;
}

void power_cut_at(power_cut_disk *disk, int64_t change) { disk->changes_until_cut = change; }
int power_cut_is_off(const power_cut_disk *disk) { return disk->is_off; }

void power_cut_fail(power_cut_disk *disk, int64_t call, int lasting) {
    disk->call = 0;
    disk->failures = 0;
    disk->fail_at = call;
    disk->is_lasting = lasting;
}

int64_t power_cut_failures(const power_cut_disk *disk) { return disk->failures; }
void power_cut_limit(power_cut_disk *disk, int64_t bytes) { disk->limit = bytes; }
void power_cut_read_only(power_cut_disk *disk, int is_read_only) { disk->is_read_only = is_read_only; }

int64_t power_cut_used(const power_cut_disk *disk) {
    int64_t sum = 0;
    for (int place = 0; place < disk->file_count; place++) sum += disk->files[place].live.count;
    return sum;
}

int64_t power_cut_size(const power_cut_disk *disk, const char *path) {
    const node *file = power_cut_find(disk, path);
    return file && file->exists ? file->live.count : -1;
}

int power_cut_flip(power_cut_disk *disk, const char *path, int64_t byte, int bit) {
    node *file = power_cut_find(disk, path);
    if (!file || byte >= file->live.count) return -1;
    file->live.bytes[byte] ^= (uint8_t)(1 << bit);
    return 0;
}

int power_cut_truncate(power_cut_disk *disk, const char *path, int64_t size) {
    node *file = power_cut_find(disk, path);
    if (!file || size > file->live.count) return -1;
    file->live.count = size;
    return 0;
}

void power_cut_keep(power_cut_disk *disk) {
    for (int place = 0; place < disk->file_count; place++) {
        node *file = &disk->files[place];
        copy(&file->kept, &file->live);
        file->existed = file->exists;
    }
}

void power_cut_put_back(power_cut_disk *disk) {
    for (int place = 0; place < disk->file_count; place++) {
        node *file = &disk->files[place];
        power_cut_forget(file);
        power_cut_drop_regions(file);
        copy(&file->live, &file->kept);
        copy(&file->durable, &file->kept);
        file->exists = file->exists_durably = file->existed;
    }
}
