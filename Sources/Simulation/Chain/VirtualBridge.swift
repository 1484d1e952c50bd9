import Contracts
import Ethereum
import Hashing
public import Numerics
public import Routes
public import Vocabulary

/// The bridge between two virtual chains: it sees locks where they can't be taken back by its own rule, and
/// pays them on the other chain after a time that is drawn.
///
/// Diagram of a transit: waiting → paying → paid | refunded; waiting → lost. A payment that reverts waits
/// again. Invariants:
/// 1. A lock is paid once, unless a fault says otherwise; a lock that is seen again counts once.
/// 2. Nothing is paid that no log has locked.
public struct VirtualBridge: Sendable {
    public let lanes: [Lane]
    private let witnesses: [LaneWitness]
    public let latency: BridgeLatency
    /// How many blocks must stand on a lock before the bridge believes it, and on a payment before it is done.
    public let confirmations: UInt64
    /// Whether anything is paid.
    public var isPaused = false
    /// In the order in which their locks were seen.
    public private(set) var transits: [BridgeTransit] = []
    private var firstOpen = 0
    /// By the names of their locks: places among the transits.
    private var seen: [Digest: Int] = [:]
    private var faults: [BridgeFault] = []
    private var limits: [LaneKey: MintLimit] = [:]
    /// The last block of each chain whose locks were taken.
    private var cursors: [ChainID: Cursor] = [:]
    private var stream: SeededStream

    private struct Cursor: Hashable, Sendable {
        let number: UInt64
        let hash: BlockHash
    }

    private struct MintLimit: Hashable, Sendable {
        let amount: UInt256
        let period: Interval
        var start = Instant.start
        var used = UInt256.zero
    }

    public init(
        lanes: [Lane],
        bridges: [BridgeContract] = [],
        latency: BridgeLatency,
        confirmations: UInt64,
        seed: UInt64
    ) {
        self.lanes = lanes
        witnesses = lanes.map { LaneWitness($0, bridges) }
        self.latency = latency
        self.confirmations = confirmations
        stream = SeededStream(seed: seed, stream: 0xB21D6E)
    }

    /// The next lock that is seen has this fault; several are dealt out in their order.
    public mutating func inject(_ fault: BridgeFault) { faults.append(fault) }

    /// No more than `amount` is minted on a lane in a period.
    public mutating func limit(_ lane: LaneKey, to amount: UInt256, per period: Interval) {
        limits[lane] = MintLimit(amount: amount, period: period)
    }

    /// The contracts that take tokens in on a chain, each once.
    func entries(on chain: ChainID) -> [Address] {
        lanes.reduce(into: []) { entries, lane in
            if lane.source.chain == chain, !entries.contains(lane.entry) {
                entries.append(lane.entry)
            }
        }
    }

    /// Its people have looked: no transfer to come has a fault, and what was lost is paid after all.
    public mutating func mend() {
        faults.removeAll()
        for place in transits.indices where transits[place].stage == .lost {
            transits[place].stage = .waiting
            firstOpen = min(firstOpen, place)
        }
    }

    public var open: [BridgeTransit] { transits[firstOpen...].filter(\.isOpen) }

    /// What is under way on a lane, in the destination token's units.
    public func owed(on lane: LaneKey) -> UInt256 {
        open.reduce(.zero) { $1.lane == lane ? $0 &+ $1.owed : $0 }
    }

    /// Sees what both chains have locked, and has paid what is due.
    public mutating func advance(
        to now: Instant,
        _ first: inout VirtualChain,
        _ second: inout VirtualChain
    ) {
        see(first, at: now)
        see(second, at: now)
        for place in transits.indices.dropFirst(firstOpen) where transits[place].isOpen {
            step(place, at: now, &first, &second)
        }
        while firstOpen < transits.count, !transits[firstOpen].isOpen { firstOpen += 1 }
    }

    private mutating func see(_ chain: VirtualChain, at now: Instant) {
        let head = chain.head.number
        guard head >= confirmations else { return }
        let last = head - confirmations
        let next = nextBlock(of: chain)
        guard last >= next, let hash = (try? chain.block(.number(last)))?.hash else { return }
        cursors[chain.rules.id] = Cursor(number: last, hash: hash)
        let here = witnesses.filter { $0.lane.source.chain == chain.rules.id }
        let topics = here.compactMap { $0.entry[.departed]?.signature.topic }
        for log in chain.locks(in: next...last, topics) {
            for witness in here {
                guard let departure = witness.departure(log) else { continue }
                take(departure, on: witness.lane, now)
                break
            }
        }
    }

    /// Behind the last block seen; where that one was taken back, far enough before it to see again whatever
    /// can have moved.
    private func nextBlock(of chain: VirtualChain) -> UInt64 {
        guard let cursor = cursors[chain.rules.id] else { return chain.history.first + 1 }
        let known = try? chain.block(.number(cursor.number))
        if known?.hash == cursor.hash { return cursor.number + 1 }
        let depth = UInt64(VirtualChain.mostStates)
        return cursor.number > depth ? cursor.number - depth : 1
    }

