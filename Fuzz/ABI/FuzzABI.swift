import Ethereum
import Numerics

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
    compareReaders(bytes)
    if let signature = try? ABISignature(String(decoding: bytes, as: UTF8.self)) {
        let again = try? ABISignature(signature.canonical)
        precondition(again?.canonical == signature.canonical, "a signature changes its name")
    }
    return 0
}

/// What an aggregate returned, in words and as a tree: where the words are read, the tree says the same.
private func compareReaders(_ bytes: [UInt8]) {
    let words = stride(from: 0, to: bytes.count / 32 * 32, by: 32).compactMap {
        UInt256(bigEndian: bytes[$0..<$0 + 32])
    }
    guard let results = try? results(in: ABIWords(words)) else { return }
    let type = ABIType.array(.tuple([.bool, .bytes]))
    do throws(ABIError) {
        let tree = try ABIDecoder.decode(bytes, as: [type])
        precondition(tree == [.list(results)], "words and tree disagree")
    } catch {
        // Only the tree notices that bytes are read over and over.
        guard case .tooManyValues = error.problem else {
            preconditionFailure("only the words are read")
        }
    }
}

private func results(in answer: ABIWords) throws(ABIError) -> [ABIValue] {
    let (count, elements) = try answer.array(0)
    var results: [ABIValue] = []
    for index in 0..<min(count, 64) {
        let result = try elements.tail(index)
        results.append(.list([.bool(try result.bool(0)), .bytes(try result.bytes(1))]))
    }
    guard count <= 64 else { throw ABIError(.tooManyValues(at: 0)) }
    return results
}
