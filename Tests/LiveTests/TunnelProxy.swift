import Foundation

/// An HTTP proxy on loopback that gives a way through: whatever host it is asked for, it goes to one port.
final class TunnelProxy: Sendable {
    private let server: TestServer

    init(to target: UInt16) throws {
        server = try TestServer { request in
            guard request.head.hasPrefix("CONNECT ") else { return .http(405, [], []) }
            return .taken { Self.join($0, target) }
        }
    }

    var port: UInt16 { server.port }
    var asked: [String] { server.requests.map(\.head) }
    func stop() { server.stop() }

    private static func join(_ client: Int32, _ port: UInt16) {
        let other = socket(
            AF_INET,
            Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue),
            0
        )
        defer { close(other) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        address.sin_port = port.bigEndian
        let length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isConnected = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { general in
                unsafe connect(other, general, length) == 0
            }
        }
        guard isConnected else { return }
        let agreed = Array("HTTP/1.1 200 Connection established\r\n\r\n".utf8)
        _ = unsafe send(client, agreed, agreed.count, Int32(MSG_NOSIGNAL))
        let thread = Thread {
            pass(other, client)
            shutdown(client, Int32(SHUT_RDWR))
        }
        thread.start()
        pass(client, other)
        shutdown(other, Int32(SHUT_RDWR))
        while !thread.isFinished { usleep(1_000) }
    }

    private static func pass(_ source: Int32, _ target: Int32) {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe recv(source, &buffer, buffer.count, 0)
            guard count > 0 else { return }
            var sent = 0
            while sent < count {
                let rest = Array(buffer[sent..<count])
                let more = unsafe send(target, rest, rest.count, Int32(MSG_NOSIGNAL))
                guard more > 0 else { return }
                sent += more
            }
        }
    }
}
