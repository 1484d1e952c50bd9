import CSecp256k1

/// One call of `secp256k1_ecdsa_sign_recoverable` and nothing around it: a "sig", the unit that
/// everything between a block and a signed transaction is measured in.
@safe
final class BareSignature {
    private let context: OpaquePointer
    private let key = [UInt8](repeating: 0x46, count: 32)
    private var message = [UInt8](repeating: 7, count: 32)
    private var signature = secp256k1_ecdsa_recoverable_signature()

    static let name = "a bare signature"

    init() {
        guard let context = unsafe secp256k1_context_create(UInt32(SECP256K1_CONTEXT_NONE)) else {
            preconditionFailure("libsecp256k1 has no context to give")
        }
        unsafe self.context = context
    }

    deinit { unsafe secp256k1_context_destroy(context) }

    func sign(_ count: Int) {
        for index in 0..<count {
            message[index & 31] &+= 1
            _ = unsafe secp256k1_ecdsa_sign_recoverable(
                context,
                &signature,
                message,
                key,
                nil,
                nil
            )
        }
    }
}
