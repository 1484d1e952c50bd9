public import Numerics
public import Routes
public import Vocabulary

/// Whether a bridge lane may be used, for how much, and what is under way on it.
///
///     unproved ── proving ── open
///         └──────────┴────────┴── closed ── unproved  (an operator reopens it)
///
/// 1. A lane opens when a dust transfer has arrived in full, for good.
/// 2. What may still be lost is never more than the cap; a transfer that would make it more is refused.
/// 3. An overdue transfer, one that fell short, came back or was paid wrongly closes the lane. Transfers
///    under way are watched all the same, and those that have ended too, as far as they are remembered.
public struct BridgeGate: Hashable, Sendable {
    /// More transfers under way at once are refused.
    public static let mostOpen = 32
    /// Ended ones that are remembered, so that a second payment shows.
    public static let mostEnded = 64

    public enum Standing: Hashable, Sendable {
        case unproved
        case proving(UInt64)
        case open(provedAt: Instant)
        case closed(Closure)
    }

    public enum Closure: Hashable, Sendable {
        case overdue(UInt64)
        case short(UInt64)
        case refunded(UInt64)
        case fault(UInt64, TransferFault)
    }

    public enum Event: Hashable, Sendable {
        case begin(TransferTerms)
        case about(UInt64, TransferEvent)
        /// Of the chains, and of time: it concerns every transfer.
        case all(TransferEvent)
        /// The destination is paused or can't pay; or can again.
        case destination(isAble: Bool)
        /// An operator has looked: another dust transfer may prove it.
        case reopen
        /// An operator no longer counts on it: it leaves the cap to others, and is still watched.
        case writeOff(UInt64)
    }

    public enum Effect: Hashable, Sendable {
        case begun(UInt64)
        case refused(Refusal)
        case transfer(UInt64, BridgeTransfer.Effect)
        case opened
        case closed(Closure)
    }

    public enum Refusal: Error, Hashable, Sendable {
        case otherLane
        case closed(Closure)
        case destinationUnable
        /// Until the lane is proved only dust goes over it.
        case notDust(most: UInt256)
        case beingProved(by: UInt64)
        case aboveCap(room: UInt256)
        case tooManyOpen
        case numberTaken(UInt64)
        case nothing
        /// Nothing is written off on a lane that is not closed.
        case stillOpen
    }

    public let lane: LaneKey
    /// In the source token's base units.
    public let cap: UInt256
    public let dust: UInt256
    public internal(set) var standing: Standing = .unproved
    public internal(set) var isDestinationAble = true
    /// In the order they began.
    public internal(set) var open: [BridgeTransfer] = []
    public internal(set) var ended: [BridgeTransfer] = []

    /// Fails when dust is nothing or more than the cap.
    public init?(lane: LaneKey, cap: UInt256, dust: UInt256) {
        guard !dust.isZero, dust <= cap else { return nil }
        self.lane = lane
        self.cap = cap
        self.dust = dust
    }

    /// The sum of what may still be lost, in the source token's base units.
    public var atRisk: UInt256 {
        open.reduce(.zero) { sum, transfer in
            let (sum, overflow) = sum.addingReportingOverflow(transfer.atRisk)
            return overflow ? .max : sum
        }
    }

    public var room: UInt256 { atRisk < cap ? cap - atRisk : .zero }

    public func transfer(_ number: UInt64) -> BridgeTransfer? {
        open.first { $0.terms.number == number } ?? ended.first { $0.terms.number == number }
    }

    /// `now` is the event's own time.
    public mutating func take(_ event: Event, at now: Instant) -> [Effect] {
        switch event {
        case .begin(let terms): return begin(terms)
        case .about(let number, let event): return tell(event, at: now) { $0 == number }
        case .all(let event): return tell(event, at: now) { _ in true }
        case .destination(let isAble):
            isDestinationAble = isAble
            return []
        case .reopen:
            if case .closed = standing { standing = .unproved }
            return []
        case .writeOff(let number): return writeOff(number)
        }
    }

    private mutating func begin(_ terms: TransferTerms) -> [Effect] {
        if let known = transfer(terms.number) {
            return known.terms == terms ? [] : [.refused(.numberTaken(terms.number))]
        }
        if let refusal = refusal(of: terms) { return [.refused(refusal)] }
        if standing == .unproved { standing = .proving(terms.number) }
        open.append(BridgeTransfer(terms))
        return [.begun(terms.number)]
    }

    private mutating func writeOff(_ number: UInt64) -> [Effect] {
        guard case .closed = standing else { return [.refused(.stillOpen)] }
        ended += open.filter { $0.terms.number == number }
        open.removeAll { $0.terms.number == number }
        forgetOldest()
        return []
    }

    private mutating func forgetOldest() {
        if ended.count > Self.mostEnded { ended.removeFirst(ended.count - Self.mostEnded) }
    }

    private func refusal(of terms: TransferTerms) -> Refusal? {
        guard terms.lane == lane else { return .otherLane }
        guard !terms.amount.isZero else { return .nothing }
        switch standing {
        case .closed(let closure): return .closed(closure)
        case .proving(let number): return .beingProved(by: number)
        case .unproved where terms.amount > dust: return .notDust(most: dust)
        case .unproved, .open: break
        }
        guard isDestinationAble else { return .destinationUnable }
        guard open.count < Self.mostOpen else { return .tooManyOpen }
        return terms.amount <= room ? nil : .aboveCap(room: room)
    }

    private mutating func tell(
        _ event: TransferEvent,
        at now: Instant,
        where concerns: (UInt64) -> Bool
    ) -> [Effect] {
        var effects: [Effect] = []
        // What has ended is watched as well: it may be paid twice.
        for place in ended.indices where concerns(ended[place].terms.number) {
            let number = ended[place].terms.number
            for effect in ended[place].take(event) {
                effects.append(.transfer(number, effect))
                effects += judge(effect, of: number, at: now)
            }
        }
        for place in open.indices where concerns(open[place].terms.number) {
            let number = open[place].terms.number
            for effect in open[place].take(event) {
                effects.append(.transfer(number, effect))
                effects += judge(effect, of: number, at: now)
            }
        }
        for transfer in open where transfer.atRisk.isZero { ended.append(transfer) }
        open.removeAll { $0.atRisk.isZero }
        forgetOldest()
        return effects
    }

    private mutating func judge(
        _ effect: BridgeTransfer.Effect,
        of number: UInt64,
        at now: Instant
    ) -> [Effect] {
        switch effect {
        case .watch: return []
        case .fault(let fault): return close(.fault(number, fault))
        case .became(let state):
            switch state {
            case .overdue: return close(.overdue(number))
            case .short: return close(.short(number))
            case .refunded: return close(.refunded(number))
            case .delivered where standing == .proving(number):
                standing = .open(provedAt: now)
                return [.opened]
            case .failed where standing == .proving(number):
                // Nothing went over the bridge, so that nothing was proved either way.
                standing = .unproved
                return []
            default: return []
            }
        }
    }

    /// The first reason stays, unless money is where it must not be.
    private mutating func close(_ closure: Closure) -> [Effect] {
        if case .closed(let known) = standing {
            guard case .fault = closure else { return [] }
            if case .fault = known { return [] }
        }
        standing = .closed(closure)
        return [.closed(closure)]
    }
}
