public import Vocabulary

/// Where a transaction stands in a chain, and how it ended.
public struct Inclusion: Hashable, Sendable {
    public let hash: TransactionHash
    public let block: UInt64
    public let succeeded: Bool

    public init(hash: TransactionHash, block: UInt64, succeeded: Bool) {
        self.hash = hash
        self.block = block
        self.succeeded = succeeded
    }
}

/// One nonce of a lane and all that was signed for it.
///
///     free ── reserved ── signed ── sent ── mined ── final
///       └────────┘          └───────┘└───────┘
///       └────────┴── burnt
///
/// 1. Nothing was signed for what is free, reserved or burnt.
/// 2. Of payloads there is one original, first; each other one is a bump of the one before it or a cancel.
public struct NonceSlot: Hashable, Sendable {
    /// More for one nonce are refused.
    public static let mostPayloads = 16

    public enum State: Hashable, Sendable {
        case free
        case reserved
        /// In the journal; it may be on the wire, and nobody has said that it is.
        case signed([SignedPayload])
        case sent([SignedPayload])
        /// By one of the payloads, or by a transaction of someone else.
        case mined(Inclusion, [SignedPayload])
        case final(Inclusion)
        /// The chain has used it, and nothing was signed for it here.
        case burnt(block: UInt64)
    }

    public let nonce: UInt64
    public internal(set) var state: State

    init(_ nonce: UInt64, _ state: State) {
        self.nonce = nonce
        self.state = state
    }

    /// All of them may still land until the nonce is final.
    public var payloads: [SignedPayload] {
        switch state {
        case .signed(let payloads), .sent(let payloads), .mined(_, let payloads): payloads
        case .free, .reserved, .final, .burnt: []
        }
    }

    public func holds(_ hash: TransactionHash) -> Bool {
        payloads.contains { $0.hash == hash }
    }

    /// What it is once the block that used it is taken back.
    func unmined() -> State {
        payloads.isEmpty ? .free : .sent(payloads)
    }
}

extension Inclusion: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("hash", hash)
        writer.field("block", block)
        writer.field("succeeded", succeeded)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(
            hash: try reader.read(),
            block: try reader.read(),
            succeeded: try reader.read()
        )
    }
}

extension NonceSlot: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("nonce", nonce)
        writer.field("state", state)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        nonce = try reader.read()
        state = try reader.read()
        let signed = payloads
        guard signed.count <= Self.mostPayloads else {
            throw CanonicalError(.tooLarge, at: reader.offset)
        }
        let isSound = signed.allSatisfy { $0.nonce == nonce }
        _ = try reader.whole(isSound ? nonce : nil, "payloads of one nonce")
    }
}

extension NonceSlot.State: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        switch self {
        case .free: writer.choice(0, "free")
        case .reserved: writer.choice(1, "reserved")
        case .signed(let payloads): writer.choice(2, "signed", payloads)
        case .sent(let payloads): writer.choice(3, "sent", payloads)
        case .mined(let inclusion, let payloads):
            writer.choice(4, "mined") { writer in
                writer.field("inclusion", inclusion)
                writer.field("payloads", payloads)
            }
        case .final(let inclusion): writer.choice(5, "final", inclusion)
        case .burnt(let block): writer.choice(6, "burnt", block)
        }
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let start = reader.offset
        switch try reader.choice() {
        case 0: self = .free
        case 1: self = .reserved
        case 2: self = .signed(try Self.some(from: &reader))
        case 3: self = .sent(try Self.some(from: &reader))
        case 4: self = .mined(try reader.read(), try reader.read())
        case 5: self = .final(try reader.read())
        case 6: self = .burnt(block: try reader.read())
        case let other: throw CanonicalError(.unknownChoice(other), at: start)
        }
    }

    private static func some(
        from reader: inout CanonicalReader
    ) throws(CanonicalError) -> [SignedPayload] {
        let payloads: [SignedPayload] = try reader.read()
        return try reader.whole(payloads.isEmpty ? nil : payloads, "payloads")
    }
}
