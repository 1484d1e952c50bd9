import Foundation
import Synchronization

/// Somebody on loopback who listens to whoever comes, and then hangs up without a word.
final class ClosedDoor: Sendable {
    let port: UInt16
    private let listener: Int32
    private let words = Mutex("")

    struct NoSocket: Error {}

    init() throws {
        listener = socket(
            AF_INET,
            Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue),
            0
        )
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let (own, isBound) = (
            listener,
            unsafe withUnsafeMutablePointer(to: &address) { [listener] pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { general in
                    unsafe bind(listener, general, length) == 0 && listen(listener, 16) == 0
                        && getsockname(listener, general, &length) == 0
                }
            }
        )
        guard own >= 0, isBound else { throw NoSocket() }
        port = UInt16(bigEndian: address.sin_port)
        let thread = Thread { [self] in answer() }
        thread.start()
    }

    /// Everything that was said, one after the other.
    var heard: String { words.withLock { $0 } }

    func close() { shutdown(listener, Int32(SHUT_RDWR)) }

    private func answer() {
        while true {
            let client = accept(listener, nil, nil)
            guard client >= 0 else { break }
            var buffer = [UInt8](repeating: 0, count: 65_536)
            let count = unsafe recv(client, &buffer, buffer.count, 0)
            let said = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
            words.withLock { $0 += said }
            Foundation.close(client)
        }
        Foundation.close(listener)
    }
}
