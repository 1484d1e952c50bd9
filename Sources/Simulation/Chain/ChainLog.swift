import Contracts
import Ethereum
import Hashing
import Numerics
import Vocabulary

/// A log before its block has a hash.
struct ChainLog: Hashable, Sendable {
    let address: Address
    let topics: [Digest]
    let data: [UInt8]

    init(_ address: Address, _ topics: [Digest], _ words: UInt256...) {
        self.address = address
        self.topics = topics
        data = words.abiBytes
    }

    init(_ address: Address, _ topics: [Digest], _ data: [UInt8]) {
        self.address = address
        self.topics = topics
        self.data = data
    }
}

/// The first topics of the events the virtual contracts write.
enum ChainTopic {
    static let transfer = Keccak256.hash("Transfer(address,address,uint256)")
    static let approval = Keccak256.hash("Approval(address,address,uint256)")
    static let dodoSwap = Keccak256.hash(
        "DODOSwap(address,address,uint256,uint256,address,address)"
    )
    static let pairSwap = Keccak256.hash(
        "Swap(address,uint256,uint256,uint256,uint256,address)"
    )
    static let concentratedSwap = Keccak256.hash(
        "Swap(address,address,int256,int256,uint160,uint128,int24)"
    )
    static let exchange = Keccak256.hash(
        "TokenExchange(address,int128,uint256,int128,uint256)"
    )
    static let answerUpdated = Keccak256.hash("AnswerUpdated(int256,uint256,uint256)")
    static let filled = ExecutorInterface.filled.digest
    static let sent = ExecutorInterface.sent.digest
    static let paused = ExecutorInterface.paused.digest
}
