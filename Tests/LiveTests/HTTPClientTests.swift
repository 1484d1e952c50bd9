import Foundation
import Live
import TestSupport
import Testing
import Vocabulary

/// Real sockets, and servers that behave in every way but well.
@Suite struct HTTPClientTests {
    private func failure(
        total: UInt64 = 5_000,
        mostBytes: Int = 1 << 20,
        _ answer: @escaping @Sendable (TestServer.Request) -> TestServer.Reply
    ) throws -> EndpointFailure {
        let server = try TestServer(answer)
        defer { server.stop() }
        let endpoint = try Waiting.endpoint(server.url, total: total, mostBytes: mostBytes)
        let failure = try Waiting().failure(endpoint)
        #expect(failure.endpoint == "node-A")
        #expect(failure.description.hasPrefix("node-A: "))
        return failure
    }

    @Test func `one connection carries all requests, one after the other`() throws {
        let server = try TestServer { .json("\($0.index)") }
        defer { server.stop() }
        let waiting = try Waiting()
        let endpoint = try waiting.http.add(Waiting.endpoint(server.url))
        for index in 0..<20 {
            let answer = try waiting.post("{\"n\":\(index)}", to: endpoint).outcome.get()
            #expect(answer.status == 200)
            #expect(answer.body == Array("\(index)".utf8))
        }
        #expect(server.connections == 1)
        #expect(server.requests.map(\.body) == (0..<20).map { "{\"n\":\($0)}" })
        #expect(waiting.http.transfersUnderWay == 0)
    }

    @Test func `each of many endpoints keeps its connection`() throws {
        let servers = try (0..<12).map { _ in try TestServer { .json("\($0.index)") } }
        defer { for server in servers { server.stop() } }
        let waiting = try Waiting()
        let endpoints = try servers.map { try waiting.http.add(Waiting.endpoint($0.url)) }
        for round in 0..<3 {
            for endpoint in endpoints {
                let finished = try waiting.post("{}", to: endpoint)
                #expect(finished.connections == (round == 0 ? 1 : 0))
            }
        }
        #expect(servers.map(\.connections) == [Int](repeating: 1, count: 12))
    }

