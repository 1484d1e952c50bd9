import Ethereum
import Glibc

/// What went wrong with a key, in words.
enum KeystoreFailure {
    static func locked(count: Int) throws(Failure) -> LockedMemory {
        do throws(KeystoreError) {
            return try KeystoreError.locked(count: count)
        } catch {
            throw explained(error, path: "memory")
        }
    }

    static func explained(_ error: KeystoreError, path: String) -> Failure {
        switch error {
        case .malformed(let part):
            Failure(.badData, "\(path): is no keystore file: '\(part)' is missing or wrong")
        case .unsupported(let part, let value):
            Failure(.badData, "\(path): '\(part)' is '\(value)', which is not supported")
        case .tooExpensive(let part):
            Failure(.badData, "\(path): '\(part)' asks for more memory or time than is sane")
        case .wrongPassword:
            Failure(.permission, "\(path): the password is wrong, or the file was changed")
        case .otherAddress(let address):
            Failure(.badData, "\(path): the key inside is \(address)'s, not the one the file names")
        case .key(let error): explained(error)
        case .memory(let error): explained(error)
        }
    }

    static func explained(_ error: SecretKeyError) -> Failure {
        switch error {
        case .wrongLength(let count):
            Failure(.badData, "a key has 32 bytes, not \(count)")
        case .outOfRange:
            Failure(.badData, "these 32 bytes are no key: zero, or beyond the curve's order")
        case .memory(let error): explained(error)
        }
    }

    private static func explained(_ error: LockedMemory.Unavailable) -> Failure {
        let reason = unsafe String(cString: strerror(error.errorNumber))
        return Failure(
            .unavailable,
            "no locked memory for a secret (\(reason)); raise the limit with 'ulimit -l'"
        )
    }
}
