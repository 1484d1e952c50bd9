import Numerics
public import Vocabulary

/// What a BFT chain writes into a header's extra data.
public struct BFTExtraData: Hashable, Sendable {
    /// Thirty-two bytes of the proposer's choice.
    public let vanity: [UInt8]
    public let validators: [Address]
    /// A validator voted in or out, as it was encoded.
    let vote: RLPItem
    public let round: UInt32
    public let seals: [Signature]

    /// Which parts are encoded: hashes leave some out.
    enum Content {
        /// For QBFT's block hash.
        case roundZeroWithoutSeals
        /// For QBFT's seals: the real round, and an empty list of seals.
        case emptySeals
        /// For IBFT 2's block hash: neither item is there at all.
        case withoutRoundAndSeals
        /// For IBFT 2's seals: the seals' item is not there at all.
        case withoutSeals
    }

    init(decoding bytes: [UInt8], rules: SealedHeader.Rules) throws(RLPError) {
        var outer = RLPReader(bytes)
        var fields = try outer.readList()
        try outer.finish()
        vanity = Array(try fields.readBytes(count: 32))
        validators = try Self.addresses(from: &fields)
        vote = try Self.vote(from: &fields)
        round = try Self.round(from: &fields, rules: rules)
        seals = try Self.seals(from: &fields)
        try fields.finish()
    }

    private static func addresses(from fields: inout RLPReader) throws(RLPError) -> [Address] {
        var list = try fields.readList()
        var addresses: [Address] = []
        while !list.isAtEnd {
            let start = list.offset
            guard let address = Address(bytes: try list.readBytes()) else {
                throw .wrongLength(at: start, expected: 20, found: 0)
            }
            addresses.append(address)
        }
        return addresses
    }

    /// No vote is an empty list with one consensus and empty bytes with the other.
    private static func vote(from fields: inout RLPReader) throws(RLPError) -> RLPItem {
        guard try fields.nextIsList() else {
            return .bytes(Array(try fields.readBytes(count: 0)))
        }
        var list = try fields.readList()
        guard !list.isAtEnd else { return .list([]) }
        let address = try list.readBytes(count: 20)
        let kind = try list.readBytes()
        try list.finish()
        return .list([.bytes(Array(address)), .bytes(Array(kind))])
    }

    /// A number with QBFT, four bytes as they are with IBFT 2.
    private static func round(
        from fields: inout RLPReader,
        rules: SealedHeader.Rules
    ) throws(RLPError) -> UInt32 {
        let start = fields.offset
        switch rules {
        case .qbft:
            guard let round = UInt32(exactly: try fields.readShortInteger()) else {
                throw .integerTooLarge(at: start)
            }
            return round
        case .ibft2:
            return try fields.readBytes(count: 4).reduce(0) { $0 << 8 | UInt32($1) }
        }
    }

    private static func seals(from fields: inout RLPReader) throws(RLPError) -> [Signature] {
        var list = try fields.readList()
        var seals: [Signature] = []
        while !list.isAtEnd {
            let start = list.offset
            let bytes = Array(try list.readBytes(count: 65))
            guard
                let r = UInt256(bigEndian: bytes[..<32]),
                let s = UInt256(bigEndian: bytes[32..<64]),
                bytes[64] <= 1
            else { throw .integerTooLarge(at: start) }
            seals.append(Signature(r: r, s: s, parity: bytes[64] == 1))
        }
        return seals
    }

    func encoded(_ content: Content) -> [UInt8] {
        var writer = RLPWriter()
        writer.appendList { fields in
            fields.append(vanity)
            fields.appendList { list in
                for validator in validators { list.append(validator.bytes) }
            }
            fields.append(vote)
            switch content {
            case .roundZeroWithoutSeals:
                fields.append(0 as UInt64)
                fields.appendList { _ in }
            case .emptySeals:
                fields.append(UInt64(round))
                fields.appendList { _ in }
            case .withoutRoundAndSeals: break
            case .withoutSeals:
                fields.append(UInt256(UInt64(round)).bigEndianBytes.suffix(4))
            }
        }
        return writer.bytes
    }
}
