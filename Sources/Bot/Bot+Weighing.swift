import Execution
import Ledger
import Numerics
import Parity
import Risk
import Routes
import Vocabulary

// What is ours, what it cost, and what may still be lost.

extension Bot {
    /// Tells the breakers what everything is worth, at most once a review and only when that has changed.
    ///
    /// At the anchors' and oracles' prices, never at a pool's. Where a price is not known nothing is told: not
    /// the same as nothing left.
    mutating func weigh(_ scene: Scene) {
        let pause = (memory.settings?.timing ?? Timing()).review
        guard weighed.map({ step.now >= $0.at.advanced(by: pause) || step.now < $0.at }) ?? true,
            let equity = worth(in: scene, of: { $0.isHolding || $0 == .suspense }),
            let brought = worth(in: scene, of: { $0 == .capital })
        else { return }
        let weight = Weight(at: step.now, equity: equity, capital: brought.negated)
        defer { weighed = weight }
        guard weighed?.equity != weight.equity || weighed?.capital != weight.capital else { return }
        observe(.equity(weight.equity, capital: weight.capital))
    }

    /// The sum of all accounts of some kinds, rounded against us; `nil` where there is something of which
    /// nobody knows the price.
    private func worth(in scene: Scene, of isCounted: (AccountKind) -> Bool) -> Worth? {
        var total = Worth.zero
        for account in memory.books.accounts where isCounted(account.kind) {
            var balance = memory.books.balance(of: account)
            if isPlanted(.inFlightTwice), case .inFlight = account.kind {
                balance = balance &+ balance
            }
            guard balance != .zero else { continue }
            let price: Price
            switch unitPrice(of: account.asset, in: scene) {
            case .unknown: return nil
            case .known(nil): continue
            case .known(let known?): price = known
            }
            let rounding: Rounding = balance.isNegative ? .up : .down
            guard
                let size = Worth(of: balance.magnitude, at: price, rounding: rounding),
                let sum = total.adding(balance.isNegative ? size.negated : size)
            else { return nil }
            total = sum
        }
        return total
    }

    private func unitPrice(of asset: Asset, in scene: Scene) -> Reading<Price?> {
        switch asset {
        case .native(let chain): return scene.chain(chain)?.nativePrice ?? .unknown(.unasked)
        case .token(let key):
            switch scene.price(of: key) {
            case .known(let price): return .known(price)
            case .unknown(let reason): return .unknown(reason)
            }
        }
    }

    /// Gas that bought no trade counts against the day by itself.
    mutating func lose(_ gas: Wei, on chain: ChainID) {
        guard
            case .known(let price?)? = pricing(on: chain)?.book.native(of: chain),
            let cost = Worth(of: gas.value, at: price, rounding: .up), cost != .zero
        else { return }
        observe(.paid(cost))
    }

    /// Whether the day's limit would hold if this plan and all that is under way came out at their worst.
    func isBearable(_ plan: Plan) -> Bool {
        guard let left = memory.stops?.breakers.lossLeft(at: step.now) else { return false }
        var stake: Worth? = max(plan.worstCase.worth, .zero)
        for saga in memory.sagas where saga.isTrading {
            stake = stake?.adding(max(saga.plan.worstCase.worth, .zero))
        }
        return stake.map { $0 <= left } ?? false
    }
}

/// What was last told of our worth.
struct Weight: Hashable, Sendable {
    let at: Instant
    let equity: Worth
    let capital: Worth
}
