import Ethereum
import Execution
import Hashing
import Testing
import Vocabulary

/// What a node says, and what it means.
struct Row: CustomTestStringConvertible {
    let client: NodeClient
    let code: Int64
    let message: String
    let answer: NodeAnswer

    var testDescription: String { "\(client) \(code) \(message)" }

    init(_ client: NodeClient, _ code: Int64, _ message: String, _ answer: NodeAnswer) {
        self.client = client
        self.code = code
        self.message = message
        self.answer = answer
    }
}

@Suite struct NodeAnswerTests {
    static let besu: [Row] = [
        Row(.besu, -32001, "Nonce too low", .nonceTooLow),
        Row(.besu, -32006, "Nonce too high", .rejected(.nonceTooHigh)),
        Row(.besu, -32000, "Known transaction", .known),
        Row(.besu, -32000, "Replacement transaction underpriced", .underpriced(.replacement)),
        Row(
            .besu,
            -32000,
            "Transaction nonce is too distant from current sender nonce",
            .rejected(.nonceTooDistant)
        ),
        Row(
            .besu,
            -32000,
            "An invalid transaction with a lower nonce exists",
            .rejected(.lowerNonceInvalid)
        ),
        Row(.besu, -32004, "Upfront cost exceeds account balance", .insufficientFunds),
        Row(.besu, -32003, "Intrinsic gas exceeds gas limit", .rejected(.gasBelowIntrinsic)),
        Row(
            .besu,
            -32005,
            "Transaction gas limit exceeds block gas limit",
            .rejected(.gasAboveBlock)
        ),
        Row(
            .besu,
            -32009,
            "Gas price below configured minimum gas price",
            .underpriced(.nodeMinimum)
        ),
        Row(.besu, -32009, "Gas price below current base fee", .underpriced(.baseFee)),
        Row(
            .besu,
            -32000,
            "Max priority fee per gas exceeds max fee per gas",
            .rejected(.tipAboveCap)
        ),
        Row(.besu, -32000, "Transaction fee cap exceeded", .rejected(.feeAboveNodeCap)),
        Row(.besu, -32000, "Wrong chainId", .rejected(.wrongChain)),
        Row(.besu, -32000, "ChainId is required", .rejected(.wrongChain)),
        Row(.besu, -32000, "ChainId not supported", .rejected(.wrongChain)),
        Row(.besu, -32002, "Invalid signature", .rejected(.badSignature)),
        Row(.besu, -32602, "Invalid block param (block not found)", .rejected(.malformed)),
        Row(
            .besu,
            -32007,
            "Sender account not authorized to send transactions",
            .rejected(.notPermitted)
        ),
        Row(.besu, -32008, "Initial sync is still in progress", .transient),
        Row(
            .besu,
            -32002,
            "Transaction pool not enabled. (Either txpool explicitly disabled, or node not yet in sync).",
            .transient
        ),
        Row(
            .besu,
            -32000,
            "Plugin has marked the transaction as invalid",
            .rejected(.vetoedByPlugin)
        ),
        Row(.besu, -32000, "A plugin's own words", .unknown),
        Row(.besu, -32603, "Internal error", .unknown),
        Row(.besu, 3, "Execution reverted", .wouldRevert),
        Row(
            .besu,
            -32000,
            "Transaction processing could not be completed due to an exception",
            .unknown
        ),
        Row(.besu, -32000, "Invalid input", .unknown),
        Row(.besu, -32000, "World state unavailable", .transient),
        Row(.besu, 4444, "Pruned history unavailable", .transient),
        Row(.besu, -39001, "Unknown block", .unknown),
        Row(.besu, -32604, "Method not enabled", .rejected(.methodMissing)),
        Row(.besu, -32005, "Requested range exceeds maximum RPC range limit", .unknown),
        Row(
            .besu,
            -32005,
            "Number of requests exceeds max batch size",
            .rejected(.batchTooLarge)
        ),
        Row(.besu, -32602, "Invalid params", .unknown),
        Row(.besu, -32603, "Timeout expired", .unknown),
    ]

