// The only file that touches libcrypto. Pointers come in here and do not leave.

import CCrypto

/// Key derivation and encryption, as the keystore of Ethereum asks for them.
enum Cipher {
    /// Derives into locked memory; `nil` when libcrypto refuses the parameters.
    static func scrypt(
        password: borrowing LockedMemory,
        passwordCount: Int,
        salt: [UInt8],
        n: UInt64,
        r: UInt64,
        p: UInt64,
        into derived: borrowing LockedMemory
    ) -> Bool {
        let count = derived.count
        return unsafe password.withBytes { password in
            unsafe derived.withBytes { derived in
                unsafe EVP_PBE_scrypt(
                    UnsafeRawPointer(password).assumingMemoryBound(to: CChar.self),
                    passwordCount,
                    salt,
                    salt.count,
                    n,
                    r,
                    p,
                    KeystoreLimits.scryptMemoryBytes + 1 << 20,
                    derived,
                    count
                )
            }
        } == 1
    }

    /// PBKDF2 with HMAC-SHA-256.
    static func pbkdf2(
        password: borrowing LockedMemory,
        passwordCount: Int,
        salt: [UInt8],
        iterations: Int32,
        into derived: borrowing LockedMemory
    ) -> Bool {
        let count = derived.count
        return unsafe password.withBytes { password in
            unsafe derived.withBytes { derived in
                unsafe PKCS5_PBKDF2_HMAC(
                    UnsafeRawPointer(password).assumingMemoryBound(to: CChar.self),
                    Int32(passwordCount),
                    salt,
                    Int32(salt.count),
                    iterations,
                    EVP_sha256(),
                    Int32(count),
                    derived
                )
            }
        } == 1
    }

    /// AES-128 in counter mode is its own inverse: the same call encrypts and decrypts.
    static func encrypt(
        _ key: borrowing LockedMemory,
        initial: [UInt8],
        _ input: UnsafePointer<UInt8>,
        count: Int,
        to output: UnsafeMutablePointer<UInt8>
    ) {
        precondition(initial.count == 16 && key.count >= 16, "AES-128 takes 16 bytes of each")
        let context = unsafe EVP_CIPHER_CTX_new()
        defer { unsafe EVP_CIPHER_CTX_free(context) }
        var written: Int32 = 0
        let isDone = unsafe key.withBytes { key in
            unsafe EVP_EncryptInit_ex(context, EVP_aes_128_ctr(), nil, key, initial) == 1
                && EVP_EncryptUpdate(context, output, &written, input, Int32(count)) == 1
        }
        precondition(isDone && written == Int32(count), "libcrypto does not encrypt")
    }

    /// Compares in a time that does not depend on where they differ.
    static func isEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        return unsafe CRYPTO_memcmp(left, right, left.count) == 0
    }
}
