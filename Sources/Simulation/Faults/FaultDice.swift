public import Vocabulary

/// Answers, the same for the same seed, whether a fault strikes now; and counts.
///
/// Every fault has a stream of its own, so that more chances for one change nothing for another. A cue
/// whose moment has come waits for the fault's next chance and takes it; where several wait, the one that
/// stands first in the plan.
public struct FaultDice: Sendable {
    /// How often a fault could have struck, and did.
    public struct Count: Hashable, Sendable {
        public fileprivate(set) var chances: UInt64 = 0
        public fileprivate(set) var struck: UInt64 = 0
    }

    private struct Waiting {
        let cue: FaultPlan.Cue
        var isDue = false
        var isSpent = false
        var taken: UInt32 = 0

        func accepts(_ place: Target, chance: UInt64) -> Bool {
            guard !isSpent, place.isMeant(by: cue.shape) else { return false }
            if case .chance(let number) = cue.moment { return chance >= number }
            return isDue
        }

        mutating func take() {
            guard case .count(let most) = cue.times else { return }
            taken += 1
            isSpent = taken >= most
        }
    }

    /// Who has a chance.
    private struct Target {
        let chain: ChainID?
        let endpoint: UInt8?

        func isMeant(by shape: FaultShape) -> Bool {
            (shape.chain == nil || shape.chain == chain)
                && (shape.endpoint == nil || shape.endpoint == endpoint)
        }
    }

    public let plan: FaultPlan
    public private(set) var counts: [Count]
    public private(set) var hasStopped = false
    private var streams: [SeededStream]
    private var rates: [[FaultPlan.Rate]]
    private var cues: [[Waiting]]
    /// By fault: what prevails since it struck, one for each chain or endpoint at most.
    var windows: [[Window]]
    /// The cues whose moment is still to come; those of chances are not among them.
    private var ahead: [Place]

    private struct Place {
        let fault: Int
        let index: Int
    }

    public init(_ plan: FaultPlan, seed: UInt64) {
        self.plan = plan
        let faults = Fault.allCases
        counts = Array(repeating: Count(), count: faults.count)
        // Far from the actors' streams, so that a world may give all of them one seed.
        streams = faults.indices.map { SeededStream(seed: seed, stream: 1 << 32 | UInt64($0)) }
        rates = faults.map { fault in plan.rates.filter { $0.fault == fault } }
        cues = faults.map { fault in
            plan.cues.filter { $0.fault == fault }.map { Waiting(cue: $0) }
        }
        windows = Array(repeating: [], count: faults.count)
        ahead = []
        for fault in cues.indices {
            for index in cues[fault].indices {
                if case .chance = cues[fault][index].cue.moment { continue }
                ahead.append(Place(fault: fault, index: index))
            }
        }
    }

    /// Whether the fault strikes, with how it looks; a chance that counts either way.
    ///
    /// Without a chain, only what is not bound to one strikes; so it is with endpoints.
    public mutating func strike(
        _ fault: Fault,
        on chain: ChainID? = nil,
        of endpoint: UInt8? = nil
    ) -> FaultShape? {
        guard !hasStopped else { return nil }
        let number = fault.number
        counts[number].chances += 1
        let target = Target(chain: chain, endpoint: endpoint)
        guard var shape = shape(number, target) else { return nil }
        counts[number].struck += 1
        if shape.chain == nil { shape.chain = chain }
        if shape.endpoint == nil { shape.endpoint = endpoint }
        return shape.filled(from: fault.usualShape)
    }

    /// `strike`, for those to whom it is enough to know.
    public mutating func shouldFail(
        _ fault: Fault,
        on chain: ChainID? = nil,
        of endpoint: UInt8? = nil
    ) -> Bool {
        strike(fault, on: chain, of: endpoint) != nil
    }

    public func count(of fault: Fault) -> Count { counts[fault.number] }

    private mutating func shape(_ number: Int, _ target: Target) -> FaultShape? {
        // Drawn even where a cue strikes: a script must not shift what happens by chance.
        let drawn = drawn(number, target)
        let chance = counts[number].chances
        for index in cues[number].indices where cues[number][index].accepts(target, chance: chance)
        {
            cues[number][index].take()
            return cues[number][index].cue.shape
        }
        return drawn
    }

    private mutating func drawn(_ number: Int, _ target: Target) -> FaultShape? {
        guard !rates[number].isEmpty else { return nil }
        let draw = streams[number].below(1_000_000)
        guard let rate = rate(number, target), draw < UInt64(rate.perMillion) else { return nil }
        return rate.shape
    }

    /// What is said of the very endpoint goes before what is said of its chain, and that before what is said
    /// of all.
    private func rate(_ number: Int, _ target: Target) -> FaultPlan.Rate? {
        func first(_ isExact: (FaultShape) -> Bool) -> FaultPlan.Rate? {
            rates[number].first { target.isMeant(by: $0.shape) && isExact($0.shape) }
        }
        return first { $0.endpoint != nil } ?? first { $0.chain != nil } ?? first { _ in true }
    }
}

extension FaultDice {
    /// Time has passed.
    public mutating func advance(to now: Instant) {
        if let end = plan.stopsAt, now >= end { stop() }
        makeDue { moment in
            if case .time(let instant) = moment { instant <= now } else { false }
        }
    }

    /// A block is being made.
    public mutating func advance(toBlock number: UInt64, of chain: ChainID) {
        makeDue(on: chain) { moment in
            if case .block(let block) = moment { block <= number } else { false }
        }
    }

    /// The bot makes its step of this number.
    public mutating func advance(toStep number: UInt64) {
        makeDue { moment in
            if case .step(let step) = moment { step <= number } else { false }
        }
    }

    /// From now on nothing fails, what prevails is over, and no chance counts.
    public mutating func stop() {
        hasStopped = true
        for fault in windows.indices { windows[fault] = [] }
    }

    private mutating func makeDue(
        on chain: ChainID? = nil,
        _ hasCome: (FaultPlan.Moment) -> Bool
    ) {
        guard !ahead.isEmpty else { return }
        ahead.removeAll { place in
            let cue = cues[place.fault][place.index].cue
            guard hasCome(cue.moment),
                cue.shape.chain == nil || chain == nil || cue.shape.chain == chain
            else { return false }
            cues[place.fault][place.index].isDue = true
            return true
        }
    }
}
