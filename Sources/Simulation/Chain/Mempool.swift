import Ethereum
import Numerics
import Vocabulary

/// How much a node's pool holds.
public struct MempoolLimits: Hashable, Sendable {
    public var total: Int = 4_096
    public var perSender: Int = 64
    /// A nonce this far from the account's own is refused.
    public var furthestNonce: UInt64 = 200

    public init() {}
}

/// A transaction that waits, with what the pool needs of it.
struct PooledTransaction: Hashable, Sendable {
    let hash: TransactionHash
    let sender: Address
    let call: TransactionCall
    /// The most a unit of gas may cost.
    let cap: UInt256
    /// The most the block's maker gets of it.
    let tip: UInt256
    let bytes: [UInt8]
    /// No block before this one holds it, and none that was sealed before it arrived.
    var earliest: UInt64 = 0
    var arrived = Instant.start
    /// In the order of arrival.
    var sequence: UInt64 = 0

    /// What the maker earns a unit; `nil` when the base fee is beyond the cap.
    func earned(at baseFee: UInt256) -> UInt256? {
        cap < baseFee ? nil : min(tip, cap - baseFee)
    }

    /// What must be there before it runs; `nil` beyond 256 bits.
    var upfront: UInt256? {
        let (gas, overflow) = cap.multipliedReportingOverflow(by: UInt256(call.gasLimit))
        let (sum, tooMuch) = gas.addingReportingOverflow(call.value)
        return overflow || tooMuch ? nil : sum
    }
}

/// Transactions that wait for a block, each sender's in the order of their nonces.
struct Mempool: Hashable, Sendable {
    let limits: MempoolLimits
    let bump: UInt64
    /// In the order of sender and nonce; at most one each.
    private(set) var entries: [PooledTransaction] = []
    /// What was replaced lately, the newest last.
    private var replaced: [PooledTransaction] = []
    private var arrivals: UInt64 = 0
    /// What no block's maker takes, though it waits.
    private(set) var withheld: Set<TransactionHash> = []

    /// More that were replaced are not remembered.
    static let mostReplaced = 64

    init(limits: MempoolLimits, bump: UInt64) {
        self.limits = limits
        self.bump = bump
    }

    /// Where the first entry of this sender with this nonce or a higher one is or would be.
    func place(_ sender: Address, _ nonce: UInt64) -> Int {
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            let entry = entries[middle]
            let isBefore =
                entry.sender == sender ? entry.call.nonce < nonce : entry.sender < sender
            if isBefore { low = middle + 1 } else { high = middle }
        }
        return low
    }

    func entry(_ sender: Address, _ nonce: UInt64) -> PooledTransaction? {
        let place = place(sender, nonce)
        guard place < entries.count, entries[place].sender == sender,
            entries[place].call.nonce == nonce
        else { return nil }
        return entries[place]
    }

    func entry(_ hash: TransactionHash) -> PooledTransaction? {
        entries.first { $0.hash == hash }
    }

    /// Takes one in, in place of a cheaper one of the same nonce or of the cheapest of all when full.
    mutating func insert(_ transaction: PooledTransaction, nonce: UInt64) throws(NodeRefusal) {
        let place = place(transaction.sender, transaction.call.nonce)
        if let old = entry(transaction.sender, transaction.call.nonce) {
            guard old.hash != transaction.hash else { throw .known }
            guard Self.outbids(transaction, old, bump) else { throw .replacementUnderpriced }
            entries[place] = numbered(transaction)
            if replaced.count >= Self.mostReplaced { replaced.removeFirst() }
            replaced.append(old)
            return
        }
        guard transaction.call.nonce < nonce &+ limits.furthestNonce else { throw .nonceTooDistant }
        let first = self.place(transaction.sender, 0)
        var last = first
        while last < entries.count, entries[last].sender == transaction.sender { last += 1 }
        guard last - first < limits.perSender else { throw .tooManyOfSender }
        guard entries.count < limits.total else {
            try makeRoom(for: transaction)
            let place = self.place(transaction.sender, transaction.call.nonce)
            entries.insert(numbered(transaction), at: place)
            return
        }
        entries.insert(numbered(transaction), at: place)
    }

    /// Puts back what a reorganisation took out of a block; a successor of its nonce stays.
    mutating func putBack(_ transaction: PooledTransaction) {
        guard entry(transaction.sender, transaction.call.nonce) == nil else { return }
        entries.insert(numbered(transaction), at: place(transaction.sender, transaction.call.nonce))
    }

    /// Puts the sender's last replaced transaction in the place of its successor, as a block's maker may
    /// who never saw that one; `false` when there is none that could still run.
    mutating func preferReplaced(of sender: Address) -> Bool {
        guard let index = replaced.lastIndex(where: { $0.sender == sender }) else { return false }
        let old = replaced[index]
        let place = place(sender, old.call.nonce)
        guard place < entries.count, entries[place].sender == sender,
            entries[place].call.nonce == old.call.nonce
        else { return false }
        replaced.remove(at: index)
        entries[place] = numbered(old)
        return true
    }

    /// Keeps one out of every block from now on, and its sender's later ones with it.
    mutating func withhold(_ hash: TransactionHash) { withheld.insert(hash) }

    mutating func release(_ hash: TransactionHash) { withheld.remove(hash) }

    private mutating func numbered(_ transaction: PooledTransaction) -> PooledTransaction {
        var transaction = transaction
        transaction.sequence = arrivals
        arrivals += 1
        return transaction
    }

    /// Both fees must grow by the bump, rounded down as geth does, and with one by a wei at least.
    private static func outbids(
        _ new: PooledTransaction,
        _ old: PooledTransaction,
        _ bump: UInt64
    ) -> Bool {
        if bump == 0 { return new.cap >= old.cap && new.tip >= old.tip }
        let factor = UInt256(100 + bump)
        let most = UInt256.max / factor
        guard old.cap <= most, old.tip <= most, new.cap > old.cap, new.tip > old.tip else {
            return false
        }
        return new.cap >= old.cap * factor / 100 && new.tip >= old.tip * factor / 100
    }

    private mutating func makeRoom(for transaction: PooledTransaction) throws(NodeRefusal) {
        // Of equal tips the one that came last goes.
        let cheapest = entries.indices.min { left, right in
            (entries[left].tip, entries[right].sequence) < (
                entries[right].tip, entries[left].sequence
            )
        }
        guard let cheapest, entries[cheapest].tip < transaction.tip else { throw .poolFull }
        entries.remove(at: cheapest)
    }

    /// Takes one out, as nodes do that run out of room or patience.
    @discardableResult
    mutating func evict(_ hash: TransactionHash) -> Bool {
        guard let place = entries.firstIndex(where: { $0.hash == hash }) else { return false }
        entries.remove(at: place)
        return true
    }

    /// Forgets what a state's nonces have passed.
    mutating func forget(passedBy nonce: (Address) -> UInt64) {
        guard !entries.isEmpty else { return }
        entries.removeAll { $0.call.nonce < nonce($0.sender) }
    }

    /// The nonce behind the contiguous run that starts at `nonce`.
    func pendingNonce(of sender: Address, from nonce: UInt64) -> UInt64 {
        var (next, place) = (nonce, place(sender, nonce))
        while place < entries.count, entries[place].sender == sender,
            entries[place].call.nonce == next
        {
            next += 1
            place += 1
        }
        return next
    }
}
