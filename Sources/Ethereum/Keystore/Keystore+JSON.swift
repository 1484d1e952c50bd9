import Vocabulary

extension Keystore {
    /// Reads a keystore file's document.
    public init(_ document: JSONValue) throws(KeystoreError) {
        guard document.members != nil else { throw .malformed("the document") }
        let version = try document.count("version", in: "")
        guard version == 3 else { throw .unsupported("version", String(version)) }
        // Early wallets wrote the word with a capital letter.
        guard let crypto = document["crypto"] ?? document["Crypto"] else {
            throw .malformed("crypto")
        }
        let cipher = try crypto.text("cipher", in: "crypto")
        guard cipher == "aes-128-ctr" else { throw .unsupported("cipher", cipher) }
        guard let parameters = crypto["cipherparams"] else {
            throw .malformed("crypto.cipherparams")
        }
        let initial = try parameters.bytes("iv", in: "crypto.cipherparams")
        guard initial.count == 16 else { throw .malformed("crypto.cipherparams.iv") }
        let ciphertext = try crypto.bytes("ciphertext", in: "crypto")
        guard ciphertext.count == 32 else { throw .malformed("crypto.ciphertext") }
        let mac = try crypto.bytes("mac", in: "crypto")
        guard mac.count == 32 else { throw .malformed("crypto.mac") }
        var address: Address?
        if document["address"] != nil {
            address = Address(bytes: try document.bytes("address", in: ""))
            guard address != nil else { throw .malformed("address") }
        }
        self.init(
            address: address,
            identifier: document["id"]?.text ?? "",
            derivation: try KeyDerivation(crypto),
            initial: initial,
            ciphertext: ciphertext,
            mac: mac
        )
    }

    /// The document that goes into the file.
    public var document: JSONValue {
        var members = [JSONMember("version", .number("3")), JSONMember("id", .string(identifier))]
        if let address {
            members.append(JSONMember("address", .string(Hexadecimal.digits(of: address.bytes))))
        }
        let crypto = JSONValue.object([
            JSONMember("cipher", .string("aes-128-ctr")),
            JSONMember("cipherparams", .object([JSONMember("iv", Self.text(initial))])),
            JSONMember("ciphertext", Self.text(ciphertext)),
            JSONMember("kdf", .string(derivation.function.name)),
            JSONMember("kdfparams", derivation.parameters),
            JSONMember("mac", Self.text(mac)),
        ])
        return .object(members + [JSONMember("crypto", crypto)])
    }

    fileprivate static func text(_ bytes: [UInt8]) -> JSONValue {
        .string(Hexadecimal.digits(of: bytes))
    }
}

extension KeyDerivation.Function {
    fileprivate var name: String {
        switch self {
        case .scrypt: "scrypt"
        case .pbkdf2: "pbkdf2"
        }
    }
}

extension KeyDerivation {
    fileprivate var parameters: JSONValue {
        let common = [
            JSONMember("dklen", .number("32")), JSONMember("salt", Keystore.text(salt)),
        ]
        switch function {
        case .scrypt(let n, let r, let p):
            return .object(
                common + [
                    JSONMember("n", .number(String(n))), JSONMember("r", .number(String(r))),
                    JSONMember("p", .number(String(p))),
                ]
            )
        case .pbkdf2(let iterations):
            return .object(
                common + [
                    JSONMember("c", .number(String(iterations))),
                    JSONMember("prf", .string("hmac-sha256")),
                ]
            )
        }
    }
}

extension JSONValue {
    func text(_ key: String, in parent: String) throws(KeystoreError) -> String {
        guard let text = self[key]?.text else { throw .malformed(Self.path(parent, key)) }
        return text
    }

    func bytes(_ key: String, in parent: String) throws(KeystoreError) -> [UInt8] {
        guard let bytes = try? Hexadecimal.bytes(of: text(key, in: parent)) else {
            throw .malformed(Self.path(parent, key))
        }
        return bytes
    }

    func count(_ key: String, in parent: String) throws(KeystoreError) -> UInt64 {
        guard case .number(let text)? = self[key], let count = UInt64(text) else {
            throw .malformed(Self.path(parent, key))
        }
        return count
    }

    private static func path(_ parent: String, _ key: String) -> String {
        parent.isEmpty ? key : "\(parent).\(key)"
    }
}