    private mutating func take(
        _ departure: BridgeDeparture,
        on lane: Lane,
        _ now: Instant
    ) {
        // Who is told of nobody else pays the one who sent.
        guard seen[departure.transfer] == nil,
            let recipient = departure.recipient ?? departure.sender
        else { return }
        var time = latency.drawn(&stream)
        let fault = faults.isEmpty ? nil : faults.removeFirst()
        if case .delay(let extra)? = fault {
            time = Interval(milliseconds: time.milliseconds + extra.milliseconds)
        }
        let isLost = fault == .lose
        seen[departure.transfer] = transits.count
        transits.append(
            BridgeTransit(
                transfer: departure.transfer,
                lane: lane.key,
                sender: departure.sender ?? recipient,
                recipient: recipient,
                locked: departure.amount,
                owed: lane.converted(departure.amount),
                fault: fault,
                due: now.advanced(by: time),
                stage: isLost ? .lost : .waiting
            )
        )
    }

    private mutating func step(
        _ place: Int,
        at now: Instant,
        _ first: inout VirtualChain,
        _ second: inout VirtualChain
    ) {
        let transit = transits[place]
        let isRefund = transit.fault == .refund
        let chain = isRefund ? transit.lane.source.chain : transit.lane.destination.chain
        if chain == first.rules.id {
            transits[place].stage = stage(transit, isRefund, at: now, on: &first)
        } else if chain == second.rules.id {
            transits[place].stage = stage(transit, isRefund, at: now, on: &second)
        }
        if case .expire(let time)? = transit.fault, !transit.isProvedAnew,
            case .paying = transits[place].stage
        {
            transits[place].isProvedAnew = true
            transits[place].due = now.advanced(by: time)
        }
    }

    /// Where a lock stands by its name; `nil` for what the bridge has not seen.
    func transit(_ transfer: Digest) -> BridgeTransit? { seen[transfer].map { transits[$0] } }

    private mutating func stage(
        _ transit: BridgeTransit,
        _ isRefund: Bool,
        at now: Instant,
        on chain: inout VirtualChain
    ) -> BridgeTransit.Stage {
        switch transit.stage {
        case .paying(let hash):
            guard let receipt = chain.receipt(hash) else { return transit.stage }
            guard receipt.number + confirmations <= chain.head.number else { return transit.stage }
            guard receipt.succeeded else { return .waiting }
            return isRefund ? .refunded(hash) : .paid(hash)
        case .waiting:
            guard !isPaused, transit.due <= now,
                let lane = lanes.first(where: { $0.key == transit.lane })
            else { return .waiting }
            var payment = BridgePayment(
                kind: isRefund ? .refund : .release,
                bridge: isRefund ? lane.entry : lane.exit,
                transfer: transit.transfer,
                token: isRefund ? lane.source.address : lane.destination.address,
                recipient: isRefund ? transit.sender : transit.recipient,
                amount: isRefund ? transit.locked : transit.payable
            )
            guard chain.canPay(payment), isRefund || isWithinLimit(transit, at: now),
                let hash = chain.act(.pay(payment.tried(transit)))
            else { return .waiting }
            switch transit.fault {
            case .deliverTwice:
                payment.ignoresProcessed = true
                chain.act(.pay(payment))
            case .deliverByStranger: chain.act(.pay(payment))
            default: break
            }
            return .paying(hash)
        case .paid, .refunded, .lost: return transit.stage
        }
    }

    private mutating func isWithinLimit(_ transit: BridgeTransit, at now: Instant) -> Bool {
        guard var limit = limits[transit.lane] else { return true }
        if now >= limit.start.advanced(by: limit.period) {
            (limit.start, limit.used) = (now, .zero)
        }
        guard transit.payable <= limit.amount, limit.used <= limit.amount - transit.payable else {
            return false
        }
        limit.used += transit.payable
        limits[transit.lane] = limit
        return true
    }
}

extension BridgePayment {
    /// As it is made the first time: with a proof that may have run out.
    fileprivate func tried(_ transit: BridgeTransit) -> BridgePayment {
        var payment = self
        if case .expire? = transit.fault { payment.hasExpired = !transit.isProvedAnew }
        return payment
    }
}

extension Lane {
    /// An amount of the source token in the destination's units; what those can't carry is left behind.
    fileprivate func converted(_ amount: UInt256) -> UInt256 {
        let (from, to) = (source.decimals, destination.decimals)
        let power = (0..<(max(from, to) - min(from, to))).reduce(UInt256.one) { power, _ in
            power * 10
        }
        if to <= from { return amount / power }
        let (grown, overflow) = amount.multipliedReportingOverflow(by: power)
        return overflow ? .max : grown
    }
}

extension VirtualChain {
    fileprivate func locks(in numbers: ClosedRange<UInt64>, _ topics: [Digest]) -> [EventLog] {
        guard hasBridges else { return [] }
        return logs(in: numbers, topics: topics)
    }

    fileprivate var hasBridges: Bool { !state.bridges.isEmpty }

    /// Whether a payment would go through after the newest block.
    fileprivate func canPay(_ payment: BridgePayment) -> Bool {
        guard case .bridge(let place)? = places[payment.bridge],
            case .token(let token)? = places[payment.token],
            let terms = state.bridges[place].tokens[payment.token]
        else { return false }
        guard !state.bridges[place].isPaused, !state.tokens[token].isPaused else { return false }
        guard case .vault(let vault) = terms.custody else { return true }
        let payer = payment.kind == .refund ? vault : payment.bridge
        return state.tokens[token].balance(of: payer) >= payment.amount
    }
}
