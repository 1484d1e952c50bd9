import Bot
import Ledger
import Numerics
import Routes
import Simulation
import Vocabulary

/// What everything in the fleet is worth: a token and what it becomes over its bridges are one thing.
enum PaperAccounts {
    /// Of a coin that buys nothing: so little that no amount there is comes to a unit of worth.
    private static var nothing: Price? { Price(numerator: 1, denominator: 1 << 128) }

    /// `nil` where a price is not fixed, or there are more things than books are priced by.
    static func references(_ fleet: Fleet) -> References? {
        var groups: [[Token]] = []
        for route in fleet.routes {
            for pair in [
                [route.first.base, route.second.base], [route.first.quote, route.second.quote],
            ] {
                let touched = groups.filter { group in pair.contains { group.contains($0) } }
                groups.removeAll { touched.contains($0) }
                var group = touched.flatMap(\.self)
                for token in pair where !group.contains(token) { group.append(token) }
                groups.append(group)
            }
        }
        var all: [Reference] = []
        for group in groups {
            guard
                let first = group.first, case .fixed(let price?)? = fleet.price(of: first.key),
                let reference = Reference(
                    group.map { Reference.Member(.token($0.key), decimals: $0.decimals) },
                    price: price
                )
            else { return nil }
            all.append(reference)
        }
        for chain in fleet.chains {
            guard case .fixed(let price) = chain.nativePrice else { return nil }
            guard
                let worth = price ?? nothing,
                let reference = Reference(
                    [Reference.Member(.native(chain.id), decimals: 18)],
                    price: worth
                )
            else { continue }
            all.append(reference)
        }
        return References(all)
    }

    /// The parts that are anything, in words; what owners brought in is not among them.
    static func causes(_ attribution: Attribution) -> [(name: String, worth: Worth)] {
        let all = [
            ("bought and sold again", attribution.matchedEdge),
            ("bought or sold only", attribution.unmatchedBase),
            ("fees", attribution.fees),
            ("gas", attribution.gas),
            ("bridge fees", attribution.bridge),
            ("prices that moved", attribution.revaluation),
            ("rounding", attribution.rounding),
        ]
        return all.filter { $0.1 != .zero }
    }

    static func total(_ attribution: Attribution) -> Worth {
        causes(attribution).reduce(.zero) { $0.adding($1.worth) ?? $0 }
    }

    /// What stands on a token's chain, in its base units, bucket after bucket.
    static func onHand(_ token: Token, in books: Books) -> UInt256 {
        books.accounts.reduce(.zero) { sum, account in
            let balance = books.balance(of: account)
            guard
                account.asset == .token(token.key), account.kind.isOnHand, !balance.isNegative
            else { return sum }
            return sum &+ balance.magnitude
        }
    }

    /// What is on its way over a lane, in base units of its source.
    static func inFlight(_ lane: LaneKey, in books: Books) -> UInt256 {
        books.accounts.reduce(.zero) { sum, account in
            guard
                case .inFlight(let passage) = account.kind, passage.source == lane.source,
                passage.destination == lane.destination
            else { return sum }
            return sum &+ books.balance(of: account).magnitude
        }
    }
}
