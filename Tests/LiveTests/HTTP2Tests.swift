import Foundation
import Live
import TestSupport
import Testing
import Vocabulary

/// A server of the system's that speaks HTTP/2, with a certificate made while the test runs.
@Suite struct HTTP2Tests {
    /// Answers what is posted with its own bytes, and tells what each request came as.
    private final class Server {
        let port: UInt16
        let folder: URL
        private let process = Process()

        init() throws {
            folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let key = folder.appending(path: "key.pem").path
            let path = folder.appending(path: "certificate.pem").path
            _ = try Tool.run(
                "/usr/bin/openssl",
                [
                    "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                    "-nodes", "-days", "1", "-subj", "/CN=localhost", "-addext",
                    "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", path,
                ]
            )
            port = try TestServer.freePort()
            process.executableURL = URL(filePath: "/usr/sbin/nghttpd")
            process.arguments = [
                "--echo-upload", "--address=127.0.0.1", "--verbose", "\(port)", key, path,
            ]
            _ = FileManager.default.createFile(atPath: log, contents: nil)
            let words = try #require(FileHandle(forWritingAtPath: log))
            process.standardOutput = words
            process.standardError = FileHandle.nullDevice
            try process.run()
        }

        var authorities: String { folder.appending(path: "certificate.pem").path }
        private var log: String { folder.appending(path: "log").path }
        var said: String { (try? String(contentsOfFile: log, encoding: .utf8)) ?? "" }

        func stop() {
            if process.isRunning { kill(process.processIdentifier, SIGKILL) }
            process.waitUntilExit()
            try? FileManager.default.removeItem(at: folder)
        }
    }

    /// A waiting loop, its endpoint, and the first answer: the program needs a moment before it listens.
    private func begin(
        _ server: Server,
        _ proxy: Endpoint.Proxy = .none
    ) throws -> (Waiting, EndpointID, FinishedTransfer) {
        let waiting = try Waiting()
        let endpoint = try waiting.http.add(
            Waiting.endpoint(
                "https://127.0.0.1:\(server.port)/",
                headers: [("Authorization", Secret("Bearer token"))],
                proxy: proxy,
                authorities: server.authorities
            )
        )
        var first = try waiting.post("first", to: endpoint)
        for _ in 0..<200 {
            guard case .failure = first.outcome else { break }
            usleep(20_000)
            first = try waiting.post("first", to: endpoint)
        }
        #expect(try first.outcome.get().body == Array("first".utf8))
        return (waiting, endpoint, first)
    }

    @Test func `many requests at once are streams of one connection, each with its own answer`()
        throws
    {
        let server = try Server()
        defer { server.stop() }
        let (waiting, endpoint, first) = try begin(server)
        #expect(first.connections == 1)
        var bodies: [TransferID: String] = [:]
        for index in 0..<20 {
            let body = "request \(index)"
            bodies[try waiting.http.post(Array(body.utf8), to: endpoint)] = body
        }
        for _ in 0..<20 {
            let finished = try waiting.finished()
            let sent = bodies.removeValue(forKey: finished.id)
            let body = try #require(sent)
            #expect(try finished.outcome.get().body == Array(body.utf8))
            #expect(finished.connections == 0)
        }
        #expect(server.said.contains("The negotiated protocol: h2"))
        // A client numbers its streams oddly from 1.
        for stream in stride(from: 1, through: 41, by: 2) {
            #expect(server.said.contains("(stream_id=\(stream)) :method: POST"), "\(stream)")
        }
        #expect(server.said.contains("(stream_id=1, sensitive) authorization: Bearer token"))
        #expect(!server.said.contains("[id=2]"))
    }

    @Test func `a proxy gives a way through, and hears neither the request nor its secrets`() throws
    {
        let server = try Server()
        defer { server.stop() }
        let proxy = try TunnelProxy(to: server.port)
        defer { proxy.stop() }
        let address = Secret("http://user:word@127.0.0.1:\(proxy.port)")
        let (waiting, endpoint, _) = try begin(server, .address(address))
        for _ in 0..<5 {
            let finished = try waiting.post("again", to: endpoint)
            #expect(try finished.outcome.get().body == Array("again".utf8))
            #expect(finished.connections == 0)
        }
        let asked = try #require(proxy.asked.last)
        #expect(asked.hasPrefix("CONNECT 127.0.0.1:\(server.port) HTTP/1.1\r\n"))
        #expect(asked.contains("Proxy-Authorization: Basic dXNlcjp3b3Jk"))
        #expect(!asked.contains("Bearer") && !server.said.contains("proxy-authorization"))
    }

    @Test(arguments: [403, 407, 502])
    func `a proxy that gives none is named so, without its password`(status: Int) throws {
        let proxy = try TestServer { _ in .http(status, [], []) }
        defer { proxy.stop() }
        let endpoint = try Waiting.endpoint(
            "https://node.invalid/",
            proxy: .address(Secret("http://user:word@127.0.0.1:\(proxy.port)"))
        )
        let failure = try Waiting().failure(endpoint)
        #expect(failure.cause == .proxyRefused)
        #expect(failure.description == "node-A: its proxy refuses")
        #expect(!"\(endpoint)".contains("word"))
        #expect(proxy.requests.first?.head.hasPrefix("CONNECT node.invalid:443 ") == true)
    }
}
