import Foundation
import Live
import TestSupport
import Testing
import Vocabulary

/// Certificates made by the system's own tool while the test runs.
@Suite struct TLSTests {
    /// A folder with a certificate for this name, signed by itself.
    private struct Certificate {
        let folder: URL

        init(for name: String, isExpired: Bool = false) throws {
            folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            _ = try Tool.run(
                "/usr/bin/openssl",
                [
                    "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                    "-nodes", "-days", "1", "-subj", "/CN=\(name)", "-addext",
                    "subjectAltName=\(name)", "-keyout", key, "-out", path,
                ]
            )
            guard isExpired else { return }
            _ = try Tool.run(
                "/usr/bin/openssl",
                ["x509", "-in", path, "-signkey", key, "-days", "-1", "-out", path]
            )
        }

        var key: String { folder.appending(path: "key.pem").path }
        var path: String { folder.appending(path: "certificate.pem").path }
    }

    /// Answers one request over TLS, and says whether one was read.
    private func ask(
        _ certificate: Certificate,
        host: String = "127.0.0.1",
        authorities: String? = nil
    ) throws -> (outcome: Result<HTTPAnswer, EndpointFailure>, isAsked: Bool) {
        let port = try TestServer.freePort()
        let server = Process()
        let (input, output) = (Pipe(), Pipe())
        server.executableURL = URL(filePath: "/usr/bin/openssl")
        server.arguments = [
            "s_server", "-quiet", "-accept", "127.0.0.1:\(port)", "-cert", certificate.path,
            "-key", certificate.key, "-naccept", "1",
        ]
        server.standardInput = input
        server.standardOutput = output
        server.standardError = FileHandle.nullDevice
        try server.run()
        // What is written before the request goes out once there is a connection.
        let answer = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n1"
        try input.fileHandleForWriting.write(contentsOf: Data(answer.utf8))
        defer { try? FileManager.default.removeItem(at: certificate.folder) }
        // A child of a thread with blocked signals has them blocked as well: only this one ends it.
        func end() {
            if server.isRunning { kill(server.processIdentifier, SIGKILL) }
            server.waitUntilExit()
        }
        defer { end() }
        let waiting = try Waiting()
        let endpoint = try waiting.http.add(
            Waiting.endpoint("https://\(host):\(port)", authorities: authorities)
        )
        var outcome = try waiting.post("{\"asked\":1}", to: endpoint).outcome
        // The program needs a moment before it listens.
        for _ in 0..<200 {
            guard case .failure(let failure) = outcome, failure.cause == .refused else { break }
            usleep(20_000)
            outcome = try waiting.post("{\"asked\":1}", to: endpoint).outcome
        }
        var read = ""
        if case .success = outcome {
            while !read.contains("asked"),
                case let more = output.fileHandleForReading.availableData, !more.isEmpty
            {
                read += String(decoding: more, as: UTF8.self)
            }
        } else {
            end()
            let all = try output.fileHandleForReading.readToEnd() ?? Data()
            read = String(decoding: all, as: UTF8.self)
        }
        return (outcome, read.contains("asked"))
    }

    private func cause(
        _ asked: (outcome: Result<HTTPAnswer, EndpointFailure>, isAsked: Bool)
    ) -> EndpointFailure.Cause? {
        if case .failure(let failure) = asked.outcome { failure.cause } else { nil }
    }

    @Test func `a certificate that is trusted by name lets the request through`() throws {
        let certificate = try Certificate(for: "IP:127.0.0.1")
        let asked = try ask(certificate, authorities: certificate.path)
        #expect(try asked.outcome.get().body == Array("1".utf8))
        #expect(asked.isAsked)
    }

    @Test func `a certificate signed by itself is not trusted, and nothing is asked`() throws {
        let asked = try ask(Certificate(for: "IP:127.0.0.1"))
        #expect(cause(asked) == .tls(.untrusted(code: 18)))
        #expect(!asked.isAsked)
        guard case .failure(let failure) = asked.outcome else { return }
        #expect("\(failure)".contains("signed by itself"))
    }

    @Test func `a certificate of yesterday is named as expired, and nothing is asked`() throws {
        let certificate = try Certificate(for: "IP:127.0.0.1", isExpired: true)
        let asked = try ask(certificate, authorities: certificate.path)
        #expect(cause(asked) == .tls(.untrusted(code: 10)))
        #expect(!asked.isAsked)
        guard case .failure(let failure) = asked.outcome else { return }
        #expect("\(failure)".contains("its certificate has expired"))
    }

    @Test func `another host's certificate is refused, and nothing is asked`() throws {
        let certificate = try Certificate(for: "DNS:other.example")
        let asked = try ask(certificate, authorities: certificate.path)
        #expect(cause(asked) == .tls(.otherName))
        #expect(!asked.isAsked)
    }

    @Test func `what does not speak TLS fails its handshake`() throws {
        let plain = try TestServer { _ in .json("1") }
        defer { plain.stop() }
        // Its greeting is no request's head, so the server waits for more: the time ends it.
        let url = "https://127.0.0.1:\(plain.port)"
        let failure = try Waiting().failure(Waiting.endpoint(url, total: 500))
        #expect([.tls(.handshake), .timeout(.connecting)].contains(failure.cause))
        #expect(plain.requests.isEmpty)
    }

    @Test func `a file of authorities that is not there is named as the cause`() throws {
        let plain = try TestServer { _ in .json("1") }
        defer { plain.stop() }
        let endpoint = try Waiting.endpoint(
            "https://127.0.0.1:\(plain.port)",
            authorities: "/nowhere"
        )
        #expect(try Waiting().failure(endpoint).cause == .tls(.badAuthorities))
    }
}
