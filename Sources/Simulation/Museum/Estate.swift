import Bot
import Execution
import Numerics
import Routes
import Vocabulary

/// What is ours, counted where it lies and not in the bot's books: the executors' tokens, what the bridge
/// owes, and the coins for gas.
enum Estate {
    /// In the demo's numéraire; `nil` beyond what can be counted. A coin is worth what it was when the world
    /// began, so that nothing is lost or won by having it.
    static func worth(in world: SimulatedWorld) -> Worth? {
        var sum = Worth.zero
        for chain in world.settings.fleet.chains {
            let virtual = world.chain(chain.id)
            for token in world.tokens {
                let held = virtual.balance(of: world.holder, in: token) ?? .zero
                guard let more = dollars(held).flatMap(sum.adding) else { return nil }
                sum = more
            }
            guard let price = price(of: chain.nativePrice), let account = chain.account else {
                continue
            }
            let coins = (try? virtual.balance(of: account)) ?? .zero
            guard
                let more = Worth(of: coins.value, at: price, rounding: .down).flatMap(sum.adding)
            else { return nil }
            sum = more
        }
        for transit in world.bridge.open where transit.recipient == world.holder {
            guard let more = dollars(transit.owed).flatMap(sum.adding) else { return nil }
            sum = more
        }
        return sum
    }

    /// Of a coin; `nil` where it is worthless.
    private static func price(of source: PriceSource) -> Price? {
        switch source {
        case .fixed(let price): price
        case .feeds: Price(numerator: UInt256(SimulatedDemo.coinPrice), denominator: 1)
        }
    }

    /// The demo's tokens have six decimals and are worth one each.
    static func dollars(_ units: UInt256) -> Worth? {
        let (scaled, overflow) = units.multipliedReportingOverflow(by: 1_000_000_000_000)
        guard !overflow, let signed = Int256(magnitude: scaled, isNegative: false) else {
            return nil
        }
        return Worth(units: signed)
    }
}

/// What the journal says is under way over the bridge, from the signature to the end of the transfer, and
/// the most that it ever was on one lane.
struct Underway {
    private struct Transfer {
        let number: UInt64
        let lane: LaneKey
        let amount: UInt256
    }

    private var open: [Transfer] = []
    private(set) var most = UInt256.zero

    mutating func read(_ happenings: [SimulatedWorld.Happening]) {
        for happening in happenings {
            guard case .journalled(let entry) = happening else { continue }
            switch entry.fact {
            case .sent(let sent): add(sent.terms)
            case .transferOver(let number): open.removeAll { $0.number == number }
            default: break
            }
        }
    }

    private mutating func add(_ terms: TransferTerms) {
        open.append(Transfer(number: terms.number, lane: terms.lane, amount: terms.amount))
        let onLane = open.filter { $0.lane == terms.lane }.reduce(.zero) { $0 &+ $1.amount }
        most = max(most, onLane)
    }
}
