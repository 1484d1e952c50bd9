public import Hashing
public import Vocabulary

/// A private key. It can't be copied, printed or compared; it signs, and is wiped when let go.
public struct SecretKey: ~Copyable {
    private let key: LockedMemory
    private let context: Secp256k1.SigningContext
    public let address: Address

    /// Takes thirty-two bytes; refuses zero and numbers beyond the group's order.
    public init(_ bytes: consuming LockedMemory) throws(SecretKeyError) {
        guard bytes.count == 32 else { throw .wrongLength(bytes.count) }
        let context: Secp256k1.SigningContext
        do throws(LockedMemory.Unavailable) {
            context = try Secp256k1.SigningContext()
        } catch {
            throw .memory(error)
        }
        guard context.isValid(bytes) else { throw .outOfRange }
        address = context.publicKey(of: bytes).address
        self.context = context
        key = bytes
    }

    /// A new key from the kernel's randomness.
    public static func generate() throws(SecretKeyError) -> SecretKey {
        do throws(LockedMemory.Unavailable) {
            let memory = try LockedMemory(count: 32)
            OperatingSystemChance.fill(memory)
            return try fresh(memory)
        } catch {
            throw .memory(error)
        }
    }

    private static func fresh(
        _ memory: consuming LockedMemory
    ) throws(LockedMemory.Unavailable) -> SecretKey {
        do throws(SecretKeyError) {
            return try SecretKey(memory)
        } catch {
            guard case .memory(let unavailable) = error else {
                // One in 2^128: the bytes are no key of the group.
                preconditionFailure("the kernel's randomness is no key")
            }
            throw unavailable
        }
    }

    public func sign(_ digest: Digest) -> Signature {
        context.sign(digest, with: key)
    }

    /// Lends the key's bytes to the keystore, which encrypts them.
    borrowing func withBytes<Result>(_ body: (borrowing LockedMemory) -> Result) -> Result {
        body(key)
    }

    public var publicKey: PublicKey { context.publicKey(of: key) }
}

/// Why bytes are no key.
public enum SecretKeyError: Error, Hashable {
    case wrongLength(Int)
    /// Zero, or not below the order of the group.
    case outOfRange
    case memory(LockedMemory.Unavailable)
}
