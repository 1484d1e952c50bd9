import CPowerCutVFS
import Foundation
import Synchronization

/// A disk in memory whose power can be cut and whose calls can fail. Closed before the next is opened.
///
/// It is kept until the process ends: a connection outlives the last use of its disk when the optimiser
/// shortens the disk's life, and closing it would then run in memory that is gone.
@safe
final class PowerCutDisk {
    let name = "power-cut-" + UUID().uuidString
    private let disk: OpaquePointer

    init(seed: UInt64) {
        guard let disk = unsafe power_cut_make(name, seed) else {
            preconditionFailure("no memory for a disk")
        }
        unsafe self.disk = disk
        Self.kept.withLock { kept in kept.append(UInt(bitPattern: disk)) }
    }

    private static let kept = Mutex<[UInt]>([])

    /// Cuts the power at the nth write, truncation, sync or deletion from now on.
    func cut(at change: Int) { unsafe power_cut_at(disk, Int64(change)) }

    var isOff: Bool { unsafe power_cut_is_off(disk) != 0 }

    /// Power again, after a cut now if there was none yet. Returns how many files were left open.
    func restore() -> Int { Int(unsafe power_cut_restore(disk)) }

    /// Fails the nth call from now on, or all from there; 0 for none.
    func fail(at call: Int, lasting: Bool) {
        unsafe power_cut_fail(disk, Int64(call), lasting ? 1 : 0)
    }

    var failures: Int { Int(unsafe power_cut_failures(disk)) }

    /// How many bytes it holds; 0 for no limit.
    func limit(_ bytes: Int) { unsafe power_cut_limit(disk, Int64(bytes)) }

    var used: Int { Int(unsafe power_cut_used(disk)) }

    func makeReadOnly(_ isReadOnly: Bool) { unsafe power_cut_read_only(disk, isReadOnly ? 1 : 0) }

    func size(_ path: String) -> Int? {
        let size = unsafe power_cut_size(disk, path)
        return size < 0 ? nil : Int(size)
    }

    func flip(_ path: String, byte: Int, bit: Int) {
        unsafe power_cut_flip(disk, path, Int64(byte), Int32(bit))
    }

    func truncate(_ path: String, to size: Int) {
        unsafe power_cut_truncate(disk, path, Int64(size))
    }

    /// Remembers all files as they stand.
    func keep() { unsafe power_cut_keep(disk) }

    /// The files as they were when kept.
    func putBack() { unsafe power_cut_put_back(disk) }
}
