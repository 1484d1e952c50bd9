import Foundation

/// A service manager's end of systemd's protocol: a datagram socket, and every word that has come.
public final class ServiceSocket {
    /// What NOTIFY_SOCKET is set to.
    public let name: String
    private let descriptor: Int32
    private let path: String?
    private var words: [String] = []

    public struct Unusable: Error {}

    /// At a path of its own, or at a name that no file system knows.
    public init(isAbstract: Bool = false) throws {
        let unique = "cantilever-\(getpid())-\(UInt32.random(in: 0 ... .max))"
        let path = isAbstract ? nil : "/tmp/\(unique)"
        (self.path, name) = (path, path ?? "@" + unique)
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = path.map { Array($0.utf8) } ?? [0] + Array(unique.utf8)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { room in
            unsafe room.copyBytes(from: bytes)
        }
        let length = MemoryLayout<sa_family_t>.size + bytes.count + (isAbstract ? 0 : 1)
        let isBound = unsafe withUnsafePointer(to: address) { address in
            unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { general in
                unsafe bind(descriptor, general, socklen_t(length)) == 0
            }
        }
        guard descriptor >= 0, isBound else { throw Unusable() }
    }

    deinit {
        close(descriptor)
        if let path { try? FileManager.default.removeItem(atPath: path) }
    }

    /// Everything that was ever said, a datagram an element.
    public func heard() -> [String] {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
            guard count > 0 else { return words }
            words.append(String(decoding: buffer.prefix(count), as: UTF8.self))
        }
    }
}
