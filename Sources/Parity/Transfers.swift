import Numerics
public import Routes
import Vocabulary

// Whether the bridge is used now, and why.

extension Setting {
    /// Base goes from where it was bought to where it was sold, quote the other way.
    func transfers(after size: PricedSize) -> [TransferDecision] {
        let base = Refill(
            crossing: baseLane,
            price: dearEnd.basePrice,
            holding: dearEnd.baseHolding > size.given ? dearEnd.baseHolding - size.given : .zero,
            surplus: cheapEnd.chain.holding(of: cheapEnd.place.base.address)
                .map { $0 &+ size.bought },
            moved: size.bought
        )
        let quote = Refill(
            crossing: quoteLane,
            price: cheapEnd.quotePrice,
            holding: cheapEnd.quoteHolding > size.spent
                ? cheapEnd.quoteHolding - size.spent : .zero,
            surplus: dearEnd.chain.holding(of: dearEnd.place.quote.address)
                .map { $0 &+ size.earned },
            moved: size.earned
        )
        return [base, quote].map {
            $0.decide(parameters.bridge, isNetted: parameters.bridge.due == .netted, now: now)
        }
    }
}

extension Route {
    /// What should cross the bridge without any trade: a place that is out of its band stays so while
    /// prices agree, and what would trade next could not. Lanes that may not be used are left out.
    public func refills(_ scene: Scene) -> [TransferDecision] {
        lanes.all.compactMap { lane in
            guard
                let way = scene.lane(lane.key), way.isOpen, way.isPaused == .known(false),
                case .known(let room) = way.room,
                case .known(let price) = scene.price(of: lane.destination.key),
                case .known(let holding)? = scene.chain(lane.destination.chain)?
                    .holding(of: lane.destination.address),
                let surplus = scene.chain(lane.source.chain)?.holding(of: lane.source.address)
            else { return nil }
            let refill = Refill(
                crossing: Setting.Crossing(lane: lane, scene: way, room: room),
                price: price,
                holding: holding,
                surplus: surplus,
                moved: .zero
            )
            return refill.decide(parameters.bridge, isNetted: true, now: scene.now)
        }
    }
}

/// One place that a trade takes from, and the lane that refills it.
private struct Refill {
    let crossing: Setting.Crossing
    /// Of the destination's token.
    let price: Price
    /// At the destination, after the trade.
    let holding: UInt256
    /// At the source, after the trade.
    let surplus: Reading<UInt256>
    /// What this trade alone would send.
    let moved: UInt256

    func decide(
        _ bridge: BridgeParameters,
        isNetted: Bool,
        now: Instant
    ) -> TransferDecision {
        let target = units(of: bridge.inventoryTarget)
        return TransferDecision(
            lane: crossing.lane.key,
            unit: AmountUnit(crossing.lane.source),
            arriving: crossing.lane.destination.decimals,
            outcome: outcome(bridge, isNetted: isNetted, target: target, now: now),
            holding: holding,
            target: target
        )
    }

    private func units(of worth: Worth) -> UInt256 {
        price.inverted.worth(of: worth.units.magnitude, rounding: .down) ?? .max
    }

    private func outcome(
        _ bridge: BridgeParameters,
        isNetted: Bool,
        target: UInt256,
        now: Instant
    ) -> TransferDecision.Outcome {
        guard case .known(let surplus) = surplus else { return .waits(.unknown) }
        var wanted = moved
        if isNetted {
            let allowed = bridge.band.share(of: target, rounding: .down) ?? .max
            guard target > holding, target - holding > allowed else { return .waits(.withinBand) }
            if let last = crossing.scene.lastTransfer, now < last.advanced(by: bridge.pause) {
                return .waits(.pause)
            }
            // Enough to be in balance again, in batches that make the transfer pay.
            wanted = max(source(target - holding), source(units(of: bridge.batch)))
            // The source keeps its own target.
            let spare = source(target)
            guard surplus > spare else { return .waits(.surplusTooSmall) }
            wanted = min(wanted, surplus - spare)
        }
        wanted = min(wanted, surplus, crossing.lane.most ?? .max)
        let flying = bridge.mostInFlight.subtracting(crossing.scene.inFlight) ?? .zero
        wanted = min(wanted, flying > .zero ? source(units(of: flying)) : .zero)
        guard !wanted.isZero else { return .waits(.inFlight) }
        wanted = min(wanted, source(crossing.room))
        guard !wanted.isZero else { return .waits(.reserve) }
        guard
            wanted >= crossing.lane.least, let delivered = crossing.lane.delivered(of: wanted),
            !delivered.isZero
        else { return .waits(.belowLeast) }
        return .goes(amount: wanted, delivered: delivered)
    }

    /// The destination's units as the source's.
    private func source(_ units: UInt256) -> UInt256 {
        Decimals.floor(
            units,
            from: crossing.lane.destination.decimals,
            to: crossing.lane.source.decimals
        )
    }
}
