import Contracts
import Execution
import Hashing
import Routes
import Vocabulary

// Nonces that somebody else has used.

/// A nonce of ours that the chain counts while nobody knows any of what was signed for it.
struct Stranger: Hashable, Sendable {
    let account: AccountKey
    let nonce: UInt64
    let since: Instant
}

extension Bot {
    /// The counter proves that a nonce is used, and a receipt that it was ours. Without a receipt it was somebody
    /// else's; since a node's index may be late, that must be so for an attempt's time before it is believed.
    mutating func noticeStrangers(_ seen: Desk.Seen, at index: Int) {
        guard
            let account = desks[index].account, let lane = memory.lane(account),
            case .known(let count) = seen.sight.counter
        else { return }
        let unexplained = unexplained(below: count, lane, seen.sight.transactions)
        strangers.removeAll { $0.account == account && !unexplained.contains($0.nonce) }
        let patience = (memory.settings?.timing ?? Timing()).attempt
        for nonce in unexplained {
            guard let known = strangers.first(where: { $0.account == account && $0.nonce == nonce })
            else {
                strangers.append(Stranger(account: account, nonce: nonce, since: step.now))
                continue
            }
            guard step.now >= known.since.advanced(by: patience) else { continue }
            // Whose it was is not known: no transaction of ours has no bytes.
            let nobody = TransactionHash(Keccak256.hash([]))
            let inclusion = Inclusion(hash: nobody, block: seen.block.number, succeeded: false)
            let landing = Landing(.foreign, gas: .zero)
            record(.landed(account, nonce: nonce, inclusion, landing))
        }
    }

    /// As many as a lane has slots at most; none while an endpoint's answer about any of them is unknown.
    private func unexplained(
        below count: UInt64,
        _ lane: NonceLane,
        _ sights: [TransactionSight]
    ) -> [UInt64] {
        let open = lane.slots.filter { slot in
            switch slot.state {
            case .signed, .sent: true
            case .free, .reserved, .mined, .final, .burnt: false
            }
        }
        let used = open.filter { $0.nonce < count }
        guard !used.isEmpty else { return [] }
        let mined = sights.compactMap { sight in
            if case .mined(let receipt) = sight { receipt.transaction } else { nil }
        }
        let asked = lane.slots.reduce(0) { $0 + $1.payloads.count }
        let waiting = open.filter { $0.nonce >= count }.reduce(0) { $0 + $1.payloads.count }
        let pending = sights.count { $0 == .pending }
        guard sights.count == asked, !sights.contains(.unknown), pending <= waiting else {
            return []
        }
        return used.filter { slot in !slot.payloads.contains { mined.contains($0.hash) } }
            .map(\.nonce)
    }
}
