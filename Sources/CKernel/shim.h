// Doors to what the C library's Swift module does not show.

#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/signalfd.h>
#include <unistd.h>

// prctl takes a variable number of arguments, which Swift can't pass.
static inline int cantilever_forbid_dumps(void) {
    return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

static inline int cantilever_allows_dumps(void) {
    return prctl(PR_GET_DUMPABLE, 0, 0, 0, 0);
}

// Opens a descriptor from which these signals are read; they must be blocked. The C library's Swift module
// lacks the header.
static inline int cantilever_signal_descriptor(const sigset_t *signals) {
    return signalfd(-1, signals, SFD_NONBLOCK | SFD_CLOEXEC);
}

// The number of a signal that has come, zero when there is none.
static inline int cantilever_read_signal(int descriptor) {
    struct signalfd_siginfo signal;
    return read(descriptor, &signal, sizeof signal) == sizeof signal ? (int)signal.ssi_signo : 0;
}
