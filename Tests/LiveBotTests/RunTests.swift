import Ethereum
import Foundation
import TestSupport
import Testing

/// `cantilever run` without any chain: what it says, whom it tells, and how it ends.
@Suite struct RunTests {
    /// A trouble is told again after a second, then after two.
    private func alerts(_ receivers: String) -> String {
        """
        alerts:
          repeat: {first: 1 s, longest: 1 h, calm: 200 ms}
        \(receivers)
        """
    }

    private static let webhook = #"  webhook: {url: "${HOOK}", token: "${TOKEN}"}"#

    private func time(_ notice: JSONValue) throws -> Date {
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        return try style.parse(try #require(notice["time"]?.text))
    }

    @Test func `it says first that it can't trade, and ends with success when told to`() throws {
        let run = try Running(SmallStrategy.text(), options: [])
        try run.wait(for: "nothing is signed and nothing is sent")
        #expect(run.log.first?.contains("this version cannot trade yet") == true, "\(run.log)")
        try run.wait(for: "chain-stale north")
        #expect(try run.stop() == 0)
        #expect(run.log.last?.hasSuffix("notice stop: stopped") == true)
    }

    @Test func `a standing trouble is one post, then one after growing times`() throws {
        let server = try TestServer { _ in .json("{}") }
        defer { server.stop() }
        let run = try Running(
            SmallStrategy.text(alerts: alerts(Self.webhook)),
            environment: ["HOOK": server.url + "/hook", "TOKEN": "t0k3n"]
        )
        func notices() throws -> [JSONValue] {
            try server.requests.map { try JSONValue(parsing: $0.body) }
                .filter { $0["key"]?.text == "chain-stale north" }
        }
        try run.wait { try notices().count >= 4 }
        #expect(try run.stop() == 0)
        let told = try notices()
        #expect(
            told.prefix(4).map { $0["occasion"]?.text } == ["raised"]
                + Array(repeating: "repeated", count: 3)
        )
        let times = try told.map(time)
        // One second, then two, then four: by its own clock, and as late as the machine wants.
        for (index, least) in [1.0, 2.0, 4.0].enumerated() {
            #expect(times[index + 1].timeIntervalSince(times[index]) >= least)
        }
        let first = try #require(told.first)
        #expect(first["alert"]?.text == "chain-stale" && first["subject"]?.text == "north")
        #expect(first["severity"]?.text == "critical" && first["strategy"]?.text == "small")
        #expect(first["runbook"]?.text == "docs/runbook.md#chain-stale")
        #expect(first["text"]?.text?.hasPrefix("small: critical: chain-stale north: ") == true)
        #expect(server.requests.allSatisfy { $0.head.contains("Authorization: Bearer t0k3n") })
        #expect(server.requests.allSatisfy { $0.head.hasPrefix("POST /hook ") })
    }

    @Test func `a command is handed the alert, and none of the file's secrets`() throws {
        let output = FileManager.default.temporaryDirectory.appending(path: "told-\(UUID())")
        defer { try? FileManager.default.removeItem(at: output) }
        let script = "{ cat; env; echo end; } >> \(output.path)"
        let run = try Running(
            SmallStrategy.text(
                north: "${NORTH}",
                alerts: alerts("  command: {argv: [\"/bin/sh\", \"-c\", \"\(script)\"]}")
            ),
            environment: ["NORTH": "http://127.0.0.1:1/k3y", "PAGER": "mine"]
        )
        try run.wait {
            let text = try? String(contentsOf: output, encoding: .utf8)
            return text?.contains("\nend\n") == true && run.text.contains("command: told of")
        }
        #expect(try run.stop() == 0)
        let text = try String(contentsOf: output, encoding: .utf8)
        let alert = try JSONValue(parsing: String(text.prefix { $0 != "\n" }))
        #expect(alert["alert"]?.text == "chain-stale")
        #expect(text.contains("PAGER=mine") && !text.contains("k3y"))
    }

    @Test func `what waits is told before the end, and what can't be is named`() throws {
        let port = try TestServer.freePort()
        let run = try Running(
            SmallStrategy.text(alerts: alerts(Self.webhook)),
            environment: ["HOOK": "http://127.0.0.1:\(port)", "TOKEN": "t"]
        )
        try run.wait(for: "could not tell of chain-stale")
        #expect(try run.stop() == 0)
        #expect(run.text.contains("not told: chain-stale"))
    }

