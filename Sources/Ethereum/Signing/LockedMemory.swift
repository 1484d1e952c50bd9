import CCrypto
import Glibc

/// Bytes that never leave memory: not swapped, not in a core dump, not in a forked child, wiped when
/// their owner lets go.
///
/// The one place that holds key bytes and passwords. They are never copied into an array or a text. The
/// pages before and behind are unreadable, so a run past the end stops instead of telling.
@safe
public struct LockedMemory: ~Copyable {
    private let address: UnsafeMutableRawPointer
    /// What is locked: whole pages.
    private let lockedCount: Int
    public let count: Int

    /// Why memory for a secret could not be had; a secret is then not loaded.
    public struct Unavailable: Error, Hashable {
        public let errorNumber: Int32

        /// What another library says without a number.
        static let noMemory = Unavailable(errorNumber: ENOMEM)
    }

    /// Zeros of this count. Core dumps are forbidden before anything secret can be written here.
    public init(count: Int) throws(Unavailable) {
        precondition((1...1 << 20).contains(count), "no secret has \(count) bytes")
        guard CoreDumps.forbid() else { throw Unavailable(errorNumber: EPERM) }
        let page = Self.page
        let locked = (count + page - 1) / page * page
        let flags = MAP_PRIVATE | MAP_ANONYMOUS
        let mapping = unsafe mmap(nil, locked + 2 * page, PROT_NONE, flags, -1, 0)
        guard let mapping = unsafe mapping, unsafe mapping != MAP_FAILED else {
            throw Unavailable(errorNumber: errno)
        }
        let address = unsafe mapping + page
        guard unsafe mprotect(address, locked, PROT_READ | PROT_WRITE) == 0,
            unsafe mlock(address, locked) == 0,
            unsafe madvise(address, locked, MADV_DONTDUMP) == 0,
            unsafe madvise(address, locked, MADV_DONTFORK) == 0
        else {
            let reason = errno
            unsafe munmap(mapping, locked + 2 * page)
            throw Unavailable(errorNumber: reason)
        }
        unsafe self.address = address
        lockedCount = locked
        self.count = count
    }

    deinit {
        unsafe OPENSSL_cleanse(address, lockedCount)
        unsafe munmap(address - Self.page, lockedCount + 2 * Self.page)
    }

    private static let page = Int(sysconf(Int32(_SC_PAGESIZE)))

    /// Lends the bytes to a C function. They must not be kept.
    func withBytes<Result>(_ body: (UnsafeMutablePointer<UInt8>) -> Result) -> Result {
        unsafe body(address.assumingMemoryBound(to: UInt8.self))
    }

    /// Reads or writes one byte.
    public subscript(index: Int) -> UInt8 {
        get {
            precondition((0..<count).contains(index), "byte \(index) of \(count)")
            return unsafe address.load(fromByteOffset: index, as: UInt8.self)
        }
        nonmutating set {
            precondition((0..<count).contains(index), "byte \(index) of \(count)")
            unsafe address.storeBytes(of: newValue, toByteOffset: index, as: UInt8.self)
        }
    }
}
