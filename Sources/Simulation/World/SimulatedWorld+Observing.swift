import Bot
import Execution
import Numerics
import Parity
public import Risk
import Routes
import Venues
public import Vocabulary

// What everybody else does at a block, and what the world measures behind it.

extension SimulatedWorld {
    mutating func play(on chain: ChainID) {
        guard market != nil else { return }
        let time = elapsed
        // Chains are large: each is looked at where it lies.
        let deeds =
            (chain == first.rules.id
                ? market?.staged(for: first, at: time) : market?.staged(for: second, at: time))
            ?? []
        for deed in deeds {
            let hash = act(deed.act, on: deed.chain, deed.position)
            market?.queued(deed, as: hash)
        }
    }

    mutating func observe(_ id: ChainID) {
        tally.blocks += 1
        if id == first.rules.id {
            market?.look(at: first)
            market?.settle(after: first)
        } else {
            market?.look(at: second)
            market?.settle(after: second)
        }
        auditQuarantine()
        market?.collect(from: bridge)
        measure()
        if id == first.rules.id {
            audit.compare(first, holder: holder, tokens: tokens)
        } else {
            audit.compare(second, holder: holder, tokens: tokens)
        }
        for broken in audit.takeBroken() { violate(broken) }
    }

    /// Both chains' prices as the first route sees them: of the first pool of each place.
    private func prices() -> (first: Price, second: Price)? {
        guard
            let pools = market?.view.pools,
            let left = pools.first(where: { $0.chain == first.rules.id }),
            let right = pools.first(where: { $0.chain == second.rules.id }),
            let one = try? left.market.price(), let other = try? right.market.price()
        else { return nil }
        return (one, other)
    }

    private mutating func measure() {
        guard let (one, other) = prices(), let par = Price(numerator: 1, denominator: 1) else {
            return
        }
        let deviation = Deviation(of: one, from: other)
        let isInside = !deviation.isAtLeast(target)
        if !tally.hasStarted, isProved { tally.start() }
        if !isInside, tally.counts { tally.miss(standing) }
        tally.measure(
            deviation,
            isInside: isInside,
            isInsidePeg: !Deviation(of: par, from: one).isAtLeast(peg)
        )
    }

    /// Whether every lane of the bridge has been proved, or found wanting.
    private var isProved: Bool {
        let gates = bot.bridgeGates
        return !gates.isEmpty
            && gates.allSatisfy { gate in
                switch gate.standing {
                case .open, .closed: true
                case .unproved, .proving: false
                }
            }
    }

    /// What the bot is at, in a few words.
    private var standing: String {
        if let halt = audit.halts.first { return "halted: \(halt.reason)" }
        if !audit.sagas.isEmpty { return "a trade is under way" }
        switch audit.verdict {
        case nil: return "no verdict yet"
        // Of a block that the bot has not seen yet.
        case .inParity: return "in parity when it last looked"
        case .trade: return "trading"
        case .hold(let rule, let subject): return "hold: \(rule) \(subject)"
        case .unaffordable(let rule, let subject): return "unaffordable: \(rule) \(subject)"
        }
    }

    /// Why the bot begins nothing, out of the entries alone.
    public var standingHalts: [Halt] { audit.halts }

    /// How far the chains' prices are apart; `nil` where a pool has none.
    public var deviation: Deviation? {
        prices().map { Deviation(of: $0.first, from: $0.second) }
    }
}
