import CKernel
import Glibc

/// Random bytes from the kernel, for keys, salts and blinding. Nothing that decides may use it.
public enum OperatingSystemChance {
    /// Fills the memory; traps if the kernel has no randomness, since no secret is safe then.
    static func fill(_ memory: borrowing LockedMemory) {
        let count = memory.count
        unsafe memory.withBytes { bytes in
            unsafe fill(UnsafeMutableRawPointer(bytes), count: count)
        }
    }

    /// Bytes that are no secret themselves, such as a salt.
    public static func bytes(count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        unsafe bytes.withUnsafeMutableBytes { buffer in
            guard let start = buffer.baseAddress else { return }
            unsafe fill(start, count: buffer.count)
        }
        return bytes
    }

    private static func fill(_ start: UnsafeMutableRawPointer, count: Int) {
        var filled = 0
        while filled < count {
            let got = unsafe getrandom(start + filled, count - filled, 0)
            precondition(got > 0 || errno == EINTR, "the kernel has no randomness")
            filled += max(0, got)
        }
    }
}
