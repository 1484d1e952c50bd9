import Ethereum
import Hashing
import Numerics
import TestSupport
import Testing
import Vocabulary

@Suite struct SigningTests {
    @Test func `every public vector has its key, address and deterministic signature`() throws {
        let cases = try Vectors.load("secp256k1")["cases"].list()
        #expect(cases.count == 150)
        for vector in cases {
            let key = try secretKey(try vector["privateKey"].data())
            #expect(key.publicKey.bytes == (try vector["publicKey"].data()))
            #expect(key.address == (try Address(try vector["address"].text())))
            let digest = try #require(Digest(bytes: try vector["hash"].data()))
            let signature = key.sign(digest)
            #expect(signature.r == (try UInt256(decimal: try vector["r"].digits())))
            #expect(signature.s == (try UInt256(decimal: try vector["s"].digits())))
            #expect(signature.parity == (vector["v"].int == 28))
            #expect(signature.hasLowS)
            #expect(signature.signer(of: digest) == key.address)
        }
    }

    @Test func `recovery agrees with the chain's own, high s and nonsense included`() throws {
        let cases = try Vectors.load("secp256k1")["recover"].list()
        #expect(cases.count == 250)
        var (recovered, refused) = (0, 0)
        for vector in cases {
            let digest = try #require(Digest(bytes: try vector["hash"].data()))
            let v = try UInt256(decimal: try vector["v"].digits())
            let signature = Signature(
                r: try UInt256(decimal: try vector["r"].digits()),
                s: try UInt256(decimal: try vector["s"].digits()),
                parity: v == 28
            )
            // Any other v is nobody's; a signature can't hold it.
            let signer = v == 27 || v == 28 ? signature.signer(of: digest) : nil
            #expect(signer?.bytes == vector["address"].bytes)
            if signer == nil { refused += 1 } else { recovered += 1 }
        }
        #expect(recovered == 109 && refused == 141)
    }

    @Test func `a contract lands where the vectors say`() throws {
        let cases = try Vectors.load("create_address")["cases"].list()
        #expect(cases.count == 160)
        for vector in cases {
            let sender = try Address(try vector["sender"].text())
            let expected = try Address(try vector["address"].text())
            if try vector["kind"].text() == "CREATE" {
                let nonce = try #require(UInt64(try vector["nonce"].digits()))
                #expect(sender.creating(nonce: nonce) == expected)
            } else {
                let salt = try #require(Digest(bytes: try vector["salt"].data()))
                let code = try vector["initCode"].data()
                #expect(
                    sender.creating(salt: salt, initCodeHash: Keccak256.hash(code)) == expected
                )
            }
        }
    }

    @Test func `bytes that are no key are refused`() throws {
        #expect(throws: SecretKeyError.outOfRange) {
            _ = try secretKey([UInt8](repeating: 0, count: 32))
        }
        #expect(throws: SecretKeyError.outOfRange) {
            _ = try secretKey(Signature.order.bigEndianBytes)
        }
        #expect(throws: SecretKeyError.outOfRange) {
            _ = try secretKey(UInt256.max.bigEndianBytes)
        }
        #expect(throws: SecretKeyError.wrongLength(31)) {
            _ = try secretKey([UInt8](repeating: 1, count: 31))
        }
        #expect(throws: Never.self) { _ = try secretKey((Signature.order - 1).bigEndianBytes) }
    }

    @Test func `a new key signs, and is another one every time`() throws {
        let first = try SecretKey.generate()
        let second = try SecretKey.generate()
        let digest = Keccak256.hash("gold")
        #expect(first.sign(digest).signer(of: digest) == first.address)
        let (one, other) = (first.address, second.address)
        #expect(one != other)
    }

    @Test func `locked memory starts empty and keeps what is written`() throws {
        let memory = try LockedMemory(count: 5_000)
        for index in 0..<5_000 { #expect(memory[index] == 0) }
        memory[4_999] = 7
        #expect(memory[4_999] == 7)
    }

    @Test func `a byte outside locked memory traps`() async {
        await #expect(processExitsWith: .failure) {
            let memory = try LockedMemory(count: 32)
            memory[32] = 1
        }
    }

    @Test func `core dumps can be forbidden`() async {
        await #expect(processExitsWith: .success) {
            precondition(CoreDumps.forbid())
        }
    }
}
