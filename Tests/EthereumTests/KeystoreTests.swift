import Hashing
import TestSupport
import Testing
import Vocabulary

@testable import Ethereum

@Suite struct KeystoreTests {
    private func document(_ json: JSON) throws -> JSONValue {
        if let object = json.object {
            return .object(
                try object.sorted { $0.key < $1.key }.map {
                    JSONMember($0.key, try document($0.value))
                }
            )
        }
        if let text = json.string { return .string(text) }
        return .number(String(try #require(json.int)))
    }

    @Test func `every public vector opens with its password`() throws {
        let cases = try Vectors.load("keystore")["cases"].list()
        #expect(cases.count == 40)
        for vector in cases {
            let keystore = try Keystore(document(vector["keystore"]))
            let key = try keystore.decrypt(try password(try vector["passwordHex"].data()))
            #expect(key.address == (try Address(try vector["address"].text())))
            let expected = try secretKey(try vector["privateKey"].data())
            #expect(key.publicKey == expected.publicKey)
        }
    }

    @Test func `every invalid vector stays shut`() throws {
        let cases = try Vectors.load("keystore")["invalid"].list()
        #expect(cases.count == 8)
        for vector in cases {
            let keystore = try Keystore(document(vector["keystore"]))
            #expect(throws: KeystoreError.wrongPassword, "\(vector["why"].string ?? "")") {
                _ = try keystore.decrypt(
                    try password(Array(try vector["password"].text().utf8))
                )
            }
        }
    }

    @Test func `what is encrypted here is read back, and looks different every time`() throws {
        let key = try SecretKey.generate()
        let secret = try password(Array("correct horse".utf8))
        let keystore = try Keystore(encrypting: key, password: secret, strength: .light)
        let again = try Keystore(encrypting: key, password: secret, strength: .light)
        #expect(keystore != again)
        let read = try Keystore(JSONValue(parsing: keystore.document.indented))
        #expect(read == keystore)
        let opened = try read.decrypt(secret)
        #expect(opened.publicKey == key.publicKey)
        #expect(throws: KeystoreError.wrongPassword) {
            _ = try read.decrypt(try password(Array("wrong horse".utf8)))
        }
    }

    @Test func `an empty password is a password`() throws {
        let key = try SecretKey.generate()
        let keystore = try Keystore(
            encrypting: key,
            password: try password([]),
            strength: .light
        )
        let opened = try keystore.decrypt(try password([]))
        #expect(opened.publicKey == key.publicKey)
    }

    private let sound = """
        {"address":"9fce8ea963e1e6d1f435cfe6d13dc150165dac12","crypto":{"cipher":"aes-128-ctr",
        "cipherparams":{"iv":"6cba659d7d9894c177bfbfd6f235e551"},
        "ciphertext":"697659c9d6968f969ef26169fb2cb203e33aec4b2707bebf2690a32385437a2a",
        "kdf":"scrypt","kdfparams":{"n":2,"r":8,"p":1,"dklen":32,"salt":"c98c"},
        "mac":"ee7b00743c3d2f0666191797ced08c25ff632054060448aa8682bcb42d27f1b8"},"version":3}
        """

