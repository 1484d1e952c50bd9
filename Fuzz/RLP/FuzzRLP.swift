import Ethereum

/// Any bytes: an item that is written as it was read, or a typed error.
@c(LLVMFuzzerTestOneInput)
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    if let item = try? RLPItem(decoding: bytes) {
        precondition(item.encoded == bytes, "an item is written otherwise than it was read")
    }
    if let envelope = try? TransactionEnvelope(decoding: bytes) {
        precondition(envelope.encoded == bytes, "a transaction is written otherwise than read")
        _ = envelope.sender
    }
    return 0
}
