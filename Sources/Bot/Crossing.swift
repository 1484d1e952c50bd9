import Contracts
import Hashing
import Numerics
import Parity
import Routes
import Vocabulary

/// What is seen of one bridge lane: who sends, what comes out, and how long it takes.
struct Crossing: Sendable {
    let witness: LaneWitness
    private let reserve: ReserveParameters
    private(set) var outflow: OutflowMeter
    private(set) var latency: LatencyMeter
    private(set) var flow = NetFlow()
    /// The same with our own transfers in it: a vault is emptied by whoever empties it.
    private var drain = NetFlow()
    /// Others' transfers that have not come out.
    private(set) var pending: [Pending] = []
    /// More at once are not told apart: what is claimed is unknown then.
    private(set) var hasOverflown = false
    private let since: Instant
    /// The newest transfers that have come out: chains are not read in step, and a block may be read twice.
    private var ended: [Digest] = []
    private var nextEnded = 0

    static let mostPending = 1_024
    /// Of older ones it is not known any more.
    static let mostEnded = 1_024

    struct Pending: Hashable, Sendable {
        let id: Digest
        let amount: UInt256
        let since: Instant
    }

    var lane: Lane { witness.lane }

    init(_ witness: LaneWitness, _ reserve: ReserveParameters, since: Instant) {
        self.witness = witness
        self.reserve = reserve
        self.since = since
        outflow = OutflowMeter(
            floor: .zero,
            window: reserve.window,
            span: reserve.latencyFloor,
            since: since
        )
        latency = LatencyMeter(floor: reserve.latencyFloor)
    }

    /// Tokens went in; `amount` is what will come out, in the destination's base units.
    mutating func departed(_ id: Digest, _ amount: UInt256, isOwn: Bool, at time: Instant) {
        guard !ended.contains(id) else { return }
        _ = latency.begin(id.words.0, at: time)
        guard !isOwn, !pending.contains(where: { $0.id == id }) else { return }
        guard pending.count < Self.mostPending else {
            hasOverflown = true
            return
        }
        pending.append(Pending(id: id, amount: amount, since: time))
    }

    /// Tells whether it is news.
    @discardableResult
    mutating func released(
        _ id: Digest,
        _ amount: UInt256,
        isOwn: Bool,
        at time: Instant
    ) -> Bool {
        guard end(id) else { return false }
        latency.arrive(id.words.0, at: time)
        outflow.note(amount, at: time, isOwn: isOwn)
        if !isOwn { flow.note(amount, isOut: true, at: time) }
        drain.note(amount, isOut: true, at: time)
        return true
    }

    /// It went back to where it came from: nothing will come out.
    mutating func refunded(_ id: Digest) {
        guard end(id) else { return }
        latency.withdraw(id.words.0)
    }

    /// `false` for what has ended before.
    private mutating func end(_ id: Digest) -> Bool {
        guard !ended.contains(id) else { return false }
        if ended.count < Self.mostEnded {
            ended.append(id)
        } else {
            ended[nextEnded] = id
            nextEnded = (nextEnded + 1) % Self.mostEnded
        }
        pending.removeAll { $0.id == id }
        if pending.isEmpty { hasOverflown = false }
        return true
    }

    /// The other direction paid out this much.
    mutating func cameBack(_ amount: UInt256, isOwn: Bool, at time: Instant) {
        if !isOwn { flow.note(amount, isOut: false, at: time) }
        drain.note(amount, isOut: false, at: time)
    }

    var claimedByOthers: Reading<UInt256> {
        guard !hasOverflown else { return .unknown(.contradictory) }
        return .known(
            pending.reduce(.zero) { sum, transfer in
                let (sum, overflow) = sum.addingReportingOverflow(transfer.amount)
                return overflow ? .max : sum
            }
        )
    }

    /// The reserve rule now. Until a whole window was watched a peak is assumed, if none higher was seen.
    func rule(at now: Instant, price: Price) -> ReserveRule? {
        let peak = outflow.peak(at: now)
        var perMinute = peak.perMinute
        if peak.watched < reserve.window {
            let floor = price.inverted.worth(
                of: reserve.peakFloor.units.magnitude,
                rounding: .up
            )
            perMinute = max(perMinute, floor ?? .max)
        }
        return ReserveRule(
            peak: perMinute,
            latency: latency.p95(at: now).time,
            factor: reserve.factor
        )
    }

    /// Net outflow of an hour, our own transfers too, rounded up; nothing where more comes back.
    ///
    /// Over the time that was watched, so that an outflow that has just begun is not taken for a sixth of
    /// itself; less than an hour counts as one, so that a single transfer is not taken for a stream.
    func netPerHour(at now: Instant) -> UInt256 {
        let (out, back) = drain.flow(at: now)
        guard out > back else { return .zero }
        let hour: UInt64 = 3_600_000
        let passed = now > since ? now.milliseconds - since.milliseconds : 0
        let watched = min(max(passed, hour), NetFlow.window.milliseconds)
        return (out - back).multiplied(
            by: UInt256(hour),
            dividedBy: UInt256(watched),
            rounding: .up
        ) ?? .max
    }
}