    @Test(arguments: [
        ("\"version\":3", "\"version\":1", KeystoreError.unsupported("version", "1")),
        ("\"version\":3", "\"version\":\"3\"", .malformed("version")),
        ("\"crypto\"", "\"krypto\"", .malformed("crypto")),
        ("aes-128-ctr", "aes-128-cbc", .unsupported("cipher", "aes-128-cbc")),
        ("6cba659d", "6cba65", .malformed("crypto.cipherparams.iv")),
        ("697659c9", "6976", .malformed("crypto.ciphertext")),
        ("ee7b0074", "xx7b0074", .malformed("crypto.mac")),
        ("9fce8ea9", "9fce8e", .malformed("address")),
        ("\"scrypt\"", "\"argon2\"", .unsupported("kdf", "argon2")),
        ("\"dklen\":32", "\"dklen\":64", .unsupported("dklen", "64")),
        ("\"n\":2", "\"n\":3", .malformed("crypto.kdfparams.n")),
        ("\"n\":2", "\"n\":0", .malformed("crypto.kdfparams.n")),
        ("\"n\":2", "\"n\":4611686018427387904", .tooExpensive("n and r")),
        ("\"n\":2", "\"n\":4194304", .tooExpensive("n and r")),
        ("\"r\":8", "\"r\":0", .malformed("crypto.kdfparams.r")),
        ("\"p\":1", "\"p\":17", .tooExpensive("p")),
        ("\"n\":2,\"r\":8,\"p\":1", "\"n\":524288,\"r\":8,\"p\":9", .tooExpensive("n, r and p")),
        ("\"n\":2,\"r\":8", "\"n\":65536,\"r\":1", .malformed("crypto.kdfparams.n")),
        ("\"salt\":\"c98c\"", "\"salt\":7", .malformed("crypto.kdfparams.salt")),
        (
            "\"kdf\":\"scrypt\",\"kdfparams\":{\"n\":2,\"r\":8,\"p\":1",
            "\"kdf\":\"pbkdf2\",\"kdfparams\":{\"prf\":\"hmac-sha256\",\"c\":99999999999",
            .tooExpensive("c")
        ),
        (
            "\"kdf\":\"scrypt\",\"kdfparams\":{\"n\":2,\"r\":8,\"p\":1",
            "\"kdf\":\"pbkdf2\",\"kdfparams\":{\"prf\":\"hmac-md5\",\"c\":1",
            .unsupported("prf", "hmac-md5")
        ),
    ])
    func `a file that is out of order says what is, before any work is done`(
        part: String,
        replacement: String,
        error: KeystoreError
    ) throws {
        #expect(sound.contains(part))
        let text = sound.replacing(part, with: replacement)
        let document = try JSONValue(parsing: text)
        #expect(throws: error) { try Keystore(document) }
        #expect(throws: Never.self) { try Keystore(JSONValue(parsing: sound)) }
    }

    @Test func `a key of another address is refused`() throws {
        let key = try SecretKey.generate()
        let secret = try password([1])
        let text = try Keystore(encrypting: key, password: secret, strength: .light).document
            .description
        let own = Hexadecimal.digits(of: key.address.bytes)
        let other = String(repeating: "11", count: 20)
        let keystore = try Keystore(JSONValue(parsing: text.replacing(own, with: other)))
        #expect(throws: KeystoreError.otherAddress(key.address)) {
            _ = try keystore.decrypt(secret)
        }
    }

    @Test(arguments: [
        (524_288, 8, 8), (262_144, 8, 16), (1_048_576, 8, 4), (32_768, 1, 16), (2, 1, 1),
    ])
    func `work at the bound is read`(n: Int, r: Int, p: Int) throws {
        let text = sound.replacing(
            "\"n\":2,\"r\":8,\"p\":1",
            with: "\"n\":\(n),\"r\":\(r),\"p\":\(p)"
        )
        #expect(throws: Never.self) { try Keystore(JSONValue(parsing: text)) }
    }

    @Test(arguments: [UInt64(31)])
    func `a byte changed anywhere in a file never opens another key`(seed: UInt64) throws {
        var chance = Chance(seed: seed)
        let vector = try #require(
            try Vectors.load("keystore")["cases"].list().first { vector in
                vector["keystore"]["crypto"]["kdfparams"]["n"].int == 2
            }
        )
        let address = try vector["address"].data()
        let secret = try vector["passwordHex"].data()
        let file = Array(try document(vector["keystore"]).description.utf8)
        var opened = 0
        for index in file.indices {
            var changed = file
            changed[index] ^= 1 << UInt8.random(in: 0..<8, using: &chance)
            // A changed work factor may still be in bounds, and then it means real work.
            guard let document = try? JSONValue(parsing: changed),
                let keystore = try? Keystore(document), !keystore.derivation.isSlow,
                let key = opening(keystore, secret)
            else { continue }
            opened += 1
            #expect(key == address, "byte \(index), seed \(seed)")
        }
        // What is not part of the key's protection, such as the identifier, may change.
        #expect(opened > 0 && opened < 100)
        for count in file.indices {
            #expect(throws: JSONError.self) { try JSONValue(parsing: Array(file.prefix(count))) }
        }
    }

    private func opening(_ keystore: Keystore, _ secret: [UInt8]) -> [UInt8]? {
        guard let secret = try? password(secret), let key = try? keystore.decrypt(secret) else {
            return nil
        }
        return key.address.bytes
    }
}

extension KeyDerivation {
    fileprivate var isSlow: Bool {
        switch self.function {
        case .scrypt(let n, let r, let p): n * r * p > 10_000
        case .pbkdf2(let iterations): iterations > 10_000
        }
    }
}
