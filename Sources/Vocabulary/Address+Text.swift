import Hashing

// EIP-55: upper case where the digest of the lower-case digits says so, a checksum that costs nothing.

/// Why a text is not an address.
public enum AddressTextError: Error, Hashable, Sendable {
    case hexadecimal(HexadecimalError)
    case noPrefix
    /// Upper and lower case are mixed, and not as the checksum has them: a digit is mistyped.
    case wrongChecksum(expected: String)
}

extension Address {
    /// Reads `0x` and forty digits: all of one case, or mixed with the right checksum.
    public init(_ text: String) throws(AddressTextError) {
        guard text.utf8.starts(with: [0x30, 0x78]) else { throw .noPrefix }
        let bytes: [UInt8]
        do throws(HexadecimalError) {
            bytes = try Hexadecimal.bytes(of: text)
        } catch {
            throw .hexadecimal(error)
        }
        guard let address = Address(bytes: bytes) else {
            throw .hexadecimal(.wrongLength(expectedBytes: 20, found: bytes.count))
        }
        let digits = text.utf8.dropFirst(2)
        let hasUpper = digits.contains { (0x41...0x46).contains($0) }
        let hasLower = digits.contains { (0x61...0x66).contains($0) }
        if hasUpper, hasLower, address.checksummed != text {
            throw .wrongChecksum(expected: address.checksummed)
        }
        self = address
    }

    /// The forty digits with their checksum.
    public var checksummed: String {
        let digits = Array(Hexadecimal.digits(of: bytes).utf8)
        let digest = Keccak256.hash(digits).bytes
        let cased = digits.enumerated().map { index, digit in
            let nibble = index % 2 == 0 ? digest[index / 2] >> 4 : digest[index / 2] & 15
            return digit >= 0x61 && nibble >= 8 ? digit - 0x20 : digit
        }
        return "0x" + String(decoding: cased, as: UTF8.self)
    }
}

extension Address: CustomStringConvertible {
    public var description: String { checksummed }
}
