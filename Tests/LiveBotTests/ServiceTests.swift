import Foundation
import TestSupport
import Testing

/// `cantilever run` as a service manager sees it, over a real socket.
@Suite struct ServiceTests {
    @Test func `it says that it is ready, how it stands, that it lives, and that it ends`() throws {
        let socket = try ServiceSocket()
        let server = try TestServer { _ in .json("{}") }
        defer { server.stop() }
        let run = try Running(
            SmallStrategy.text(
                alerts: """
                    alerts:
                      command: {argv: ["/bin/sh", "-c", "env > $MARK.new && mv $MARK.new $MARK"]}
                    """
            ),
            environment: [
                "NOTIFY_SOCKET": socket.name, "WATCHDOG_USEC": "2000000",
                "MARK": socket.name + ".env",
            ]
        )
        defer { try? FileManager.default.removeItem(atPath: socket.name + ".env") }
        try run.wait { socket.heard().contains { $0.hasPrefix("READY=1\nSTATUS=") } }
        // No endpoint answers: that is told as an alert, and it lives on.
        try run.wait {
            socket.heard().contains { $0.contains("wrong: ") && $0.contains("chain-stale north") }
        }
        let before = socket.heard().count { $0 == "WATCHDOG=1" }
        try run.wait { socket.heard().count { $0 == "WATCHDOG=1" } > before + 2 }
        run.signal(SIGHUP)
        try run.wait { socket.heard().contains { $0.hasPrefix("RELOADING=1\n") } }
        try run.wait { socket.heard().count { $0.hasPrefix("READY=1\n") } == 2 }
        // Whom the alerts' command is started by is none of its business.
        try run.wait { FileManager.default.fileExists(atPath: socket.name + ".env") }
        let variables = try String(contentsOfFile: socket.name + ".env", encoding: .utf8)
        #expect(variables.contains("MARK="))
        #expect(!variables.contains("NOTIFY_SOCKET") && !variables.contains("WATCHDOG"))
        #expect(try run.stop() == 0)
        let words = socket.heard()
        #expect(words.first?.hasPrefix("READY=1\n") == true)
        #expect(words.contains { $0.hasPrefix("STOPPING=1\n") })
    }

    @Test func `a loop that does not turn is not alive`() throws {
        let socket = try ServiceSocket()
        let run = try Running(
            SmallStrategy.text(),
            environment: ["NOTIFY_SOCKET": socket.name, "WATCHDOG_USEC": "400000"]
        )
        try run.wait { socket.heard().contains("WATCHDOG=1") }
        run.signal(SIGSTOP)
        try run.wait { run.isStopped }
        let count = socket.heard().count
        usleep(300_000)
        #expect(socket.heard().count == count)
        run.signal(SIGCONT)
        try run.wait { socket.heard().count > count }
        #expect(try run.stop() == 0)
    }

    @Test func `a service manager that can't be told is no reason not to watch`() throws {
        let run = try Running(SmallStrategy.text(), environment: ["NOTIFY_SOCKET": "nowhere"])
        try run.wait(for: "the service manager can't be told")
        try run.wait(for: "chain-stale north")
        #expect(try run.stop() == 0)
    }
}
