public import Contracts
import Hashing
import Vocabulary

/// The three bits by which a header's bloom remembers an address or a topic.
struct BloomBits: Hashable, Sendable {
    private let first: Int
    private let second: Int
    private let third: Int

    init(_ bytes: [UInt8]) {
        let hash = Keccak256.hash(bytes).bytes
        func bit(_ place: Int) -> Int { (Int(hash[place]) << 8 | Int(hash[place + 1])) & 0x7FF }
        (first, second, third) = (bit(0), bit(2), bit(4))
    }

    /// Whether all of them are set in these 256 bytes, whose last one holds the lowest bits.
    func areSet(in bloom: [UInt8]) -> Bool {
        [first, second, third].allSatisfy { bloom[255 - $0 / 8] >> UInt8($0 % 8) & 1 == 1 }
    }
}

/// What a block's logs are, as far as they can be believed.
public enum LogsSight: Hashable, Sendable {
    case found([EventLog])
    /// The header's own bloom rules out that there is one.
    case none
    /// The node names none, though the bloom has room for some: either it is so, or the node has not read
    /// the block yet. The receipts of the transactions in question tell.
    case unproven
}

extension LogQuestion {
    /// Whether a block with this bloom can hold a log that is asked for.
    func isPossible(in bloom: [UInt8]) -> Bool {
        addressBits.contains { $0.areSet(in: bloom) } && topicBits.contains { $0.areSet(in: bloom) }
    }
}
