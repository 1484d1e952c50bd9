import Ethereum
public import Hashing
public import Numerics
public import Vocabulary

/// What a log says happened. Who said it stands beside it: any contract can write any log. What bridges say
/// differs from bridge to bridge: `LaneWitness` reads it.
public enum LogFact: Hashable, Sendable {
    /// Our executor's swap.
    case filled(ExecutorFill)
    /// Our executor handed tokens to the bridge.
    case sent(transfer: Digest, token: Address, amount: UInt256, bridgeTransfer: Digest)
    /// Somebody traded in a pool.
    case swapped(PoolSwap)
    /// An ERC-20 transfer.
    case moved(from: Address, to: Address, amount: UInt256)

    /// `nil` for logs nobody here asks for, and for those whose data is not what their topic promises.
    public init?(_ log: EventLog) {
        guard let topic = log.topics.first else { return nil }
        guard
            let reader = Self.readers.first(where: { $0.event.topic == topic }),
            let arguments = try? reader.event.decodeLog(topics: log.topics, data: log.data),
            let fact = reader.read(arguments.compactMap(\.value))
        else { return nil }
        self = fact
    }

    /// The first topics to ask a node for.
    public static var topics: [Digest] {
        readers.compactMap { $0.event.topic }
    }

    private struct Reader {
        let event: ABISignature
        let read: @Sendable ([ABIValue]) -> LogFact?
    }

    private static let readers = [
        Reader(event: ExecutorInterface.filled) { ExecutorFill($0).map { .filled($0) } },
        Reader(event: ExecutorInterface.sent) { values in
            guard
                values.count == 4, let transfer = values[0].digest,
                case .address(let token) = values[1], case .unsigned(let amount) = values[2],
                let bridgeTransfer = values[3].digest
            else { return nil }
            return .sent(
                transfer: transfer,
                token: token,
                amount: amount,
                bridgeTransfer: bridgeTransfer
            )
        },
        Reader(event: PoolInterface.transfer) { values in
            guard
                values.count == 3, case .address(let from) = values[0],
                case .address(let to) = values[1], case .unsigned(let amount) = values[2]
            else { return nil }
            return .moved(from: from, to: to, amount: amount)
        },
        Reader(event: PoolInterface.dodoSwap) { PoolSwap(dodo: $0).map { .swapped($0) } },
        Reader(event: PoolInterface.pairSwapped) { PoolSwap(pair: $0).map { .swapped($0) } },
        Reader(event: PoolInterface.concentratedSwapped) {
            PoolSwap(concentrated: $0).map { .swapped($0) }
        },
        Reader(event: PoolInterface.exchanged) { PoolSwap(exchange: $0).map { .swapped($0) } },
    ]
}

/// One swap of a plan, as the executor's log confirms it.
public struct ExecutorFill: Hashable, Sendable {
    public let plan: Digest
    public let pool: Address
    public let sellsBase: Bool
    public let sold: UInt256
    public let received: UInt256

    public init(
        plan: Digest,
        pool: Address,
        sellsBase: Bool,
        sold: UInt256,
        received: UInt256
    ) {
        self.plan = plan
        self.pool = pool
        self.sellsBase = sellsBase
        self.sold = sold
        self.received = received
    }

    fileprivate init?(_ values: [ABIValue]) {
        guard
            values.count == 5, let plan = values[0].digest, case .address(let pool) = values[1],
            case .bool(let sellsBase) = values[2], case .unsigned(let sold) = values[3],
            case .unsigned(let received) = values[4]
        else { return nil }
        self.init(plan: plan, pool: pool, sellsBase: sellsBase, sold: sold, received: received)
    }
}

extension ABIEventArgument {
    fileprivate var value: ABIValue? {
        if case .value(let value) = self { value } else { nil }
    }
}

extension ABIValue {
    fileprivate var digest: Digest? {
        if case .bytes(let bytes) = self { Digest(bytes: bytes) } else { nil }
    }
}
