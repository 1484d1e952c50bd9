import Ethereum
import Foundation
import TestSupport
import Testing

/// No key, password or token is ever printed: neither by a failure, nor in JSON, nor in the log, nor when the
/// program breaks.
@Suite struct SecrecyTests {
    /// Each stands in one place only, so that a leak tells where it is from.
    private static let secrets = [
        "us3rn4me", "p4ssw0rd", "p4thk3y", "qu3rykey", "h34dertoken", "w3bhookpath", "b34rertoken",
        "h34rtpath", "h34rtquery", "f1lesecret",
    ]

    private static let alerts = """
        alerts:
          least: notice
          repeat: {first: 1 s, longest: 1 h, calm: 200 ms}
          webhook: {url: "${WEBHOOK}", token: "${TOKEN}"}
          heartbeat: {url: "${HEARTBEAT}", every: 1 s}
        """

    private static func environment(_ server: String) -> [String: String] {
        let host = server.dropFirst("http://".count)
        return [
            "NORTH": "http://us3rn4me:p4ssw0rd@\(host)/p4thk3y?key=qu3rykey",
            "SOUTH": "http://us3rn4me:p4ssw0rd@127.0.0.1:1/p4thk3y?key=qu3rykey",
            "HEADER": "h34dertoken",
            "WEBHOOK": "\(server)/w3bhookpath",
            "TOKEN": "b34rertoken",
            "HEARTBEAT": "http://127.0.0.1:1/h34rtpath?h34rtquery",
        ]
    }

    private static let text = SmallStrategy.text(
        north: "${NORTH}",
        south: "${SOUTH}",
        headers: #", headers: {Authorization: "Bearer ${HEADER}"}"#,
        alerts: alerts
    )

    private func expectNone(in text: String, _ what: String) {
        for secret in Self.secrets { #expect(!text.contains(secret), "\(what): \(text)") }
        #expect(!text.isEmpty, "\(what) says nothing")
    }

    /// It answers nobody in a way that helps, and repeats all that it was asked.
    private func mirror() throws -> TestServer {
        try TestServer { request in
            .http(500, [], Array((request.head + request.body).utf8))
        }
    }

    @Test func `the text holds every secret, so that the test could fail`() {
        let all = Self.environment("http://127.0.0.1:1").values.joined()
        for secret in Self.secrets.dropLast() { #expect(all.contains(secret)) }
    }

    @Test(arguments: ["human", "json"])
    func `a run that fails at everything tells no secret`(form: String) throws {
        // Alerts are refused at first and taken in the end.
        let server = try TestServer { request in
            request.head.hasPrefix("POST /w3bhookpath") && request.index > 6
                ? .json("{}") : .http(500, [], Array((request.head + request.body).utf8))
        }
        defer { server.stop() }
        let service = try ServiceSocket()
        let run = try Running(
            Self.text,
            environment: Self.environment(server.url).merging([
                "NOTIFY_SOCKET": service.name
            ]) { $1 },
            options: ["--log", form]
        )
        try run.wait {
            run.text.contains("could not tell of") && run.text.contains("endpoint-failing north")
                && run.text.contains("endpoint-failing south")
        }
        // Files that can't be used, each in its way.
        for (old, new) in [
            ("\"${TOKEN}\"", "\"file:/nonexistent/f1lesecret-is-a-path\""),
            ("\"${TOKEN}\"", "\"b34rertoken\""),
            ("\"${WEBHOOK}\"", "\"https://us3rn4me:p4ssw0rd@example.org/w3bhookpath\""),
            ("\"${NORTH}\"", "\"https://us3rn4me:p4ssw0rd@example.org/p4thk3y\""),
            ("\"Bearer ${HEADER}\"", "\"Bearer h34dertoken\""),
            ("\"${HEARTBEAT}\"", "[\"h34rtpath\"]"),
        ] {
            try Self.text.replacing(old, with: new)
                .write(toFile: run.path, atomically: true, encoding: .utf8)
            let count = run.text.ranges(of: "stays in force").count
            run.signal(SIGHUP)
            try run.wait { run.text.ranges(of: "stays in force").count > count }
        }
        func told() -> [String] {
            server.requests.filter { $0.head.hasPrefix("POST /w3bhookpath") }.map(\.body)
        }
        for alert in ["chain-stale north", "endpoint-failing north"] {
            try run.wait { told().contains { $0.contains(alert) } }
        }
        #expect(try run.stop() == 0)
        // A path is no secret: what is in the file is.
        let text = run.text.replacing("f1lesecret-is-a-path", with: "")
        expectNone(in: text, "run")
        #expect(text.contains(server.url), "an endpoint is named with its host")
        // Nor is anybody told one: neither who is sent alerts, nor who runs the service.
        expectNone(in: told().joined(separator: "\n"), "webhook")
        expectNone(in: service.heard().joined(separator: "\n"), "service manager")
        #expect(server.requests.contains { $0.head.contains("b34rertoken") })
        #expect(server.requests.contains { $0.head.contains("h34dertoken") })
    }

    @Test(arguments: [SIGTRAP, SIGSEGV, SIGILL, SIGABRT, SIGBUS, SIGQUIT])
    func `a run that breaks tells no secret`(signal: Int32) throws {
        let server = try mirror()
        defer { server.stop() }
        let run = try Running(
            Self.text,
            environment: Self.environment(server.url).merging([
                "SWIFT_BACKTRACE": "enable=yes,color=no,timeout=20s"
            ]) { $1 }
        )
        try run.wait(for: "could not tell of")
        run.signal(signal)
        #expect(try run.end() == -signal)
        expectNone(in: run.text, "signal \(signal)")
    }

    @Test(arguments: [
        ["check", "--timeout", "500 ms"], ["check", "--json", "--timeout", "500 ms"], ["doctor"],
        ["doctor", "--json"], ["config", "show"], ["config", "show", "--json"],
        ["config", "check"],
        ["config", "check", "--json"],
    ])
    func `a command that fails tells no secret`(words: [String]) throws {
        let server = try mirror()
        defer { server.stop() }
        let path = try Running.file(Self.text)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let program = try Program.run(
            words + [path],
            environment: Self.environment(server.url)
        )
        expectNone(in: program.output + program.complaint, "\(words)")
    }

    @Test(arguments: ["\n", "\r\n"])
    func `a secret's own file is read only where nobody else may read it`(end: String) throws {
        let server = try TestServer { _ in .json("{}") }
        defer { server.stop() }
        let file = try Running.file("f1lesecret\(end)more\(end)")
        defer { try? FileManager.default.removeItem(atPath: file) }
        let text = Self.text.replacing("\"${TOKEN}\"", with: "\"file:\(file)\"")
        unsafe chmod(file, 0o644)
        let path = try Running.file(text)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let refused = try Program.run(["run", path], environment: Self.environment(server.url))
        #expect(refused.exitCode == 66)
        #expect(refused.complaint.contains("others may read it"))
        expectNone(in: refused.complaint, "refused")
        unsafe chmod(file, 0o600)
        let run = try Running(text, environment: Self.environment(server.url))
        try run.wait { server.requests.contains { $0.head.contains("Bearer f1lesecret\r\n") } }
        #expect(try run.stop() == 0)
        expectNone(in: run.text, "run")
    }
}
