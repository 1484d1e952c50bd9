import Ethereum

/// Any bytes as a keystore file: read, or refused before any work is done.
@c(LLVMFuzzerTestOneInput)
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    guard let document = try? JSONValue(parsing: bytes) else { return 0 }
    if let keystore = try? Keystore(document) {
        let again = try? Keystore(keystore.document)
        precondition(again == keystore, "a keystore is written otherwise than it was read")
    }
    _ = try? TypedData(document).digest()
    return 0
}
