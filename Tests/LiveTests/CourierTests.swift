import Foundation
import Synchronization
import Testing
import Vocabulary

@testable import Live

/// Letters to a real server and to real programs.
@Suite struct CourierTests {
    private let waiting: Waiting
    private let courier: Courier

    init() throws {
        waiting = try Waiting()
        courier = Courier(over: waiting.loop)
    }

    /// What the courier says until it has said so much of this.
    private func notices(
        until isEnough: ([CourierNotice]) -> Bool
    ) throws -> [CourierNotice] {
        var notices: [CourierNotice] = courier.takeNotices()
        let end = SteadyTime.now.advanced(by: Interval(milliseconds: 60_000))
        while !isEnough(notices) {
            guard SteadyTime.now < end else { throw Waiting.Unexpected(text: "\(notices)") }
            if let event = waiting.loop.next(within: Interval(milliseconds: 1_000)) {
                #expect(courier.take(event))
            }
            notices += courier.takeNotices()
        }
        return notices
    }

    private func letter(_ key: String, _ text: String = "{}") -> Letter {
        Letter(key: key, body: Array(text.utf8))
    }

    private func folder() throws -> URL {
        let url = FileManager.default.temporaryDirectory.appending(path: "hook-\(UUID())")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        return url
    }

    private func hook(
        _ script: String,
        limit: UInt64 = 30_000,
        _ environment: [String] = []
    )
        -> HookCommand
    {
        HookCommand(
            arguments: ["/bin/sh", "-c", script, "hook"],
            environment: environment,
            limit: Interval(milliseconds: limit)
        )
    }

