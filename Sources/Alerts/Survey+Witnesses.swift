import Bot
import Risk
import Routes
import Vocabulary
import Watch

// Who is not believed, and why.

extension Survey {
    /// As long as a lie is not made good, the endpoint stands accused.
    static func liars(
        on chain: Chain,
        _ names: [String],
        _ bot: Bot,
        _ now: Instant
    ) -> [AlertFinding] {
        bot.liars(on: chain.id).compactMap { liar in
            guard let score = bot.score(of: liar, on: chain.id) else { return nil }
            let name = names.indices.contains(liar) ? names[liar] : "endpoint \(liar + 1)"
            var text = "it was proven to show what is not so"
            if score.lies > 1 { text += ", \(score.lies) times" }
            text +=
                score.isOnParole(at: now)
                ? "; since then it has said what others say of \(score.amends) blocks, and "
                    + "\(score.amendsNeeded) make it good"
                : "; it is not asked before \(score.quarantinedUntil?.utc ?? "long")"
            return AlertFinding(AlertKey(.lyingEndpoint, name), .trouble(.critical, text))
        }
    }

    /// Of each pool, whether it is traded. Between somebody's word and the next inspection nobody can tell.
    static func quarantine(
        on chain: Chain,
        _ fleet: Fleet,
        _ bot: Bot
    ) -> [AlertFinding] {
        let quarantine = bot.quarantine
        let isInspected = bot.hasInspected(chain.id)
        var pools: [ContractKey] = []
        let traded =
            fleet.routes.flatMap { $0.first.pools + $0.second.pools }
            + fleet.stabilisers.flatMap(\.place.pools)
        for pool in traded where pool.key.chain == chain.id && !pools.contains(pool.key) {
            pools.append(pool.key)
        }
        for entry in quarantine where entry.pool.chain == chain.id && !pools.contains(entry.pool) {
            pools.append(entry.pool)
        }
        return pools.map { pool in
            let key = AlertKey(.poolQuarantined, "\(pool.chain) \(pool.address)")
            guard let entry = quarantine.first(where: { $0.pool == pool }) else {
                return AlertFinding(key, isInspected ? .well : .unknown)
            }
            return AlertFinding(key, .trouble(.critical, "\(entry.text); it is not traded"))
        }
    }
}
