import Ethereum
import Hashing
import Numerics
import TestSupport
import Testing
import Vocabulary

@Suite struct TypedDataTests {
    @Test func `every personal message has its digest and signature`() throws {
        let cases = try Vectors.load("eip191")["cases"].list()
        #expect(cases.count == 80)
        for vector in cases {
            let digest = PersonalMessage.digest(of: try vector["message"].data())
            #expect(digest.bytes == (try vector["digest"].data()))
            let key = try secretKey(try vector["privateKey"].data())
            let signature = key.sign(digest)
            #expect(signature.bytes == (try vector["signature"].data()))
            #expect(signature.signer(of: digest) == (try Address(try vector["address"].text())))
        }
    }

    @Test func `every typed message has its type, hashes and signature`() throws {
        let cases = try Vectors.load("eip712")["cases"].list()
        #expect(cases.count == 200)
        for vector in cases {
            let data = try TypedData(document(vector["typedData"]))
            #expect(try data.encodedType(data.primaryType) == vector["encodeType"].text())
            let typeHash = Keccak256.hash(try vector["encodeType"].text())
            #expect(typeHash.bytes == (try vector["typeHash"].data()))
            #expect(try data.domainSeparator().bytes == vector["domainSeparator"].data())
            #expect(try data.messageHash().bytes == vector["hashStruct"].data())
            let digest = try data.digest()
            #expect(digest.bytes == (try vector["digest"].data()))
            let key = try secretKey(try vector["privateKey"].data())
            let signature = key.sign(digest)
            #expect(signature.r == (try UInt256(decimal: try vector["r"].digits())))
            #expect(signature.s == (try UInt256(decimal: try vector["s"].digits())))
            #expect(signature.parity == (vector["v"].int == 28))
        }
    }

    private func document(_ json: JSON) -> JSONValue {
        if let object = json.object {
            return .object(object.map { JSONMember($0.key, document($0.value)) })
        }
        if let array = json.array { return .array(array.map(document)) }
        if let text = json.string { return .string(text) }
        return json.bool.map { .bool($0) } ?? .null
    }

    private func mail(_ message: String, fields: String = "") throws -> TypedData {
        try TypedData(
            JSONValue(
                parsing: """
                    {"types":{"EIP712Domain":[],"Mail":[{"name":"n","type":"uint8"},
                     {"name":"list","type":"bool[2]"}\(fields)]},
                     "primaryType":"Mail","domain":{},"message":\(message)}
                    """
            )
        )
    }

    @Test func `a message that does not fit its types says where`() throws {
        #expect(throws: Never.self) {
            try mail(#"{"n":255,"list":[true,false]}"#).digest()
        }
        #expect(throws: TypedDataError.mismatch(at: "message.n", type: "uint8")) {
            try mail(#"{"n":256,"list":[true,false]}"#).digest()
        }
        #expect(throws: TypedDataError.mismatch(at: "message.list", type: "bool[2]")) {
            try mail(#"{"n":1,"list":[true]}"#).digest()
        }
        #expect(throws: TypedDataError.mismatch(at: "message.list[1]", type: "bool")) {
            try mail(#"{"n":1,"list":[true,1]}"#).digest()
        }
        #expect(throws: TypedDataError.missingField(at: "message.list")) {
            try mail(#"{"n":1}"#).digest()
        }
        #expect(throws: TypedDataError.unknownField(at: "message.extra")) {
            try mail(#"{"n":1,"list":[true,false],"extra":1}"#).digest()
        }
        #expect(throws: TypedDataError.unknownType("Ghost")) {
            try mail(
                #"{"n":1,"list":[true,false],"g":{}}"#,
                fields: #",{"name":"g","type":"Ghost"}"#
            )
        }
    }

    @Test func `a struct can't take a simple type's name`() throws {
        let document = try JSONValue(
            parsing:
                #"{"types":{"EIP712Domain":[],"uint256":[]},"primaryType":"uint256","domain":{},"message":{}}"#
        )
        #expect(throws: TypedDataError.badTypeName("uint256")) { try TypedData(document) }
    }
}
