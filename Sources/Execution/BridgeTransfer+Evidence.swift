import Numerics
import Routes
public import Vocabulary

// What each piece of evidence changes.

extension BridgeTransfer {
    mutating func learn(_ event: TransferEvent) -> [Effect] {
        let effects = apply(event)
        settle()
        return effects
    }

    private mutating func apply(_ event: TransferEvent) -> [Effect] {
        switch event {
        case .locked(let lock, let time): return locked(lock, at: time)
        case .reverted(let block): return failed(.reverted, at: block)
        case .withoutLock(let block): return failed(.withoutLock, at: block)
        case .neverSent: return failed(.neverSent, at: 0, isFinal: true)
        case .paid(let payout):
            guard payout.id == lock?.id else { return [] }
            guard payout.token == terms.lane.destination, payout.recipient == terms.recipient
            else { return [.fault(.paidOtherwise)] }
            return Self.add(payout, to: &payouts)
        case .refunded(let payout):
            guard payout.id == lock?.id else { return [] }
            guard payout.token == terms.lane.source, payout.recipient == terms.refundee
            else { return [.fault(.paidOtherwise)] }
            return Self.add(payout, to: &refunds)
        case .sourceReorganised(let fork): return sourceReorganised(to: fork)
        case .sourceFinal(let block): sourceFinal = max(sourceFinal ?? 0, block)
        case .destinationReorganised(let fork): return Self.drop(above: fork, from: &payouts)
        case .destinationFinal(let block):
            destinationFinal = max(destinationFinal ?? 0, block)
        case .time(let now): look(at: now)
        }
        return []
    }

    private mutating func locked(_ lock: BridgeLock, at time: Instant) -> [Effect] {
        switch source {
        case .locked(let known, let since, let isFinal):
            if known == lock { return [] }
            // The same lock in another block, which nobody had announced, or another lock altogether.
            guard !isFinal, known.id == lock.id else { return [.fault(.lockedTwice)] }
            source = .locked(lock, since: since, isFinal: false)
            return []
        case .failed(_, _, true): return [.fault(.finalUndone)]
        case .requested, .failed:
            source = .locked(lock, since: time, isFinal: false)
            return [.watch(lock)]
        }
    }

    private mutating func failed(
        _ failure: Failure,
        at block: UInt64,
        isFinal: Bool = false
    ) -> [Effect] {
        switch source {
        case .locked(_, _, true): return [.fault(.finalUndone)]
        case .failed(let known, _, true): return known == failure ? [] : [.fault(.finalUndone)]
        case .requested, .failed, .locked:
            let learnt = Source.failed(failure, block: block, isFinal: isFinal)
            guard learnt != source else { return [] }
            source = learnt
            // Not to be waited for: where the first went, nothing must follow.
            return failure == .withoutLock ? [.fault(.withoutLock)] : []
        }
    }

    private mutating func sourceReorganised(to fork: UInt64) -> [Effect] {
        var effects = Self.drop(above: fork, from: &refunds)
        switch source {
        case .requested, .failed(.neverSent, _, _): break
        case .locked(let lock, _, let isFinal) where lock.block > fork:
            if isFinal { effects.append(.fault(.finalUndone)) } else { source = .requested }
        case .failed(_, let block, let isFinal) where block > fork:
            if isFinal { effects.append(.fault(.finalUndone)) } else { source = .requested }
        case .locked, .failed: break
        }
        return effects
    }

    private mutating func settle() {
        if let block = destinationFinal { Self.finalise(through: block, in: &payouts) }
        guard let block = sourceFinal else { return }
        Self.finalise(through: block, in: &refunds)
        switch source {
        case .locked(let lock, let since, false) where lock.block <= block:
            source = .locked(lock, since: since, isFinal: true)
        case .failed(let failure, let place, false) where place <= block:
            source = .failed(failure, block: place, isFinal: true)
        case .requested, .locked, .failed: break
        }
    }

    /// Late is what is locked and neither paid nor refunded for good.
    private mutating func look(at now: Instant) {
        if isLate(at: now) { isOverdue = true }
    }

    /// Whether time makes it overdue now, which it is not yet.
    public func isLate(at now: Instant) -> Bool {
        guard
            !isOverdue, case .locked(_, let since, _) = source,
            now > since.advanced(by: terms.limit)
        else { return false }
        return !payouts.contains(where: \.isFinal) && !refunds.contains(where: \.isFinal)
    }

    /// The same payout in another block replaces itself, unless it was final there.
    private static func add(_ payout: BridgePayout, to list: inout [Payout]) -> [Effect] {
        if let place = list.firstIndex(where: { $0.payout.place == payout.place }) {
            if list[place].payout == payout { return [] }
            guard !list[place].isFinal else { return [.fault(.finalUndone)] }
            list[place] = Payout(payout: payout, isFinal: false)
            return []
        }
        guard list.count < mostPayouts else { return [.fault(.tooManyPayouts)] }
        list.append(Payout(payout: payout, isFinal: false))
        return []
    }

    private static func drop(above fork: UInt64, from list: inout [Payout]) -> [Effect] {
        let isUndone = list.contains { $0.isFinal && $0.payout.block > fork }
        list.removeAll { !$0.isFinal && $0.payout.block > fork }
        return isUndone ? [.fault(.finalUndone)] : []
    }

    private static func finalise(through block: UInt64, in list: inout [Payout]) {
        for place in list.indices where list[place].payout.block <= block {
            list[place].isFinal = true
        }
    }
}
