import Ethereum
import Foundation

/// Any bytes as an answer, and as a document on which Foundation must agree.
@c(LLVMFuzzerTestOneInput)
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    if let outcomes = try? JSONRPCAnswer.batch(bytes, ids: [1, 2]) {
        for case .result(let fragment) in outcomes {
            let words = fragment.words
            precondition(words == nil || fragment.data?.count == (words?.count ?? 0) * 32)
            _ = fragment.quantity
        }
    }
    let theirs = try? JSONSerialization.jsonObject(
        with: Data(bytes),
        options: .fragmentsAllowed
    )
    do throws(JSONError) {
        let document = try JSONValue(parsing: bytes)
        let again = try JSONValue(parsing: document.description)
        precondition(again == document, "a document is written otherwise than it was read")
        // Foundation refuses numbers beyond its floating-point range; no more than that.
        precondition(theirs != nil || hasLongNumber(document), "Foundation refuses this document")
    } catch {
        precondition(theirs == nil || isLaxer(error, bytes), "only Foundation takes this document")
    }
    return 0
}

/// Where Foundation is known to be laxer: keys there twice, a comma behind the last element, and other
/// encodings than UTF-8, which it tells by zeros and byte order marks.
private func isLaxer(_ error: JSONError, _ bytes: [UInt8]) -> Bool {
    if bytes.prefix(4).contains(0) { return true }
    for mark in [[0xEF, 0xBB, 0xBF], [0xFE, 0xFF], [0xFF, 0xFE]] as [[UInt8]]
    where bytes.starts(with: mark) {
        return true
    }
    switch error {
    // Nesting: ours ends sooner.
    case .duplicateKey, .tooDeep: return true
    case .unexpectedByte(let byte, at: let offset) where byte == 0x5D || byte == 0x7D:
        return bytes.prefix(offset).last { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } == 0x2C
    default: return false
    }
}

private func hasLongNumber(_ value: JSONValue) -> Bool {
    switch value {
    case .number(let text): text.utf8.count > 15 || text.contains("e") || text.contains("E")
    case .array(let elements): elements.contains(where: hasLongNumber)
    case .object(let members): members.contains { hasLongNumber($0.value) }
    case .null, .bool, .string: false
    }
}
