import Bot
import Execution
import Numerics
import Parity
import Simulation
import Testing
import Venues
import Vocabulary

/// Somebody who moves a price with his own money, holds it over the ends of several blocks, waits for the bot
/// and flattens what he holds.
struct Raid: Hashable, Sendable {
    /// What is done with a leg of the bot that waits for its block.
    enum Play: String, CaseIterable, Sendable {
        case nothing
        /// In front of it and behind it, as far as its minimum bears.
        case sandwich
        /// In front of the second of two so far that it reverts, and back behind it: the first is alone then.
        case strand
        /// The same, to whatever comes first.
        case refuse
    }

    enum Exit: String, CaseIterable, Sendable {
        case afterBlocks
        /// As soon as the bot has traded, after the blocks at the latest.
        case onTrade
    }

    /// Whose price is moved, with which side sold: one chain, or both against each other.
    let pushes: [Push]
    let share: BasisPoints
    let blocks: Int
    let play: Play
    let exit: Exit
    /// Somebody else closes gaps beyond ten basis points too.
    let hasRival: Bool

    struct Push: Hashable, Sendable {
        let chain: Int
        let side: Side
    }

    /// What a raid has come to, in base units of all tokens, each token at one.
    struct Outcome {
        var profit = 0
        /// What the bot's executors hold less than before, and the gas that was paid.
        var cost = 0
        /// The most that DOMAIN lets all trades of the raid lose together.
        var bound = 0
        var trades = 0
        var mendings = 0
        var unwound = 0
        var isHalted = false
        var transfers = 0
    }

    static func drawn(from stream: inout SeededStream) -> Raid {
        let side: Side = stream.coin() ? .base : .quote
        let chain = Int(stream.below(2))
        let isBoth = stream.below(3) == 0
        let shares = [7, 10, 20, 50, 150] as [UInt64]
        let blocks = [1, 2, 3, 4, 5, 8, 12]
        return Raid(
            pushes: [Push(chain: chain, side: side)]
                + (isBoth ? [Push(chain: 1 - chain, side: side.other)] : []),
            share: BasisPoints(millionths: shares[Int(stream.below(5))] * 1_000_000),
            blocks: blocks[Int(stream.below(7))],
            play: Play.allCases[Int(stream.below(4))],
            exit: stream.coin() ? .afterBlocks : .onTrade,
            hasRival: stream.below(4) == 0
        )
    }

    /// So many slots after the last deed everything has come to rest.
    static let rest = 14
}

/// A raid under way.
struct RaidCourse {
    let raid: Raid
    private(set) var world: SimulatedWorld
    private(set) var outcome = Raid.Outcome()
    private let calm: [Market]
    private var waiting: [Waiting] = []
    private var plans: [UInt64: Plan] = [:]

    /// A leg of the bot's that waits for its block.
    private struct Waiting {
        let chain: Int
        let leg: PlannedLeg
        /// The other one was signed before it, or with it.
        let isSecond: Bool
    }

    private var goals: [(push: Raid.Push, price: Price)] = []
    private let stocks: [UInt256]

