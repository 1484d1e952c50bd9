import Numerics
import Routes
import Vocabulary

// What goes wrong with tokens, vaults and what is on its way over a bridge.

extension SimulatedWorld {
    /// A bridge has a chance a few times an hour.
    private static let blocksBetweenBridgeChances: UInt64 = 150

    mutating func sufferBridge(on id: ChainID) {
        guard chain(id).head.number % Self.blocksBetweenBridgeChances == 0 else { return }
        bridge.isPaused = dice.prevails(.bridgePause, at: elapsed) != nil
        for entry in bridge.entries(on: id) {
            if let shape = dice.strike(.bridgeRefused, on: id) {
                ail(id, .pauseBridge(entry, true), .pauseBridge(entry, false), shape)
            }
            for token in tokens {
                if let shape = dice.strike(.bridgeVaultDrained, on: id) {
                    drain(id, token, of: entry, shape)
                }
            }
        }
    }

    mutating func sufferTokens(on id: ChainID) {
        for token in tokens {
            if let shape = dice.strike(.tokenPaused, on: id) {
                ail(id, .pause(token: token, true), .pause(token: token, false), shape)
            }
            if let shape = dice.strike(.tokenFee, on: id), let fee = shape.share {
                let none = BasisPoints(millionths: 0)
                ail(
                    id,
                    .setTransferFee(token: token, fee),
                    .setTransferFee(token: token, none),
                    shape
                )
            }
            if let shape = dice.strike(.tokenDecimals, on: id) { misname(token, on: id, shape) }
        }
    }

    /// A contract is not what it was until `undo` makes it so; what lasts already lasts longer.
    private mutating func ail(
        _ id: ChainID,
        _ act: ChainAct,
        _ undo: ChainAct,
        _ shape: FaultShape
    ) {
        self.act(act, on: id, .beforeTransactions)
        let known = spell.mendings.firstIndex { $0.chain == id && $0.act == undo }
        guard let known else {
            spell.mendings.append(
                WorldSpell.Mending(chain: id, act: undo, until: until(shape))
            )
            return
        }
        spell.mendings[known].until = max(spell.mendings[known].until, until(shape))
    }

    /// The contract answers with other decimals; amounts are what they were.
    private mutating func misname(_ token: Address, on id: ChainID, _ shape: FaultShape) {
        guard let decimals = chain(id).decimals(of: token) else { return }
        let isWrong = spell.mendings.contains { mending in
            guard case .setDecimals(token, _) = mending.act else { return false }
            return mending.chain == id
        }
        guard !isWrong else { return }
        ail(
            id,
            .setDecimals(token: token, decimals == 18 ? 6 : 18),
            .setDecimals(token: token, decimals),
            shape
        )
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
            } else if dice.shouldFail(.bridgeStranger) {
                bridge.inject(.deliverByStranger)
            } else if let shape = dice.strike(.bridgeAttestationExpired),
                let time = shape.lasting
            {
                bridge.inject(.expire(time))
            }
        }
    }
}
