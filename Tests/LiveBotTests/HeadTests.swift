import Configuration
import Foundation
import Live
import Routes
import Testing
import Vocabulary
import Watch

@testable import Bot
@testable import cantilever

/// A strategy in a world of its own. Where blocks are due every twenty seconds and nobody waits longer than
/// fifteen, what is seen was told.
private struct Watcher {
    let world: LiveWorld
    private let notices: Notices

    private final class Notices {
        var all: [String] = []
    }

    struct NotSeen: Error {
        let notices: [String]
        let block: Block?
    }

    init(_ strategy: DevnetStrategy) throws {
        let path = try strategy.file()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let notices = Notices()
        self.notices = notices
        var hooks = LiveHooks()
        hooks.notice = { notices.all.append("\($0)") }
        world = LiveWorld(over: try CheckCommand.loop(), hooks: hooks)
        let read = try CheckCommand.strategy(path)
        let settings = try StrategySettings.settings(read, for: .watching)
        try CheckCommand.configure(world, settings, read, .newest)
    }

    /// Goes on until this is so.
    func wait(until isDone: (_ watcher: Watcher) -> Bool) throws {
        let end = SteadyTime.now.advanced(by: Interval(milliseconds: 15_000))
        while !isDone(self) {
            guard SteadyTime.now < end else {
                throw NotSeen(notices: notices.all, block: block)
            }
            _ = world.advance(within: Interval(milliseconds: 1_000))
        }
    }

    var block: Block? { ChainID(138).flatMap { world.bot.agreedBlock(of: $0) } }
    func count(of text: String) -> Int { notices.all.count { $0.contains(text) } }
    func wasNoticed(_ text: String) -> Bool { notices.all.contains { $0.contains(text) } }

    /// The numbers of the bot's line, which has no gaps.
    var line: [UInt64] { world.bot.desks[0].watch.headers.blocks.map(\.number) }
}

extension CheckTests {
    private var told: DevnetStrategy {
        DevnetStrategy(devnet: devnet, endpoints: 2, blockInterval: "20 s", hasWebSockets: true)
    }

    @Test func `a head that is told is looked at, and those before it are fetched`() throws {
        let watcher = try Watcher(told)
        try watcher.wait { $0.block != nil }
        let first = try #require(watcher.block?.number)
        try devnet.mine(1)
        try watcher.wait { $0.block?.number == first + 1 }
        // Faster than anybody can look.
        try devnet.mine(5)
        try watcher.wait { $0.block?.number == first + 6 && $0.line.contains(first + 2) }
        #expect(watcher.line.suffix(7) == Array(first...first + 6)[...])
    }

    @Test func `after a socket has ended it is opened again, and no block is missing`() throws {
        let watcher = try Watcher(told)
        try watcher.wait { $0.block != nil }
        let first = try #require(watcher.block?.number)
        try devnet.mine(1)
        try watcher.wait { $0.block?.number == first + 1 }
        try devnet.fault("138", #""off":true"#)
        try watcher.wait { $0.wasNoticed("new heads are looked for until") }
        try devnet.mine(3)
        try devnet.order(#"{"do":"fault","endpoint":"*","clear":true}"#)
        try watcher.wait { $0.block?.number == first + 4 && $0.line.contains(first + 2) }
        #expect(watcher.line.suffix(5) == Array(first...first + 4)[...])
    }

    @Test func `an endpoint that dies costs no block, and is soon left alone`() throws {
        var strategy = DevnetStrategy(devnet: devnet, oldestHead: 3_000, blockInterval: "200 ms")
        strategy.endpoints = 3
        let watcher = try Watcher(strategy)
        try watcher.wait { $0.block != nil }
        let first = try #require(watcher.block?.number)
        // It is one of the two that are asked.
        try devnet.fault("138/1", #""off":true"#)
        for number in first + 1...first + 12 {
            try devnet.mine(1)
            try watcher.wait { $0.block?.number == number }
        }
        #expect(watcher.line.suffix(13) == Array(first...first + 12)[...])
        #expect(watcher.count(of: "home/1: it refuses connections") <= 4)
    }

    @Test func `where nothing is told, blocks are looked for as ever`() throws {
        var strategy = told
        strategy.blockInterval = "200 ms"
        strategy.oldestHead = 3_000
        try devnet.fault("138", #""silent":true"#)
        let watcher = try Watcher(strategy)
        try watcher.wait { $0.block != nil }
        let first = try #require(watcher.block?.number)
        try devnet.mine(2)
        try watcher.wait { $0.block?.number == first + 2 }
    }
}
