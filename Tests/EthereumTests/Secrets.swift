import Ethereum

/// A key from bytes that are no secret.
func secretKey(_ bytes: [UInt8]) throws -> SecretKey {
    let memory = try LockedMemory(count: bytes.count)
    for (index, byte) in bytes.enumerated() { memory[index] = byte }
    return try SecretKey(memory)
}

func password(_ bytes: [UInt8]) throws -> Password {
    let memory = try LockedMemory(count: Password.longest)
    for (index, byte) in bytes.enumerated() { memory[index] = byte }
    return Password(memory, count: bytes.count)
}
