public import Hashing

/// A message as people sign it (EIP-191): what is signed can never be a transaction.
public enum PersonalMessage {
    public static func digest(of message: [UInt8]) -> Digest {
        let prefix = "\u{19}Ethereum Signed Message:\n\(message.count)"
        return Keccak256.hash(Array(prefix.utf8) + message)
    }
}
