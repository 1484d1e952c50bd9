import CCrypto
import Glibc

/// Bytes that never leave memory: not swapped, not in a core dump, wiped when their owner lets go.
///
/// The one place that holds key bytes and passwords. They are never copied into an array or a text.
@safe
public struct LockedMemory: ~Copyable {
    private let address: UnsafeMutableRawPointer
    /// What was mapped: whole pages.
    private let mappedCount: Int
    public let count: Int

    /// Why memory for a secret could not be had; a secret is then not loaded.
    public struct Unavailable: Error, Hashable {
        public let errorNumber: Int32
    }

    /// Zeros of this count.
    public init(count: Int) throws(Unavailable) {
        precondition((1...1 << 20).contains(count), "no secret has \(count) bytes")
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        let mapped = (count + page - 1) / page * page
        let flags = MAP_PRIVATE | MAP_ANONYMOUS
        let address = unsafe mmap(nil, mapped, PROT_READ | PROT_WRITE, flags, -1, 0)
        guard let address = unsafe address, unsafe address != MAP_FAILED else {
            throw Unavailable(errorNumber: errno)
        }
        guard unsafe mlock(address, mapped) == 0,
            unsafe madvise(address, mapped, MADV_DONTDUMP) == 0
        else {
            let reason = errno
            unsafe munmap(address, mapped)
            throw Unavailable(errorNumber: reason)
        }
        unsafe self.address = address
        mappedCount = mapped
        self.count = count
    }

    deinit {
        unsafe OPENSSL_cleanse(address, mappedCount)
        unsafe munmap(address, mappedCount)
    }

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
