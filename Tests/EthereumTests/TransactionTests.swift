import Ethereum
import Hashing
import Numerics
import TestSupport
import Testing
import Vocabulary

@Suite struct TransactionTests {
    private func transaction(_ vector: JSON) throws -> Transaction {
        let tx = vector["tx"]
        func number(_ field: String) throws -> UInt256 {
            try UInt256(decimal: try tx[field].digits())
        }
        let call = TransactionCall(
            nonce: try #require(UInt64(try tx["nonce"].digits())),
            gasLimit: try #require(UInt64(try tx["gas"].digits())),
            to: try tx["to"].string.map { try Address($0.lowercased()) },
            value: try number("value"),
            data: try tx["data"].data()
        )
        let chainText = tx["chainId"].isNull ? nil : try tx["chainId"].digits()
        let chain = chainText.flatMap { UInt64($0) }.flatMap { ChainID($0) }
        switch try vector["kind"].text() {
        case "legacy", "legacy-155", "legacy-pre155":
            return .legacy(
                LegacyTransaction(call: call, gasPrice: try number("gasPrice"), chain: chain)
            )
        case "2930", "eip2930", "type1":
            return .accessList(
                AccessListTransaction(
                    call: call,
                    gasPrice: try number("gasPrice"),
                    accessList: try accessList(tx["accessList"]),
                    chain: try #require(chain)
                )
            )
        case "1559", "eip1559", "type2":
            return .feeMarket(
                FeeMarketTransaction(
                    call: call,
                    maximumPriorityFee: try number("maxPriorityFeePerGas"),
                    maximumFee: try number("maxFeePerGas"),
                    accessList: try accessList(tx["accessList"]),
                    chain: try #require(chain)
                )
            )
        case let other: throw JSON.Missing(expected: "a known kind", found: other)
        }
    }

    private func accessList(_ json: JSON) throws -> [AccessListEntry] {
        try (json.array ?? []).map { entry in
            AccessListEntry(
                address: try Address(try entry["address"].text().lowercased()),
                storageKeys: try entry["storageKeys"].list().map {
                    try #require(Digest(bytes: try $0.data()))
                }
            )
        }
    }

    @Test func `every public vector is encoded, hashed, signed, decoded and recovered`() throws {
        let cases = try Vectors.load("transactions")["cases"].list()
        #expect(cases.count == 489)
        for vector in cases {
            let transaction = try transaction(vector)
            #expect(transaction.unsignedBytes == (try vector["unsigned"].data()))
            #expect(transaction.signingHash.bytes == (try vector["signingHash"].data()))
            let key = try secretKey(try vector["privateKey"].data())
            let envelope = transaction.signed(with: key)
            let raw = try vector["raw"].data()
            #expect(envelope.encoded == raw)
            #expect(envelope.hash.digest.bytes == (try vector["hash"].data()))
            #expect(try TransactionEnvelope(decoding: raw) == envelope)
            #expect(envelope.sender == (try Address(try vector["from"].text())))
        }
    }

