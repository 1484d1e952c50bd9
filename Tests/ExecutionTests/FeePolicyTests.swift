import Execution
import Numerics
import TestSupport
import Testing
import Vocabulary

@Suite struct FeePolicyTests {
    private func policy(
        least: UInt64 = 1,
        ceiling: UInt64 = 1_000,
        cancel: UInt64 = 1_100,
        bumps: UInt8 = 3
    ) throws -> FeePolicy {
        try #require(
            FeePolicy(
                least: wei(least),
                ceiling: wei(ceiling),
                cancelCeiling: wei(cancel),
                mostBumps: bumps
            )
        )
    }

    private func wei(_ value: UInt64) -> Wei { Wei(UInt256(value)) }

    private func legacy(_ price: UInt64) -> Fee { .legacy(price: wei(price)) }

    private func market(_ cap: UInt64, _ tip: UInt64) -> Fee {
        .market(cap: wei(cap), tip: wei(tip))
    }

    @Test func `the first offer is what the chain asks, never above the ceiling`() throws {
        let policy = try policy(least: 10)
        #expect(try policy.first(in: .free) == legacy(0))
        #expect(try policy.first(in: .legacy(suggested: wei(50))) == legacy(50))
        #expect(try policy.first(in: .legacy(suggested: wei(3))) == legacy(10))
        #expect(throws: FeePolicy.Refusal.aboveCeiling(asked: wei(1_001), ceiling: wei(1_000))) {
            try policy.first(in: .legacy(suggested: wei(1_001)))
        }
        let calm = FeeMarket.market(baseFee: wei(100), suggestedTip: wei(20))
        #expect(try policy.first(in: calm) == market(220, 20))
        let dear = FeeMarket.market(baseFee: wei(900), suggestedTip: wei(20))
        #expect(try policy.first(in: dear) == market(1_000, 20))
        let tooDear = FeeMarket.market(baseFee: wei(990), suggestedTip: wei(20))
        #expect(throws: FeePolicy.Refusal.aboveCeiling(asked: wei(1_010), ceiling: wei(1_000))) {
            try policy.first(in: tooDear)
        }
        #expect(throws: FeePolicy.Refusal.unrepresentable) {
            try policy.first(in: .market(baseFee: Wei(.max), suggestedTip: wei(1)))
        }
    }

    @Test func `a bump raises cap and tip by a tenth, rounded up`() throws {
        let policy = try policy()
        let step = policy.next(after: legacy(101), bumps: 0, in: .legacy(suggested: wei(1)))
        #expect(step == .bump(legacy(112)))
        let quiet = FeeMarket.market(baseFee: wei(1), suggestedTip: wei(1))
        #expect(
            policy.next(after: market(101, 11), bumps: 0, in: quiet) == .bump(market(112, 13))
        )
        // A tip of nothing grows as well.
        #expect(
            policy.next(after: market(101, 0), bumps: 0, in: quiet) == .bump(market(112, 1))
        )
    }

    @Test func `a bump follows the market when that asks more`() throws {
        let policy = try policy()
        let step = policy.next(after: legacy(100), bumps: 0, in: .legacy(suggested: wei(300)))
        #expect(step == .bump(legacy(300)))
        let busy = FeeMarket.market(baseFee: wei(200), suggestedTip: wei(40))
        #expect(
            policy.next(after: market(100, 10), bumps: 0, in: busy) == .bump(market(440, 40))
        )
    }

    @Test func `after the last bump, or at the ceiling, comes the cancel`() throws {
        let policy = try policy(bumps: 2)
        let calm = FeeMarket.legacy(suggested: wei(1))
        #expect(policy.next(after: legacy(100), bumps: 2, in: calm) == .cancel(legacy(110)))
        #expect(policy.next(after: legacy(1_000), bumps: 0, in: calm) == .cancel(legacy(1_100)))
        #expect(policy.next(after: legacy(1_100), bumps: 3, in: calm) == .exhausted)
    }

    @Test func `a chain without fees is cancelled without fee`() throws {
        let policy = try policy()
        #expect(policy.next(after: legacy(0), bumps: 0, in: .free) == .cancel(legacy(0)))
        // Where it turns out not to be free, one wei is more than nothing.
        #expect(
            policy.next(after: legacy(0), bumps: 0, in: .legacy(suggested: wei(0)))
                == .bump(legacy(1))
        )
    }

    @Test func `a policy whose cancel can't outbid its dearest bump is none`() {
        let short = FeePolicy(ceiling: wei(1_000), cancelCeiling: wei(1_099))
        #expect(short == nil)
        #expect(FeePolicy(least: wei(9), ceiling: wei(8), cancelCeiling: wei(100)) == nil)
        #expect(FeePolicy(ceiling: Wei(.max), cancelCeiling: Wei(.max)) == nil)
    }

    @Test(arguments: 0..<UInt64(200))
    func `every way up ends in a cancel, step by step above what nodes ask`(
        seed: UInt64
    ) throws {
        var chance = Chance(seed: seed)
        let ceiling = UInt64.random(in: 1...1_000_000, using: &chance)
        let policy = try policy(least: 0, ceiling: ceiling, cancel: ceiling * 2, bumps: .max)
        func draw() -> Wei { wei(UInt64.random(in: 0...ceiling / 2, using: &chance)) }
        func look(_ isLegacy: Bool) -> FeeMarket {
            isLegacy
                ? .legacy(suggested: draw()) : .market(baseFee: draw(), suggestedTip: draw())
        }
        let isLegacy = Bool.random(using: &chance)
        guard var fee = try? policy.first(in: look(isLegacy)) else { return }
        for bumps in 0..<UInt8.max {
            #expect(fee.cap <= policy.ceiling && fee.tip <= fee.cap)
            let step = policy.next(after: fee, bumps: bumps, in: look(Bool.random(using: &chance)))
            guard case .bump(let next) = step else {
                guard case .cancel(let last) = step else {
                    Issue.record("no cancel after \(fee)")
                    return
                }
                #expect(last.cap <= policy.cancelCeiling && isABump(last, over: fee))
                return
            }
            #expect(isABump(next, over: fee))
            fee = next
        }
    }

    private func isABump(_ next: Fee, over fee: Fee) -> Bool {
        next.cap.value * 10 >= fee.cap.value * 11 && next.tip.value * 10 >= fee.tip.value * 11
            && next != fee
    }

    @Test func `the gas limit is a fifth above what was measured, rounded up`() {
        #expect(FeePolicy.gasLimit(for: 100_000) == 120_000)
        #expect(FeePolicy.gasLimit(for: 101) == 122)
        #expect(FeePolicy.gasLimit(for: .max) == nil)
    }

    @Test func `the most that gas can cost is the cap's, and fits or is not said`() {
        #expect(market(7, 2).most(for: 21_000) == wei(147_000))
        #expect(Fee.legacy(price: Wei(.max)).most(for: 2) == nil)
    }

    @Test func `policy and fees survive the journal`() throws {
        let policy = try policy()
        #expect(try FeePolicy(canonicalBytes: policy.canonicalBytes) == policy)
        for fee in [legacy(7), market(9, 4)] {
            #expect(try Fee(canonicalBytes: fee.canonicalBytes) == fee)
        }
    }

    @Test func `a cancel follows the market up to its own ceiling`() throws {
        let gwei: UInt256 = 1_000_000_000
        let policy = try #require(
            FeePolicy(ceiling: Wei(200 * gwei), cancelCeiling: Wei(400 * gwei))
        )
        let low = Fee.market(cap: Wei(20 * gwei), tip: Wei(gwei))
        let market = FeeMarket.market(baseFee: Wei(300 * gwei), suggestedTip: Wei(gwei))
        guard case .cancel(let fee) = policy.cancel(after: low, in: market) else {
            Issue.record("no cancel")
            return
        }
        #expect(fee.cap == Wei(400 * gwei))
        #expect(policy.reaches(fee, in: market))
        #expect(!policy.reaches(low, in: market))
    }
}
