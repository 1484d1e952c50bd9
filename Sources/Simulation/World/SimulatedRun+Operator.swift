import Bot
import Execution
import Numerics
import Parity
import Risk
import Routes
import Venues
import Vocabulary

// The person who looks after a bot: restarts it, takes the chains' word for what is there, lifts what stands,
// and trades by hand what is beyond the bot's bounds.

extension SimulatedRun {
    /// A person comes when something has stood for so many slices.
    private static let tolerance: UInt64 = 5

    /// A person looks every now and then while faults strike. What a breaker for losses has stopped is left:
    /// somebody has set that limit.
    mutating func watchOver() {
        let isHelpless = world.isHelpless && !world.isBeyondLosses
        helpless = isHelpless ? helpless + 1 : 0
        guard helpless >= Self.tolerance else { return }
        helpless = 0
        operate()
    }

    /// Restarts the process, takes the chains' word for what is there, and lifts what stands.
    mutating func operate() {
        world.crash()
        world.skip(for: Interval(milliseconds: 30_000))
        let name = "operator"
        for lane in world.audit.lanes {
            let chain = world.chain(lane.key.chain)
            guard let count = try? chain.nonce(of: lane.key.account) else { continue }
            switch lane.standing {
            case .refusing, .halted: world.command(.adopt(lane.key, count: count, by: name))
            case .open, .unchecked: break
            }
        }
        world.skip(for: Interval(milliseconds: 10_000))
        for chain in [world.first.rules.id, world.second.rules.id] {
            world.command(.adoptBalances(chain, by: name))
        }
        world.skip(for: Interval(milliseconds: 10_000))
        for gate in world.bot.bridgeGates {
            for transfer in gate.open where transfer.isForPeople {
                let number = transfer.terms.number
                world.command(.writeOff(gate.lane, transfer: number, by: name))
            }
            world.command(.reopen(gate.lane, by: name))
        }
        world.trimPrices()
        for scope in Set(world.audit.halts.map(\.scope)).sorted(by: Self.isBefore) {
            world.command(.resume(scope, by: name))
        }
    }

    private static func isBefore(_ left: Halt.Scope, _ right: Halt.Scope) -> Bool {
        String(describing: left) < String(describing: right)
    }
}

extension SimulatedWorld {
    /// Whether something stands that only a person can end.
    var isHelpless: Bool {
        let isRefusing = audit.lanes.contains { lane in
            switch lane.standing {
            case .refusing, .halted: true
            case .open, .unchecked: false
            }
        }
        let isClosed = bot.bridgeGates.contains { gate in
            if case .closed = gate.standing { true } else { false }
        }
        let isSilent = audit.halts.isEmpty && holds(.running)
        return isRefusing || isClosed || isSilent || holds(.toxic)
            || audit.halts.contains { !$0.healsItself }
    }

    /// A limit for losses has stopped it.
    var isBeyondLosses: Bool {
        audit.halts.contains { halt in
            if case .breaker = halt.author { !halt.healsItself } else { false }
        }
    }

    private func holds(_ rule: Rule) -> Bool {
        guard case .hold(rule, _)? = audit.verdict else { return false }
        return true
    }

    /// Where prices are too far apart for the bot, a person sells into each pool what it is short of.
    mutating func trimPrices() {
        guard let market, deviation?.isAtLeast(BasisPoints(millionths: 200_000_000)) ?? false else {
            return
        }
        for (index, pool) in market.view.pools.enumerated() {
            guard case .dodo(let state) = pool.market.venue else { continue }
            let address = market.address(of: index)
            for (side, target, reserve) in [
                (Side.base, state.baseTarget, state.baseReserve),
                (Side.quote, state.quoteTarget, state.quoteReserve),
            ] where reserve < target {
                act(
                    .swap(
                        trader: market.puller,
                        pool: address,
                        selling: side,
                        amount: target - reserve,
                        least: .zero
                    ),
                    on: pool.chain
                )
            }
        }
    }
}

extension BridgeTransfer {
    /// What was never locked nobody waits for, and what was paid wrongly has come as far as it will: both take
    /// up their lane's cap until somebody writes them off.
    fileprivate var isForPeople: Bool {
        switch state {
        case .failed, .paidWrongly: true
        default: false
        }
    }
}

extension Halt {
    fileprivate var healsItself: Bool {
        if case .breaker(let breaker) = author { breaker.healsItself } else { false }
    }
}
