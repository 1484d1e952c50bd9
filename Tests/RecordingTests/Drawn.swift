import Numerics
import Routes
import TestSupport
import Testing
import Venues
import Vocabulary

extension Samples {
    /// Blocks of both chains with all that can happen to them, trades and gaps and reorganisations among it.
    func stream(seed: UInt64, count: Int) throws -> [Sighting] {
        var chance = Chance(seed: seed)
        var drafts = try [Draft(first(0)), Draft(first(1))]
        var stream = [try drafts[0].sighting, try drafts[1].sighting]
        for _ in 0..<count {
            let place = Int.random(in: 0...1, using: &chance)
            drafts[place].advance()
            drafts[place].seen = stream[stream.count - 1].seen.milliseconds
            drafts[place].seen += UInt64.random(in: 0...3_000, using: &chance)
            for _ in 0..<Int.random(in: 0...3, using: &chance) {
                try happen(to: &drafts[place], &chance)
            }
            stream.append(try drafts[place].sighting)
        }
        return stream
    }

    private func happen(to draft: inout Draft, _ chance: inout Chance) throws {
        let amount = UInt256(UInt64.random(in: 0...UInt64.max, using: &chance))
        let index = Int.random(in: draft.pools.indices, using: &chance)
        let pool = draft.pools[index].pool
        switch Int.random(in: 0...13, using: &chance) {
        case 0...2:
            guard case .known(var venue) = draft.pools[index].state else { return }
            let side: Side = amount.limbs.0 % 2 == 0 ? .base : .quote
            _ = try? venue.sell(amount % 100_000, of: side)
            draft.pools[index] = PoolSight(pool: pool, state: .known(venue))
        case 3: draft.pools[index] = PoolSight(pool: pool, state: .unknown(.disputed))
        case 4:
            let venue = try Self.venues()[Int(amount.limbs.0 % 4)]
            draft.pools[index] = PoolSight(pool: pool, state: .known(venue))
        case 5:
            draft.number += UInt64(amount.limbs.0 % 5)
            draft.parent = Self.hash("\(amount)")
        case 6:
            draft.number -= 1 + UInt64(amount.limbs.0 % 5)
            draft.hash = Self.hash("\(amount)")
        case 7: draft.baseFee = amount.limbs.0 % 3 == 0 ? nil : Wei(amount)
        case 8: draft.suggestedGas = .known(Wei(amount << Int(amount.limbs.0 % 200)))
        case 9:
            draft.gasMoney = amount.limbs.0 % 2 == 0 ? .known(Wei(amount)) : .unknown(.stale)
        case 10:
            draft.balances[0] = BalanceSight(token: draft.balances[0].token, amount: .known(.max))
        case 11:
            let vault = draft.vaults[0]
            draft.vaults[0] = VaultSight(
                token: vault.token,
                exit: vault.exit,
                available: .known(amount),
                pending: .unknown(.empty),
                isPaused: .known(amount.limbs.0 % 2 == 0)
            )
        case 12:
            // Another plan: something is asked for no more, and something anew.
            let token = Address(word: amount) ?? .zero
            draft.balances = [BalanceSight(token: token, amount: .unknown(.unasked))]
        default:
            let round = OracleRound(
                answer: amount + 1,
                updated: Instant(milliseconds: amount.limbs.0)
            )
            let feed = draft.oracles[0].feed
            draft.oracles[0] = OracleSight(feed: feed, round: .known(try #require(round)))
            draft.time = amount.limbs.0 % 7 == 0 ? amount.limbs.0 : draft.time
        }
    }
}
