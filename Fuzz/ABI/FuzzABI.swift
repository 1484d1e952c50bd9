import Ethereum

private let shapes = [
    "f(uint8,int24,address,bool,bytes4,function)", "f(bytes,string)", "f(uint256[])",
    "f((bool,bytes[])[2][],string)", "f(bytes[][],(uint8,(string,int8)[])[])", "f(uint256[3][])",
].compactMap { try? ABISignature($0) }

/// Any bytes under several types, and any text as a signature.
@c(LLVMFuzzerTestOneInput)
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    for shape in shapes {
        let types = shape.inputs.map(\.type)
        guard let values = try? ABIDecoder.decode(bytes, as: types) else { continue }
        guard let encoded = try? ABIEncoder.encode(values, as: types) else {
            preconditionFailure("what was decoded can't be encoded")
        }
        let again = try? ABIDecoder.decode(encoded, as: types)
        precondition(again == values, "what was encoded is decoded otherwise")
    }
    _ = ABIRevert(data: bytes)
    if let signature = try? ABISignature(String(decoding: bytes, as: UTF8.self)) {
        let again = try? ABISignature(signature.canonical)
        precondition(again?.canonical == signature.canonical, "a signature changes its name")
    }
    return 0
}
