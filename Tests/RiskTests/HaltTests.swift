import Risk
import Testing
import Vocabulary

/// What may not begin, and who says so.
@Suite struct HaltTests {
    private let far: ChainID
    private let near: ChainID
    private let noon = Instant(milliseconds: 43_200_000)

    init() throws {
        near = try #require(ChainID(138))
        far = try #require(ChainID(651_940))
    }

    private func later(_ minutes: UInt64) -> Instant {
        noon.advanced(by: Interval(milliseconds: minutes * 60_000))
    }

    private func halt(
        _ scope: Halt.Scope,
        by name: String = "ada",
        until: Instant? = nil
    ) throws -> Halt {
        try Halt(scope, by: name, reason: "maintenance", since: noon, until: until)
    }

    @Test func `a halt stops just what it is about`() throws {
        var halts = Halts()
        #expect(halts.blocks(route: "a", chains: [near, far], at: noon) == nil)
        #expect(halts.add(try halt(.route("a"))) == .added)
        #expect(halts.blocks(route: "a", chains: [near, far], at: noon)?.scope == .route("a"))
        #expect(halts.blocks(route: "b", chains: [near, far], at: noon) == nil)
        #expect(halts.add(try halt(.chain(far))) == .added)
        #expect(halts.blocks(route: "b", chains: [near, far], at: noon)?.scope == .chain(far))
        #expect(halts.blocks(route: "b", chains: [near], at: noon) == nil)
        #expect(halts.add(try halt(.global)) == .added)
        #expect(halts.blocks(route: "b", chains: [], at: noon)?.scope == .global)
    }

    @Test func `the first that applies is the one that is named`() throws {
        var halts = Halts()
        _ = halts.add(Halt(.chain(near), because: .nonces, since: noon))
        _ = halts.add(try halt(.global))
        let first = halts.blocks(route: "a", chains: [near], at: noon)
        #expect(first?.author == .bot(.nonces))
    }

    @Test func `people speak with one voice, the newest`() throws {
        var halts = Halts()
        let first = try halt(.global, by: "ada")
        let second = try halt(.global, by: "grace", until: later(5))
        _ = halts.add(first)
        #expect(halts.add(second) == .replaced(first))
        #expect(halts.standing == [second])
    }

    @Test func `a person's halt and a machine's stand side by side`() throws {
        var halts = Halts()
        _ = halts.add(try halt(.global))
        _ = halts.add(Halt(.global, because: .shortfall, since: noon))
        _ = halts.add(Halt(.global, because: .contradiction, since: noon))
        #expect(halts.standing.count == 3)
        #expect(halts.add(Halt(.global, because: .shortfall, since: later(1))) != .added)
        #expect(halts.standing.count == 3)
    }

    @Test func `a machine's halt is never cut short by the machine`() throws {
        var halts = Halts()
        func halt(_ minutes: UInt64?) -> Halt {
            let length = minutes.map { Interval(milliseconds: $0 * 60_000) }
            return Halt(.global, because: .timeJump, since: noon, holding: length)
        }
        _ = halts.add(halt(5))
        _ = halts.add(halt(1))
        #expect(halts.standing == [halt(5)])
        _ = halts.add(halt(9))
        #expect(halts.standing == [halt(9)])
        _ = halts.add(halt(nil))
        _ = halts.add(halt(1))
        #expect(halts.standing == [halt(nil)])
    }

    @Test func `a halt ends at its end and not before`() throws {
        var halts = Halts()
        let short = try halt(.global, until: later(5))
        let long = try halt(.chain(near))
        _ = halts.add(short)
        _ = halts.add(long)
        let before = Instant(milliseconds: later(5).milliseconds - 1)
        #expect(halts.expire(at: before).isEmpty)
        #expect(halts.blocks(route: "a", chains: [far], at: before) == short)
        #expect(halts.blocks(route: "a", chains: [far], at: later(5)) == nil)
        #expect(halts.expire(at: later(5)) == [short])
        #expect(halts.standing == [long])
    }

    @Test func `lifting a scope lifts that scope alone`() throws {
        var halts = Halts()
        _ = halts.add(try halt(.global))
        _ = halts.add(Halt(.global, because: .shortfall, since: noon))
        _ = halts.add(try halt(.route("a")))
        #expect(halts.lift(.global).count == 2)
        #expect(halts.blocks(route: "a", chains: [near], at: noon) != nil)
        #expect(halts.blocks(route: "b", chains: [near], at: noon) == nil)
        #expect(halts.lift(.global).isEmpty)
    }

    @Test func `a halt without a name, or over before it begins, is none`() throws {
        #expect(throws: HaltFault.nameless) { try halt(.global, by: "") }
        #expect(throws: HaltFault.overBeforeItBegins) { try halt(.global, until: noon) }
        let name = String(repeating: "n", count: Halt.longestName + 1)
        #expect(throws: HaltFault.nameTooLong(bytes: 65)) { try halt(.global, by: name) }
        let reason = String(repeating: "r", count: Halt.longestReason + 1)
        #expect(throws: HaltFault.reasonTooLong(bytes: 257)) {
            try Halt(.global, by: "ada", reason: reason, since: noon)
        }
    }

    @Test func `a halt that finds no place stops everything`() throws {
        var halts = Halts()
        for number in 1..<Halts.mostHalts {
            #expect(halts.add(try halt(.route("r\(number)"))) == .added)
        }
        #expect(halts.blocks(route: "other", chains: [near], at: noon) == nil)
        #expect(halts.add(try halt(.route("other"))) == .widened)
        #expect(halts.add(try halt(.route("another"))) == .widened)
        #expect(halts.standing.count == Halts.mostHalts)
        #expect(
            halts.blocks(route: "x", chains: [near], at: noon)?.author == .bot(.tooManyHalts)
        )
    }
}
