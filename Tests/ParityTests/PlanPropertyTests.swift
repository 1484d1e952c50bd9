import Numerics
import Parity
import Routes
import TestSupport
import Testing
import Venues
import Vocabulary

/// What holds for every plan, over random pools, purses and limits.
@Suite struct PlanPropertyTests {
    private static let seeds = 0..<200 as Range<UInt64>

    /// A fixture somebody rolled dice for.
    private func random(_ seed: UInt64) -> Fixture {
        var chance = Chance(seed: seed)
        func pick(_ range: ClosedRange<UInt64>) -> UInt64 {
            range.lowerBound + chance.next() % (range.upperBound - range.lowerBound + 1)
        }
        var fixture = Fixture()
        for path in [\Fixture.first, \Fixture.second] {
            fixture[keyPath: path].depth = pick(200_000...5_000_000)
            fixture[keyPath: path].slippage = pick(5...500) * 1_000_000_000_000_000
            fixture[keyPath: path].fee = pick(0...6) * 100_000_000_000_000
            fixture[keyPath: path].inventory = .known(UInt256(pick(10_000...500_000)) * 1_000_000)
            fixture[keyPath: path].gasPrice = .known(Wei(UInt256(pick(0...50_000_000))))
        }
        fixture.second.pushed = Int(fixture.second.depth / pick(20...120))
        fixture.first.pushed = -Int(fixture.first.depth / pick(20...400))
        fixture.fee = BasisPoints(millionths: pick(0...10) * 1_000_000)
        fixture.parameters.parity.toxic = BasisPoints(millionths: 2_000_000_000)
        fixture.parameters.size.most = Worth(Int64(pick(500...50_000)))
        fixture.parameters.size.perDay = Worth(1_000_000)
        fixture.parameters.size.perPoolAndBlock = Worth(Int64(pick(500...50_000)))
        fixture.parameters.safety.worstCase = Worth(Int64(pick(5...200)))
        if chance.next() % 2 == 0 {
            fixture.parameters.mission = .parity(
                Mission.Subsidy(perDay: Worth(Int64(pick(1...1_000))))
            )
        }
        return fixture
    }

    @Test func `no plan breaks a constraint, and most dice make one`() throws {
        var plans = 0
        for seed in Self.seeds {
            let fixture = random(seed)
            let assessment = try fixture.assess()
            guard let plan = assessment.plan else { continue }
            plans += 1
            let text = "seed \(seed)\n\(assessment.explanation)"
            #expect(assessment.failed.isEmpty, "\(text)")
            #expect(assessment.checks.count { $0.isBinding } == 1, "\(text)")
            #expect(plan.worstCase.worth <= fixture.parameters.safety.worstCase, "\(text)")
            switch fixture.parameters.mission {
            case .profit: #expect(plan.net > .zero, "\(text)")
            case .parity(let subsidy): #expect(plan.net.negated <= subsidy.perDay, "\(text)")
            }
            let costs = plan.costs.reduce(plan.gross) { $0.subtracting($1.worth) ?? .zero }
            #expect(costs == plan.net, "\(text)")
        }
        #expect(plans > Self.seeds.count / 3, "\(plans) plans")
    }

    /// The pools themselves are asked: what the plan promises is what they pay.
    @Test func `a plan never counts on more than the pools pay`() throws {
        for seed in Self.seeds {
            let fixture = random(seed)
            guard let plan = try fixture.assess().plan else { continue }
            let dear = plan.dear == .first ? fixture.first : fixture.second
            let cheap = plan.dear == .first ? fixture.second : fixture.first
            let sold = try fixture.venue(dear).quote(selling: plan.sell.amountIn, of: .base)
            let bought = try fixture.venue(cheap).quote(selling: plan.buy.amountIn, of: .quote)
            #expect(sold.received == plan.sell.quotedOut, "seed \(seed)")
            #expect(bought.received == plan.buy.quotedOut, "seed \(seed)")
            #expect(bought.received >= plan.sell.amountIn, "seed \(seed)")
        }
    }

    @Test func `tightening any limit never raises the size`() throws {
        let screws: [(inout Fixture) -> Void] = [
            { $0.parameters.size.most = Worth(300) },
            { $0.parameters.size.perPoolAndBlock = Worth(200) },
            { $0.parameters.safety.worstCase = Worth(3) },
            { $0.standing.volumeToday = Worth(999_500) },
            { $0.first.inventory = .known(400_000_000) },
            { $0.second.inventory = .known(400_000_000) },
            { $0.reserve = 250_300 },
        ]
        for seed in Self.seeds {
            let fixture = random(seed)
            let free = try fixture.assess().plan?.size ?? .zero
            for (index, screw) in screws.enumerated() {
                var tight = fixture
                screw(&tight)
                let size = try tight.assess().plan?.size ?? .zero
                #expect(size <= free, "seed \(seed), limit \(index)")
            }
        }
    }

