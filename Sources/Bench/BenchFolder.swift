import Glibc

/// A folder on a disk, gone with this value. Not `/tmp`, which may be memory.
final class BenchFolder {
    let path: String

    init?() {
        path = "/var/tmp/cantilever-bench-\(getpid())"
        guard unsafe mkdir(path, 0o700) == 0 else { return nil }
    }

    deinit {
        if let folder = unsafe opendir(path) {
            while let entry = unsafe readdir(folder) {
                let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { name in
                    unsafe name.withMemoryRebound(to: CChar.self, capacity: 256) {
                        unsafe String(cString: $0)
                    }
                }
                unsafe unlink(path + "/" + name)
            }
            unsafe closedir(folder)
        }
        unsafe rmdir(path)
    }
}

/// A file whose space is there before it is written: the least a durable write can cost.
final class PreallocatedFile {
    private let descriptor: Int32
    private let page = [UInt8](repeating: 0x5A, count: 4096)
    private var place = 0
    private static let pages = 1024

    init?(path: String) {
        descriptor = unsafe open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return nil }
        for place in 0..<Self.pages {
            unsafe pwrite(descriptor, page, page.count, off_t(place * page.count))
        }
        guard fsync(descriptor) == 0 else { return nil }
    }

    deinit { close(descriptor) }

    func write() {
        let offset = off_t(place * page.count)
        place = (place + 1) % Self.pages
        let count = unsafe pwrite(descriptor, page, page.count, offset)
        precondition(count == page.count && fdatasync(descriptor) == 0, "the disk does not write")
    }
}
