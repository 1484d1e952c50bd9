import TestSupport
import Testing
import Vocabulary

@testable import Simulation

@Suite struct FaultScriptTests {
    static func plan(_ text: String) throws -> FaultPlan { try FaultPlan(script: text) }

    static func problem(_ text: String) throws -> FaultScriptError {
        try #require(throws: FaultScriptError.self) { try FaultPlan(script: text) }
    }

    @Test func `a script says when, what, where and how`() throws {
        let plan = try Self.plan(
            """
            # a bad night
            rate 2000 rpc-delay for 800 ms   # of a million

            at 90 min halted-chain chain 651940 for 10min
            at block 1_200 reorganisation depth 3 chain 138
            \tat step 500 crash\r
            at chance 17 journal-failure times 3
            at chance 1 full-disk always
            at 0 ms bridge-short share 0.5 %
            stop at 20 h
            """
        )
        #expect(
            plan.rates == [
                .init(
                    .rpcDelay,
                    perMillion: 2_000,
                    shape: FaultShape(lasting: Interval(milliseconds: 800))
                )
            ]
        )
        #expect(
            plan.cues == [
                .init(
                    .time(Instant(milliseconds: 5_400_000)),
                    .haltedChain,
                    shape: FaultShape(
                        chain: LittleMarket.second,
                        lasting: Interval(milliseconds: 600_000)
                    )
                ),
                .init(
                    .block(1_200),
                    .reorganisation,
                    shape: FaultShape(chain: LittleMarket.first, depth: 3)
                ),
                .init(.step(500), .crash),
                .init(.chance(17), .journalFailure, times: .count(3)),
                .init(.chance(1), .fullDisk, times: .always),
                .init(
                    .time(.start),
                    .bridgeShort,
                    shape: FaultShape(share: BasisPoints(millionths: 50_000_000))
                ),
            ]
        )
        #expect(plan.stopsAt == Instant(milliseconds: 72_000_000))
        #expect(try Self.plan(plan.script) == plan)
    }

    @Test func `an empty script is a plan of nothing`() throws {
        #expect(try Self.plan("") == FaultPlan())
        #expect(try Self.plan(" \n# nothing\n\t\n") == FaultPlan())
        #expect(FaultPlan().script.isEmpty)
    }

    @Test(arguments: FaultPreset.allCases)
    func `a preset written and read is the same`(preset: FaultPreset) throws {
        #expect(try Self.plan(preset.plan.script) == preset.plan)
    }

    @Test func `any plan written and read is the same`() throws {
        var chance = SeededStream(seed: 1)
        for _ in 0..<300 {
            let plan = Self.drawn(&chance)
            #expect(try Self.plan(plan.script) == plan, "\(plan.script)")
            #expect(try Self.plan(plan.script).script == plan.script)
        }
    }

    static func drawn(_ chance: inout SeededStream) -> FaultPlan {
        func shape(_ chance: inout SeededStream) -> FaultShape {
            FaultShape(
                chain: chance.coin() ? LittleMarket.chain(1 + chance.below(9)) : nil,
                depth: chance.coin() ? chance.next() >> chance.below(64) : nil,
                factor: chance.coin() ? chance.next() >> chance.below(64) : nil,
                lasting: chance.coin()
                    ? Interval(milliseconds: chance.next() >> chance.below(64)) : nil,
                share: chance.coin()
                    ? BasisPoints(millionths: chance.next() >> chance.below(64)) : nil
            )
        }
        func fault(_ chance: inout SeededStream) -> Fault {
            chance.pick(from: Fault.allCases) ?? .crash
        }
        var plan = FaultPlan()
        for fault in Fault.allCases where chance.below(4) == 0 {
            plan.rates.append(
                .init(
                    fault,
                    perMillion: UInt32(chance.below(1_000_001)),
                    shape: shape(&chance)
                )
            )
        }
        for _ in 0..<chance.below(6) {
            let number = chance.next() >> chance.below(64)
            let moments: [FaultPlan.Moment] = [
                .time(Instant(milliseconds: number)), .block(number), .step(number),
                .chance(max(1, number)),
            ]
            let times: [FaultPlan.Times] = [
                .once, .count(UInt32(1 + chance.below(1_000))), .always,
            ]
            plan.cues.append(
                .init(
                    chance.pick(from: moments) ?? .step(1),
                    fault(&chance),
                    shape: shape(&chance),
                    times: chance.pick(from: times) ?? .once
                )
            )
        }
        if chance.coin() { plan.stopsAt = Instant(milliseconds: chance.next() >> 20) }
        return plan
    }

    @Test func `a mistyped fault is found with the nearest one`() throws {
        let error = try Self.problem("# one\nrate 10 rpc-dealy\n")
        #expect(error.line == 2)
        #expect(error.column == 9)
        #expect(error.problem == .unknownFault(found: "rpc-dealy", nearest: .rpcDelay))
        #expect(
            error.description
                == "line 2, column 9: expected a fault, found 'rpc-dealy'; did you mean rpc-delay?"
        )
    }

    @Test(arguments: [
        ("rat 10 crash", 1, "rate"), ("at blok 10 crash", 4, "block"),
        ("at 10 mim crash", 7, "min"), ("at 10mim crash", 6, "min"),
        ("at 5 s gas-spike fcator 3", 18, "factor"),
        ("at 5 s bridge-short share 5 bsp", 29, "bps"), ("stop ta 5 h", 6, "at"),
        ("at 5 s crash alwys", 14, "always"), ("rate 5 halted-chain fro 5 s", 21, "for"),
    ])
    func `a mistyped word is found with the nearest one`(
        script: String,
        column: Int,
        nearest: String
    ) throws {
        let error = try Self.problem(script)
        #expect(error.line == 1)
        #expect(error.column == column)
        guard case .unexpected(_, let expected, let found) = error.problem else {
            Issue.record("\(error)")
            return
        }
        #expect(found == nearest)
        #expect(expected.contains(nearest))
    }

    @Test func `what is missing is missing at the end of its line`() throws {
        let cases: [(String, Int, FaultScriptError.Problem)] = [
            ("rate", 5, .notANumber(found: nil)),
            ("rate 10  # crash", 8, .unknownFault(found: nil, nearest: nil)),
            ("at block", 9, .notANumber(found: nil)),
            ("at 5", 4, .notADuration(found: "5")),
            ("at 5 s rpc-delay for", 21, .notADuration(found: nil)),
            ("at 5 s bridge-short share", 26, .notAShare(found: nil)),
        ]
        for (script, column, problem) in cases {
            let error = try Self.problem(script)
            #expect(error == FaultScriptError(line: 1, column: column, problem: problem))
        }
    }

    @Test func `numbers out of range and words said twice are refused`() throws {
        let cases: [(String, Int, Int, FaultScriptError.Problem)] = [
            ("rate 1000001 crash", 1, 6, .tooLarge(found: "1000001", most: 1_000_000)),
            ("at chance 0 crash", 1, 11, .tooSmall(found: "0", least: 1)),
            ("at block 1.5 crash", 1, 10, .notANumber(found: "1.5")),
            ("at step x crash", 1, 9, .notANumber(found: "x")),
            ("at step 1 crash times 0", 1, 23, .tooSmall(found: "0", least: 1)),
            ("at step 1 crash times 2 always", 1, 25, .again("times")),
            ("rate 1 rpc-lie chain 0", 1, 22, .tooSmall(found: "0", least: 1)),
            ("rate 1 crash\nrate 2 crash", 2, 8, .again("crash")),
            ("stop at 1 h\nstop at 2 h", 2, 1, .again("stop")),
            (
                "at step 99999999999999999999 crash", 1, 9,
                .tooLarge(found: "99999999999999999999", most: .max)
            ),
        ]
        for (script, line, column, problem) in cases {
            let error = try Self.problem(script)
            #expect(error == FaultScriptError(line: line, column: column, problem: problem))
        }
    }

    @Test func `a setting that a fault has no use for is refused`() throws {
        let error = try Self.problem("at step 1 crash depth 3")
        #expect(error.column == 17)
        let expected = ["times", "always", "the end of the line"]
        #expect(error.problem == .unexpected(found: "depth", expected: expected, nearest: nil))
        #expect(throws: FaultScriptError.self) { try Self.plan("rate 5 rpc-delay times 3") }
        #expect(throws: FaultScriptError.self) { try Self.plan("rate 5 crash chain 138") }
    }

    @Test func `the same rate for another chain is another rate`() throws {
        let plan = try Self.plan("rate 1 rpc-lie\nrate 2 rpc-lie chain 138\n")
        #expect(plan.rates.count == 2)
    }

    @Test func `a script has its most lines`() throws {
        let line = "at step 1 crash\n"
        let full = String(repeating: line, count: FaultPlan.mostLines)
        #expect(try Self.plan(full).cues.count == FaultPlan.mostLines)
        let error = try Self.problem(full + line)
        #expect(error.line == FaultPlan.mostLines + 1)
        #expect(error.problem == .tooManyLines(most: FaultPlan.mostLines))
    }

    @Test func `no text is a trap`() {
        var chance = Chance(seed: 12)
        let words = [
            "rate", "at", "stop", "block", "5", "s", "1.", "_", "%", "bps", "crash", "for", "chain",
            "rpc-delay", "times", "always", "#", "\n", "é", "\u{0}", "99999999999999999999999",
            String(repeating: "9", count: 90), "share", "gas-spike", "\r\n", "min",
        ]
        for _ in 0..<5_000 {
            let count = Int(chance.next() % 9)
            let text = (0..<count).map { _ in
                words[Int(chance.next() % UInt64(words.count))]
            }.joined(separator: chance.next() % 5 == 0 ? "" : " ")
            guard let plan = try? Self.plan(text) else { continue }
            #expect((try? Self.plan(plan.script)) == plan, "\(text)")
        }
    }
}
