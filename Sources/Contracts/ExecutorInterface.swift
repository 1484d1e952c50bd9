public import Ethereum
public import Hashing
public import Numerics
public import Vocabulary

/// The executor: the small contract that holds the inventory of one chain and does what a plan says.
///
/// The bot's key is its *operator*: it can trade and send within what the *owner*, a key the bot never sees,
/// has allowed; it can neither withdraw nor approve nor change a limit. Why it is as it is:
///
/// - One call trades in several pools, all or nothing, so that a leg fills whole or not at all. Each swap has
///   a minimum of its own and the call a deadline, because pools know neither.
/// - A swap names a pool and a direction, nothing more. Kind, tokens, coin indices and fee come from the
///   owner's allow-list: a stolen operator key can't declare a pool to be what it isn't. For a DODO pool the
///   executor transfers and sells in one transaction; for a V2 pair it computes the output; for a V3 pool it
///   answers the callback of that pool alone; for StableSwap it exchanges the listed coins.
/// - What was received is judged by the executor's balance, never by a pool's word.
/// - A plan's number trades once: the same call sent again under another nonce reverts.
/// - A send goes over the one bridge the owner set for the token, by the call the owner wrote for it: to the
///   executor of the other chain, whatever the bridge calls that. The operator chooses the amount, within a
///   cap per send and per day. The log has the first word the bridge answered, zero where it answered none.
/// - Everything can be paused by the operator and resumed by the owner alone.
/// - Deadlines are seconds of the chain's own clock.
public enum ExecutorInterface {
    public static let trade = ABISignature.known(
        """
        trade(bytes32 plan, uint64 deadline, (address pool, bool sellsBase, uint256 amount, \
        uint256 minimum)[] swaps) returns (uint256[] received)
        """
    )
    public static let send = ABISignature.known(
        "send(bytes32 transfer, uint64 deadline, address token, uint256 amount)"
    )
    public static let pause = ABISignature.known("pause()")

    // What the owner alone may do.
    public static let resume = ABISignature.known("resume()")
    public static let setOperator = ABISignature.known("setOperator(address operator)")
    /// Indices are those of a StableSwap pool's coins; the fee is a V2 pair's share kept, in parts of a
    /// million. Both are zero for kinds that have none.
    public static let allow = ABISignature.known(
        """
        allow(address pool, uint8 kind, address base, address quote, uint8 baseIndex, \
        uint8 quoteIndex, uint24 feeKept)
        """
    )
    public static let forbid = ABISignature.known("forbid(address pool)")
    public static let setCaps = ABISignature.known(
        "setCaps(address token, uint256 perCall, uint256 perDay)"
    )
    /// A send calls the bridge with head, the amount as one word, and tail.
    public static let setBridge = ABISignature.known(
        "setBridge(address token, address bridge, bytes head, bytes tail)"
    )
    public static let withdraw = ABISignature.known(
        "withdraw(address token, uint256 amount, address to)"
    )

    // What anybody may ask.
    public static let pausedView = ABISignature.known("paused() returns (bool)")
    public static let owner = ABISignature.known("owner() returns (address)")
    public static let operatorView = ABISignature.known("operator() returns (address)")
    public static let way = ABISignature.known(
        "way(address token) returns (address bridge, bytes head, bytes tail)"
    )
    public static let allowed = ABISignature.known("allowed(address pool) returns (bool)")
    public static let caps = ABISignature.known(
        "caps(address token) returns (uint256 perCall, uint256 perDay, uint256 usedToday)"
    )

    public static let filled = ABISignature.known(
        """
        event Filled(bytes32 indexed plan, address indexed pool, bool sellsBase, uint256 sold, \
        uint256 received)
        """
    )
    public static let sent = ABISignature.known(
        """
        event Sent(bytes32 indexed transfer, address indexed token, uint256 amount, \
        bytes32 bridgeTransfer)
        """
    )
    public static let paused = ABISignature.known("event Paused(address by)")

