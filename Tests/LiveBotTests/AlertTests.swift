import Ethereum
import Foundation
import TestSupport
import Testing

/// `cantilever run` over two chains where things go wrong and become well again.
@Suite(.serialized) struct AlertTests {
    /// Its own: other tests break theirs at the same time.
    private static let shared = Result { try Devnet() }

    private let devnet: Devnet
    private let server: TestServer

    init() throws {
        devnet = try Self.shared.get()
        try devnet.heal()
        server = try TestServer { _ in .json("{}") }
    }

    private func run(_ strategy: DevnetStrategy, _ receivers: String = "") throws -> Running {
        var strategy = strategy
        strategy.alerts = """
            alerts:
              repeat: {first: 1 s, longest: 1 h, calm: 200 ms}
              webhook: {url: "${HOOK}"}
            \(receivers)
            """
        return try Running(
            try strategy.text(),
            environment: ["HOOK": server.url + "/hook", "BEAT": server.url + "/beat"]
        )
    }

    /// What the webhook was told of a kind of trouble.
    private func told(_ kind: String) throws -> [JSONValue] {
        try server.requests.filter { $0.head.hasPrefix("POST /hook") }
            .map { try JSONValue(parsing: $0.body) }
            .filter { $0["alert"]?.text == kind }
    }

    private var beats: Int { server.requests.count { $0.head.hasPrefix("GET /beat") } }

    /// Has blocks come by themselves, or stop coming.
    private func mine(every seconds: String) throws {
        for chain in [138, 651_940] {
            try devnet.order(#"{"do":"interval","chain":\#(chain),"seconds":\#(seconds)}"#)
        }
    }

    @Test
    func `a reserve that is too small is told once, again, and once more when it is refilled`()
        throws
    {
        defer { server.stop() }
        let run = try run(
            DevnetStrategy(devnet: devnet, oldestHead: 3_000, blockInterval: "200 ms")
        )
        try run.wait(for: "usd: in parity")
        #expect(try told("reserve").isEmpty)
        try devnet.order(#"{"do":"drain","chain":138,"token":"usdc","keep":1000000}"#)
        try devnet.mine(1)
        try run.wait { try told("reserve").count >= 2 }
        try devnet.heal()
        try run.wait { try told("reserve").contains { $0["occasion"]?.text == "recovered" } }
        #expect(try run.stop() == 0)
        let reserve = try told("reserve")
        #expect(Set(reserve.compactMap { $0["subject"]?.text }).count == 1)
        #expect(reserve.count { $0["occasion"]?.text == "raised" } == 1)
        #expect(reserve.first?["occasion"]?.text == "raised")
        #expect(reserve.last?["occasion"]?.text == "recovered")
        #expect(
            reserve.first?["summary"]?.text?.contains("the reserve is 1 usdc, needed is") == true
        )
        #expect(run.events("verdict").contains { $0["text"]?.text?.contains("breach") == true })
        // A block more is no news: a verdict is logged when it changes, and comes back once.
        #expect(run.events("verdict").count <= 4, "\(run.text)")
    }

    @Test func `the heart beats while both chains are judged, and stops when one is not`() throws {
        defer { server.stop() }
        try mine(every: "0.5")
        defer { try? mine(every: "0") }
        let run = try run(
            DevnetStrategy(devnet: devnet, oldestHead: 25, blockInterval: "200 ms"),
            #"  heartbeat: {url: "${BEAT}", every: 100 ms}"#
        )
        try run.wait { beats >= 3 }
        try devnet.fault("651940", #""off":true"#)
        try run.wait { try told("chain-stale").contains { $0["subject"]?.text == "away" } }
        let last = beats
        let count = try told("chain-stale").count
        // The other chain goes on all the while.
        try run.wait { try told("chain-stale").count > count }
        #expect(beats == last)
        try devnet.fault("651940", #""lag":0"#)
        try run.wait { beats > last + 1 }
        try run.wait { try told("chain-stale").contains { $0["occasion"]?.text == "recovered" } }
        #expect(try run.stop() == 0)
    }

    @Test func `of two endpoints one that is always late is told as a stale chain`() throws {
        defer { server.stop() }
        try mine(every: "0.5")
        defer { try? mine(every: "0") }
        try devnet.fault("138/1", #""lag":20"#)
        let run = try run(
            DevnetStrategy(
                devnet: devnet,
                endpoints: 2,
                oldestHead: 25,
                blockInterval: "200 ms"
            )
        )
        try run.wait { try told("chain-stale").contains { $0["subject"]?.text == "home" } }
        #expect(try run.stop() == 0)
    }

    @Test func `a pool in quarantine is told until it was looked at anew, and found right`() throws
    {
        defer { server.stop() }
        try devnet.order(#"{"do":"skew","chain":138,"bps":1}"#)
        try devnet.mine(4)
        let run = try run(
            DevnetStrategy(devnet: devnet, oldestHead: 3_000, blockInterval: "200 ms")
        )
        func occasions() throws -> [String] {
            try told("pool-quarantined").compactMap { $0["occasion"]?.text }
        }
        try run.wait { try occasions().contains("repeated") }
        // It pays what it should again, and stays where it is until somebody asks.
        try devnet.heal()
        let count = try occasions().count
        try run.wait { try occasions().count > count }
        #expect(try !occasions().contains("recovered"))
        run.signal(SIGHUP)
        try run.wait { try occasions().contains("recovered") }
        #expect(try run.stop() == 0)
        #expect(try occasions().count { $0 == "raised" } == 1)
        let first = try #require(told("pool-quarantined").first)
        #expect(first["summary"]?.text?.hasSuffix("; it is not traded") == true)
        #expect(first["severity"]?.text == "critical")
    }

    @Test func `an endpoint that lies is named`() throws {
        defer { server.stop() }
        try devnet.fault("138/1", #""lie":90"#)
        let run = try run(
            DevnetStrategy(devnet: devnet, oldestHead: 3_000, blockInterval: "200 ms")
        )
        try run.wait {
            try told("lying-endpoint").contains { $0["subject"]?.text == "home/1" }
                || told("disputed").contains { $0["summary"]?.text?.contains("home/1") == true }
        }
        #expect(try run.stop() == 0)
    }
}
