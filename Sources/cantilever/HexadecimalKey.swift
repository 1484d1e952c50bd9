import Ethereum
import Glibc

/// A private key as 64 hexadecimal digits, read straight into locked memory.
enum HexadecimalKey {
    /// Asks on the terminal when standard input is one, and reads it otherwise.
    static func read() throws(Failure) -> SecretKey {
        let text = try KeystoreFailure.locked(count: 128)
        try Files.refuseOpenPermissions("standard input", STDIN_FILENO)
        let count =
            if isatty(STDIN_FILENO) == 1 {
                try PasswordPrompt.askSecretly(
                    "Private key: ",
                    into: text,
                    orElse: "give the key on standard input"
                )
            } else {
                try Files.readSecret(from: STDIN_FILENO, named: "standard input", into: text)
            }
        let start = count >= 2 && text[0] == 0x30 && text[1] | 0x20 == 0x78 ? 2 : 0
        guard count - start == 64 else {
            throw Failure(.badData, "a private key has 64 hexadecimal digits, not \(count - start)")
        }
        let key = try KeystoreFailure.locked(count: 32)
        for index in 0..<32 {
            let high = try digit(text[start + 2 * index], at: 2 * index)
            let low = try digit(text[start + 2 * index + 1], at: 2 * index + 1)
            key[index] = high << 4 | low
        }
        do throws(SecretKeyError) {
            return try SecretKey(key)
        } catch {
            throw KeystoreFailure.explained(error)
        }
    }

    /// Refuses a command line with a secret on it, and does not repeat the secret.
    static func refuse(in words: [String]) throws(Failure) {
        for word in words {
            let parts = word.split(separator: "=", maxSplits: 1)
            guard !parts.contains(where: isKey), !parts.prefix(1).contains(where: asksForSecret)
            else {
                throw Failure(
                    .usage,
                    "that is a secret on the command line, where every user of this machine can "
                        + "read it: consider it lost. Give a key on standard input, and a password "
                        + "with \(PasswordPrompt.option)"
                )
            }
        }
    }

    /// Whether a word is a key, or one with a digit too few or too many.
    private static func isKey(_ word: Substring) -> Bool {
        let digits = word.hasPrefix("0x") ? word.dropFirst(2) : word
        return (60...68).contains(digits.utf8.count) && digits.allSatisfy(\.isHexDigit)
    }

    /// Options that other programs have, and this one has not.
    private static func asksForSecret(_ word: Substring) -> Bool {
        ["--password", "--passphrase", "--key", "--private-key", "--secret"].contains(word)
    }

    private static func digit(_ byte: UInt8, at index: Int) throws(Failure) -> UInt8 {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        // The digit itself is part of a secret and is not shown.
        default: throw Failure(.badData, "digit \(index + 1) of the key is not hexadecimal")
        }
    }
}
