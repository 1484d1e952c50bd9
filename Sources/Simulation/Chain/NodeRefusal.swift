public import Ethereum
public import Vocabulary

/// Why a virtual node takes no transaction. The two clients say it with other words and codes.
public enum NodeRefusal: Error, Hashable, Sendable {
    case malformed
    case badSignature
    case wrongChain
    case unprotected
    case nonceTooLow
    case nonceTooDistant
    case known
    case replacementUnderpriced
    case insufficientFunds
    case gasBelowIntrinsic
    case gasAboveBlock
    case belowBaseFee
    case belowMinimum
    case tipAboveCap
    case kindNotAllowed
    case tooManyOfSender
    case poolFull

    public func failure(from client: ChainRules.Client) -> JSONRPCFailure {
        switch client {
        case .besu: JSONRPCFailure(code: besu.code, message: besu.message)
        case .geth: JSONRPCFailure(code: -32000, message: geth)
        }
    }

    private var besu: (code: Int64, message: String) {
        switch self {
        case .malformed: (-32602, "Invalid block param (block not found)")
        case .badSignature: (-32002, "Invalid signature")
        case .wrongChain: (-32000, "Wrong chainId")
        case .unprotected: (-32000, "ChainId is required")
        case .nonceTooLow: (-32001, "Nonce too low")
        case .nonceTooDistant, .tooManyOfSender:
            (-32000, "Transaction nonce is too distant from current sender nonce")
        case .known: (-32000, "Known transaction")
        case .replacementUnderpriced: (-32000, "Replacement transaction underpriced")
        case .insufficientFunds: (-32004, "Upfront cost exceeds account balance")
        case .gasBelowIntrinsic: (-32003, "Intrinsic gas exceeds gas limit")
        case .gasAboveBlock: (-32005, "Transaction gas limit exceeds block gas limit")
        case .belowBaseFee: (-32009, "Gas price below current base fee")
        case .belowMinimum: (-32009, "Gas price below configured minimum gas price")
        case .tipAboveCap: (-32000, "Max priority fee per gas exceeds max fee per gas")
        case .kindNotAllowed: (-32000, "EIP-1559 transaction are not allowed yet")
        // Besu drops in silence and never says this.
        case .poolFull: (-32603, "Internal error")
        }
    }

    private var geth: String {
        switch self {
        case .malformed: "rlp: expected input list for types.LegacyTx"
        case .badSignature, .wrongChain: "invalid sender"
        case .unprotected: "only replay-protected (EIP-155) transactions allowed over RPC"
        case .nonceTooLow: "nonce too low"
        case .nonceTooDistant, .tooManyOfSender: "account limit exceeded"
        case .known: "already known"
        case .replacementUnderpriced: "replacement transaction underpriced"
        case .insufficientFunds: "insufficient funds for gas * price + value"
        case .gasBelowIntrinsic: "intrinsic gas too low"
        case .gasAboveBlock: "exceeds block gas limit"
        case .belowBaseFee: "max fee per gas less than block base fee"
        case .belowMinimum: "transaction underpriced"
        case .tipAboveCap: "max priority fee per gas higher than max fee per gas"
        case .kindNotAllowed: "transaction type not supported"
        case .poolFull: "txpool is full"
        }
    }
}

/// What a virtual node answers to bytes.
public enum SubmissionAnswer: Hashable, Sendable {
    /// It returned this hash. Besu also does so for what it drops at once.
    case hash(TransactionHash)
    case refused(NodeRefusal)
}
