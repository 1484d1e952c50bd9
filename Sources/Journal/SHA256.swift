// The only file of this module that touches libcrypto. Pointers come in here and do not leave.

import CCrypto

/// SHA-256, fed piece by piece. One context serves any number of digests.
@safe
final class SHA256 {
    private let context: OpaquePointer
    private let algorithm: OpaquePointer

    init() {
        guard let algorithm = unsafe EVP_MD_fetch(nil, "SHA256", nil),
            let context = unsafe EVP_MD_CTX_new()
        else { preconditionFailure("libcrypto has no SHA-256") }
        unsafe self.algorithm = algorithm
        unsafe self.context = context
    }

    deinit {
        unsafe EVP_MD_CTX_free(context)
        unsafe EVP_MD_free(algorithm)
    }

    func begin() {
        let isDone = unsafe EVP_DigestInit_ex2(context, algorithm, nil) == 1
        precondition(isDone, "libcrypto does not hash")
    }

    func feed(_ bytes: [UInt8]) {
        let isDone = unsafe EVP_DigestUpdate(context, bytes, bytes.count) == 1
        precondition(isDone, "libcrypto does not hash")
    }

    func finish() -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 32)
        let isDone = unsafe EVP_DigestFinal_ex(context, &digest, nil) == 1
        precondition(isDone, "libcrypto does not hash")
        return digest
    }
}
