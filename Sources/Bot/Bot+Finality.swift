import Contracts
import Execution
import Routes
import Vocabulary
import Watch

// When what was seen can't be taken back.

extension Bot {
    /// What is final ends legs and transfers; without any it is told seldom.
    ///
    /// A restart reads logs from there on, so that it is never told of a block before all its logs have found
    /// whom they concern.
    mutating func tellFinality(at index: Int) {
        let known =
            isPlanted(.earlyFinality)
            ? desks[index].watch.headers.head?.number : desks[index].watch.headers.final
        guard let newest = known else { return }
        let chain = desks[index].chain.id
        var final = newest
        if !desks[index].contracts.isEmpty {
            guard let through = desks[index].logsThrough else { return }
            final = min(final, through)
        }
        if let first = desks[index].unclaimed.map(\.block).min(), awaitsDeparture(chain) {
            final = min(final, max(first, 1) - 1)
        }
        guard let block = desks[index].watch.headers.block(final) else { return }
        if let told = desks[index].told {
            let due = hasBusiness(on: chain) ? 1 : Self.seldom
            guard final > told, final - told >= due else { return }
        }
        desks[index].told = final
        record(.chain(chain, .finalised(block)))
    }

    /// Blocks: half of what is read of logs at once.
    private static let seldom = LookRequest.LogRequest.mostBlocks / 2

    /// Whether something was sent here, or may come back here, whose name on the bridge is not known yet.
    private func awaitsDeparture(_ chain: ChainID) -> Bool {
        memory.gates.contains { gate in
            (gate.lane.destination.chain == chain || gate.lane.source.chain == chain)
                && gate.open.contains { $0.lock == nil }
        }
    }

    /// Whether a nonce or a transfer on this chain has not come to its end.
    func hasBusiness(on chain: ChainID) -> Bool {
        memory.lanes.contains { $0.key.chain == chain && !$0.slots.isEmpty }
            || memory.gates.contains { gate in
                !gate.open.isEmpty
                    && (gate.lane.source.chain == chain || gate.lane.destination.chain == chain)
            }
    }
}
