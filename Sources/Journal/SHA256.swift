// The only file of this module that touches libcrypto. Pointers come in here and do not leave.

import CCrypto

/// SHA-256. One context serves any number of digests.
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

    /// Replaces `digest`, which has 32 bytes, by that of `bytes`. Allocates nothing.
    func digest(of bytes: [UInt8], into digest: inout [UInt8]) {
        precondition(digest.count == 32, "a digest has 32 bytes")
        let isDone =
            unsafe EVP_DigestInit_ex2(context, algorithm, nil) == 1
            && EVP_DigestUpdate(context, bytes, bytes.count) == 1
            && EVP_DigestFinal_ex(context, &digest, nil) == 1
        precondition(isDone, "libcrypto does not hash")
    }

    func digest(of bytes: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 32)
        self.digest(of: bytes, into: &digest)
        return digest
    }
}
