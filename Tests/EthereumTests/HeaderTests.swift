import Ethereum
import Hashing
import Numerics
import TestSupport
import Testing
import Vocabulary

@Suite struct HeaderTests {
    private static let emptyRoot =
        "0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421"

    static let qbft = """
        f90188a00000000000000000000000000000000000000000000000000000000000000000f854947e5f45\
        52091a69125d5dfcb7b8c2659029395bdf942b5ad5c4795c026514f8317c7a215e218dccd6cf946813eb\
        9362372eef6200f3b1dbc3f819671cba69941eff47bc3a10a45d4b230b5d10e37751fe6aa718c002f901\
        0cb841564f57433551aba9bdde842e5fad37ed2179231f9fc531844eb0286e34f42bde48b49ffa82dc33\
        02eed6c35ab294c1a2934bbb8f8633520f4f40a50138f7577501b841d53f8f4c0fff4f7ca9b1a09bce63\
        9af2d4a5530a80e079de341b696751a25ec31c72b503308d7119236e6db042ab6dfdbd6dc9558a7c50e2\
        4364ed123885229100b84119121635d6fad8ba08ec804d7135c0176f6a2abb1d94b3e4f4d702df58f745\
        5873b42b6267c6dc2fbcc759741cacbd5064db75556907471e65e9e2d03511373501b841dd18481160b5\
        c7cc5a63d432d8538939a8300c407b323f5a8acf5fe67a3a31c87c58d5eeea023e2017029a2e3ed6eac2\
        97d14ccf32cc663b2c07932ac8d3728901
        """

    static let ibft2 = """
        f9018ca00000000000000000000000000000000000000000000000000000000000000000f854947e5f45\
        52091a69125d5dfcb7b8c2659029395bdf942b5ad5c4795c026514f8317c7a215e218dccd6cf946813eb\
        9362372eef6200f3b1dbc3f819671cba69941eff47bc3a10a45d4b230b5d10e37751fe6aa71880840000\
        0002f9010cb841504224410ccc8bad5e8e0aee0c05d20bcc9cf0b3a34fec9a873e79e90a49444178be0c\
        ef5e3d2c7e606e1b07297d941bc24f9b7eb64dbcb41350555eb69781af01b8414d3e2861ce45cfba0229\
        64fd4713217ba0987039076ce1f55fad3cb456c05da634082f1e5c22e16b7f330bffd4d022a4a1e3aff4\
        e55fa7a1fa54daa3dfd2feba01b84186887510b51b399d3a857120fd942ed3b8524bad7bf5468077d383\
        537b137da14bf309a4c846f43d01ee6a3f1f1771e34401ea6800f9907d09a01a30bb3dd7e301b841be22\
        703e084e21a7c4f5498ea4ab6275211d27e6f44afbf6dc9d446b5478239c374eedec30bdae1e776784e6\
        c0a8a82512b382a64360d747c9464090f3ed651800
        """

    private func header(_ extraData: String) throws -> BlockHeader {
        BlockHeader(
            parentHash: BlockHash(
                try Digest(
                    hexadecimal:
                        "0xa7762d3307dbf2ae6a1ae1b09cf61c7603722b2379731b6b90409cdb8c8288a0"
                )
            ),
            ommersHash: Keccak256.hash([0xC0]),
            coinbase: .zero,
            stateRoot: try Digest(
                hexadecimal: "0xca07595b82f908822971b7e848398e3395e59ee52565c7ef3603df1a1fa7bc80"
            ),
            transactionsRoot: try Digest(hexadecimal: Self.emptyRoot),
            receiptsRoot: try Digest(hexadecimal: Self.emptyRoot),
            logsBloom: [UInt8](repeating: 0, count: 256),
            difficulty: 1,
            number: 1,
            gasLimit: 4_704_588,
            gasUsed: 0,
            timestamp: 1_530_674_616,
            extraData: try Hexadecimal.bytes(of: extraData),
            mixHash: try Digest(
                hexadecimal: "0x63746963616c2062797a616e74696e65206661756c7420746f6c6572616e6365"
            ),
            nonce: 0,
            fork: .beforeLondon
        )
    }

    private func validators() throws -> [Address] {
        try [
            "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf",
            "0x2B5AD5c4795c026514f8317c7a215E218DcCD6cF",
            "0x6813Eb9362372EEF6200f3b1dbC3f819671cBA69",
            "0x1efF47bc3a10a45D4B230B5d10E37751FE6AA718",
        ].map { try Address($0) }
    }

    @Test(arguments: [
        (
            SealedHeader.Rules.qbft, qbft,
            "0x66b4798366483da4427a46b06476d4944bcc8a180ac2c6950be06a50436b4b2a",
            "0x5cdfbb8616496e37258439cb796ea16e804c47ccb8403cc457364dff86d89c29"
        ),
        (
            .ibft2, ibft2,
            "0x02edc2f7a2b0087c8799c6a70148065ae4f1e749739829ce87a012ce417d61c4",
            "0xe23e9ac17cc6b03c3c5ba04b9958661cc5b825b155f59d9689ff0de9cc073beb"
        ),
    ])
    func `a sealed header has its block hash, its sealers and its quorum`(
        rules: SealedHeader.Rules,
        extraData: String,
        hash: String,
        plainHash: String
    ) throws {
        let header = try header(extraData)
        let sealed = try SealedHeader(header, rules: rules)
        #expect(sealed.hash.description == hash)
        #expect(header.plainHash.description == plainHash)
        #expect(sealed.extraData.round == 2)
        #expect(try sealed.extraData.validators == validators())
        #expect(try sealed.sealers == validators())
        #expect(sealed.isFinal(validators: try validators()))
    }

