import Bot
import Risk
import Routes
import Vocabulary
import Watch

// Holds what the bot says of contracts against the contracts.
//
// 1. What it writes down of a contract, the contract is or was: no endpoint's lie becomes a reference.
// 2. It stands still for a contract, and leaves out a pool, only where there is something wrong with it.

extension SimulatedWorld {
    mutating func auditContracts(_ entry: Entry) {
        switch entry.fact {
        case .chain(let id, .premised(let premises)):
            let chain = chain(id)
            for premise in premises where !chain.hasBeen(premise) {
                violate(.premiseUntrue(id, premise.contract))
            }
        case .halted(let halt) where halt.author == .bot(.contract):
            guard areContractsSound else { return }
            violate(.haltedForNothing(halt))
        default: break
        }
    }

    /// A pool's view and its maths are one code here: they never differ.
    mutating func auditQuarantine() {
        for (pool, _) in bot.quarantine where !unjustly.contains(pool) {
            unjustly.append(pool)
            violate(.quarantinedForNothing(pool))
        }
    }

    /// Nobody has ever touched one.
    private var areContractsSound: Bool {
        guard dice.count(of: .tokenDecimals).struck == 0 else { return false }
        let tokens = settings.fleet.routes.flatMap {
            [$0.first.base, $0.first.quote, $0.second.base, $0.second.quote]
        }
        return !first.hasUpgrades && !second.hasUpgrades
            && tokens.allSatisfy { token in
                chain(token.chain).decimals(of: token.address) == token.decimals
            }
    }
}

extension VirtualChain {
    /// None is a proxy.
    fileprivate func hasBeen(_ premise: Premise) -> Bool {
        if case .to = premise.delegation { return false }
        return hasHad(premise.code, at: premise.contract)
    }
}
