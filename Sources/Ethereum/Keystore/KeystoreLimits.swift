/// What a keystore file may ask of the machine that opens it. Beyond, it is refused, not tried.
public enum KeystoreLimits {
    /// 128 * n * r bytes; the usual file (n = 262,144, r = 8) takes 256 MiB.
    public static let scryptMemoryBytes: UInt64 = 1 << 30
    public static let scryptParallelism: UInt64 = 16
    /// n * r * p, which is time; sixteen times the usual file's.
    public static let scryptWork: UInt64 = 1 << 25
    public static let pbkdf2Iterations: UInt64 = 10_000_000
    public static let saltBytes = 1_024
}
