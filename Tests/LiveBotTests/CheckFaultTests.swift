import Ethereum
import Foundation
import Synchronization
import TestSupport
import Testing

// Nodes that fail or lie: the verdict is right or there is none, and the trouble has a name.

extension CheckTests {
    struct Trouble: Sendable, CustomTestStringConvertible {
        let fault: String
        let said: String

        var testDescription: String { fault }
    }

    static let troubles = [
        Trouble(fault: #""off":true"#, said: "home/1: it refuses connections"),
        Trouble(fault: #""html":true"#, said: "home/1: its answer is not JSON"),
        Trouble(fault: #""status":500"#, said: "home/1: it answers with status 500"),
        Trouble(fault: #""truncate":true"#, said: "home/1: its answer is not JSON"),
        Trouble(fault: #""cut":true"#, said: "home/1: the connection ended"),
        Trouble(
            fault: #""redirect":"http://127.0.0.1:1/""#,
            said: "home/1: it redirects elsewhere (302), which is not followed"
        ),
        Trouble(
            fault: #""genesis":true"#,
            said: "home/1: it serves the first block as the latest"
        ),
        Trouble(
            fault: #""error":{"code":-32005,"message":"no"}"#,
            said: "home/1: it answers with error -32005"
        ),
    ]

    @Test(arguments: troubles)
    func `two endpoints are believed beside one that fails, and it is named`(
        trouble: Trouble
    ) throws {
        try withDeviation(of: 50) {
            try devnet.mine(3)
            try devnet.fault("138/1", trouble.fault)
            let checked = try check(DevnetStrategy(devnet: devnet))
            #expect(checked.code == 1, "\(checked)")
            #expect(checked.problems.contains { $0.contains(trouble.said) }, "\(checked.problems)")
        }
    }

    @Test(arguments: troubles)
    func `with nobody to confirm it, nothing can be told`(trouble: Trouble) throws {
        try devnet.fault("138/1", trouble.fault)
        let checked = try check(DevnetStrategy(devnet: devnet, endpoints: 2), "--timeout", "2 s")
        #expect(checked.code == 3, "\(checked)")
        #expect(checked.problems.contains { $0.contains(trouble.said) }, "\(checked.problems)")
    }

    @Test func `an endless answer is given up on`() throws {
        try devnet.fault("138/1", #""endless":true"#)
        let checked = try check(DevnetStrategy(devnet: devnet, endpoints: 2))
        #expect(checked.code == 3, "\(checked)")
        #expect(checked.problems.contains { $0.contains("home/1: ") }, "\(checked.problems)")
    }

    @Test func `an endpoint that lies about prices is outvoted and named`() throws {
        try devnet.fault("138/1", #""lie":90"#)
        let checked = try check(DevnetStrategy(devnet: devnet))
        #expect(checked.code == 0, "\(checked)")
        #expect(
            checked.problems.contains {
                $0.contains("home/1") && $0.contains("different contents")
            },
            "\(checked.problems)"
        )
    }

    @Test func `of two that differ none is believed`() throws {
        try devnet.fault("138/1", #""lie":90"#)
        let checked = try check(DevnetStrategy(devnet: devnet, endpoints: 2), "--timeout", "2 s")
        #expect(checked.code != 0 && checked.code != 1, "\(checked)")
        #expect(
            checked.problems.contains { $0.contains("home/1 and home/2") },
            "\(checked.problems)"
        )
    }

    @Test func `a forged header is no block of the chain`() throws {
        try devnet.fault("138/1", #""forge":true"#)
        let checked = try check(DevnetStrategy(devnet: devnet))
        #expect(checked.code == 0, "\(checked)")
        #expect(checked.problems.contains { $0.contains("home/1") }, "\(checked.problems)")
    }

    @Test func `an endpoint of another chain halts and is named`() throws {
        try devnet.fault("138/1", #""chainId":5"#)
        let checked = try check(DevnetStrategy(devnet: devnet))
        #expect(checked.code == 2, "\(checked)")
        #expect(
            checked.problems.contains { $0.contains("home/1: it serves chain 5, not chain 138") }
        )
        #expect(
            checked.problems.contains(
                "chain 138 is halted: an endpoint serves chain 5, not chain 138"
            ),
            "\(checked.problems)"
        )
    }

    @Test func `a node that shows no code leaves contracts uninspected, and that is said`() throws {
        let url = try devnet.chain(138)["endpoints"]?["138/1"]?.text ?? ""
        let node = try TestServer { request in
            guard
                let calls = try? JSONValue(parsing: Array(request.body.utf8)).elements,
                let answer = try? Devnet.post(Array(request.body.utf8), to: url)
            else { return .http(500, [], []) }
            let refused = calls.filter { $0["method"]?.text == "eth_getCode" }.compactMap {
                $0["id"]
            }
            let answers = (answer.elements ?? []).map { answer -> JSONValue in
                guard let id = answer["id"], refused.contains(id) else { return answer }
                return .object([
                    JSONMember("jsonrpc", .string("2.0")), JSONMember("id", id),
                    JSONMember(
                        "error",
                        .object([
                            JSONMember("code", .number("-32601")),
                            JSONMember("message", .string("no such method")),
                        ])
                    ),
                ])
            }
            return .json(JSONValue.array(answers).description)
        }
        defer { node.stop() }
        var strategy = DevnetStrategy(devnet: devnet, endpoints: 1)
        strategy.firstEndpoint = #"{"url":"\#(node.url)"}"#
        let checked = try check(strategy)
        #expect(checked.code == 0, "\(checked)")
        #expect(
            checked.problems.contains(
                "chain 138: what its contracts are could not be read, nor compared with the file"
            ),
            "\(checked.problems)"
        )
    }

    @Test func `an endpoint of another chain with the same number halts and is named`() throws {
        let (url, other) = try (
            devnet.chain(138)["endpoints"]?["138/1"]?.text ?? "",
            devnet.chain(651_940)["endpoints"]?["651940/1"]?.text ?? ""
        )
        let node = try TestServer { request in
            let asksForFirst = request.body.contains("[\"0x0\",")
            guard let answer = try? Devnet.post(Array(request.body.utf8), to: url) else {
                return .http(500, [], [])
            }
            guard asksForFirst,
                let first = try? Devnet.post(Array(request.body.utf8), to: other).elements,
                let own = answer.elements
            else { return .json(answer.description) }
            return .json(JSONValue.array([own[0], first[1]]).description)
        }
        defer { node.stop() }
        var strategy = DevnetStrategy(devnet: devnet)
        strategy.firstEndpoint = #"{"url":"\#(node.url)"}"#
        let checked = try check(strategy)
        #expect(checked.code == 2, "\(checked)")
        let genesis = try devnet.chain(138)["genesis"]?.text ?? "?"
        #expect(
            checked.problems.contains {
                $0.contains("home/1: its first block is ") && $0.hasSuffix("not \(genesis)")
            },
            "\(checked.problems)"
        )
    }

    @Test func `a node that has had too many requests is asked again when it says`() throws {
        let url = try devnet.chain(138)["endpoints"]?["138/1"]?.text ?? ""
        let door = Door()
        let node = try TestServer { request in
            guard !door.isFirst(), let answer = try? Devnet.post(Array(request.body.utf8), to: url)
            else { return .http(429, ["Retry-After: 1"], []) }
            return .json(answer.description)
        }
        defer { node.stop() }
        var strategy = DevnetStrategy(devnet: devnet, endpoints: 1)
        strategy.firstEndpoint = #"{"url":"\#(node.url)"}"#
        let checked = try check(strategy, "--timeout", "60 s")
        #expect(checked.code == 0, "\(checked)")
        #expect(checked.problems.contains { $0.contains("status 429, try again in 1 s") })
    }

    private final class Door: Sendable {
        private let isUsed = Mutex(false)

        func isFirst() -> Bool {
            isUsed.withLock { isUsed in
                defer { isUsed = true }
                return !isUsed
            }
        }
    }

    @Test func `one endpoint that is behind keeps nobody waiting`() throws {
        try withDeviation(of: 50) {
            try devnet.mine(3)
            try devnet.fault("138/1", #""lag":2"#)
            let checked = try check(DevnetStrategy(devnet: devnet))
            #expect(checked.code == 1, "\(checked)")
        }
    }

    @Test func `without any state nothing can be told`() throws {
        try devnet.fault("138", #""pruned":true"#)
        let checked = try check(DevnetStrategy(devnet: devnet))
        #expect(checked.code == 3, "\(checked)")
        #expect(checked.problems.contains { $0.contains("home/1: it answers with error -32000") })
    }

    @Test func `an answer that drips is given up on`() throws {
        try devnet.fault("138/1", #""drip":20"#)
        let checked = try check(DevnetStrategy(devnet: devnet, endpoints: 2), "--timeout", "5 s")
        #expect(checked.code == 3, "\(checked)")
        #expect(
            checked.problems.contains {
                $0.contains("home/1: no whole answer in time")
                    || $0.contains("home/1: its answer has stalled")
            },
            "\(checked.problems)"
        )
    }

    @Test func `who has no time left is told how to give more`() throws {
        try devnet.fault("138/1", #""hang":true"#)
        let checked = try check(DevnetStrategy(devnet: devnet, endpoints: 2), "--timeout", "500 ms")
        #expect(checked.code == 3, "\(checked)")
        #expect(
            checked.problems.contains(
                "not all was answered within 500 ms; '--timeout' gives more time"
            ),
            "\(checked.problems)"
        )
    }

    @Test func `a node that contradicts itself about how high it is changes no verdict`() throws {
        try devnet.fault("138/1", #""heights":7"#)
        #expect(try check(DevnetStrategy(devnet: devnet)).code == 0)
        try devnet.fault("138/1", #""heights":-3"#)
        #expect(try check(DevnetStrategy(devnet: devnet)).code == 0)
    }

    @Test func `a connection that can't be trusted is none, and the others are believed`() throws {
        let door = try ClosedDoor()
        defer { door.close() }
        var strategy = DevnetStrategy(devnet: devnet)
        strategy.firstEndpoint = #"{"url":"https://127.0.0.1:\#(door.port)"}"#
        let checked = try check(strategy)
        #expect(checked.code == 0, "\(checked)")
        #expect(
            checked.problems.contains { $0.contains("home/1: no trusted connection") },
            "\(checked.problems)"
        )
    }

    @Test func `a header's secret comes from the environment, and is shown nowhere`() throws {
        let door = try ClosedDoor()
        defer { door.close() }
        var strategy = DevnetStrategy(devnet: devnet)
        strategy.firstEndpoint = """
            {"url":"http://127.0.0.1:\(door.port)/${NODE_PATH}","headers":{"Authorization":"Bearer ${NODE_TOKEN}"}}
            """
        let path = try strategy.file()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let program = try Program.run(
            ["check", "--json", path],
            environment: ["NODE_TOKEN": "open-sesame-42", "NODE_PATH": "hidden-path-43"]
        )
        #expect(program.exitCode == 0, "\(program)")
        #expect(door.heard.contains("POST /hidden-path-43 HTTP/1.1"))
        #expect(door.heard.contains("Authorization: Bearer open-sesame-42"))
        #expect(program.output.contains("home/1: the connection ended"), "\(program.output)")
        for secret in ["open-sesame", "hidden-path"] {
            #expect(!(program.output + program.complaint).contains(secret))
        }
    }
}
