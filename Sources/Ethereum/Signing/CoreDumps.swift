import CKernel
import Glibc

/// A process that loads a key must leave no image of its memory behind.
public enum CoreDumps {
    /// Forbids core dumps and debuggers of other users, for good. Answers whether the kernel agreed.
    public static func forbid() -> Bool {
        var limit = rlimit(rlim_cur: 0, rlim_max: 0)
        guard unsafe setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit) == 0 else {
            return false
        }
        return cantilever_forbid_dumps() == 0
    }
}
