/// How a password becomes a key: slowly, so that guessing is expensive.
public struct KeyDerivation: Hashable, Sendable {
    let salt: [UInt8]
    let function: Function

    enum Function: Hashable, Sendable {
        case scrypt(n: UInt64, r: UInt64, p: UInt64)
        case pbkdf2(iterations: UInt64)
    }

    /// How much work a new file asks of whoever opens it.
    public enum Strength: Hashable, Sendable {
        /// 256 MiB and about a second: what wallets write.
        case standard
        /// For tests and throwaway keys only.
        case light

        var n: UInt64 {
            switch self {
            case .standard: 262_144
            case .light: 4_096
            }
        }
    }

    /// Thirty-two bytes: the first half encrypts, the second half is the checksum's key.
    func derive(_ password: borrowing Password) throws(KeystoreError) -> LockedMemory {
        let derived = try KeystoreError.locked(count: 32)
        let isDerived =
            switch function {
            case .scrypt(let n, let r, let p):
                Cipher.scrypt(
                    password: password.memory,
                    passwordCount: password.count,
                    salt: salt,
                    n: n,
                    r: r,
                    p: p,
                    into: derived
                )
            case .pbkdf2(let iterations):
                Cipher.pbkdf2(
                    password: password.memory,
                    passwordCount: password.count,
                    salt: salt,
                    iterations: Int32(truncatingIfNeeded: iterations),
                    into: derived
                )
            }
        // The parameters were checked when they were read, so what is missing is memory.
        guard isDerived else { throw .memory(.noMemory) }
        return derived
    }

    /// Reads `crypto.kdf` and `crypto.kdfparams`, and refuses what is too much.
    init(_ crypto: JSONValue) throws(KeystoreError) {
        guard let parameters = crypto["kdfparams"] else { throw .malformed("crypto.kdfparams") }
        salt = try parameters.bytes("salt", in: "crypto.kdfparams")
        guard salt.count <= KeystoreLimits.saltBytes else { throw .tooExpensive("salt") }
        let count = try parameters.count("dklen", in: "crypto.kdfparams")
        guard count == 32 else { throw .unsupported("dklen", String(count)) }
        switch try crypto.text("kdf", in: "crypto") {
        case "scrypt":
            let n = try parameters.count("n", in: "crypto.kdfparams")
            let r = try parameters.count("r", in: "crypto.kdfparams")
            let p = try parameters.count("p", in: "crypto.kdfparams")
            guard n > 1, n & (n - 1) == 0 else { throw .malformed("crypto.kdfparams.n") }
            guard r > 0 else { throw .malformed("crypto.kdfparams.r") }
            guard p > 0 else { throw .malformed("crypto.kdfparams.p") }
            let (blocks, overflow) = n.multipliedReportingOverflow(by: r)
            guard !overflow, blocks <= KeystoreLimits.scryptMemoryBytes / 128 else {
                throw .tooExpensive("n and r")
            }
            guard p <= KeystoreLimits.scryptParallelism else { throw .tooExpensive("p") }
            // No overflow: both factors have just been bounded.
            guard blocks * p <= KeystoreLimits.scryptWork else { throw .tooExpensive("n, r and p") }
            // RFC 7914: n is below 2 to the power of 16 r.
            guard r > 3 || n < 1 << (16 * r) else { throw .malformed("crypto.kdfparams.n") }
            function = .scrypt(n: n, r: r, p: p)
        case "pbkdf2":
            let prf = try parameters.text("prf", in: "crypto.kdfparams")
            guard prf == "hmac-sha256" else { throw .unsupported("prf", prf) }
            let iterations = try parameters.count("c", in: "crypto.kdfparams")
            guard iterations > 0 else { throw .malformed("crypto.kdfparams.c") }
            guard iterations <= KeystoreLimits.pbkdf2Iterations else { throw .tooExpensive("c") }
            function = .pbkdf2(iterations: iterations)
        case let other: throw .unsupported("kdf", other)
        }
    }

    init(salt: [UInt8], function: Function) {
        self.salt = salt
        self.function = function
    }
}
