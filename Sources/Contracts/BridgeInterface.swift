public import Ethereum
public import Hashing
public import Numerics
public import Vocabulary

/// A lock-and-release bridge, as the executor and the watcher use one.
///
/// No bridge between the shipped chains has a published contract, so this is a shape, after the public ones
/// that exist. A bridge with other names gets a file like this one; nothing else knows its words.
public enum BridgeInterface {
    public static let lock = ABISignature.known(
        """
        lock(address token, uint256 amount, uint256 destination, address recipient) \
        returns (bytes32 transfer)
        """
    )
    public static let processed = ABISignature.known(
        "processed(bytes32 transfer) returns (bool)"
    )
    public static let paused = ABISignature.known("paused() returns (bool)")
    public static let fee = ABISignature.known("fee() returns (uint256)")
    public static let leastAmount = ABISignature.known("minAmount() returns (uint256)")
    public static let supported = ABISignature.known(
        "supportedToken(address token) returns (bool)"
    )
    public static let dailyLimit = ABISignature.known("dailyLimit() returns (uint256)")

    public static let locked = ABISignature.known(
        """
        event Locked(bytes32 indexed transfer, address indexed token, address indexed sender, \
        uint256 amount, uint256 destination, address recipient)
        """
    )
    public static let released = ABISignature.known(
        """
        event Released(bytes32 indexed transfer, address indexed token, \
        address indexed recipient, uint256 amount)
        """
    )
    public static let refunded = ABISignature.known(
        """
        event Refunded(bytes32 indexed transfer, address indexed token, \
        address indexed recipient, uint256 amount)
        """
    )
}

/// A transfer as the source chain's log tells it.
public struct BridgeDeparture: Hashable, Sendable {
    public let transfer: Digest
    public let token: Address
    public let sender: Address
    /// What is on its way, after the bridge's fee.
    public let amount: UInt256
    /// `nil` for a number that is no chain's.
    public let destination: ChainID?
    public let recipient: Address
}

/// A transfer as the chain's log tells it where tokens came out: delivered, or given back at the source.
public struct BridgeArrival: Hashable, Sendable {
    public let transfer: Digest
    public let token: Address
    public let recipient: Address
    public let amount: UInt256
}