    public static let expired = ABISignature.known("error Expired(uint64 deadline)")
    public static let belowMinimum = ABISignature.known(
        "error BelowMinimum(address pool, uint256 received, uint256 minimum)"
    )
    public static let notAllowed = ABISignature.known("error NotAllowed(address pool)")
    public static let aboveCap = ABISignature.known(
        "error AboveCap(address token, uint256 amount, uint256 cap)"
    )
    public static let alreadyDone = ABISignature.known("error AlreadyDone(bytes32 plan)")
    public static let notOperator = ABISignature.known("error NotOperator(address caller)")
    public static let isPaused = ABISignature.known("error IsPaused()")

    /// For decoding reverts.
    public static let errors = [
        expired, belowMinimum, notAllowed, aboveCap, alreadyDone, notOperator, isPaused,
    ]
}

/// What the operator may ask of an executor.
public enum ExecutorCall: Hashable, Sendable {
    case trade(plan: Digest, deadline: UInt64, swaps: [Swap])
    case send(transfer: Digest, deadline: UInt64, token: Address, amount: UInt256)
    case pause

    public struct Swap: Hashable, Sendable {
        public let pool: Address
        public let sellsBase: Bool
        public let amount: UInt256
        public let minimum: UInt256

        public init(pool: Address, sellsBase: Bool, amount: UInt256, minimum: UInt256) {
            self.pool = pool
            self.sellsBase = sellsBase
            self.amount = amount
            self.minimum = minimum
        }
    }

    /// More swaps in one call are refused on reading.
    public static let mostSwaps = 16

    public var calldata: [UInt8] {
        switch self {
        case .trade(let plan, let deadline, let swaps):
            ExecutorInterface.trade.calldata([
                .bytes(plan.bytes), .unsigned(UInt256(deadline)),
                .list(
                    swaps.map { swap in
                        .list([
                            .address(swap.pool), .bool(swap.sellsBase), .unsigned(swap.amount),
                            .unsigned(swap.minimum),
                        ])
                    }
                ),
            ])
        case .send(let transfer, let deadline, let token, let amount):
            ExecutorInterface.send.calldata([
                .bytes(transfer.bytes), .unsigned(UInt256(deadline)), .address(token),
                .unsigned(amount),
            ])
        case .pause: ExecutorInterface.pause.calldata([])
        }
    }

    /// Reads a call; `nil` for anything else, also for bytes that no encoder writes.
    public init?(calldata: [UInt8]) {
        if let values = try? ExecutorInterface.trade.decodeCall(calldata) {
            guard
                case .bytes(let plan) = values[0], let plan = Digest(bytes: plan),
                case .unsigned(let deadline) = values[1], case .list(let swaps) = values[2],
                let deadline = UInt64(exactly: deadline), swaps.count <= Self.mostSwaps
            else { return nil }
            let read = swaps.compactMap(Swap.init)
            guard read.count == swaps.count else { return nil }
            self = .trade(plan: plan, deadline: deadline, swaps: read)
        } else if let values = try? ExecutorInterface.send.decodeCall(calldata) {
            guard
                case .bytes(let transfer) = values[0], let transfer = Digest(bytes: transfer),
                case .unsigned(let deadline) = values[1], case .address(let token) = values[2],
                case .unsigned(let amount) = values[3], let deadline = UInt64(exactly: deadline)
            else { return nil }
            self = .send(transfer: transfer, deadline: deadline, token: token, amount: amount)
        } else if (try? ExecutorInterface.pause.decodeCall(calldata)) != nil {
            self = .pause
        } else {
            return nil
        }
        guard self.calldata == calldata else { return nil }
    }
}

extension ExecutorCall.Swap {
    fileprivate init?(_ value: ABIValue) {
        guard
            case .list(let members) = value, members.count == 4,
            case .address(let pool) = members[0], case .bool(let sellsBase) = members[1],
            case .unsigned(let amount) = members[2], case .unsigned(let minimum) = members[3]
        else { return nil }
        self.init(pool: pool, sellsBase: sellsBase, amount: amount, minimum: minimum)
    }
}