    /// Every size on a fine grid and around the answer is worse, up to a ten-thousandth.
    @Test func `the profit is within a ten-thousandth of the best there is`() throws {
        var judged = 0
        for seed in Self.seeds {
            var fixture = random(seed)
            fixture.parameters.mission = .profit
            guard let plan = try fixture.assess().plan else { continue }
            judged += 1
            let most = fixture.parameters.size.most
            var best = plan.net
            for step in 1...200 as ClosedRange<Int64> {
                var forced = fixture
                let size = Worth(units: most.units * Int256(step) / Int256(200))
                guard size >= fixture.parameters.size.least else { continue }
                forced.parameters.size.most = size
                forced.parameters.mission = .parity(
                    Mission.Subsidy(perDay: Worth(1_000_000))
                )
                if let other = try forced.assess().plan, other.net > best { best = other.net }
            }
            let missed = best.subtracting(plan.net) ?? .zero
            #expect(
                missed.units * Int256(10_000) <= best.units,
                "seed \(seed): \(plan.net) with \(plan.size) instead of \(best)"
            )
        }
        #expect(judged > 20, "\(judged) plans")
    }

    @Test func `renaming chains and tokens changes no number`() throws {
        for seed in Self.seeds {
            let fixture = random(seed)
            var renamed = fixture
            renamed.first.chain = 1
            renamed.second.chain = 10
            renamed.first.base = 0xD1
            renamed.second.pool = 0x1
            let (one, other) = (try fixture.assess(), try renamed.assess())
            #expect(one.plan?.size == other.plan?.size, "seed \(seed)")
            #expect(one.plan?.net == other.plan?.net, "seed \(seed)")
            #expect(one.checks.map(\.passes) == other.checks.map(\.passes), "seed \(seed)")
        }
    }

    @Test func `swapping the chains mirrors the side`() throws {
        for seed in Self.seeds {
            let fixture = random(seed)
            var mirrored = fixture
            (mirrored.first, mirrored.second) = (fixture.second, fixture.first)
            mirrored.standing.run.restart()
            for block in 0..<UInt64(5) {
                mirrored.standing.run.observe(.second, .whole, at: block, of: .first)
                mirrored.standing.run.observe(.second, .whole, at: block, of: .second)
            }
            let (one, other) = (try fixture.assess().plan, try mirrored.assess().plan)
            // A deviation is measured against the first chain, so that the very threshold moves a little.
            guard let one, let other else { continue }
            #expect(other.dear == .second)
            #expect(one.sell.chain == other.sell.chain)
            let (low, high) = (min(one.size, other.size), max(one.size, other.size))
            #expect(high - low <= high / 1_000, "seed \(seed): \(one.size) and \(other.size)")
        }
    }

    @Test func `finer decimals change nothing beyond the last coarse unit`() throws {
        for seed in Self.seeds {
            let fixture = random(seed)
            var fine = fixture
            for path in [\Fixture.first, \Fixture.second] {
                fine[keyPath: path].decimals = 12
                fine[keyPath: path].inventory = fixture[keyPath: path].inventory?.map {
                    $0 * 1_000_000
                }
            }
            guard let one = try fixture.assess().plan, let other = try fine.assess().plan else {
                continue
            }
            let coarse = other.size / 1_000_000
            let (low, high) = (min(one.size, coarse), max(one.size, coarse))
            #expect(high - low <= high / 10_000 + 1, "seed \(seed)")
            let gap = one.net.subtracting(other.net)?.units.magnitude ?? .zero
            #expect(gap < 1_000_000_000_000_000, "seed \(seed): \(one.net) and \(other.net)")
        }
    }

    @Test func `the same inputs give the same bytes, and the bytes give the same verdict`() throws {
        for seed in Self.seeds {
            let fixture = random(seed)
            let assessment = try fixture.assess()
            let bytes = assessment.canonicalBytes
            #expect(try Assessment(canonicalBytes: bytes) == assessment)
            let again = try Route(canonicalBytes: fixture.route().canonicalBytes).assess(
                try Scene(canonicalBytes: fixture.scene().canonicalBytes),
                try Standing(canonicalBytes: fixture.standing.canonicalBytes)
            )
            #expect(again.canonicalBytes == bytes)
            #expect(again.explanation == assessment.explanation)
        }
    }
}