    @Test func `a second signal ends it at once`() throws {
        // A server that never answers keeps the first one waiting.
        let server = try TestServer { _ in .silence }
        defer { server.stop() }
        let run = try Running(
            SmallStrategy.text(alerts: alerts(Self.webhook)),
            environment: ["HOOK": server.url, "TOKEN": "t"]
        )
        try run.wait { !server.requests.isEmpty }
        run.signal(SIGINT)
        try run.wait(for: "told to stop")
        run.signal(SIGTERM)
        #expect(try run.end() == 0)
        #expect(run.text.contains("not told: chain-stale"))
    }

    @Test func `a file that can't be used is named and the old one stays; a good one is taken`()
        throws
    {
        let server = try TestServer { _ in .json("{}") }
        defer { server.stop() }
        let text = SmallStrategy.text(alerts: alerts(Self.webhook))
        let run = try Running(text, environment: ["HOOK": server.url, "TOKEN": "t"])
        try run.wait(for: "told of chain-stale")
        let bad = [
            text.replacing("repeat:", with: "repat:"),
            text.replacing("${TOKEN}", with: "${MISSING}"),
            "format: 9",
        ]
        for (index, text) in bad.enumerated() {
            try text.write(toFile: run.path, atomically: true, encoding: .utf8)
            run.signal(SIGHUP)
            try run.wait {
                run.events("reload").count { $0["text"]?.text?.contains("stays in force") == true }
                    > index
            }
        }
        #expect(run.text.contains("unknown key; did you mean 'repeat'?"))
        #expect(run.text.contains("the environment variable MISSING is not set"))
        // The old one still tells.
        let count = server.requests.count
        try run.wait { server.requests.count > count }
        try text.replacing("name: small", with: "name: other")
            .write(toFile: run.path, atomically: true, encoding: .utf8)
        run.signal(SIGHUP)
        try run.wait(for: "was read again and is in force")
        try run.wait {
            server.requests.contains { $0.body.contains(#""strategy":"other""#) }
        }
        #expect(try run.stop() == 0)
        // What stood before is repeated and not raised anew.
        let raised = try server.requests.map { try JSONValue(parsing: $0.body) }.filter {
            $0["key"]?.text == "chain-stale north" && $0["occasion"]?.text == "raised"
        }
        #expect(raised.count == 1)
    }

    @Test func `one line an event, with a priority only where the journal listens`() throws {
        let text = SmallStrategy.text()
        let path = try Running.file(text)
        let output = path + ".log"
        defer {
            try? FileManager.default.removeItem(atPath: path)
            try? FileManager.default.removeItem(atPath: output)
        }
        let binary = Program.folder.appending(path: "cantilever").path
        for (isJournal, form) in [(true, "json"), (true, "human"), (false, "human")] {
            _ = FileManager.default.createFile(atPath: output, contents: nil)
            let stream = isJournal ? "$(stat -c %d:%i '\(output)')" : "1:1"
            let process = Process()
            process.executableURL = URL(filePath: "/bin/sh")
            process.arguments = [
                "-c",
                "JOURNAL_STREAM=\(stream) exec '\(binary)' run --log \(form) '\(path)' 2>>'\(output)'",
            ]
            try process.run()
            let end = Date().addingTimeInterval(120)
            func log() throws -> String { try String(contentsOfFile: output, encoding: .utf8) }
            while try !log().contains("chain-stale south"), Date() < end { usleep(10_000) }
            process.terminate()
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
            let lines = try log().split(separator: "\n")
            #expect(lines.count > 4)
            for line in lines {
                #expect(line.hasPrefix("<") == isJournal, "\(line)")
                guard form == "json" else { continue }
                #expect((try? JSONValue(parsing: String(line.dropFirst(3)))) != nil, "\(line)")
            }
            if isJournal {
                #expect(lines.contains { $0.hasPrefix("<2>") && $0.contains("chain-stale") })
                #expect(lines.contains { $0.hasPrefix("<5>") && $0.contains("told to stop") })
            }
        }
    }

    @Test func `words that are no command line of it are refused`() throws {
        for (words, said) in [
            (["run"], "name the strategy's file to run"),
            (["run", "--log", "yaml", "x"], "unknown form of the log 'yaml'"),
            (["run", "a", "b"], "'b' is one word too many"),
        ] {
            let program = try Program.run(words)
            #expect(program.exitCode == 64)
            #expect(program.complaint.contains(said), "\(program.complaint)")
        }
        #expect(try Program.run(["run", "/nonexistent.yaml"]).exitCode == 66)
    }
}
