import Contracts
public import Ethereum
public import Numerics
public import Vocabulary

/// The last guard before a signature: what the key may sign at all, whoever asks.
///
/// It knows nothing of plans, prices or profits, so that a fault in those who do can't get past it. It
/// allows calls of one executor on one chain, to listed pools and tokens, within ceilings; and a transfer
/// of nothing to the own account, which is how a nonce is given up.
public struct SignerPolicy: Equatable, Sendable {
    public let chain: ChainID
    public let account: Address
    public let executor: Address
    public let pools: [AllowedPool]
    public let caps: [TokenCap]
    /// The most a unit of gas may cost.
    public let gasPrice: Wei
    public let gasLimit: UInt64
    /// A deadline farther from now is no protection.
    public let farthestDeadline: Interval
    /// All gas of a day, at its ceilings.
    public let gasPerDay: Wei

    /// A pool the executor knows, and what it trades.
    public struct AllowedPool: Hashable, Sendable {
        public let pool: Address
        public let base: Address
        public let quote: Address

        public init(pool: Address, base: Address, quote: Address) {
            self.pool = pool
            self.base = base
            self.quote = quote
        }
    }

    /// How much of a token may leave the executor.
    public struct TokenCap: Hashable, Sendable {
        public let token: Address
        public let perTransaction: UInt256
        public let perDay: UInt256
        /// Whether it may be sent over the bridge.
        public let maySend: Bool

        public init(
            token: Address,
            perTransaction: UInt256,
            perDay: UInt256,
            maySend: Bool
        ) {
            self.token = token
            self.perTransaction = perTransaction
            self.perDay = perDay
            self.maySend = maySend
        }
    }

    /// More than this many pools or tokens are no list a person has looked through.
    public static let mostEntries = 256

    /// `nil` for longer lists, and for a token with two caps.
    public init?(
        chain: ChainID,
        account: Address,
        executor: Address,
        pools: [AllowedPool],
        caps: [TokenCap],
        gasPrice: Wei,
        gasLimit: UInt64,
        farthestDeadline: Interval,
        gasPerDay: Wei
    ) {
        guard pools.count <= Self.mostEntries, caps.count <= Self.mostEntries else { return nil }
        for (index, cap) in caps.enumerated()
        where caps[..<index].contains(where: { $0.token == cap.token }) {
            return nil
        }
        self.chain = chain
        self.account = account
        self.executor = executor
        self.pools = pools
        self.caps = caps
        self.gasPrice = gasPrice
        self.gasLimit = gasLimit
        self.farthestDeadline = farthestDeadline
        self.gasPerDay = gasPerDay
    }
}

/// Why nothing is signed.
public enum SignerRefusal: Error, Hashable, Sendable {
    case otherChain(ChainID?)
    case createsContract
    case otherTarget(Address)
    case carriesValue(UInt256)
    /// The data is no call of the executor's, or not in its one encoding.
    case unknownCall
    case emptyTrade
    case poolNotListed(Address)
    case tokenNotListed(Address)
    case mayNotBeSent(Address)
    /// A swap that may bring nothing has no minimum.
    case noMinimum(pool: Address)
    case gasPriceAbove(Wei)
    case gasLimitAbove(UInt64)
    case aboveCap(Address, amount: UInt256, cap: UInt256)
    case aboveDay(Address, amount: UInt256, left: UInt256)
    case gasAboveDay(left: Wei)
    case deadlineTooFar(UInt64)
    /// The clock went back over a day's border: yesterday's ceilings can't be used again.
    case dayOver(UInt64)
}

/// A policy at work: what has been signed today counts.
public struct Signer: Equatable, Sendable {
    public let policy: SignerPolicy
    private var day: UInt64 = 0
    private var gas = UInt256.zero
    /// In the order of the policy's caps.
    private var used: [UInt256]

    public init(_ policy: SignerPolicy) {
        self.policy = policy
        used = Array(repeating: .zero, count: policy.caps.count)
    }

