// The only file that touches libsecp256k1. Pointers come in here and do not leave.

import CSecp256k1
import Hashing
import Numerics

enum Secp256k1 {
    /// What signing needs: tables blinded with randomness, against a listener at the power line.
    @safe
    struct SigningContext: ~Copyable {
        private let context: OpaquePointer

        init() throws(LockedMemory.Unavailable) {
            let seed = try LockedMemory(count: 32)
            OperatingSystemChance.fill(seed)
            guard let context = unsafe secp256k1_context_create(UInt32(SECP256K1_CONTEXT_NONE))
            else {
                preconditionFailure("libsecp256k1 has no context to give")
            }
            let isBlinded = unsafe seed.withBytes {
                unsafe secp256k1_context_randomize(context, $0)
            }
            precondition(isBlinded == 1, "libsecp256k1 does not take the blinding")
            unsafe self.context = context
        }

        deinit { unsafe secp256k1_context_destroy(context) }

        func isValid(_ key: borrowing LockedMemory) -> Bool {
            unsafe key.withBytes { unsafe secp256k1_ec_seckey_verify(context, $0) } == 1
        }

        /// Signs deterministically (RFC 6979), always with the lower `s`.
        func sign(_ digest: Digest, with key: borrowing LockedMemory) -> Signature {
            var signature = secp256k1_ecdsa_recoverable_signature()
            var message = bigEndian(digest)
            let isSigned = unsafe withBytes(of: &message) { message in
                unsafe key.withBytes { key in
                    unsafe secp256k1_ecdsa_sign_recoverable(
                        context,
                        &signature,
                        message,
                        key,
                        nil,
                        nil
                    )
                }
            }
            precondition(isSigned == 1, "libsecp256k1 does not sign with a key it has accepted")
            return compact(signature)
        }

        private func compact(_ signature: secp256k1_ecdsa_recoverable_signature) -> Signature {
            var signature = signature
            var recovery: Int32 = 0
            var halves: (UInt256, UInt256) = (.zero, .zero)
            _ = unsafe withBytes(of: &halves) { output in
                unsafe secp256k1_ecdsa_recoverable_signature_serialize_compact(
                    context,
                    output,
                    &recovery,
                    &signature
                )
            }
            // A recovery number of two or three takes an r beyond the group's order: nobody has seen one.
            precondition(recovery <= 1, "an r beyond the order of the group")
            return Signature(
                r: UInt256(bigEndian: halves.0),
                s: UInt256(bigEndian: halves.1),
                parity: recovery == 1
            )
        }

        func publicKey(of key: borrowing LockedMemory) -> PublicKey {
            var point = secp256k1_pubkey()
            let isMade = unsafe key.withBytes {
                unsafe secp256k1_ec_pubkey_create(context, &point, $0)
            }
            precondition(isMade == 1, "libsecp256k1 has no public key for a key it has accepted")
            return coordinates(of: point)
        }
    }

    /// The key that signed; `nil` when `r` or `s` is out of range or on no point.
    static func recover(_ digest: Digest, _ signature: Signature) -> PublicKey? {
        var halves = (signature.r.bigEndian, signature.s.bigEndian)
        var parsed = secp256k1_ecdsa_recoverable_signature()
        let isParsed = unsafe withBytes(of: &halves) { halves in
            unsafe secp256k1_ecdsa_recoverable_signature_parse_compact(
                cantilever_secp256k1_static(),
                &parsed,
                halves,
                signature.parity ? 1 : 0
            )
        }
        guard isParsed == 1 else { return nil }
        var point = secp256k1_pubkey()
        var message = bigEndian(digest)
        let isRecovered = unsafe withBytes(of: &message) { message in
            unsafe secp256k1_ecdsa_recover(
                cantilever_secp256k1_static(),
                &point,
                &parsed,
                message
            )
        }
        guard isRecovered == 1 else { return nil }
        return coordinates(of: point)
    }

    private static func coordinates(of point: secp256k1_pubkey) -> PublicKey {
        var point = point
        var output = [UInt8](repeating: 0, count: 65)
        var count = output.count
        _ = unsafe secp256k1_ec_pubkey_serialize(
            cantilever_secp256k1_static(),
            &output,
            &count,
            &point,
            UInt32(SECP256K1_EC_UNCOMPRESSED)
        )
        // In front stands a byte that says the point is not compressed.
        return PublicKey(coordinates: Array(output.dropFirst()))
    }

    /// Lends a value's memory to a C function as bytes.
    private static func withBytes<Value: BitwiseCopyable, Result>(
        of value: inout Value,
        _ body: (UnsafeMutablePointer<UInt8>) -> Result
    ) -> Result {
        unsafe withUnsafeMutablePointer(to: &value) { pointer in
            unsafe body(UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: UInt8.self))
        }
    }

    /// The digest's words in the memory order of its bytes.
    private static func bigEndian(_ digest: Digest) -> (UInt64, UInt64, UInt64, UInt64) {
        let words = digest.words
        return (
            words.0.bigEndian, words.1.bigEndian, words.2.bigEndian, words.3.bigEndian
        )
    }
}
