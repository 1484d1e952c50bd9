import Bot
import Execution
import Numerics
import Parity
import Routes
import Simulation
import Testing
import Venues
import Vocabulary

/// A world that is split before a block: once the block is made undisturbed, and several times with
/// manipulations in it. After the split nobody else does anything.
///
/// What was there without a manipulation is known without asking the bot: at block ends that a push does not
/// touch the world shows it itself, and for the one it touches the undisturbed block does.
struct Fork {
    /// What the bot did, and what it saw.
    struct Course {
        /// Plans as they were made, each with its slot.
        var made: [(slot: Int, plan: Plan)] = []
        /// Both chains' pools at the end of each slot, as they would be without the push.
        var honest: [[Market]] = []
        /// Legs signed to mend a trade whose other leg had failed.
        var mendings: [(slot: Int, leg: PlannedLeg)] = []
        var failed = 0
        var unwound = 0
    }

    static let slots = 7

    let world: SimulatedWorld
    /// The gaps at the last block ends, the newest at the end.
    let history: [Deviation]
    /// Whether a trade was under way when the world was split.
    let hasOpenTrade: Bool
    private let undisturbed: [Market]

    init(_ world: SimulatedWorld, history: [Deviation], hasOpenTrade: Bool) throws {
        self.hasOpenTrade = hasOpenTrade
        self.history = history
        self.world = {
            var world = world
            world.quieten()
            return world
        }()
        var twin = self.world
        _ = twin.run(for: Arena.slot)
        undisturbed = [try twin.market(0), try twin.market(1)]
    }

    /// `nil` where the pools don't take the manipulations.
    func course(_ deeds: [Manipulation]) throws -> Course? {
        var (world, course, debts) = (world, Course(), [Debt]())
        for deed in deeds {
            guard let (_, debt) = world.begin(deed, by: Arena.attacker) else { return nil }
            if let debt { debts.append(debt) }
        }
        for slot in 0..<Self.slots {
            if slot == 1 { for debt in debts { world.settle(debt, by: Arena.attacker) } }
            for happening in world.run(for: Arena.slot) {
                guard case .journalled(let entry) = happening else { continue }
                switch entry.fact {
                case .planned(let trade): course.made.append((slot, trade.plan))
                case .attempted(_, let attempt, _, _):
                    course.mendings.append((slot, attempt.planned))
                case .closed(let trade):
                    if case .unwound = trade.ending { course.unwound += 1 }
                    if case .nothingFilled = trade.ending { course.failed += 1 }
                default: break
                }
            }
            var markets = [try world.market(0), try world.market(1)]
            if slot == 0 { for debt in debts { markets[debt.chain] = undisturbed[debt.chain] } }
            course.honest.append(markets)
        }
        return course
    }

    enum Blame: String, CaseIterable {
        /// Without the push the gap had not stood at as many block ends as are asked for.
        case standing
        /// More than closes the gap that there is without the push.
        case size
        /// A leg's minimum leans on a price that is there by the push alone.
        case basis
    }

    /// What of a plan the manipulation has caused.
    func blames(of plan: Plan, in slot: Int, _ course: Course, enter: BasisPoints) throws -> [Blame]
    {
        var blames: [Blame] = []
        var gaps = history
        for markets in course.honest[...slot] {
            gaps.append(Deviation(of: try markets[0].price(), from: try markets[1].price()))
        }
        func stands(_ gap: Deviation) -> Bool { gap.dear == plan.dear && gap.isAtLeast(enter) }
        // A leg that was on its way when the push came is mined in one world and reverts in the other.
        if let last = history.last, hasOpenTrade, stands(last) { gaps[history.count] = last }
        let standing = gaps.suffix(Int(ConfirmationParameters().blocks))
        if standing.count < Int(ConfirmationParameters().blocks) || !standing.allSatisfy(stands) {
            blames.append(.standing)
        }
        var markets = course.honest[slot]
        var isMet = true
        for (leg, side) in [(plan.sell, Side.base), (plan.buy, .quote)] {
            let place = leg.chain.value == SimulatedDemo.home ? 0 : 1
            let fill = try? markets[place].sell(leg.amountIn, of: side)
            if leg.minimumOut > fill?.received ?? .zero { isMet = false }
        }
        if !isMet { blames.append(.basis) }
        let after = Deviation(of: try markets[0].price(), from: try markets[1].price())
        if after.dear != plan.dear, after.share > BasisPoints(millionths: 10_000) {
            blames.append(.size)
        }
        return blames
    }
}

extension SimulatedWorld {
    /// What somebody holds on both chains, in base units of all tokens together.
    func value(of holder: Address) throws -> Int {
        var value = 0
        for side in 0..<2 {
            for token in Arena.tokens {
                let held = try held(by: holder, token, on: side)
                value += try #require(Int(exactly: held))
            }
        }
        return value
    }
}