    @Test func `a quorum is two thirds, rounded up`() {
        let quorums = (1...10).map { SealedHeader.quorum(of: $0) }
        #expect(quorums == [1, 2, 2, 3, 4, 4, 5, 6, 6, 7])
    }

    @Test func `seals count once, and only those of pinned validators`() throws {
        let sealed = try SealedHeader(try header(Self.qbft), rules: .qbft)
        let all = try validators()
        #expect(!sealed.isFinal(validators: []))
        // Four of five are a quorum, four of six too, four of seven are not.
        let strangers = (1...3).compactMap { Address(word: UInt256($0)) }
        #expect(sealed.isFinal(validators: all + strangers.prefix(1)))
        #expect(sealed.isFinal(validators: all + strangers.prefix(2)))
        #expect(!sealed.isFinal(validators: all + strangers))
        #expect(!sealed.isFinal(validators: strangers))
        #expect(sealed.isFinal(validators: all + all))
    }

    @Test func `the same seal four times is one seal`() throws {
        let extra = try Hexadecimal.bytes(of: Self.qbft)
        guard case .list(var fields) = try RLPItem(decoding: extra),
            case .list(let seals) = fields[4]
        else {
            Issue.record("no seals")
            return
        }
        fields[4] = .list(Array(repeating: seals[0], count: 4))
        let repeated = Hexadecimal.text(of: RLPItem.list(fields).encoded)
        let sealed = try SealedHeader(try header(repeated), rules: .qbft)
        #expect(sealed.sealers.count == 4)
        #expect(!sealed.isFinal(validators: try validators()))
        for count in 0...4 {
            fields[4] = .list(Array(seals.prefix(count)))
            let fewer = Hexadecimal.text(of: RLPItem.list(fields).encoded)
            let sealed = try SealedHeader(try header(fewer), rules: .qbft)
            #expect(sealed.isFinal(validators: try validators()) == (count >= 3))
            // Fewer seals are the same block.
            #expect(
                sealed.hash.description
                    == "0x66b4798366483da4427a46b06476d4944bcc8a180ac2c6950be06a50436b4b2a"
            )
        }
    }

    @Test func `more seals than validators are refused uncounted`() throws {
        let extra = try Hexadecimal.bytes(of: Self.qbft)
        guard case .list(var fields) = try RLPItem(decoding: extra),
            case .list(let seals) = fields[4]
        else {
            Issue.record("no seals")
            return
        }
        fields[4] = .list(seals + [seals[0]])
        let more = Hexadecimal.text(of: RLPItem.list(fields).encoded)
        let sealed = try SealedHeader(try header(more), rules: .qbft)
        #expect(!sealed.isFinal(validators: try validators()))
    }

    @Test func `a changed header is sealed by nobody known`() throws {
        let known = try validators()
        for change: (inout BlockHeader) -> Void in [
            { $0.number += 1 }, { $0.timestamp += 1 }, { $0.gasUsed = 1 }, { $0.nonce = 1 },
            { $0.fork = .london(baseFee: 0) }, { $0.logsBloom[255] = 1 },
        ] {
            var header = try header(Self.qbft)
            change(&header)
            let sealed = try SealedHeader(header, rules: .qbft)
            #expect(!sealed.isFinal(validators: known))
        }
    }

    @Test func `flipped extra data is refused or proves nothing`() throws {
        let bytes = try Hexadecimal.bytes(of: Self.qbft)
        let known = try validators()
        var refused = 0
        for index in bytes.indices {
            var flipped = bytes
            flipped[index] ^= 0x40
            var header = try header(Self.qbft)
            header.extraData = flipped
            guard let sealed = try? SealedHeader(header, rules: .qbft) else {
                refused += 1
                continue
            }
            // A flipped seal leaves three of four; anything else changes what was sealed.
            let distinct = Set(sealed.sealers.compactMap { $0 }).intersection(known)
            #expect(distinct.count <= 3)
        }
        #expect(refused > 20)
        for count in 0..<bytes.count {
            var header = try header(Self.qbft)
            header.extraData = Array(bytes.prefix(count))
            #expect(throws: SealedHeaderError.self) { try SealedHeader(header, rules: .qbft) }
        }
    }

    @Test func `a header without the mark carries no proof`() throws {
        var header = try header(Self.qbft)
        header.mixHash = Keccak256.hash("")
        #expect(throws: SealedHeaderError.notSealed) { try SealedHeader(header, rules: .qbft) }
        #expect(throws: SealedHeaderError.self) {
            try SealedHeader(try self.header(Self.qbft), rules: .ibft2)
        }
    }
}