    static let geth: [Row] = [
        Row(.geth, -32000, "nonce too low: next nonce 8, tx nonce 7", .nonceTooLow),
        Row(.geth, -32000, "nonce too high", .rejected(.nonceTooHigh)),
        Row(.geth, -32000, "already known", .known),
        Row(.geth, -32000, "replacement transaction underpriced", .underpriced(.replacement)),
        Row(.geth, -32000, "account limit exceeded", .rejected(.tooManyPending)),
        Row(
            .geth,
            -32000,
            "insufficient funds for gas * price + value: balance 0, tx cost 21000",
            .insufficientFunds
        ),
        Row(
            .geth,
            -32000,
            "intrinsic gas too low: gas 1, minimum needed 21000",
            .rejected(.gasBelowIntrinsic)
        ),
        Row(.geth, -32000, "exceeds block gas limit", .rejected(.gasAboveBlock)),
        Row(.geth, -32000, "transaction underpriced", .underpriced(.nodeMinimum)),
        Row(.geth, -32000, "transaction gas price below minimum", .underpriced(.nodeMinimum)),
        Row(.geth, -32000, "max fee per gas less than block base fee", .underpriced(.baseFee)),
        Row(
            .geth,
            -32000,
            "max priority fee per gas higher than max fee per gas",
            .rejected(.tipAboveCap)
        ),
        Row(
            .geth,
            -32000,
            "tx fee (1.05 ether) exceeds the configured cap (1.00 ether)",
            .rejected(.feeAboveNodeCap)
        ),
        Row(.geth, -32000, "invalid sender", .rejected(.badSignature)),
        Row(
            .geth,
            -32000,
            "only replay-protected (EIP-155) transactions allowed over RPC",
            .rejected(.wrongChain)
        ),
        Row(.geth, -32000, "rlp: value size exceeds input", .rejected(.malformed)),
        Row(.geth, -32000, "txpool is full", .transient),
        Row(.geth, 3, "execution reverted: already known", .wouldRevert),
        Row(.geth, -32000, "execution reverted: already known", .wouldRevert),
        Row(.geth, -32000, "out of gas", .wouldRevert),
        Row(.geth, -32000, "invalid opcode: INVALID", .wouldRevert),
        Row(.geth, -32000, "header not found", .transient),
        Row(.geth, -32000, "hash is not currently canonical", .unknown),
        Row(.geth, -32000, "missing trie node 1f (path )", .transient),
        Row(.geth, -32000, "required historical state unavailable", .transient),
        Row(.geth, -32000, "safe block not found", .unknown),
        Row(.geth, -32000, "finalized block not found", .unknown),
        Row(
            .geth,
            -32601,
            "the method eth_sendRawTransaction does not exist/is not available",
            .rejected(.methodMissing)
        ),
        Row(.geth, -32602, "block range extends beyond current head block", .unknown),
        Row(.geth, -32000, "batch too large", .rejected(.batchTooLarge)),
        Row(.geth, -32600, "batch too large", .rejected(.batchTooLarge)),
        Row(.geth, -32002, "request timed out", .unknown),
    ]

    private let hash = TransactionHash(Keccak256.hash("ours"))

    @Test(arguments: besu + geth)
    func `every row of both clients means what the table says`(row: Row) {
        let failure = JSONRPCFailure(code: row.code, message: row.message)
        #expect(NodeAnswer(failure, from: row.client) == row.answer)
        let shouted = JSONRPCFailure(code: row.code, message: row.message.uppercased())
        #expect(NodeAnswer(shouted, from: row.client) == row.answer)
    }

    @Test(arguments: besu + geth)
    func `the right words under another code are unknown`(row: Row) {
        let failure = JSONRPCFailure(code: -32099, message: row.message)
        #expect(NodeAnswer(failure, from: row.client) == .unknown)
        let inward = JSONRPCFailure(code: -32603, message: row.message)
        #expect(NodeAnswer(inward, from: row.client) == .unknown)
    }

    @Test(arguments: besu + geth)
    func `behind a proxy the words of either client count`(row: Row) {
        let failure = JSONRPCFailure(code: row.code, message: "upstream: " + row.message)
        #expect(NodeAnswer(failure, from: .other) == row.answer)
    }

    @Test func `an unknown transaction is not a known one`() {
        let failure = JSONRPCFailure(code: -32000, message: "Unknown transaction")
        #expect(NodeAnswer(failure, from: .besu) == .unknown)
    }

    @Test func `a message without end is looked at in part`() {
        let long = String(repeating: "x ", count: 100_000) + "known transaction"
        let failure = JSONRPCFailure(code: -32000, message: long)
        #expect(NodeAnswer(failure, from: .besu) == .unknown)
    }

    @Test func `a returned hash is compared with our own`() throws {
        #expect(NodeAnswer(returned: hash, for: hash) == .accepted)
        // The hash of nothing, which some nodes return for what they refuse.
        let nothing = TransactionHash(Keccak256.hash(""))
        let fragment = try JSONFragment(checking: Array("\"\(nothing)\"".utf8))
        let answer = NodeAnswer(.result(fragment), for: hash, from: .besu)
        #expect(answer == .otherHash(nothing))
    }

    @Test(arguments: ["null", "\"0x\"", "\"0x1234\"", "true", "{}", "7", "\"ok\""])
    func `a success without a hash is unknown`(text: String) throws {
        let fragment = try JSONFragment(checking: Array(text.utf8))
        #expect(NodeAnswer(.result(fragment), for: hash, from: .geth) == .unknown)
    }

    @Test func `an answer survives the journal`() throws {
        let answers =
            (Self.besu + Self.geth).map(\.answer)
            + [.accepted, .otherHash(hash)]
        for answer in answers {
            #expect(try NodeAnswer(canonicalBytes: answer.canonicalBytes) == answer)
        }
    }
}