    @Test func `a webhook gets one post a letter, with its token`() throws {
        let server = try TestServer { _ in .json("{}") }
        defer { server.stop() }
        let endpoint = try Waiting.endpoint(
            server.url + "/path",
            headers: [("Authorization", Secret("Bearer 53cr3t"))]
        )
        try courier.configure(webhook: endpoint, command: nil, heartbeat: nil)
        courier.send(letter("a", #"{"a":1}"#))
        courier.send(letter("b", #"{"b":2}"#))
        let said = try notices { $0.count == 2 }
        #expect(said == [.delivered(.webhook, key: "a"), .delivered(.webhook, key: "b")])
        #expect(server.requests.map(\.body) == [#"{"a":1}"#, #"{"b":2}"#])
        #expect(server.requests.allSatisfy { $0.head.contains("Authorization: Bearer 53cr3t") })
        #expect(courier.isIdle)
    }

    @Test func `a server's fault is tried again, and named without its address`() throws {
        let server = try TestServer { request in
            request.index == 0 ? .http(503, ["Retry-After: 1"], []) : .json("{}")
        }
        defer { server.stop() }
        let endpoint = try Waiting.endpoint(server.url + "/s3cr3t-path?key=hidden")
        try courier.configure(webhook: endpoint, command: nil, heartbeat: nil)
        courier.send(letter("a"))
        let said = try notices { $0.count == 2 }
        #expect(said.last == .delivered(.webhook, key: "a"))
        #expect(server.requests.count == 2)
        let text = said.map { "\($0)" }.joined()
        #expect(text.contains("status 503; again in 1 s"))
        #expect(!text.contains("s3cr3t") && !text.contains("hidden"))
    }

    @Test func `a refused letter is given up, and the next one goes`() throws {
        let server = try TestServer { $0.index == 0 ? .http(400, [], []) : .json("{}") }
        defer { server.stop() }
        try courier.configure(
            webhook: Waiting.endpoint(server.url),
            command: nil,
            heartbeat: nil
        )
        courier.send(letter("a"))
        courier.send(letter("b"))
        let said = try notices { $0.count == 2 }
        #expect(
            said == [
                .givenUp(.webhook, key: "a", reason: "status 400"),
                .delivered(.webhook, key: "b"),
            ]
        )
    }

    @Test func `with nobody there the newest letter of each key waits, and the end names it`()
        throws
    {
        let port = try TestServer.freePort()
        try courier.configure(
            webhook: Waiting.endpoint("http://127.0.0.1:\(port)"),
            command: nil,
            heartbeat: nil
        )
        for text in ["1", "2", "3"] { courier.send(letter("a", text)) }
        courier.send(letter("b"))
        _ = try notices { $0.contains { $0.isTrouble } }
        #expect(!courier.isIdle)
        #expect(courier.abandon().sorted() == ["a", "b"])
        #expect(courier.isIdle)
    }

    @Test func `a command reads the letter, without a shell, and sees nothing else of us`() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        // What is blocked and ignored is inherited unless it is undone.
        var blocked = sigset_t()
        unsafe sigemptyset(&blocked)
        unsafe sigaddset(&blocked, SIGTERM)
        unsafe pthread_sigmask(SIG_BLOCK, &blocked, nil)
        defer { unsafe pthread_sigmask(SIG_UNBLOCK, &blocked, nil) }
        let script = """
            cat > "\(folder.path)/input"
            grep -E 'Sig(Blk|Ign)' /proc/self/status > "\(folder.path)/signals"
            ls /proc/$$/fd > "\(folder.path)/descriptors"
            env > "\(folder.path)/environment"
            echo loud; echo louder >&2
            """
        let command = hook(script, ["MINE=1", "PATH=/usr/bin:/bin"])
        try courier.configure(webhook: nil, command: command, heartbeat: nil)
        courier.send(letter("a", #"{"text":"it's $HOME"}"#))
        #expect(try notices { !$0.isEmpty } == [.delivered(.command, key: "a")])
        func text(_ name: String) throws -> String {
            try String(contentsOf: folder.appending(path: name), encoding: .utf8)
        }
        #expect(try text("input") == #"{"text":"it's $HOME"}"# + "\n")
        let signals = try text("signals").split(separator: "\n")
        #expect(signals.count == 2)
        for line in signals {
            let mask = try #require(UInt64(line.split(separator: "\t")[1], radix: 16))
            // Two are the C library's own, and nobody else can have them.
            #expect(mask & ~0x1_8000_0000 == 0, "\(line)")
        }
        #expect(try !text("environment").contains("HOME="))
        #expect(try text("environment").contains("MINE=1"))
        // Its three streams, and the listing's own.
        let numbers = try text("descriptors").split(separator: "\n").compactMap { Int($0) }
        #expect(Set([0, 1, 2]).isSubset(of: numbers) && numbers.count <= 4, "\(numbers)")
    }

    @Test func `a command that fails is tried again`() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let script = """
            [ -e "\(folder.path)/tried" ] && exit 0
            : > "\(folder.path)/tried"; exit 3
            """
        try courier.configure(webhook: nil, command: hook(script), heartbeat: nil)
        courier.send(letter("a"))
        let said = try notices { $0.count == 2 }
        #expect(said.last == .delivered(.command, key: "a"))
        #expect("\(said[0])".contains("it ended with code 3"))
    }

    @Test func `a command that takes too long is ended with all that it started`() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let script = "sleep 600 & echo $! > '\(folder.path)/child'; wait"
        try courier.configure(webhook: nil, command: hook(script, limit: 1_500), heartbeat: nil)
        courier.send(letter("a"))
        let said = try notices { !$0.isEmpty }
        #expect("\(said[0])".contains("took longer than it may"))
        let text = try String(contentsOf: folder.appending(path: "child"), encoding: .utf8)
        let child = try #require(pid_t(text.split(separator: "\n")[0]))
        // It may still wait for somebody to reap it.
        let end = Date().addingTimeInterval(60)
        while isRunning(child), Date() < end { usleep(10_000) }
        #expect(!isRunning(child))
        _ = courier.abandon()
    }

    private func isRunning(_ process: pid_t) -> Bool {
        let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
        guard let rest = status?.split(separator: ")").last else { return false }
        return !rest.hasPrefix(" Z")
    }

    @Test func `a program that is not there is named as such`() throws {
        let command = HookCommand(arguments: ["/nonexistent/hook", "secret-argument"])
        try courier.configure(webhook: nil, command: command, heartbeat: nil)
        courier.send(letter("a"))
        let said = "\(try notices { !$0.isEmpty })"
        #expect(said.contains("it can't be started") && !said.contains("secret-argument"))
        #expect(courier.abandon() == ["a"])
    }

    @Test func `a heartbeat is a question without a body, and not repeated when it fails`() throws {
        let server = try TestServer { $0.index == 1 ? .http(500, [], []) : .json("") }
        defer { server.stop() }
        try courier.configure(
            webhook: nil,
            command: nil,
            heartbeat: Waiting.endpoint(server.url + "/beat")
        )
        for count in 1...3 {
            courier.beat()
            courier.beat()
            let end = SteadyTime.now.advanced(by: Interval(milliseconds: 60_000))
            while waiting.http.transfersUnderWay > 0, SteadyTime.now < end {
                if let event = waiting.loop.next(within: Interval(milliseconds: 1_000)) {
                    #expect(courier.take(event))
                }
            }
            #expect(server.requests.count == count)
        }
        #expect(server.requests.allSatisfy { $0.head.hasPrefix("GET /beat HTTP/1.1") })
        #expect(server.requests.allSatisfy { $0.body.isEmpty })
        #expect(
            courier.takeNotices() == [.beating, .missedBeat(reason: "status 500"), .beating]
        )
    }

    @Test func `while a receiver takes nothing heartbeats are withheld, until it takes something`()
        throws
    {
        // The first two letters are refused; a heartbeat is always taken.
        let server = try TestServer { request in
            request.head.hasPrefix("POST") && request.body.hasPrefix("no")
                ? .http(410, [], []) : .json("")
        }
        defer { server.stop() }
        let endpoint = try Waiting.endpoint(server.url)
        try courier.configure(webhook: endpoint, command: nil, heartbeat: endpoint)
        courier.send(letter("a", "no"))
        _ = try notices { !$0.isEmpty }
        // It may be a mishap: for a while nothing follows from it.
        courier.beat()
        #expect(try notices { !$0.isEmpty } == [.beating])
        courier.patience = Interval(milliseconds: 0)
        courier.beat()
        #expect(courier.takeNotices() == [.withheldBeat(.webhook)])
        courier.send(letter("b", "no"))
        _ = try notices { !$0.isEmpty }
        courier.beat()
        #expect(courier.takeNotices() == [.withheldBeat(.webhook)])
        courier.send(letter("a", "yes"))
        #expect(try notices { !$0.isEmpty } == [.delivered(.webhook, key: "a")])
        courier.beat()
        #expect(courier.takeNotices().isEmpty && waiting.http.transfersUnderWay == 1)
        #expect(courier.take(.finished(try waiting.finished())))
        // Somebody has looked at the file: what was before counts no more.
        courier.send(letter("a", "no"))
        _ = try notices { !$0.isEmpty }
        try courier.configure(webhook: endpoint, command: nil, heartbeat: endpoint)
        courier.beat()
        #expect(!courier.takeNotices().contains(.withheldBeat(.webhook)))
    }

    @Test func `a get and a post on one connection stay what they are`() throws {
        let server = try TestServer { _ in .json("{}") }
        defer { server.stop() }
        let id = try waiting.http.add(Waiting.endpoint(server.url))
        _ = try waiting.post("{}", to: id)
        _ = try waiting.http.get(from: id)
        _ = try waiting.finished()
        _ = try waiting.post("[]", to: id)
        let methods = server.requests.map { String($0.head.prefix { $0 != " " }) }
        #expect(methods == ["POST", "GET", "POST"])
        #expect(server.requests.map(\.body) == ["{}", "", "[]"])
        #expect(server.connections == 1)
    }

    @Test func `events of others are left to others`() throws {
        let timer = try waiting.loop.schedule(after: Interval(milliseconds: 1))
        guard let event = waiting.loop.next(within: Interval(milliseconds: 10_000)) else {
            throw Waiting.Nothing()
        }
        guard case .due(timer) = event else { throw Waiting.Unexpected(text: "\(event)") }
        #expect(!courier.take(event))
    }

    @Test func `what waits for a webhook waits on when its address changes`() throws {
        let port = try TestServer.freePort()
        try courier.configure(
            webhook: Waiting.endpoint("http://127.0.0.1:\(port)"),
            command: nil,
            heartbeat: nil
        )
        courier.send(letter("a"))
        _ = try notices { $0.contains { $0.isTrouble } }
        let server = try TestServer { _ in .json("{}") }
        defer { server.stop() }
        try courier.configure(webhook: Waiting.endpoint(server.url), command: nil, heartbeat: nil)
        let said = try notices { !$0.isEmpty }
        #expect(said.last == .delivered(.webhook, key: "a"))
        #expect(server.requests.count == 1)
    }
}
