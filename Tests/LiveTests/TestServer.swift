import Foundation
import Synchronization

/// A small HTTP server on loopback that does what it is told, however wrong.
final class TestServer: Sendable {
    struct Request: Sendable {
        let head: String
        let body: String
        /// How many requests there were before it.
        let index: Int
    }

    enum Reply: Sendable {
        case json(String)
        case http(_ status: Int, _ headers: [String], _ body: [UInt8])
        /// These bytes as they are, and the connection ends.
        case last([UInt8])
        /// A head and then bytes without end.
        case endless
        /// A head and then one byte in so many milliseconds.
        case drip(_ milliseconds: UInt32)
        case silence
        /// Somebody else speaks on this descriptor, and then the connection ends.
        case taken(@Sendable (Int32) -> Void)
    }

    let port: UInt16
    private let listener: Int32
    private let answer: @Sendable (Request) -> Reply
    private let seen = Mutex<[Request]>([])
    private let accepted = Mutex(0)
    private let isOver = Mutex(false)

    struct NoSocket: Error {}

    init(_ answer: @escaping @Sendable (Request) -> Reply) throws {
        self.answer = answer
        (listener, port) = try Self.listen()
        let thread = Thread { [self] in accept() }
        thread.start()
    }

    var url: String { "http://127.0.0.1:\(port)" }
    var requests: [Request] { seen.withLock { $0 } }
    var connections: Int { accepted.withLock { $0 } }

    /// Nobody is accepted any more; what drips or has no end stops.
    func stop() {
        isOver.withLock { $0 = true }
        shutdown(listener, Int32(SHUT_RDWR))
    }

    /// A port that was free a moment ago.
    static func freePort() throws -> UInt16 {
        let (socket, port) = try listen()
        close(socket)
        return port
    }

    private static func listen() throws -> (Int32, UInt16) {
        let listener = socket(
            AF_INET,
            Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue),
            0
        )
        guard listener >= 0 else { throw NoSocket() }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { general in
                unsafe bind(listener, general, length) == 0
                    && Foundation.listen(listener, 64) == 0
                    && getsockname(listener, general, &length) == 0
            }
        }
        guard isBound else { throw NoSocket() }
        return (listener, UInt16(bigEndian: address.sin_port))
    }

    private func accept() {
        while true {
            let client = Foundation.accept(listener, nil, nil)
            guard client >= 0 else { break }
            accepted.withLock { $0 += 1 }
            let thread = Thread { [self] in
                serve(client)
                close(client)
            }
            thread.start()
        }
        close(listener)
    }

    private func serve(_ client: Int32) {
        var received: [UInt8] = []
        while let (head, body) = next(client, &received) {
            let request = seen.withLock { seen in
                let request = Request(head: head, body: body, index: seen.count)
                seen.append(request)
                return request
            }
            guard write(answer(request), to: client) else { return }
        }
    }

    /// The head and the body of the next request; `nil` when the other side has hung up.
    private func next(_ client: Int32, _ received: inout [UInt8]) -> (String, String)? {
        while true {
            if let end = received.firstRange(of: Array("\r\n\r\n".utf8)) {
                let head = String(decoding: received[..<end.lowerBound], as: UTF8.self)
                let count = Self.contentLength(head)
                if received.count >= end.upperBound + count {
                    let body = received[end.upperBound..<end.upperBound + count]
                    defer { received.removeFirst(end.upperBound + count) }
                    return (head, String(decoding: body, as: UTF8.self))
                }
            }
            var buffer = [UInt8](repeating: 0, count: 65_536)
            let count = unsafe recv(client, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            received += buffer.prefix(count)
        }
    }

    private static func contentLength(_ head: String) -> Int {
        let line = head.lowercased().split(separator: "\r\n").first {
            $0.hasPrefix("content-length:")
        }
        return line.flatMap { Int($0.dropFirst(15).drop { $0 == " " }) } ?? 0
    }

    /// False when the connection is over.
    private func write(_ reply: Reply, to client: Int32) -> Bool {
        switch reply {
        case .json(let text):
            return write(
                .http(200, ["Content-Type: application/json"], Array(text.utf8)),
                to: client
            )
        case .http(let status, let headers, let body):
            let lines = ["HTTP/1.1 \(status) Said", "Content-Length: \(body.count)"] + headers
            return send(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body, client)
        case .last(let bytes):
            _ = send(bytes, client)
            return false
        case .endless:
            guard send(Array("HTTP/1.1 200 OK\r\n\r\n".utf8), client) else { return false }
            let chunk = [UInt8](repeating: 0x20, count: 65_536)
            while !isOver.withLock({ $0 }), send(chunk, client) {}
            return false
        case .drip(let milliseconds):
            guard send(Array("HTTP/1.1 200 OK\r\n\r\n".utf8), client) else { return false }
            while !isOver.withLock({ $0 }), send([0x20], client) { usleep(milliseconds * 1_000) }
            return false
        case .taken(let speak):
            speak(client)
            return false
        case .silence:
            var byte: UInt8 = 0
            _ = unsafe recv(client, &byte, 1, 0)
            return false
        }
    }

    private func send(_ bytes: [UInt8], _ client: Int32) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let rest = Array(bytes[sent...])
            let count = unsafe Foundation.send(client, rest, rest.count, Int32(MSG_NOSIGNAL))
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }
}