    /// Judges a transaction and, when it may be signed, counts it. A refused one counts nothing.
    public mutating func admit(
        _ transaction: Transaction,
        now: Instant
    ) throws(SignerRefusal) {
        let today = now.milliseconds / 86_400_000
        guard today >= day else { throw .dayOver(day) }
        var next = self
        if today > day {
            next = Signer(policy)
            next.day = today
        }
        try next.judge(transaction, now: now)
        self = next
    }

    private mutating func judge(
        _ transaction: Transaction,
        now: Instant
    ) throws(SignerRefusal) {
        let (call, price) = try policy.terms(of: transaction)
        guard Wei(price) <= policy.gasPrice else { throw .gasPriceAbove(Wei(price)) }
        guard call.gasLimit <= policy.gasLimit else { throw .gasLimitAbove(call.gasLimit) }
        let (cost, overflow) = price.multipliedReportingOverflow(by: UInt256(call.gasLimit))
        let left = policy.gasPerDay.value > gas ? policy.gasPerDay.value - gas : .zero
        guard !overflow, cost <= left else { throw .gasAboveDay(left: Wei(left)) }
        gas = gas + cost
        guard let target = call.to else { throw .createsContract }
        guard call.value.isZero else { throw .carriesValue(call.value) }
        if target == policy.account, call.data.isEmpty { return }
        guard target == policy.executor else { throw .otherTarget(target) }
        switch ExecutorCall(calldata: call.data) {
        case nil: throw .unknownCall
        case .pause: return
        case .trade(_, let deadline, let swaps):
            try policy.check(deadline, now: now)
            guard !swaps.isEmpty else { throw .emptyTrade }
            for swap in swaps {
                guard let pool = policy.pools.first(where: { $0.pool == swap.pool }) else {
                    throw .poolNotListed(swap.pool)
                }
                guard !swap.minimum.isZero else { throw .noMinimum(pool: swap.pool) }
                try spend(swap.amount, of: swap.sellsBase ? pool.base : pool.quote)
            }
        case .send(_, let deadline, let token, let amount):
            try policy.check(deadline, now: now)
            guard policy.caps.first(where: { $0.token == token })?.maySend ?? true else {
                throw .mayNotBeSent(token)
            }
            try spend(amount, of: token)
        }
    }

    private mutating func spend(_ amount: UInt256, of token: Address) throws(SignerRefusal) {
        guard let index = policy.caps.firstIndex(where: { $0.token == token }) else {
            throw .tokenNotListed(token)
        }
        let cap = policy.caps[index]
        guard amount <= cap.perTransaction else {
            throw .aboveCap(token, amount: amount, cap: cap.perTransaction)
        }
        let left = cap.perDay > used[index] ? cap.perDay - used[index] : .zero
        guard amount <= left else { throw .aboveDay(token, amount: amount, left: left) }
        used[index] = used[index] + amount
    }
}

extension SignerPolicy {
    /// The call, and the most that a unit of its gas can cost.
    fileprivate func terms(
        of transaction: Transaction
    ) throws(SignerRefusal) -> (call: TransactionCall, price: UInt256) {
        let (call, price, bound): (TransactionCall, UInt256, ChainID?) =
            switch transaction {
            case .legacy(let legacy): (legacy.call, legacy.gasPrice, legacy.chain)
            case .accessList(let listed): (listed.call, listed.gasPrice, listed.chain)
            case .feeMarket(let market): (market.call, market.maximumFee, market.chain)
            }
        guard bound == chain else { throw .otherChain(bound) }
        return (call, price)
    }

    fileprivate func check(_ deadline: UInt64, now: Instant) throws(SignerRefusal) {
        let farthest = now.advanced(by: farthestDeadline).milliseconds / 1_000
        guard deadline <= farthest else { throw .deadlineTooFar(deadline) }
    }
}
