public import Vocabulary

// What somebody who watches may count.

extension SimulatedWorld {
    /// How many of an account's transactions wait for a block.
    public func waitingTransactions(of account: Address, on chain: ChainID) -> Int {
        self.chain(chain).mempool.entries.count { $0.sender == account }
    }
}
