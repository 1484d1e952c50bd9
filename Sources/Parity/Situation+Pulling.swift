public import Numerics
import Routes
import Venues
import Vocabulary

// A situation as it would be with one thing otherwise. Nothing else moves with it: a price that another
// trade made has not stood for longer, and a vault that holds more has no longer runway.

extension Situation {
    /// `nil` where the lever is not there, is known to nobody, or does not go as far.
    public func pulled(_ lever: Lever, by amount: UInt256) -> Situation? {
        guard !amount.isZero, amount <= Lever.most else { return nil }
        var other = self
        let isThere =
            switch lever {
            case .sold(let pool, let side, _): other.sell(amount, side, in: pool)
            case .youngerHead(let chain):
                other.change(chain) { $0.makeYounger(by: amount, now: scene.now) }
            case .gasPrice(let chain, let direction):
                other.change(chain) { $0.changeGasPrice(by: amount, direction) }
            case .moreGasMoney(let chain): other.change(chain) { $0.addGasMoney(amount) }
            case .vault(let lane, _, let direction):
                other.change(lane) { $0.changeHeld(by: amount, direction) }
            case .longerRunway(let lane): other.change(lane) { $0.lengthen(by: amount) }
            case .holding(let token, _, let direction):
                other.change(token.chain) {
                    $0.changeHolding(of: token.address, by: amount, direction)
                }
            case .olderExecution(let pool):
                other.change(pool.chain) { $0.ageExecution(in: pool.address, by: amount) }
            case .longerRun, .shorterCooldown, .moreAllowed, .lessVolumeToday, .lessSubsidyToday,
                .moreForUnwinding:
                other.pullStanding(lever, by: amount)
            case .fact(let fact): amount == .one && other.make(fact)
            case .setting(let threshold, let direction):
                other.set(threshold, direction, by: amount)
            }
        return isThere ? other : nil
    }

    private mutating func change(_ chain: ChainID, _ body: (inout ChainScene) -> Bool) -> Bool {
        guard let index = scene.place(of: chain) else { return false }
        return body(&scene.chains[index])
    }

    private mutating func change(_ lane: LaneKey, _ body: (inout LaneScene) -> Bool) -> Bool {
        guard let index = scene.lanes.firstIndex(where: { $0.lane == lane }) else { return false }
        return body(&scene.lanes[index])
    }

    private mutating func sell(_ amount: UInt256, _ side: Side, in pool: ContractKey) -> Bool {
        change(pool.chain) { chain in
            guard
                let index = chain.pools.firstIndex(where: { $0.pool == pool.address }),
                case .known(var venue) = chain.pools[index].state,
                (try? venue.sell(amount, of: side)) != nil
            else { return false }
            chain.pools[index].state = .known(venue)
            return true
        }
    }

    private mutating func pullStanding(_ lever: Lever, by amount: UInt256) -> Bool {
        let small = UInt64(clamping: amount)
        let worth = Lever.worth(amount)
        switch lever {
        case .longerRun:
            let now = assess()
            guard let share = now.deviation, now.dear != .neither,
                small <= UInt64(ConfirmationParameters.mostBlocks)
            else { return false }
            standing.run = standing.run.longer(by: small, now.dear, share)
        case .shorterCooldown:
            guard let until = standing.cooldownUntil, small <= until.milliseconds else {
                return false
            }
            standing.cooldownUntil = Instant(milliseconds: until.milliseconds - small)
        case .moreAllowed:
            guard let more = standing.most?.adding(worth) else { return false }
            standing.most = more
        case .lessVolumeToday:
            guard worth <= standing.volumeToday,
                let less = standing.volumeToday.subtracting(worth)
            else { return false }
            standing.volumeToday = less
        case .lessSubsidyToday:
            guard worth <= standing.subsidyToday,
                let less = standing.subsidyToday.subtracting(worth)
            else { return false }
            standing.subsidyToday = less
        case .moreForUnwinding:
            guard let more = standing.unwindingLeft?.adding(worth) else { return false }
            standing.unwindingLeft = more
        default: return false
        }
        return true
    }

