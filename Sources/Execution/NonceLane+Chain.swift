// What the chain shows of a lane's nonces.

extension NonceLane {
    mutating func find(_ nonce: UInt64, _ inclusion: Inclusion) -> [LaneEffect] {
        guard let place = place(of: nonce) else {
            return nonce < next ? [] : stop(.foreignUse(nonce: nonce))
        }
        let slot = slots[place]
        let isOurs = slot.holds(inclusion.hash)
        var effects: [LaneEffect] = []
        switch slot.state {
        case .final(let known):
            return known == inclusion ? [] : halt(.finalNonceUndone(nonce))
        case .mined(let known, let payloads):
            if known == inclusion { return [] }
            effects.append(.warn(.minedElsewhere(nonce: nonce)))
            slots[place].state = .mined(inclusion, payloads)
        case .signed(let payloads), .sent(let payloads):
            slots[place].state = .mined(inclusion, payloads)
        case .free, .burnt: slots[place].state = .mined(inclusion, [])
        case .reserved:
            slots[place].state = .mined(inclusion, [])
            // Nothing was signed: whoever holds it takes another, and need not wait for finality.
            effects.append(.lost(nonce: nonce))
        }
        effects.append(.mined(nonce: nonce, inclusion, isOurs: isOurs))
        if !isOurs { effects += stop(.foreignUse(nonce: nonce)) }
        return effects + settle()
    }

    mutating func reorganise(to fork: UInt64) -> [LaneEffect] {
        if let finalBlock, fork < finalBlock { return halt(.finalBlockUndone(finalBlock)) }
        if let block = seen?.block, block > fork { seen = nil }
        var effects: [LaneEffect] = []
        for place in slots.indices {
            switch slots[place].state {
            case .mined(let inclusion, _) where inclusion.block > fork:
                effects += takeBack(place)
            case .burnt(let block) where block > fork: effects += takeBack(place)
            default: break
            }
        }
        return effects
    }

    private mutating func takeBack(_ place: Int) -> [LaneEffect] {
        slots[place].state = slots[place].unmined()
        return [.returned(nonce: slots[place].nonce)]
    }

    mutating func finalise(through block: UInt64) -> [LaneEffect] {
        finalBlock = max(finalBlock ?? 0, block)
        return settle()
    }

    /// Makes final what stands in a final block, and forgets what nothing open is below of.
    private mutating func settle() -> [LaneEffect] {
        guard let finalBlock else { return [] }
        var effects: [LaneEffect] = []
        for place in slots.indices {
            guard case .mined(let inclusion, let payloads) = slots[place].state,
                inclusion.block <= finalBlock
            else { continue }
            let nonce = slots[place].nonce
            slots[place].state = .final(inclusion)
            if let payload = payloads.first(where: { $0.hash == inclusion.hash }) {
                effects.append(.settled(nonce: nonce, inclusion, payload.purpose))
            } else if !payloads.isEmpty {
                effects.append(.lost(nonce: nonce))
            }
        }
        while let first = slots.first {
            switch first.state {
            case .final: break
            case .burnt(let block) where block <= finalBlock: break
            default: return effects
            }
            settledBelow = first.nonce + 1
            slots.removeFirst()
        }
        return effects
    }

    mutating func compare(_ count: UInt64, at block: UInt64) -> [LaneEffect] {
        // A node that is behind says nothing about now.
        if let finalBlock, block < finalBlock { return [] }
        if let seen, block < seen.block { return [] }
        if count < settledBelow { return halt(.finalNonceUndone(count)) }
        var effects: [LaneEffect] = []
        if let seen, count < seen.count {
            effects.append(.warn(.counterWentDown(from: seen.count, to: count)))
        }
        let isFirst = standing == .unchecked
        if isFirst { standing = .open }
        seen = Seen(count: count, block: block)
        if count > next {
            effects += stop(
                isFirst
                    ? .aheadOfJournal(chain: count, journal: next) : .foreignUse(nonce: next)
            )
        }
        reopen(from: count)
        for place in slots.indices {
            effects +=
                slots[place].nonce < count
                ? counted(place, at: block) : uncounted(place, at: block)
        }
        return effects + settle()
    }

    private mutating func counted(_ place: Int, at block: UInt64) -> [LaneEffect] {
        let nonce = slots[place].nonce
        switch slots[place].state {
        case .free, .reserved:
            let wasHeld = slots[place].state == .reserved
            slots[place].state = .burnt(block: block)
            return (wasHeld ? [.lost(nonce: nonce)] : []) + stop(.foreignUse(nonce: nonce))
        case .signed, .sent: return [.lookUp(nonce: nonce)]
        case .mined, .final, .burnt: return []
        }
    }

    private mutating func uncounted(_ place: Int, at block: UInt64) -> [LaneEffect] {
        let nonce = slots[place].nonce
        switch slots[place].state {
        case .free, .reserved, .signed, .sent: return []
        case .burnt: return takeBack(place)
        case .mined(let inclusion, _):
            guard block >= inclusion.block else { return [] }
            return [.warn(.minedButNotCounted(nonce: nonce))] + takeBack(place)
        case .final: return halt(.finalNonceUndone(nonce))
        }
    }

    /// Nonces that others had used, were adopted and are unused again: a gap that must be filled.
    private mutating func reopen(from count: UInt64) {
        var nonce = count
        while nonce < next, slots.count < Self.mostOpen {
            let place = slots.firstIndex { $0.nonce >= nonce } ?? slots.endIndex
            if place == slots.endIndex || slots[place].nonce != nonce {
                slots.insert(NonceSlot(nonce, .free), at: place)
            }
            nonce += 1
        }
    }

    mutating func adopt(_ count: UInt64) -> [LaneEffect] {
        switch standing {
        case .open: return []
        case .unchecked: return [.refused(.unchecked)]
        case .halted(let fault): return [.refused(.halted(fault))]
        case .refusing: break
        }
        guard let seen, seen.count == count else {
            return [.refused(.staleAdoption(chain: seen?.count))]
        }
        next = max(next, count)
        standing = .open
        return []
    }
}
