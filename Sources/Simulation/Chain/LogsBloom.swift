import Hashing
import Vocabulary

/// A header's filter over the addresses and topics of its block's logs.
struct LogsBloom {
    static let empty = [UInt8](repeating: 0, count: 256)

    private(set) var bytes = LogsBloom.empty

    /// Bits of what came up before: contracts and kinds of events are few, a digest each costs more.
    struct Memory: Hashable, Sendable {
        /// More are forgotten all at once.
        static let most = 4_096
        private var addresses: [Address: SIMD3<UInt16>] = [:]
        private var topics: [Digest: SIMD3<UInt16>] = [:]

        mutating func bits(_ address: Address) -> SIMD3<UInt16> {
            if let known = addresses[address] { return known }
            if addresses.count >= Self.most { addresses = [:] }
            let bits = LogsBloom.bits(address.bytes)
            addresses[address] = bits
            return bits
        }

        mutating func bits(_ topic: Digest) -> SIMD3<UInt16> {
            if let known = topics[topic] { return known }
            if topics.count >= Self.most { topics = [:] }
            let bits = LogsBloom.bits(topic.bytes)
            topics[topic] = bits
            return bits
        }
    }

    private static func bits(_ content: [UInt8]) -> SIMD3<UInt16> {
        let word = Keccak256.hash(content).words.0
        return SIMD3(
            UInt16(truncatingIfNeeded: word >> 48) & 2047,
            UInt16(truncatingIfNeeded: word >> 32) & 2047,
            UInt16(truncatingIfNeeded: word >> 16) & 2047
        )
    }

    private mutating func set(_ bits: SIMD3<UInt16>) {
        for lane in 0..<3 {
            let bit = Int(bits[lane])
            bytes[255 - bit / 8] |= 1 << UInt8(bit % 8)
        }
    }

    mutating func add(_ log: ChainLog, _ memory: inout Memory) {
        set(memory.bits(log.address))
        for topic in log.topics { set(memory.bits(topic)) }
    }
}
