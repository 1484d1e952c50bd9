import Bot
import Execution
import Numerics
import Risk
import Routes
import Venues
import Vocabulary

// What goes wrong with chains, transactions, the bridge, tokens and the process. What belongs to one
// exchange with an endpoint is with the endpoints.

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

    private func until(_ shape: FaultShape) -> Instant {
        now.advanced(by: shape.lasting ?? Interval(milliseconds: 0))
    }

    private mutating func sufferClock() {
        if let shape = dice.strike(.clockFreeze) { spell.frozenUntil = until(shape) }
        if now >= spell.skewedUntil { spell.skew = Interval(milliseconds: 0) }
        if let shape = dice.strike(.clockJump), let jump = shape.lasting {
            spell.skew = jump
            spell.skewedUntil = now.advanced(by: Interval(milliseconds: 30_000))
        }
        let isFull = dice.prevails(.fullDisk, at: elapsed) != nil
        if isFull, !spell.isDiskFull { deliver(.journalIsShort, after: Interval(milliseconds: 1)) }
        spell.isDiskFull = isFull
    }

    /// A bridge has a chance a few times an hour.
    private static let blocksBetweenBridgeChances: UInt64 = 150

    private mutating func sufferBridge(on id: ChainID) {
        guard chain(id).head.number % Self.blocksBetweenBridgeChances == 0 else { return }
        if id == first.rules.id {
            bridge.isPaused = dice.prevails(.bridgePause, at: elapsed) != nil
        }
        for entry in bridge.entries(on: id) {
            if let shape = dice.strike(.bridgeRefused, on: id) {
                pause(id, .pauseBridge(entry, true), .pauseBridge(entry, false), shape)
            }
            for token in tokens {
                if let shape = dice.strike(.bridgeVaultDrained, on: id) {
                    drain(id, token, of: entry, shape)
                }
            }
        }
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

    private mutating func sufferTransactions(on id: ChainID) {
        guard let account = settings.fleet.chain(id)?.account else { return }
        for entry in chain(id).mempool.entries where entry.sender == account {
            if dice.shouldFail(.transactionEvicted, on: id) {
                _ = change(id) { $0.evict(entry.hash) }
                continue
            }
            let reverts = dice.shouldFail(.transactionReverted, on: id)
            if dice.shouldFail(.revertAfterSimulation, on: id) || reverts {
                act(.revertNext(account), on: id, .beforeTransactions)
            }
        }
    }

    private mutating func sufferTokens(on id: ChainID) {
        for token in tokens {
            if let shape = dice.strike(.tokenPaused, on: id) {
                pause(id, .pause(token: token, true), .pause(token: token, false), shape)
            }
        }
    }

    private mutating func pause(
        _ id: ChainID,
        _ act: ChainAct,
        _ undo: ChainAct,
        _ shape: FaultShape
    ) {
        self.act(act, on: id, .beforeTransactions)
        spell.pauses.append(WorldSpell.Pause(chain: id, act: undo, until: until(shape)))
    }

    private mutating func drain(
        _ id: ChainID,
        _ token: Address,
        of vault: Address,
        _ shape: FaultShape
    ) {
        guard
            let thief = market?.puller,
            let held = chain(id).balance(of: vault, in: token),
            let amount = shape.share?.share(of: held, rounding: .down), !amount.isZero
        else { return }
        act(.transfer(token: token, from: vault, to: thief, amount: amount), on: id)
        spell.drained.append(
            WorldSpell.Drained(
                chain: id,
                token: token,
                vault: vault,
                thief: thief,
                amount: amount,
                until: until(shape)
            )
        )
    }

    /// What has lasted long enough is over.
    private mutating func end() {
        spell.regressed.removeAll { $0.until <= now }
        for pause in spell.pauses where pause.until <= now {
            act(pause.act, on: pause.chain, .beforeTransactions)
        }
        spell.pauses.removeAll { $0.until <= now }
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

    /// Whether the disk refuses an effect that must be durable: the process ends there.
    mutating func losesJournal(_ effect: Effect) -> Bool {
        guard case .journal = effect else { return false }
        return dice.shouldFail(.journalFailure) || dice.shouldFail(.tornWrite)
            || dice.shouldFail(.shortWrite)
    }

    /// Every lock that the bridge has seen decides what goes wrong with the next one.
    mutating func sufferTransits(since count: Int) {
        for _ in count..<max(count, bridge.transits.count) {
            if let shape = dice.strike(.bridgeDelay), let delay = shape.lasting {
                bridge.inject(.delay(delay))
            } else if dice.shouldFail(.bridgeLoss) {
                bridge.inject(.lose)
            } else if dice.shouldFail(.bridgeDouble) {
                bridge.inject(.deliverTwice)
            } else if let shape = dice.strike(.bridgeShort), let share = shape.share {
                bridge.inject(.deliverShort(share))
            }
        }
    }

    /// From now on nothing fails; what was broken is mended, and what a bridge has lost it pays.
    public mutating func stopFaults() {
        dice.stop()
        spell.frozenUntil = now
        spell.skew = Interval(milliseconds: 0)
        bridge.isPaused = false
        bridge.mend()
        spell.pauses = spell.pauses.map {
            WorldSpell.Pause(chain: $0.chain, act: $0.act, until: now)
        }
        spell.drained = spell.drained.map {
            WorldSpell.Drained(
                chain: $0.chain,
                token: $0.token,
                vault: $0.vault,
                thief: $0.thief,
                amount: $0.amount,
                until: now
            )
        }
        end()
    }

    /// Everybody but the bot goes home.
    public mutating func quieten() { market?.isQuiet = true }
}