    init(_ raid: Raid, in world: SimulatedWorld) throws {
        self.raid = raid
        self.world = world
        calm = [try world.market(0), try world.market(1)]
        stocks = try (0..<2).map { side in
            try world.held(by: Arena.attacker, SimulatedDemo.baseToken, on: side)
        }
        let whole = BasisPoints.millionthsInWhole
        for push in raid.pushes {
            let moved =
                push.side == .base ? whole - raid.share.millionths : whole + raid.share.millionths
            let factor = try #require(
                Price(numerator: UInt256(whole), denominator: UInt256(moved))
            )
            let price = try calm[push.chain].price()
            let goal = try #require(Price(of: price, in: factor, rounding: .down))
            goals.append((push, goal))
        }
    }

    mutating func run() throws -> Raid.Outcome {
        let before = (try world.value(of: Arena.attacker), try worth())
        for slot in 0..<raid.blocks {
            if raid.exit == .onTrade, outcome.trades > 0, waiting.isEmpty { break }
            if slot == 0 || waiting.isEmpty { try hold() }
            try meet()
            makeBlocks()
        }
        // What waits for its block is met before everything is taken back.
        for _ in 0..<6 where !waiting.isEmpty {
            try meet()
            makeBlocks()
        }
        try flatten()
        for _ in 0..<Raid.rest {
            if raid.play != .nothing { try meet() }
            makeBlocks()
        }
        try flatten()
        for _ in 0..<Raid.rest { makeBlocks() }
        outcome.profit = try world.value(of: Arena.attacker) - before.0
        outcome.cost = before.1 - (try worth())
        outcome.isHalted = !world.standingHalts.isEmpty
        return outcome
    }

    /// All that the executors hold, less what gas has cost.
    private func worth() throws -> Int {
        let coins = try world.chain(world.sides[1]).balance(of: SimulatedDemo.operatorAccount)
        let gas = try #require(Int(exactly: coins.value / 400_000_000))
        return try world.value(of: SimulatedDemo.executorContract) + gas
    }

    /// Brings each price to where it is held.
    private mutating func hold() throws {
        for (push, price) in goals {
            guard let move = try? world.market(push.chain).move(to: price), move.side == push.side
            else { continue }
            world.swap(
                move.quote.sold,
                of: move.side,
                by: Arena.attacker,
                on: push.chain,
                .afterTransactions
            )
        }
        guard raid.hasRival else { return }
        let gap = try world.gap()
        guard gap.share > BasisPoints(millionths: 10_000_000) else { return }
        let dear = gap.dear == .first ? 0 : 1
        let trader = SimulatedDemo.traderAccount
        world.swap(1_000 * Arena.whole, of: .base, by: trader, on: dear, .beforeTransactions)
        world.swap(1_000 * Arena.whole, of: .quote, by: trader, on: 1 - dear, .beforeTransactions)
    }

    /// Plays with the bot's legs that wait for the next block.
    private mutating func meet() throws {
        guard raid.play != .nothing else { return }
        for entry in waiting where raid.play != .strand || entry.isSecond {
            let (chain, leg) = (entry.chain, entry.leg)
            let side: Side = leg.tokenIn.address == SimulatedDemo.baseToken ? .base : .quote
            let market = try world.market(chain)
            let most = Self.most(before: leg, of: side, in: market)
            let amount = raid.play == .sandwich ? most : most + most / 20 + Arena.whole
            var after = market
            guard !amount.isZero, let front = try? after.sell(amount, of: side) else { continue }
            world.swap(amount, of: side, by: Arena.attacker, on: chain, .beforeTransactions)
            world.swap(
                front.received,
                of: side.other,
                by: Arena.attacker,
                on: chain,
                .afterTransactions
            )
        }
    }

    /// The most that can be sold in front of a leg while that still meets its minimum.
    private static func most(before leg: PlannedLeg, of side: Side, in market: Market) -> UInt256 {
        var (low, high) = (UInt256.zero, UInt256(2_000_000) * Arena.whole)
        while high - low > Arena.whole {
            let middle = (low + high) / 2
            var market = market
            let isMet =
                (try? market.sell(middle, of: side)) != nil
                && (try? market.quote(selling: leg.amountIn, of: side))
                    .map { $0.received >= leg.minimumOut } ?? false
            if isMet { low = middle } else { high = middle }
        }
        return low
    }

    /// As much base as at the beginning, on both chains.
    private mutating func flatten() throws {
        for chain in 0..<2 {
            let held = try world.held(by: Arena.attacker, SimulatedDemo.baseToken, on: chain)
            let market = try world.market(chain)
            if held > stocks[chain] {
                world.swap(
                    held - stocks[chain],
                    of: .base,
                    by: Arena.attacker,
                    on: chain,
                    .beforeTransactions
                )
            } else if held < stocks[chain],
                let quote = market.leastInput(buying: stocks[chain] - held, of: .base)
            {
                world.swap(
                    quote.sold,
                    of: .quote,
                    by: Arena.attacker,
                    on: chain,
                    .beforeTransactions
                )
            }
        }
    }

    private mutating func makeBlocks() {
        for happening in world.run(for: Arena.slot) {
            guard case .journalled(let entry) = happening else { continue }
            switch entry.fact {
            case .planned(let trade):
                outcome.trades += 1
                outcome.bound += bound(of: trade.plan)
                plans[trade.saga] = trade.plan
                for (place, leg) in trade.legs.enumerated() {
                    wait(leg.side == .sell ? trade.plan.sell : trade.plan.buy, isSecond: place > 0)
                }
            case .legSigned(let saga, let side, _, _):
                if let plan = plans[saga] {
                    wait(side == .sell ? plan.sell : plan.buy, isSecond: true)
                }
            case .attempted(_, let attempt, _, _):
                outcome.mendings += 1
                wait(attempt.planned, isSecond: true)
            case .closed(let trade):
                if case .unwound = trade.ending { outcome.unwound += 1 }
            case .sent: outcome.transfers += 1
            default: break
            }
        }
        let account = SimulatedDemo.operatorAccount
        waiting.removeAll { [world] in
            world.waitingTransactions(of: account, on: world.sides[$0.chain]) == 0
        }
    }

    private mutating func wait(_ leg: PlannedLeg, isSecond: Bool) {
        let chain = leg.chain.value == SimulatedDemo.home ? 0 : 1
        waiting.removeAll { $0.chain == chain }
        waiting.append(Waiting(chain: chain, leg: leg, isSecond: isSecond))
    }

    /// Size times tolerance, fees and impact, for both legs, and gas there and back: what a pool that nobody has
    /// touched takes of the leg, and the tolerance on top.
    private func bound(of plan: Plan) -> Int {
        var bound = 0
        for (leg, side) in [(plan.sell, Side.base), (plan.buy, .quote)] {
            let chain = leg.chain.value == SimulatedDemo.home ? 0 : 1
            let given = Int(exactly: leg.amountIn) ?? .max / 8
            let got =
                (try? calm[chain].quote(selling: leg.amountIn, of: side))
                .flatMap { Int(exactly: $0.received) } ?? 0
            bound += given - got + given * 5 / 10_000 + 2
            if chain == 1 { bound += Int(leg.gasLimit) * 15 }
        }
        return bound
    }
}
