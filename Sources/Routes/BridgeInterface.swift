import Ethereum
public import Hashing
public import Numerics
public import Vocabulary

/// How the contracts of a bridge are spoken to, and what their logs say.
///
/// No bridge between the shipped chains has a published contract, and those that are public differ in every
/// name and order. So this is a value that comes from the configuration; `lockAndRelease` is what is assumed
/// where it says nothing.
public struct BridgeInterface: Hashable, Sendable {
    /// In the order of `BridgePart`, each at most once.
    private let signatures: [BridgeSignature]
    /// Chains that the bridge knows by another number than their id.
    public let chainNumbers: [ChainNumber]

    public static let mostChainNumbers = 64

    public struct ChainNumber: Hashable, Sendable {
        public let chain: ChainID
        public let number: UInt256

        public init(chain: ChainID, number: UInt256) {
            self.chain = chain
            self.number = number
        }
    }

    /// Refuses a bridge without the parts that are needed, and one that has a part or a chain twice.
    public init(
        _ signatures: [BridgeSignature],
        chainNumbers: [ChainNumber] = []
    ) throws(BridgeInterfaceFault) {
        for part in BridgePart.allCases {
            let count = signatures.count { $0.part == part }
            guard count <= 1 else { throw .twice(part) }
            guard count == 1 || !BridgePart.needed.contains(part) else { throw .missing(part) }
        }
        guard chainNumbers.count <= Self.mostChainNumbers else { throw .tooManyChains }
        for (index, entry) in chainNumbers.enumerated() {
            for other in chainNumbers[..<index]
            where other.chain == entry.chain || other.number == entry.number {
                throw .chainTwice(entry.chain)
            }
        }
        self.signatures = BridgePart.allCases.compactMap { part in
            signatures.first { $0.part == part }
        }
        self.chainNumbers = chainNumbers
    }

    public subscript(part: BridgePart) -> BridgeSignature? {
        signatures.first { $0.part == part }
    }

    /// The first topics of its logs.
    public var topics: [Digest] {
        signatures.filter(\.part.isEvent).compactMap(\.signature.topic)
    }

    /// What the bridge calls a chain.
    public func number(of chain: ChainID) -> UInt256 {
        chainNumbers.first { $0.chain == chain }?.number ?? UInt256(chain.value)
    }

    /// The shape of a lock-and-release bridge, after the public ones that exist.
    public static let lockAndRelease = known([
        (
            .send,
            """
            lock(address token, uint256 amount, uint256 destination, address recipient) \
            returns (bytes32 transfer)
            """
        ),
        (
            .departed,
            """
            event Locked(bytes32 indexed transfer, address indexed token, \
            address indexed sender, uint256 amount, uint256 destination, address recipient)
            """
        ),
        (
            .released,
            """
            event Released(bytes32 indexed transfer, address indexed token, \
            address indexed recipient, uint256 amount)
            """
        ),
        (
            .refunded,
            """
            event Refunded(bytes32 indexed transfer, address indexed token, \
            address indexed recipient, uint256 amount)
            """
        ),
        (.paused, "paused() returns (bool)"),
        (.fee, "fee() returns (uint256)"),
        (.least, "minAmount() returns (uint256)"),
        (.dailyLimit, "dailyLimit() returns (uint256)"),
        (.supported, "supportedToken(address token) returns (bool)"),
    ])

    private static func known(_ texts: [(BridgePart, String)]) -> BridgeInterface {
        do {
            return try BridgeInterface(texts.map { try BridgeSignature($0.1, as: $0.0) })
        } catch {
            preconditionFailure("the shape of a bridge is none: \(error)")
        }
    }
}

/// Why signatures make no bridge.
public enum BridgeInterfaceFault: Error, Hashable, Sendable {
    case missing(BridgePart)
    case twice(BridgePart)
    case tooManyChains
    /// Two numbers for one chain, or one number for two.
    case chainTwice(ChainID)
}

/// A contract that is spoken to otherwise than `BridgeInterface.lockAndRelease`.
public struct BridgeContract: Hashable, Sendable {
    public let key: ContractKey
    public let interface: BridgeInterface

    public init(key: ContractKey, interface: BridgeInterface) {
        self.key = key
        self.interface = interface
    }
}

extension [BridgeContract] {
    public func interface(of bridge: ContractKey) -> BridgeInterface {
        first { $0.key == bridge }?.interface ?? .lockAndRelease
    }
}
