import Bot
import Numerics
import Risk
import Routes
import Venues
import Vocabulary

// What goes wrong with chains, and when what has gone wrong is over. Transactions, tokens, bridges and the
// process have files of their own; what belongs to one exchange with an endpoint is with the endpoints.

extension SimulatedWorld {
    /// How long the run has lasted: the time that scripts and dice know.
    var elapsed: Instant {
        Instant(milliseconds: now.milliseconds - min(now.milliseconds, start.milliseconds))
    }

    /// Everything that may go wrong before a block; `false` when no block is made.
    mutating func suffer(on chain: ChainID) -> Bool {
        dice.advance(to: elapsed)
        dice.advance(toBlock: self.chain(chain).head.number + 1, of: chain)
        if chain == first.rules.id { sufferClock() }
        end()
        sufferTokens(on: chain)
        sufferBridge(on: chain)
        sufferTransactions(on: chain)
        if dice.prevails(.haltedChain, on: chain, at: elapsed) != nil { return false }
        sufferChain(chain)
        return true
    }

    func until(_ shape: FaultShape) -> Instant {
        now.advanced(by: shape.lasting ?? Interval(milliseconds: 0))
    }

    private mutating func sufferChain(_ id: ChainID) {
        if let shape = dice.strike(.reorganisation, on: id) {
            let depth = Int(clamping: shape.depth ?? 1)
            _ = change(id) { $0.reorganise(depth: depth) }
        }
        if let shape = dice.strike(.headRegress, on: id) {
            spell.regressed.append(
                WorldSpell.Regress(
                    chain: id,
                    depth: shape.depth ?? 1,
                    until: now.advanced(by: Interval(milliseconds: 4_000))
                )
            )
        }
        if let shape = dice.prevails(.gasSpike, on: id, at: elapsed) {
            let fee = UInt256(1_000_000_000) * UInt256(shape.factor ?? 10)
            change(id) { $0.setBaseFee(Wei(fee)) }
        }
        if let shape = dice.strike(.poolPushed, on: id) { push(on: id, shape) }
        if market?.hasOracle(on: id) == true {
            if dice.prevails(.oracleFrozen, on: id, at: elapsed) != nil {
                market?.frozen.insert(id)
            } else {
                market?.frozen.remove(id)
            }
        }
    }

    /// Somebody pushes a pool's price and takes it back behind everything else in the block.
    private mutating func push(on id: ChainID, _ shape: FaultShape) {
        guard
            let market,
            let pool = market.view.pools.firstIndex(where: { $0.chain == id }),
            case .dodo(let state) = market.view.pools[pool].market.venue,
            let amount = shape.share?.share(of: state.baseReserve, rounding: .down),
            let quote = try? market.view.pools[pool].market.quote(selling: amount, of: .base)
        else { return }
        let address = market.address(of: pool)
        act(
            .swap(
                trader: market.puller,
                pool: address,
                selling: .base,
                amount: amount,
                least: .zero
            ),
            on: id,
            .beforeTransactions
        )
        act(
            .swap(
                trader: market.puller,
                pool: address,
                selling: .quote,
                amount: quote.received,
                least: .zero
            ),
            on: id,
            .afterTransactions
        )
    }

    /// What has lasted long enough is over.
    private mutating func end() {
        spell.regressed.removeAll { $0.until <= now }
        for mending in spell.mendings where mending.until <= now {
            act(mending.act, on: mending.chain, .beforeTransactions)
        }
        spell.mendings.removeAll { $0.until <= now }
        for drained in spell.drained where drained.until <= now {
            act(
                .transfer(
                    token: drained.token,
                    from: drained.thief,
                    to: drained.vault,
                    amount: drained.amount
                ),
                on: drained.chain
            )
        }
        spell.drained.removeAll { $0.until <= now }
    }

    /// From now on nothing fails; what was broken is mended, and what a bridge has lost it pays.
    public mutating func stopFaults() {
        dice.stop()
        spell.frozenUntil = now
        spell.skew = Interval(milliseconds: 0)
        spell.isDiskFull = false
        spell.lie = nil
        bridge.isPaused = false
        bridge.mend()
        market?.frozen.removeAll()
        for withheld in spell.withheld { change(withheld.chain) { $0.release(withheld.hash) } }
        spell.withheld.removeAll()
        // What struck a transaction that no block has taken strikes none of those that come now.
        for chain in settings.fleet.chains {
            guard let account = chain.account else { continue }
            act(.pardon(account), on: chain.id, .beforeTransactions)
        }
        for index in spell.mendings.indices { spell.mendings[index].until = now }
        for index in spell.drained.indices { spell.drained[index].until = now }
        end()
    }

    /// Everybody but the bot goes home.
    public mutating func quieten() { market?.quieten() }
}
