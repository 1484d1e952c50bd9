import Bot
import Hashing
public import Numerics
public import Venues
public import Vocabulary

/// One virtual chain with one pool and the bot's account on it. It executes the signed bytes it gets.
public struct ToyChain: Sendable {
    public let chain: ChainID
    public let blockInterval: Interval
    public private(set) var block: UInt64 = 0
    public private(set) var pool: UniswapV2Pair
    public private(set) var accountBase: UInt256
    public private(set) var accountQuote: UInt256
    private var accountNonce: UInt64 = 0
    private var waiting: [SignedTransaction] = []
    private var receipts: [Receipt] = []

    /// Sold into the pool before the bot's next transaction, as a faster rival would.
    private var rival: (asset: Side, amount: UInt256)?

    public init(
        chain: ChainID,
        blockInterval: Interval,
        pool: UniswapV2Pair,
        accountBase: UInt256,
        accountQuote: UInt256
    ) {
        self.chain = chain
        self.blockInterval = blockInterval
        self.pool = pool
        self.accountBase = accountBase
        self.accountQuote = accountQuote
    }

    var snapshot: Snapshot {
        Snapshot(
            chain: chain,
            block: block,
            time: Instant(milliseconds: block * blockInterval.milliseconds),
            pool: pool,
            base: accountBase,
            quote: accountQuote
        )
    }

    func receipt(of hash: TransactionHash) -> Receipt? {
        receipts.first { $0.hash == hash }
    }

    /// Takes bytes into the mempool; the same bytes twice, or after their execution, change nothing.
    mutating func accept(_ transaction: SignedTransaction) {
        let known =
            waiting.contains { $0.hash == transaction.hash }
            || receipt(of: transaction.hash) != nil
        if !known { waiting.append(transaction) }
    }

    /// Somebody else trades, and moves the price.
    mutating func trade(selling asset: Side, amount: UInt256) {
        _ = try? pool.sell(amount, of: asset)
    }

    mutating func outrunNextTransaction(selling asset: Side, amount: UInt256) {
        rival = (asset, amount)
    }

    /// Makes a block of what waits, in the order of the account's nonces.
    mutating func makeBlock() -> [Receipt] {
        block += 1
        var made: [Receipt] = []
        while let index = waiting.firstIndex(where: { $0.nonce == accountNonce }) {
            let transaction = waiting.remove(at: index)
            if let rival {
                trade(selling: rival.asset, amount: rival.amount)
                self.rival = nil
            }
            accountNonce += 1
            made.append(
                Receipt(hash: transaction.hash, block: block, amountOut: execute(transaction))
            )
        }
        receipts += made
        return made
    }

    private mutating func execute(_ transaction: SignedTransaction) -> UInt256? {
        guard let order = ToySigner.read(transaction.bytes), block <= order.lastBlock else {
            return nil
        }
        var after = pool
        guard
            let paid = try? after.sell(order.amount, of: order.selling).received,
            paid >= order.minimumOut,
            order.amount <= (order.selling == .base ? accountBase : accountQuote)
        else { return nil }
        pool = after
        switch order.selling {
        case .base:
            accountBase -= order.amount
            accountQuote += paid
        case .quote:
            accountQuote -= order.amount
            accountBase += paid
        }
        return paid
    }
}