    private mutating func make(_ fact: Lever.Fact) -> Bool {
        switch fact {
        case .running: standing.isHalted = false
        case .noVeto: standing.average = nil
        case .agreement(let chain):
            return change(chain) { chain in
                chain.isDisputed = false
                return true
            }
        case .unpaused(let contract):
            return change(contract.chain) { $0.unpause(contract.address) }
        case .laneOpen(let lane):
            return change(lane) { lane in
                lane.isOpen = true
                return true
            }
        case .laneUnpaused(let lane):
            return change(lane) { lane in
                guard lane.isPaused.unknown == nil else { return false }
                lane.isPaused = .known(false)
                return true
            }
        case .noOpenLeg(let pool):
            return change(pool.chain) { chain in
                guard let index = chain.pools.firstIndex(where: { $0.pool == pool.address })
                else { return false }
                chain.pools[index].hasOpenLeg = false
                return true
            }
        }
        return true
    }

    private mutating func set(
        _ threshold: Lever.Threshold,
        _ direction: Flip.Direction,
        by amount: UInt256
    ) -> Bool {
        var parameters = route.parameters
        guard
            parameters.move(threshold, direction, by: amount),
            let other = try? Route(
                name: route.name,
                first: route.first,
                second: route.second,
                lanes: route.lanes,
                parameters: parameters
            )
        else { return false }
        route = other
        return true
    }
}

extension ChainScene {
    fileprivate mutating func makeYounger(by amount: UInt256, now: Instant) -> Bool {
        let time = block.time.advanced(by: Interval(milliseconds: UInt64(clamping: amount)))
        guard time <= now else { return false }
        block = Block(
            number: block.number,
            hash: block.hash,
            parent: block.parent,
            time: time,
            baseFee: block.baseFee
        )
        return true
    }

    fileprivate mutating func changeGasPrice(
        by amount: UInt256,
        _ direction: Flip.Direction
    ) -> Bool {
        guard
            case .known(let price) = gasPrice,
            let other = price.value.moved(direction, by: amount)
        else { return false }
        gasPrice = .known(Wei(other))
        return true
    }

    fileprivate mutating func addGasMoney(_ amount: UInt256) -> Bool {
        guard case .known(let money) = gasMoney, let more = money.value.moved(.rise, by: amount)
        else { return false }
        gasMoney = .known(Wei(more))
        return true
    }

    fileprivate mutating func changeHolding(
        of token: Address,
        by amount: UInt256,
        _ direction: Flip.Direction
    ) -> Bool {
        guard
            let index = holdings.firstIndex(where: { $0.token == token }),
            case .known(let held) = holdings[index].amount,
            let other = held.moved(direction, by: amount)
        else { return false }
        holdings[index].amount = .known(other)
        return true
    }

    fileprivate mutating func ageExecution(in pool: Address, by amount: UInt256) -> Bool {
        guard
            let index = pools.firstIndex(where: { $0.pool == pool }),
            let last = pools[index].lastExecution, amount <= UInt256(last)
        else { return false }
        pools[index].lastExecution = last - UInt64(clamping: amount)
        return true
    }

    fileprivate mutating func unpause(_ contract: Address) -> Bool {
        guard
            let index = pauses.firstIndex(where: { $0.contract == contract }),
            pauses[index].isPaused == .known(true)
        else { return false }
        pauses[index] = PauseSight(contract: contract, isPaused: .known(false))
        return true
    }
}

extension LaneScene {
    fileprivate mutating func changeHeld(
        by amount: UInt256,
        _ direction: Flip.Direction
    ) -> Bool {
        guard case .known(let held) = held, let other = held.moved(direction, by: amount) else {
            return false
        }
        self.held = .known(other)
        return true
    }

    fileprivate mutating func lengthen(by amount: UInt256) -> Bool {
        guard let runway else { return false }
        let (sum, overflow) = runway.milliseconds.addingReportingOverflow(UInt64(clamping: amount))
        guard !overflow else { return false }
        self.runway = Interval(milliseconds: sum)
        return true
    }
}

extension UInt256 {
    fileprivate func moved(_ direction: Flip.Direction, by amount: UInt256) -> UInt256? {
        let (moved, overflow) =
            direction == .rise
            ? addingReportingOverflow(amount) : subtractingReportingOverflow(amount)
        return overflow ? nil : moved
    }
}
