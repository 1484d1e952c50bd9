import Foundation
import Hashing
import TestSupport
import Testing
import Vocabulary

@testable import Live

/// Real sockets: a server that greets, and what becomes of its word.
struct HeadSocketTests {
    /// The server's side of one connection, in a thread of its own.
    private struct Peer {
        let client: Int32

        func send(_ bytes: [UInt8]) {
            _ = unsafe Foundation.send(client, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        }

        func greet(_ request: TestServer.Request) {
            let line = request.head.split(separator: "\r\n").first {
                $0.hasPrefix("Sec-WebSocket-Key: ")
            }
            let key = line.map { String($0.dropFirst(19)) } ?? ""
            let accept = Base64.text(
                of: SHA1.hash(Array((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8))
            )
            send(
                Array(
                    ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                        + "Connection: Upgrade\r\nSec-WebSocket-Accept: \(accept)\r\n\r\n").utf8
                )
            )
        }

        func say(_ text: String) { send(HeadFeedTests.frame(0x81, Array(text.utf8))) }

        /// The next frame of the client: short, and masked.
        func hear() -> String? {
            func read(_ count: Int) -> [UInt8]? {
                var bytes: [UInt8] = []
                while bytes.count < count {
                    var byte: UInt8 = 0
                    guard unsafe recv(client, &byte, 1, 0) == 1 else { return nil }
                    bytes.append(byte)
                }
                return bytes
            }
            guard let head = read(2), head[1] & 0x80 != 0, let mask = read(4),
                let payload = read(Int(head[1] & 0x7F))
            else { return nil }
            return String(
                decoding: payload.enumerated().map { $0.element ^ mask[$0.offset % 4] },
                as: UTF8.self
            )
        }

        func head(_ hash: Digest) {
            say(
                #"{"method":"eth_subscription","params":{"subscription":"0xa1","#
                    + #""result":{"hash":"\#(hash)"}}}"#
            )
        }
    }

    private static let digests = [Keccak256.hash("1"), Keccak256.hash("2")]

    /// Greets, subscribes, tells two heads and ends.
    private static let sound: @Sendable (TestServer.Request) -> TestServer.Reply = { request in
        .taken { client in
            let peer = Peer(client: client)
            peer.greet(request)
            guard peer.hear()?.contains("eth_subscribe") == true else { return }
            peer.say(#"{"jsonrpc":"2.0","id":1,"result":"0xa1"}"#)
            for digest in digests { peer.head(digest) }
            peer.send([0x88, 0x02, 0x03, 0xE8])
            _ = peer.hear()
        }
    }

    /// What is said until so many words have come.
    private func words(_ count: Int, _ endpoint: Endpoint) throws -> [HeadSocket.Word] {
        let waiting = try Waiting()
        let socket = try #require(
            HeadSocket(0, endpoint, interval: Interval(milliseconds: 2_000), over: waiting.loop)
        )
        defer { socket.retire() }
        var words: [HeadSocket.Word] = []
        while words.count < count,
            let event = waiting.loop.next(within: Interval(milliseconds: 20_000))
        {
            switch event {
            case .due(let timer): words += socket.take(timer) ?? []
            case .readable(let descriptor): words += socket.take(readable: descriptor) ?? []
            default: break
            }
        }
        return words
    }

    private func endpoint(
        _ heads: String,
        headers: [(name: String, value: Secret)] = [],
        proxy: Endpoint.Proxy = .none
    ) throws -> Endpoint {
        try Endpoint(
            name: "node",
            address: Secret("http://127.0.0.1:1"),
            headers: headers,
            proxy: proxy,
            limits: HTTPLimits(connect: Interval(milliseconds: 1_000)),
            heads: Secret(heads)
        )
    }

    private static let heads: [HeadSocket.Word] =
        [.look(nil)] + digests.map { .look(BlockHash($0)) } + [.lost(.closed(code: 1_000))]

    @Test func `heads are heard, and after the end it subscribes again`() throws {
        let server = try TestServer(Self.sound)
        defer { server.stop() }
        let endpoint = try endpoint(
            "ws://127.0.0.1:\(server.port)/v3/key",
            headers: [("Authorization", Secret("Bearer token"))]
        )
        let words = try words(8, endpoint)
        #expect(words == Self.heads + Self.heads, "\(words)")
        #expect(server.connections == 2)
        let head = try #require(server.requests.first?.head)
        #expect(head.hasPrefix("GET /v3/key HTTP/1.1\r\nHost: 127.0.0.1:\(server.port)\r\n"))
        #expect(head.contains("\r\nAuthorization: Bearer token"))
        // A key for each connection.
        let keys = server.requests.map { request in
            request.head.split(separator: "\r\n").first { $0.hasPrefix("Sec-WebSocket-Key") }
        }
        #expect(keys.count == 2 && keys[0] != keys[1])
    }

    @Test func `over a proxy it asks for a way through, and no more`() throws {
        let server = try TestServer(Self.sound)
        defer { server.stop() }
        let proxy = try TunnelProxy(to: server.port)
        defer { proxy.stop() }
        let endpoint = try endpoint(
            "ws://node.invalid/",
            proxy: .address(Secret("http://user:word@127.0.0.1:\(proxy.port)"))
        )
        let words = try words(4, endpoint)
        #expect(words == Self.heads, "\(words)")
        #expect(proxy.asked.first?.hasPrefix("CONNECT node.invalid:80 HTTP/1.1\r\n") == true)
        #expect(proxy.asked.first?.contains("Proxy-Authorization: Basic dXNlcjp3b3Jk") == true)
        #expect(server.requests.first?.head.contains("Proxy-Authorization") == false)
    }

    @Test func `what is no WebSocket is lost by name`() throws {
        func cause(_ endpoint: Endpoint) throws -> EndpointFailure.Cause? {
            guard case .lost(let cause)? = try words(1, endpoint).first else { return nil }
            return cause
        }
        let nobody = try TestServer.freePort()
        #expect(try cause(endpoint("ws://127.0.0.1:\(nobody)")) == .refused)
        #expect(try cause(endpoint("ws://node.invalid")) == .unresolved)
        let server = try TestServer { request in
            switch request.index {
            case 0: .http(302, ["Location: ws://127.0.0.1:1/"], [])
            case 1: .last(Array("SSH-2.0-none\r\n\r\n".utf8))
            case 2: .last([])
            default: .taken { Peer(client: $0).send(Array("HTTP/1.1 101 x\r\n\r\n".utf8)) }
            }
        }
        defer { server.stop() }
        let url = "ws://127.0.0.1:\(server.port)"
        #expect(try cause(endpoint(url)) == .greeting(.status(302)))
        #expect(try cause(endpoint(url)) == .greeting(.notHTTP))
        #expect(try cause(endpoint(url)) == .truncated)
        #expect(try cause(endpoint(url)) == .greeting(.notUnderstood))
        // It speaks, but no TLS.
        let bare = try cause(endpoint("wss://127.0.0.1:\(server.port)"))
        #expect([.tls(.handshake), .timeout(.connecting)].contains(bare))
        let refusing = try TestServer { _ in .http(403, [], []) }
        defer { refusing.stop() }
        let proxied = try endpoint(url, proxy: .address(Secret(refusing.url)))
        #expect(try cause(proxied) == .proxyRefused)
    }
}
