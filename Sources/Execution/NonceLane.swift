public import Vocabulary

/// The nonces of one account on one chain: who has which, what was signed for it, and what became of it.
///
///     unchecked ── open ── refusing ── open  (an operator adopts the chain's counter)
///         └────────┴──────────┴── halted
///
/// The lane is the authority and the chain's counter its check: what someone else did with the account is
/// found out, told, and never built upon.
///
/// 1. For one nonce there is one original. Everything else that is signed for it does the same for a fee
///    that is no lower, or nothing at all, and is recorded as such.
/// 2. A nonce comes back into use only if nothing was signed for it.
/// 3. What is signed is recorded before it is broadcast.
/// 4. What is final stays final, and every other state can be taken back.
/// 5. Duplicates and late answers change nothing; contradictions halt.
public struct NonceLane: Hashable, Sendable {
    /// More open nonces are refused: nodes park or drop what is too far ahead.
    public static let mostOpen = 64

    public enum Standing: Hashable, Sendable {
        /// The chain's counter has not been seen since the start.
        case unchecked
        case open
        /// No new nonce, and no first signature, until an operator adopts what the chain counts.
        case refusing(LaneRefusal)
        case halted(LaneFault)
    }

    public let key: AccountKey
    public internal(set) var standing: Standing = .unchecked
    /// The lowest nonce that was never given out.
    public internal(set) var next: UInt64
    /// In ascending order; what is final leaves once nothing below it is open.
    public internal(set) var slots: [NonceSlot] = []
    /// Every nonce below it is final.
    public internal(set) var settledBelow: UInt64
    var finalBlock: UInt64?
    var seen: Seen?

    struct Seen: Hashable, Sendable {
        let count: UInt64
        let block: UInt64
    }

    /// `next` is the first nonce the journal knows nothing of: zero for a new account.
    public init(_ key: AccountKey, next: UInt64 = 0) {
        self.key = key
        self.next = next
        settledBelow = next
    }

    public mutating func take(_ event: LaneEvent) -> [LaneEffect] {
        switch event {
        case .reserve: reserve()
        case .release(let nonce): release(nonce)
        case .signed(let payload): sign(payload)
        case .sent(let hash): send(hash)
        case .found(let nonce, let inclusion): find(nonce, inclusion)
        case .evicted(let hash): evict(hash)
        case .reorganised(let fork): reorganise(to: fork)
        case .finalised(let block): finalise(through: block)
        case .counter(let count, let block): compare(count, at: block)
        case .adopt(let count): adopt(count)
        case .restarted: restart()
        }
    }

    public func slot(_ nonce: UInt64) -> NonceSlot? {
        slots.first { $0.nonce == nonce }
    }

    /// What is outstanding now, the lowest nonce first: the same answer however often it is asked.
    public func obligations(at now: Instant) -> [LaneObligation] {
        let highestSigned = slots.last { !$0.payloads.isEmpty }?.nonce
        return slots.compactMap { slot in
            switch slot.state {
            case .free:
                return highestSigned.map { slot.nonce < $0 } == true
                    ? .fill(nonce: slot.nonce) : nil
            case .reserved, .mined, .final, .burnt: return nil
            case .signed(let payloads), .sent(let payloads):
                guard let newest = payloads.last else { return nil }
                if let seen, slot.nonce < seen.count { return .lookUp(nonce: slot.nonce) }
                if now > newest.until, !newest.doesNothing(for: key.account) {
                    return .cancel(nonce: slot.nonce)
                }
                guard case .signed = slot.state else { return .lookUp(nonce: slot.nonce) }
                return .broadcast(nonce: slot.nonce, newest.hash)
            }
        }
    }

    /// What the chain counted last; `nil` when nobody has looked since the start.
    public var counted: UInt64? { seen?.count }

    func place(of nonce: UInt64) -> Int? {
        slots.firstIndex { $0.nonce == nonce }
    }

    func place(holding hash: TransactionHash) -> Int? {
        slots.firstIndex { $0.holds(hash) }
    }

    /// Why nothing new is begun; `nil` when the lane is open.
    private var refusal: LaneRefusal? {
        switch standing {
        case .open: nil
        case .unchecked: .unchecked
        case .refusing(let refusal): refusal
        case .halted(let fault): .halted(fault)
        }
    }

    /// Stops until an operator has adopted; the first reason stays.
    mutating func stop(_ refusal: LaneRefusal) -> [LaneEffect] {
        switch standing {
        case .refusing, .halted: return []
        case .unchecked, .open:
            standing = .refusing(refusal)
            return [.stopped(refusal)]
        }
    }

