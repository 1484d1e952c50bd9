// Doors to what the C library's Swift module does not show.

#include <sys/prctl.h>
#include <sys/random.h>

// prctl takes a variable number of arguments, which Swift can't pass.
static inline int cantilever_forbid_dumps(void) {
    return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

static inline int cantilever_allows_dumps(void) {
    return prctl(PR_GET_DUMPABLE, 0, 0, 0, 0);
}
