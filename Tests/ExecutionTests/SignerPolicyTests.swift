import Contracts
import Ethereum
import Execution
import Hashing
import Numerics
import Testing
import Vocabulary

/// What the key never signs, whoever asks.
@Suite struct SignerPolicyTests {
    private let account: Address
    private let executor: Address
    private let pool: Address
    private let base: Address
    private let quote: Address
    private let chain: ChainID
    private let now = Instant(milliseconds: 1_000_000_000)

    init() throws {
        func address(_ number: UInt64) throws -> Address {
            try #require(Address(word: UInt256(number)))
        }
        account = try address(0xAC)
        executor = try address(0xEC)
        pool = try address(0xA1)
        base = try address(0xB1)
        quote = try address(0xC1)
        chain = try #require(ChainID(138))
    }

    private func signer() throws -> Signer {
        let policy = SignerPolicy(
            chain: chain,
            account: account,
            executor: executor,
            pools: [SignerPolicy.AllowedPool(pool: pool, base: base, quote: quote)],
            caps: [
                SignerPolicy.TokenCap(
                    token: base,
                    perTransaction: 1_000,
                    perDay: 2_500,
                    maySend: true
                ),
                SignerPolicy.TokenCap(
                    token: quote,
                    perTransaction: 1_000,
                    perDay: 2_500,
                    maySend: false
                ),
            ],
            gasPrice: Wei(100),
            gasLimit: 500_000,
            farthestDeadline: Interval(milliseconds: 60_000),
            gasPerDay: Wei(200_000_000)
        )
        return Signer(try #require(policy))
    }

    private func trade(
        _ amount: UInt256 = 1_000,
        sellsBase: Bool = true,
        minimum: UInt256 = 990,
        pool: Address? = nil,
        deadline: UInt64 = 1_000_060
    ) -> ExecutorCall {
        .trade(
            plan: Keccak256.hash("plan"),
            deadline: deadline,
            swaps: [
                ExecutorCall.Swap(
                    pool: pool ?? self.pool,
                    sellsBase: sellsBase,
                    amount: amount,
                    minimum: minimum
                )
            ]
        )
    }

    private func send(_ token: Address, _ amount: UInt256 = 1_000) -> ExecutorCall {
        .send(
            transfer: Keccak256.hash("transfer"),
            deadline: 1_000_000,
            token: token,
            amount: amount
        )
    }

    private func transaction(
        _ call: ExecutorCall,
        to: Address? = nil,
        price: UInt256 = 100,
        gas: UInt64 = 500_000,
        value: UInt256 = 0
    ) -> Transaction {
        .feeMarket(
            FeeMarketTransaction(
                call: TransactionCall(
                    nonce: 7,
                    gasLimit: gas,
                    to: to ?? executor,
                    value: value,
                    data: call.calldata
                ),
                maximumPriorityFee: 1,
                maximumFee: price,
                accessList: [],
                chain: chain
            )
        )
    }

    private func refuses(_ refusal: SignerRefusal, _ transaction: Transaction) throws {
        var signer = try signer()
        let before = signer
        #expect(throws: refusal) { try signer.admit(transaction, now: now) }
        #expect(signer == before, "a refusal counts nothing")
    }

    @Test func `a trade within its caps is signed, and so are a send, a pause and a cancellation`()
        throws
    {
        var signer = try signer()
        try signer.admit(transaction(trade()), now: now)
        try signer.admit(transaction(send(base)), now: now)
        try signer.admit(transaction(.pause), now: now)
        let cancel = TransactionCall(
            nonce: 7,
            gasLimit: 21_000,
            to: account,
            value: 0,
            data: []
        )
        let legacy = LegacyTransaction(call: cancel, gasPrice: 100, chain: chain)
        try signer.admit(.legacy(legacy), now: now)
    }

    @Test func `another chain, or none, is refused`() throws {
        let call = TransactionCall(
            nonce: 7,
            gasLimit: 21_000,
            to: executor,
            value: 0,
            data: trade().calldata
        )
        let other = try #require(ChainID(1))
        try refuses(
            .otherChain(other),
            .legacy(LegacyTransaction(call: call, gasPrice: 1, chain: other))
        )
        try refuses(
            .otherChain(nil),
            .legacy(LegacyTransaction(call: call, gasPrice: 1, chain: nil))
        )
    }

    @Test func `other targets, values, creations and unknown calls are refused`() throws {
        try refuses(.otherTarget(pool), transaction(trade(), to: pool))
        try refuses(.carriesValue(1), transaction(trade(), value: 1))
        var call = TransactionCall(nonce: 7, gasLimit: 1, to: nil, value: 0, data: [])
        try refuses(
            .createsContract,
            .legacy(LegacyTransaction(call: call, gasPrice: 1, chain: chain))
        )
        call.to = executor
        for data in [[], [1, 2, 3, 4], ExecutorInterface.resume.selector, trade().calldata + [0]] {
            call.data = data
            try refuses(
                .unknownCall,
                .legacy(LegacyTransaction(call: call, gasPrice: 1, chain: chain))
            )
        }
        // An approval of a token, straight to the token.
        call.to = base
        try refuses(
            .otherTarget(base),
            .legacy(LegacyTransaction(call: call, gasPrice: 1, chain: chain))
        )
    }

    @Test func `pools and tokens that are not listed are refused, and swaps without a minimum`()
        throws
    {
        try refuses(.poolNotListed(base), transaction(trade(pool: base)))
        try refuses(.tokenNotListed(pool), transaction(send(pool)))
        try refuses(.mayNotBeSent(quote), transaction(send(quote)))
        try refuses(.noMinimum(pool: pool), transaction(trade(minimum: 0)))
        let empty = ExecutorCall.trade(plan: Keccak256.hash("plan"), deadline: 1, swaps: [])
        try refuses(.emptyTrade, transaction(empty))
    }

    @Test func `ceilings hold for a transaction and for a day, each token its own`() throws {
        try refuses(.aboveCap(base, amount: 1_001, cap: 1_000), transaction(trade(1_001)))
        try refuses(.gasPriceAbove(Wei(101)), transaction(trade(), price: 101))
        try refuses(.gasLimitAbove(500_001), transaction(trade(), gas: 500_001))
        try refuses(.deadlineTooFar(1_000_061), transaction(trade(deadline: 1_000_061)))
        var signer = try signer()
        try signer.admit(transaction(trade()), now: now)
        try signer.admit(transaction(trade()), now: now)
        #expect(throws: SignerRefusal.aboveDay(base, amount: 501, left: 500)) {
            try signer.admit(transaction(trade(501)), now: now)
        }
        try signer.admit(transaction(trade(1_000, sellsBase: false)), now: now)
        try signer.admit(transaction(trade(500)), now: now)
        // Four transactions at 50,000,000 each are the day's gas.
        #expect(throws: SignerRefusal.gasAboveDay(left: .zero)) {
            try signer.admit(transaction(trade(1, sellsBase: false)), now: now)
        }
        let tomorrow = now.advanced(by: Interval(milliseconds: 86_400_000))
        let late = trade(deadline: 1_000_060 + 86_400)
        try signer.admit(transaction(late), now: tomorrow)
        #expect(throws: SignerRefusal.self, "yesterday is over") {
            try signer.admit(transaction(trade()), now: now)
        }
    }

    /// No series of requests, however cut up, gets more than a day's cap past the guard.
    @Test func `splitting a trade into swaps gets nothing past the caps`() throws {
        var signer = try signer()
        let swap = ExecutorCall.Swap(pool: pool, sellsBase: true, amount: 900, minimum: 1)
        let call = ExecutorCall.trade(
            plan: Keccak256.hash("plan"),
            deadline: 1,
            swaps: [swap, swap, swap]
        )
        #expect(throws: SignerRefusal.aboveDay(base, amount: 900, left: 700)) {
            try signer.admit(transaction(call), now: now)
        }
        try signer.admit(transaction(trade()), now: now)
    }
}