    mutating func halt(_ fault: LaneFault) -> [LaneEffect] {
        if case .halted = standing { return [] }
        standing = .halted(fault)
        return [.halted(fault)]
    }
}

extension NonceLane {
    private mutating func reserve() -> [LaneEffect] {
        if let refusal { return [.refused(refusal)] }
        // The lowest that came back goes first: a gap would hold up all above it.
        if let place = slots.firstIndex(where: { $0.state == .free }) {
            slots[place].state = .reserved
            return [.reserved(nonce: slots[place].nonce)]
        }
        guard slots.count < Self.mostOpen else { return [.refused(.full)] }
        guard next < .max else { return [.refused(.exhausted)] }
        slots.append(NonceSlot(next, .reserved))
        next += 1
        return [.reserved(nonce: next - 1)]
    }

    private mutating func release(_ nonce: UInt64) -> [LaneEffect] {
        guard let place = place(of: nonce) else { return [] }
        switch slots[place].state {
        case .free: return []
        case .reserved: slots[place].state = .free
        case .signed, .sent, .mined, .final, .burnt: return [.refused(.signedFor(nonce: nonce))]
        }
        while let last = slots.last, last.state == .free, last.nonce + 1 == next {
            slots.removeLast()
            next -= 1
        }
        return []
    }

    private mutating func sign(_ payload: SignedPayload) -> [LaneEffect] {
        let nonce = payload.nonce
        if case .halted(let fault) = standing { return [.refused(.halted(fault))] }
        guard payload.isSound(on: key.chain) else {
            return [.refused(.unsoundPayload(nonce: nonce))]
        }
        guard let place = place(of: nonce) else { return [.refused(.notReserved(nonce: nonce))] }
        switch (slots[place].state, payload.purpose) {
        case (.free, _): return [.refused(.notReserved(nonce: nonce))]
        case (.reserved, .original):
            if let refusal { return [.refused(refusal)] }
            return record(payload, at: place, after: [])
        case (.reserved, _): return [.refused(.nothingToReplace(nonce: nonce))]
        case (.signed(let payloads), _), (.sent(let payloads), _):
            return replace(payloads, with: payload, at: place)
        case (.mined, _), (.final, _), (.burnt, _):
            return [.refused(.alreadyUsed(nonce: nonce))]
        }
    }

    private mutating func replace(
        _ payloads: [SignedPayload],
        with payload: SignedPayload,
        at place: Int
    ) -> [LaneEffect] {
        let nonce = payload.nonce
        if payloads.contains(where: { $0.hash == payload.hash }) { return [] }
        guard let newest = payloads.last else { return [] }
        switch payload.purpose {
        case .original: return halt(.signedTwice(nonce: nonce))
        case .bump:
            guard payload.doesTheSame(as: newest), payload.fee.isAtLeast(newest.fee) else {
                return [.refused(.notABump(nonce: nonce))]
            }
        case .cancel:
            guard payload.doesNothing(for: key.account), payload.fee.isAtLeast(newest.fee) else {
                return [.refused(.notACancel(nonce: nonce))]
            }
        }
        guard payloads.count < NonceSlot.mostPayloads else {
            return [.refused(.tooManyReplacements(nonce: nonce))]
        }
        return record(payload, at: place, after: payloads)
    }

    private mutating func record(
        _ payload: SignedPayload,
        at place: Int,
        after payloads: [SignedPayload]
    ) -> [LaneEffect] {
        slots[place].state = .signed(payloads + [payload])
        return [.record(payload), .broadcast(nonce: payload.nonce, payload.hash)]
    }

    private mutating func send(_ hash: TransactionHash) -> [LaneEffect] {
        guard let place = place(holding: hash) else { return [] }
        if case .signed(let payloads) = slots[place].state, payloads.last?.hash == hash {
            slots[place].state = .sent(payloads)
        }
        return []
    }

    private mutating func evict(_ hash: TransactionHash) -> [LaneEffect] {
        guard let place = place(holding: hash) else { return [] }
        guard case .sent(let payloads) = slots[place].state, payloads.last?.hash == hash else {
            return []
        }
        slots[place].state = .signed(payloads)
        return [.returned(nonce: slots[place].nonce)]
    }

    /// What was sent goes out again, since nobody remembers who had taken it.
    private mutating func restart() -> [LaneEffect] {
        if standing == .open { standing = .unchecked }
        seen = nil
        for place in slots.indices {
            if case .sent(let payloads) = slots[place].state {
                slots[place].state = .signed(payloads)
            }
        }
        return []
    }
}
