/// Words by which a client says one thing, under one code.
///
/// Codes are shared by unrelated errors and texts differ between clients, so only both together count.
/// What is in no table is unknown. The first row that fits counts.
struct NodePhrase: Sendable {
    /// Of a message, only so many bytes are looked at.
    static let longestMessage = 1_024

    let code: Int64
    /// Lower case, in this order, with anything between them.
    let parts: [[UInt8]]
    let answer: NodeAnswer

    init(_ code: Int64, _ parts: String..., means answer: NodeAnswer) {
        self.code = code
        self.parts = parts.map { Array($0.utf8) }
        self.answer = answer
    }

    static func lowered(_ message: String) -> [UInt8] {
        message.utf8.prefix(longestMessage).map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    }

    func isIn(_ message: [UInt8]) -> Bool {
        var start = 0
        for part in parts {
            guard let end = Self.end(of: part, in: message, from: start) else { return false }
            start = end
        }
        return true
    }

    /// Where the phrase ends that begins with a word of its own: "unknown transaction" is not known.
    private static func end(of part: [UInt8], in message: [UInt8], from start: Int) -> Int? {
        var place = start
        while place + part.count <= message.count {
            let isWordsBegin = place == 0 || !(0x61...0x7A).contains(message[place - 1])
            if isWordsBegin, message[place..<place + part.count].elementsEqual(part) {
                return place + part.count
            }
            place += 1
        }
        return nil
    }

    // A revert's reason is written by strangers and may say anything: it is looked for first.

    static let besu: [NodePhrase] = [
        NodePhrase(3, "execution reverted", means: .wouldRevert),
        NodePhrase(-32000, "execution reverted", means: .wouldRevert),
        NodePhrase(-32001, "nonce too low", means: .nonceTooLow),
        NodePhrase(-32006, "nonce too high", means: .rejected(.nonceTooHigh)),
        NodePhrase(-32000, "known transaction", means: .known),
        NodePhrase(
            -32000,
            "replacement transaction underpriced",
            means: .underpriced(.replacement)
        ),
        NodePhrase(
            -32000,
            "transaction nonce is too distant from current sender nonce",
            means: .rejected(.nonceTooDistant)
        ),
        NodePhrase(
            -32000,
            "an invalid transaction with a lower nonce exists",
            means: .rejected(.lowerNonceInvalid)
        ),
        NodePhrase(
            -32004,
            "upfront cost exceeds account balance",
            means: .insufficientFunds
        ),
        NodePhrase(
            -32003,
            "intrinsic gas exceeds gas limit",
            means: .rejected(.gasBelowIntrinsic)
        ),
        NodePhrase(
            -32005,
            "transaction gas limit exceeds block gas limit",
            means: .rejected(.gasAboveBlock)
        ),
        NodePhrase(
            -32009,
            "gas price below configured minimum gas price",
            means: .underpriced(.nodeMinimum)
        ),
        NodePhrase(-32009, "gas price below current base fee", means: .underpriced(.baseFee)),
        NodePhrase(
            -32000,
            "max priority fee per gas exceeds max fee per gas",
            means: .rejected(.tipAboveCap)
        ),
        NodePhrase(-32000, "transaction fee cap exceeded", means: .rejected(.feeAboveNodeCap)),
        NodePhrase(-32000, "wrong chainid", means: .rejected(.wrongChain)),
        NodePhrase(-32000, "chainid is required", means: .rejected(.wrongChain)),
        NodePhrase(-32000, "chainid not supported", means: .rejected(.wrongChain)),
        NodePhrase(-32002, "invalid signature", means: .rejected(.badSignature)),
        NodePhrase(-32602, "invalid block param", means: .rejected(.malformed)),
        NodePhrase(
            -32007,
            "sender account not authorized to send transactions",
            means: .rejected(.notPermitted)
        ),
        NodePhrase(-32008, "initial sync is still in progress", means: .transient),
        NodePhrase(-32002, "transaction pool not enabled", means: .transient),
        NodePhrase(
            -32000,
            "plugin has marked the transaction as invalid",
            means: .rejected(.vetoedByPlugin)
        ),
        NodePhrase(-32000, "world state unavailable", means: .transient),
        NodePhrase(4444, "pruned history unavailable", means: .transient),
        NodePhrase(-32604, "method not enabled", means: .rejected(.methodMissing)),
        NodePhrase(
            -32005,
            "number of requests exceeds max batch size",
            means: .rejected(.batchTooLarge)
        ),
    ]

    static let geth: [NodePhrase] = [
        NodePhrase(3, "execution reverted", means: .wouldRevert),
        NodePhrase(-32000, "execution reverted", means: .wouldRevert),
        NodePhrase(-32000, "nonce too low", means: .nonceTooLow),
        NodePhrase(-32000, "nonce too high", means: .rejected(.nonceTooHigh)),
        NodePhrase(-32000, "already known", means: .known),
        NodePhrase(
            -32000,
            "replacement transaction underpriced",
            means: .underpriced(.replacement)
        ),
        NodePhrase(-32000, "account limit exceeded", means: .rejected(.tooManyPending)),
        NodePhrase(
            -32000,
            "insufficient funds for gas * price + value",
            means: .insufficientFunds
        ),
        NodePhrase(-32000, "intrinsic gas too low", means: .rejected(.gasBelowIntrinsic)),
        NodePhrase(-32000, "exceeds block gas limit", means: .rejected(.gasAboveBlock)),
        NodePhrase(-32000, "transaction underpriced", means: .underpriced(.nodeMinimum)),
        NodePhrase(
            -32000,
            "transaction gas price below minimum",
            means: .underpriced(.nodeMinimum)
        ),
        NodePhrase(
            -32000,
            "max fee per gas less than block base fee",
            means: .underpriced(.baseFee)
        ),
        NodePhrase(
            -32000,
            "max priority fee per gas higher than max fee per gas",
            means: .rejected(.tipAboveCap)
        ),
        NodePhrase(
            -32000,
            "tx fee (",
            "exceeds the configured cap",
            means: .rejected(.feeAboveNodeCap)
        ),
        NodePhrase(-32000, "invalid sender", means: .rejected(.badSignature)),
        NodePhrase(
            -32000,
            "only replay-protected (eip-155) transactions allowed over rpc",
            means: .rejected(.wrongChain)
        ),
        NodePhrase(-32000, "rlp:", means: .rejected(.malformed)),
        NodePhrase(-32000, "txpool is full", means: .transient),
        NodePhrase(-32000, "out of gas", means: .wouldRevert),
        NodePhrase(-32000, "invalid opcode:", means: .wouldRevert),
        NodePhrase(-32000, "header not found", means: .transient),
        NodePhrase(-32000, "missing trie node", means: .transient),
        NodePhrase(-32000, "required historical state unavailable", means: .transient),
        NodePhrase(
            -32601,
            "the method",
            "does not exist/is not available",
            means: .rejected(.methodMissing)
        ),
        NodePhrase(-32000, "batch too large", means: .rejected(.batchTooLarge)),
        NodePhrase(-32600, "batch too large", means: .rejected(.batchTooLarge)),
    ]
}
