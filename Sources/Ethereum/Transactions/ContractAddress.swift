public import Hashing
public import Vocabulary

extension Address {
    /// Where a contract lands that this account creates with this nonce.
    public func creating(nonce: UInt64) -> Address {
        var writer = RLPWriter()
        writer.appendList { list in
            list.append(bytes)
            list.append(nonce)
        }
        return Address(lastOf: Keccak256.hash(writer.bytes))
    }

    /// Where a contract lands that this contract creates with CREATE2.
    public func creating(salt: Digest, initCodeHash: Digest) -> Address {
        Address(lastOf: Keccak256.hash([0xFF] + bytes + salt.bytes + initCodeHash.bytes))
    }

    private init(lastOf digest: Digest) {
        guard let address = Address(bytes: digest.bytes.suffix(20)) else {
            preconditionFailure("twenty bytes are an address")
        }
        self = address
    }
}