    @Test func `an endpoint that is removed makes room, and is not heard of`() throws {
        let server = try TestServer { _ in .silence }
        defer { server.stop() }
        let waiting = try Waiting()
        let endpoints = try (0..<HTTPClient.mostEndpoints).map { _ in
            try waiting.http.add(Waiting.endpoint(server.url))
        }
        #expect(throws: EndpointFault.tooManyEndpoints) {
            try waiting.http.add(Waiting.endpoint(server.url))
        }
        _ = try waiting.http.post([], to: endpoints[7])
        try waiting.expectNothing()
        waiting.http.remove(endpoints[7])
        #expect(waiting.http.transfersUnderWay == 0)
        let added = try waiting.http.add(Waiting.endpoint(server.url, name: "new"))
        #expect(!endpoints.contains(added))
        #expect(waiting.http.endpoint(added).name == "new")
        #expect(waiting.http.endpoint(endpoints[8]).name == "node-A")
    }

    @Test func `requests under way at once each get their own answer`() throws {
        let server = try TestServer { .json($0.body) }
        defer { server.stop() }
        let waiting = try Waiting()
        let endpoint = try waiting.http.add(Waiting.endpoint(server.url))
        var expected: [TransferID: [UInt8]] = [:]
        for index in 0..<HTTPClient.mostTransfers {
            let body = Array("[\(index)]".utf8)
            expected[try waiting.http.post(body, to: endpoint)] = body
        }
        #expect(throws: EndpointFailure(endpoint: "node-A", cause: .busy)) {
            try waiting.http.post([], to: endpoint)
        }
        for _ in 0..<HTTPClient.mostTransfers {
            let finished = try waiting.finished()
            let body = expected.removeValue(forKey: finished.id)
            #expect(try finished.outcome.get().body == body)
        }
        #expect(expected.isEmpty)
    }

    @Test func `a request is JSON, and its secret headers are sent as they are`() throws {
        let server = try TestServer { _ in .json("1") }
        defer { server.stop() }
        let waiting = try Waiting()
        let endpoint = try Waiting.endpoint(
            server.url + "/v3/hidden-path",
            headers: [("Authorization", Secret("Bearer hidden-token"))]
        )
        _ = try waiting.post("{}", to: waiting.http.add(endpoint)).outcome.get()
        let head = try #require(server.requests.first?.head)
        #expect(head.hasPrefix("POST /v3/hidden-path HTTP/1.1"))
        #expect(head.contains("Authorization: Bearer hidden-token"))
        #expect(head.contains("Content-Type: application/json"))
        #expect(head.contains("Accept-Encoding: ") && head.contains("gzip"))
        #expect(!head.contains("Expect:"))
    }

    @Test func `nothing shown of an endpoint or its failure holds a secret`() throws {
        let port = try TestServer.freePort()
        let endpoint = try Waiting.endpoint(
            "http://user:hidden-word@127.0.0.1:\(port)/hidden-path?key=hidden-key",
            headers: [("X-Key", Secret("hidden-token"))],
            proxy: .address(Secret("http://user:hidden-proxy@127.0.0.1:\(port)"))
        )
        let failure = try Waiting().failure(endpoint)
        var dumped = ""
        dump(endpoint, to: &dumped)
        dump(failure, to: &dumped)
        let shown = "\(endpoint) \(failure) \(String(reflecting: endpoint)) \(dumped)"
        #expect(!shown.contains("hidden"), "\(shown)")
        #expect(endpoint.host == "http://127.0.0.1:\(port)")
    }

    @Test func `nobody who listens is a refused connection`() throws {
        let url = "http://127.0.0.1:\(try TestServer.freePort())"
        #expect(try Waiting().failure(Waiting.endpoint(url)).cause == .refused)
    }

    @Test func `a name that nobody has is unresolved`() throws {
        let cause = try Waiting().failure(Waiting.endpoint("http://node.invalid")).cause
        #expect(cause == .unresolved)
    }

    @Test func `a redirect is refused and not followed`() throws {
        let elsewhere = try TestServer { _ in .json("1") }
        defer { elsewhere.stop() }
        let target = elsewhere.url
        for status in [301, 302, 307, 308] {
            let failure = try failure { _ in .http(status, ["Location: \(target)"], []) }
            #expect(failure.cause == .redirected(status: status))
        }
        #expect(elsewhere.requests.isEmpty)
    }

    @Test func `an answer cut short is truncated, in its body and in its head`() throws {
        let body = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"jsonrpc\":"
        #expect(try failure { _ in .last(Array(body.utf8)) }.cause == .truncated)
        let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n40\r\n{\"json"
        #expect(try failure { _ in .last(Array(chunked.utf8)) }.cause == .truncated)
        #expect(try failure { _ in .last([]) }.cause == .truncated)
    }

    @Test func `an answer without end is too large`() throws {
        let failure = try failure(mostBytes: 300_000) { _ in .endless }
        #expect(failure.cause == .tooLarge(mostBytes: 300_000))
    }

    @Test func `an answer that says it is too large is not read`() throws {
        let head = "HTTP/1.1 200 OK\r\nContent-Length: 9000000000\r\n\r\n"
        let failure = try failure(mostBytes: 300_000) { _ in .last(Array(head.utf8)) }
        #expect(failure.cause == .tooLarge(mostBytes: 300_000))
    }

    /// A hundred million zeros, packed a thousand to one.
    @Test func `a small answer that unpacks to a huge one is too large`() throws {
        let packed = try Tool.run("/bin/sh", ["-c", "head -c 100000000 /dev/zero | gzip -9"])
        #expect(packed.count < 200_000)
        let failure = try failure { _ in .http(200, ["Content-Encoding: gzip"], packed) }
        #expect(failure.cause == .tooLarge(mostBytes: 1 << 20))
    }

    @Test func `a packed answer is unpacked`() throws {
        let packed = try Tool.run("/bin/sh", ["-c", "printf '[1,2]' | gzip"])
        let server = try TestServer { _ in .http(200, ["Content-Encoding: gzip"], packed) }
        defer { server.stop() }
        let waiting = try Waiting()
        let endpoint = try waiting.http.add(Waiting.endpoint(server.url))
        #expect(try waiting.post("{}", to: endpoint).outcome.get().body == Array("[1,2]".utf8))
        let broken = try failure { _ in .http(200, ["Content-Encoding: gzip"], [1, 2, 3, 4]) }
        #expect(broken.cause == .badEncoding)
    }

    @Test func `silence and a slow drip end when the time is over`() throws {
        #expect(try failure(total: 1_000) { _ in .silence }.cause == .timeout(.answering))
        #expect(try failure(total: 1_000) { _ in .drip(10) }.cause == .timeout(.answering))
    }

    @Test func `what is not HTTP is named so`() throws {
        let cause = try failure { _ in .last(Array("SSH-2.0-OpenSSH_9.2\r\n\r\n".utf8)) }.cause
        #expect(cause == .notHTTP)
    }

    @Test func `too many requests and unavailable say when to come back`() throws {
        for (status, header, seconds) in [(429, "7", 7), (503, "120", 120)]
            as [(Int, String, UInt64)]
        {
            let server = try TestServer { _ in .http(status, ["Retry-After: \(header)"], []) }
            defer { server.stop() }
            let waiting = try Waiting()
            let endpoint = try waiting.http.add(Waiting.endpoint(server.url))
            let answer = try waiting.post("{}", to: endpoint).outcome.get()
            #expect(answer.status == status)
            #expect(answer.retryAfter == Interval(milliseconds: seconds * 1_000))
        }
    }

    @Test func `a cancelled request is not heard of, and its place is free again`() throws {
        let server = try TestServer { _ in .silence }
        defer { server.stop() }
        let waiting = try Waiting()
        let endpoint = try waiting.http.add(Waiting.endpoint(server.url))
        let id = try waiting.http.post([], to: endpoint)
        try waiting.expectNothing()
        waiting.http.cancel(id)
        #expect(waiting.http.transfersUnderWay == 0)
        try waiting.expectNothing()
    }

    /// A proxy reads whole addresses, and gets the request in place of the node.
    @Test func `a proxy is asked in place of the node`() throws {
        let proxy = try TestServer { _ in .json("1") }
        defer { proxy.stop() }
        let endpoint = try Waiting.endpoint(
            "http://node.invalid/path",
            proxy: .address(Secret(proxy.url))
        )
        let waiting = try Waiting()
        _ = try waiting.post("{}", to: waiting.http.add(endpoint)).outcome.get()
        #expect(proxy.requests.first?.head.hasPrefix("POST http://node.invalid/path") == true)
    }

    @Test func `a proxy that is not there is named, and not the node behind it`() throws {
        let nobody = "http://127.0.0.1:\(try TestServer.freePort())"
        for node in ["http://node.invalid", "https://node.invalid"] {
            let endpoint = try Waiting.endpoint(node, proxy: .address(Secret(nobody)))
            let failure = try Waiting().failure(endpoint)
            #expect(failure.cause == .unreachableProxy(errorNumber: Int(ECONNREFUSED)))
            #expect(failure.reason.hasPrefix("its proxy can't be reached"))
        }
    }

    @Test func `what is no address, header or name is refused before anything is sent`() {
        for address in ["", "ftp://host", "file:///etc/passwd", "http://", "http://a b", "host"] {
            #expect(throws: EndpointFault.badAddress(endpoint: "a")) {
                try Endpoint(name: "a", address: Secret(address))
            }
        }
        for (name, value) in [("", "1"), ("a b", "1"), ("a", "1\r\nb: 2"), ("a", ""), ("a:", "1")] {
            #expect(throws: EndpointFault.badHeader(endpoint: "a")) {
                try Endpoint(
                    name: "a",
                    address: Secret("http://host"),
                    headers: [(name, Secret(value))]
                )
            }
        }
        #expect(throws: EndpointFault.badName) {
            try Endpoint(name: "a b", address: Secret("http://host"))
        }
    }
}

/// A program of the system, for its output.
enum Tool {
    static func run(_ path: String, _ arguments: [String]) throws -> [UInt8] {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return Array(data)
    }
}
