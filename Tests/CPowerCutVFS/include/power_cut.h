// A disk in memory, as a file system for SQLite, that forgets what was not synced when its power is cut.
// Used by one connection at a time: locks are always granted.
#include <stdint.h>

typedef struct power_cut_disk power_cut_disk;

// Registers the disk with SQLite under this name, until the process ends. NULL if there is no memory.
power_cut_disk *power_cut_make(const char *name, uint64_t seed);

// Cuts the power at the nth change (write, truncation, sync, deletion) from now on; 0 for never.
void power_cut_at(power_cut_disk *disk, int64_t change);
int power_cut_is_off(const power_cut_disk *disk);
// Cuts the power if that did not happen yet, decides what the disk kept, and switches it on again.
// Returns how many files are still open, which must be none.
int power_cut_restore(power_cut_disk *disk);

// Fails the nth call of any kind from now on, once or all from there; 0 for none. A failed sync makes the
// system forget that its bytes were never written, as Linux does.
void power_cut_fail(power_cut_disk *disk, int64_t call, int lasting);
// How many calls were failed since then.
int64_t power_cut_failures(const power_cut_disk *disk);

// How many bytes the disk holds; 0 for no limit.
void power_cut_limit(power_cut_disk *disk, int64_t bytes);
int64_t power_cut_used(const power_cut_disk *disk);
void power_cut_read_only(power_cut_disk *disk, int is_read_only);

// Damage to a closed file: -1 if there is none.
int64_t power_cut_size(const power_cut_disk *disk, const char *path);
int power_cut_flip(power_cut_disk *disk, const char *path, int64_t byte, int bit);
int power_cut_truncate(power_cut_disk *disk, const char *path, int64_t size);
// The whole disk as it stands now, and back to it. No file may be open when it is put back.
void power_cut_keep(power_cut_disk *disk);
void power_cut_put_back(power_cut_disk *disk);
