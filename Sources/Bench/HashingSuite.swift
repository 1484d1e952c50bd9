import CCrypto
import Hashing

/// Keccak-256 against OpenSSL's SHA3-256: the same permutation in assembly, another padding.
enum HashingSuite {
    static func comparisons() -> [Comparison] {
        [
            comparison("Keccak-256 of 136 bytes", count: 136, goal: 1.15),
            comparison("Keccak-256 of 1 MiB", count: 1 << 20, goal: 1.35),
        ]
    }

    private static func comparison(_ what: String, count: Int, goal: Double) -> Comparison {
        let input = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        return Comparison(
            what: what,
            limitName: "OpenSSL SHA3-256",
            goal: goal,
            ours: { repetitions in
                for _ in 0..<repetitions { consume(Keccak256.hash(input)) }
            },
            limit: { repetitions in
                let algorithm = unsafe EVP_MD_fetch(nil, "SHA3-256", nil)
                let context = unsafe EVP_MD_CTX_new()
                var output = [UInt8](repeating: 0, count: 32)
                for _ in 0..<repetitions {
                    unsafe EVP_DigestInit_ex2(context, algorithm, nil)
                    unsafe EVP_DigestUpdate(context, input, input.count)
                    unsafe EVP_DigestFinal_ex(context, &output, nil)
                }
                consume(output)
                unsafe EVP_MD_CTX_free(context)
                unsafe EVP_MD_free(algorithm)
            }
        )
    }
}
