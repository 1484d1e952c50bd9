import Hashing
public import Vocabulary

/// A private key encrypted with a password, in the file format of all Ethereum wallets (version 3).
public struct Keystore: Hashable, Sendable {
    /// Some wallets leave it out.
    public let address: Address?
    public let identifier: String
    let derivation: KeyDerivation
    let initial: [UInt8]
    let ciphertext: [UInt8]
    let mac: [UInt8]

    init(
        address: Address?,
        identifier: String,
        derivation: KeyDerivation,
        initial: [UInt8],
        ciphertext: [UInt8],
        mac: [UInt8]
    ) {
        self.address = address
        self.identifier = identifier
        self.derivation = derivation
        self.initial = initial
        self.ciphertext = ciphertext
        self.mac = mac
    }

    /// Decrypts the key. A wrong password and a changed file look the same: the checksum fails.
    public func decrypt(_ password: borrowing Password) throws(KeystoreError) -> SecretKey {
        let derived = try derivation.derive(password)
        guard Cipher.isEqual(Self.mac(derived, ciphertext), mac) else { throw .wrongPassword }
        let plain = try KeystoreError.locked(count: 32)
        unsafe plain.withBytes { output in
            unsafe Cipher.encrypt(
                derived,
                initial: initial,
                ciphertext,
                count: ciphertext.count,
                to: output
            )
        }
        let key = try Self.key(plain)
        let found = key.address
        guard address == nil || address == found else { throw .otherAddress(found) }
        return key
    }

    private static func key(
        _ plain: consuming LockedMemory
    ) throws(KeystoreError) -> SecretKey {
        do throws(SecretKeyError) {
            return try SecretKey(plain)
        } catch {
            throw .key(error)
        }
    }

    /// Encrypts a key with a fresh salt; scrypt with the parameters wallets use.
    public init(
        encrypting key: borrowing SecretKey,
        password: borrowing Password,
        strength: KeyDerivation.Strength = .standard
    ) throws(KeystoreError) {
        derivation = KeyDerivation(
            salt: OperatingSystemChance.bytes(count: 32),
            function: .scrypt(n: strength.n, r: 8, p: 1)
        )
        initial = OperatingSystemChance.bytes(count: 16)
        let derived = try derivation.derive(password)
        var ciphertext = [UInt8](repeating: 0, count: 32)
        let initial = initial
        key.withBytes { key in
            unsafe ciphertext.withUnsafeMutableBufferPointer { output in
                guard let start = output.baseAddress else { return }
                unsafe key.withBytes { input in
                    unsafe Cipher.encrypt(derived, initial: initial, input, count: 32, to: start)
                }
            }
        }
        self.ciphertext = ciphertext
        mac = Self.mac(derived, ciphertext)
        address = key.address
        identifier = Self.freshIdentifier()
    }

    private static func mac(
        _ derived: borrowing LockedMemory,
        _ ciphertext: [UInt8]
    ) -> [UInt8] {
        var hasher = Keccak256()
        unsafe derived.withBytes { bytes in
            unsafe hasher.update(UnsafeRawBufferPointer(start: bytes + 16, count: 16).bytes)
        }
        hasher.update(ciphertext)
        return hasher.finalize().bytes
    }

    /// A random UUID (version 4).
    private static func freshIdentifier() -> String {
        var bytes = OperatingSystemChance.bytes(count: 16)
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        let digits = Hexadecimal.digits(of: bytes)
        let cuts = [0, 8, 12, 16, 20, 32]
        return zip(cuts, cuts.dropFirst()).map { from, to in
            String(digits.dropFirst(from).prefix(to - from))
        }.joined(separator: "-")
    }
}

/// A password in locked memory.
public struct Password: ~Copyable {
    let memory: LockedMemory
    let count: Int

    public static let longest = 1_024

    /// Takes the first `count` bytes of the memory.
    public init(_ memory: consuming LockedMemory, count: Int) {
        precondition((0...memory.count).contains(count), "a password of \(count) bytes")
        self.memory = memory
        self.count = count
    }

    public var isEmpty: Bool { count == 0 }

    /// Compares in a time that depends on the length alone.
    public borrowing func isEqual(to other: borrowing Password) -> Bool {
        guard count == other.count else { return false }
        var difference: UInt8 = 0
        for index in 0..<count { difference |= memory[index] ^ other.memory[index] }
        return difference == 0
    }
}

/// Why a key can't be had from a keystore.
public enum KeystoreError: Error, Hashable {
    /// What is missing or of the wrong form, by its name in the file.
    case malformed(String)
    case unsupported(String, String)
    /// The file asks for more memory or time than is sane.
    case tooExpensive(String)
    /// The checksum fails: the password is wrong, or the file was changed.
    case wrongPassword
    /// The key inside belongs to this address, not to the one the file names.
    case otherAddress(Address)
    case key(SecretKeyError)
    case memory(LockedMemory.Unavailable)

    /// Locked memory, or this kind of error.
    public static func locked(count: Int) throws(KeystoreError) -> LockedMemory {
        do throws(LockedMemory.Unavailable) {
            return try LockedMemory(count: count)
        } catch {
            throw .memory(error)
        }
    }
}
