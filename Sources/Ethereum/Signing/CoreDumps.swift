import CKernel
import Glibc

/// A process that loads a key must leave no image of its memory behind.
public enum CoreDumps {
    /// Forbids core dumps and debuggers of other users, for good. Answers whether the kernel agreed.
    ///
    /// Locked memory calls this itself: no secret is ever there while dumps are allowed.
    @discardableResult
    public static func forbid() -> Bool { isAgreed }

    /// Whether both are forbidden at this moment, asked of the kernel.
    public static var areForbidden: Bool {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit) == 0 else {
            return false
        }
        return limit.rlim_cur == 0 && limit.rlim_max == 0 && cantilever_allows_dumps() == 0
    }

    private static let isAgreed: Bool = {
        var limit = rlimit(rlim_cur: 0, rlim_max: 0)
        guard unsafe setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit) == 0 else {
            return false
        }
        return cantilever_forbid_dumps() == 0
    }()
}
