import Bot
import Ethereum
import Routes
import Vocabulary

// What goes wrong with the bot's transactions between a node's pool and a block.

extension SimulatedWorld {
    mutating func sufferTransactions(on id: ChainID) {
        guard let account = settings.fleet.chain(id)?.account else { return }
        for entry in chain(id).mempool.entries where entry.sender == account {
            if dice.shouldFail(.transactionEvicted, on: id) {
                _ = change(id) { $0.evict(entry.hash) }
                continue
            }
            if let shape = dice.strike(.replacementLost, on: id) {
                withhold(entry, of: account, on: id, shape)
                continue
            }
            if dice.shouldFail(.transactionReplaced, on: id) {
                act(.takeNonce(account), on: id, .beforeTransactions)
                continue
            }
            if dice.shouldFail(.emptySuccess, on: id) {
                act(.emptyNext(account), on: id, .beforeTransactions)
                continue
            }
            let reverts = dice.shouldFail(.transactionReverted, on: id)
            if dice.shouldFail(.revertAfterSimulation, on: id) || reverts {
                act(.revertNext(account), on: id, .beforeTransactions)
            }
        }
        preferOlder(on: id)
    }

    /// No block takes it until somebody offers more for its nonce.
    private mutating func withhold(
        _ entry: PooledTransaction,
        of account: Address,
        on id: ChainID,
        _ shape: FaultShape
    ) {
        guard !spell.withheld.contains(where: { $0.hash == entry.hash }) else { return }
        change(id) { $0.withhold(entry.hash) }
        spell.withheld.append(
            WorldSpell.Withheld(
                chain: id,
                sender: account,
                nonce: entry.call.nonce,
                hash: entry.hash,
                until: until(shape)
            )
        )
    }

    /// The maker of the next block has never seen the successor of what was withheld.
    private mutating func preferOlder(on id: ChainID) {
        guard !spell.withheld.isEmpty else { return }
        var waiting: [WorldSpell.Withheld] = []
        for withheld in spell.withheld {
            guard withheld.chain == id else {
                waiting.append(withheld)
                continue
            }
            let newest = chain(id).mempool.entry(withheld.sender, withheld.nonce)
            let isReplaced = newest.map { $0.hash != withheld.hash } ?? false
            guard isReplaced || now >= withheld.until else {
                waiting.append(withheld)
                continue
            }
            change(id) { chain in
                chain.release(withheld.hash)
                if isReplaced { chain.preferReplaced(of: withheld.sender) }
            }
        }
        spell.withheld = waiting
    }
}