    @Test func `every invalid vector is refused`() throws {
        let cases = try Vectors.load("transactions")["invalid"].list()
        #expect(cases.count > 50)
        for vector in cases {
            let raw = try vector["raw"].data()
            #expect(throws: TransactionError.self, "\(vector["why"].string ?? "")") {
                try TransactionEnvelope(decoding: raw)
            }
        }
    }

    @Test func `the example of EIP-155 has its published bytes`() throws {
        let transaction = Transaction.legacy(
            LegacyTransaction(
                call: TransactionCall(
                    nonce: 9,
                    gasLimit: 21_000,
                    to: try Address("0x3535353535353535353535353535353535353535"),
                    value: 1_000_000_000_000_000_000,
                    data: []
                ),
                gasPrice: 20_000_000_000,
                chain: ChainID(1)
            )
        )
        let key = try secretKey([UInt8](repeating: 0x46, count: 32))
        let published = """
            f86c098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a76400008025a0\
            28ef61340bd939bc2195fe537567866003e1a15d3c71ff63e1590620aa636276a067cbe9d8997f761aecb70330\
            4b3800ccf555c9f3dc64214b297fb1966a3b6d83
            """
        #expect(Hexadecimal.digits(of: transaction.signed(with: key).encoded) == published)
    }

    @Test(
        arguments: [
            (138, false, "69017590422f7c848c05fd1d17fdceb5aa3e648b64620191834e16a7b2ca953d"),
            (138, true, "eeaf70541a4978e464e66831feeb297b6ff5f9034dc9cf795a4390bb745bc89e"),
            (651_940, false, "4468d3f4cec9be7a8fc85db66ee45b89cfd18b1a4b69e156c2be075cb0345ec3"),
            (651_940, true, "84971b94b08ee8a4101e9a5cfa45388316fde325e8ed04f912c22e88d89496b8"),
        ] as [(UInt64, Bool, String)]
    )
    func `an approval on both chains has its computed hash`(
        chain: UInt64,
        hasFeeMarket: Bool,
        hash: String
    ) throws {
        let chain = try #require(ChainID(chain))
        let approve = try ABISignature("approve(address,uint256)")
        let spender = try Address("0x3535353535353535353535353535353535353535")
        let call = TransactionCall(
            nonce: 9,
            gasLimit: 60_000,
            to: try Address("0x93E66202A11B1772E55407B32B44e5Cd8eda7f22"),
            value: 0,
            data: try approve.encodeCall([.address(spender), .unsigned(1_000_000)])
        )
        let transaction: Transaction =
            if hasFeeMarket {
                .feeMarket(
                    FeeMarketTransaction(
                        call: call,
                        maximumPriorityFee: 1_000_000_000,
                        maximumFee: 2_000_000_000,
                        chain: chain
                    )
                )
            } else {
                .legacy(LegacyTransaction(call: call, gasPrice: 1_000_000_000, chain: chain))
            }
        let key = try secretKey([UInt8](repeating: 0x46, count: 32))
        #expect(key.address == (try Address("0x9d8A62f656a8d1615C1294fd71e9CFb3E4855A4F")))
        let envelope = transaction.signed(with: key)
        #expect(envelope.hash.description == "0x" + hash)
        #expect(envelope.sender == key.address)
    }

    @Test func `an error names its field and the byte`() throws {
        #expect(throws: TransactionError.empty) { try TransactionEnvelope(decoding: []) }
        #expect(throws: TransactionError.unknownType(3)) {
            try TransactionEnvelope(decoding: [3, 0xC0])
        }
        #expect(throws: TransactionError.field("chainId", .truncated(at: 2))) {
            try TransactionEnvelope(decoding: [2, 0xC0])
        }
        #expect(throws: TransactionError.field("nonce", .leadingZero(at: 1))) {
            try TransactionEnvelope(decoding: [0xC1, 0x00])
        }
        #expect(throws: TransactionError.zeroChain) {
            try TransactionEnvelope(decoding: [1, 0xC1, 0x80])
        }
    }

    @Test(arguments: [80, 81] as [UInt64])
    func `a cut or flipped transaction is an error or another transaction`(
        seed: UInt64
    ) throws {
        var chance = Chance(seed: seed)
        let raws = try Vectors.load("transactions")["cases"].list().prefix(200).map {
            try $0["raw"].data()
        }
        var decoded = 0
        for raw in raws {
            for cut in [0, 1, raw.count / 2, raw.count - 1] {
                #expect(throws: TransactionError.self) {
                    try TransactionEnvelope(decoding: Array(raw.prefix(cut)))
                }
            }
            for _ in 0..<20 {
                var bytes = raw
                let index = Int.random(in: 0..<raw.count, using: &chance)
                bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &chance)
                guard let envelope = try? TransactionEnvelope(decoding: bytes) else { continue }
                decoded += 1
                // What was read is what stands there: writing it again gives the same bytes.
                #expect(envelope.encoded == bytes)
            }
        }
        #expect(decoded > 500)
    }
}
