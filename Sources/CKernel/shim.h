// Doors to what the C library's Swift module does not show.

#include <spawn.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
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

// A file that is nowhere but in memory, closed when another program begins. Declared behind a feature macro.
static inline int cantilever_memory_file(void) {
    return (int)syscall(SYS_memfd_create, "cantilever", 1U /* MFD_CLOEXEC */);
}

// A descriptor that is readable once the process has ended; closed when another program begins.
static inline int cantilever_process_descriptor(pid_t process) {
    return (int)syscall(SYS_pidfd_open, process, 0U);
}

// The process's environment, as the C library holds it: a global variable, which Swift would not share.
static inline char **cantilever_environment(void) {
    extern char **environ;
    return environ;
}

// Closes everything from a descriptor on before the program begins. The C library's Swift module leaves it out.
static inline int cantilever_close_from(posix_spawn_file_actions_t *actions, int first) {
    return posix_spawn_file_actions_addclosefrom_np(actions, first);
}
