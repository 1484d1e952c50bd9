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
    guard let document = try? JSONValue(parsing: bytes) else { return 0 }
    let again = try? JSONValue(parsing: document.description)
    precondition(again == document, "a document is written otherwise than it was read")
    // Foundation refuses numbers beyond its floating-point range and nests less deep; no more than that.
    let theirs = try? JSONSerialization.jsonObject(
        with: Data(bytes),
        options: .fragmentsAllowed
    )
    precondition(theirs != nil || hasLongNumber(document), "Foundation refuses this document")
    return 0
}

private func hasLongNumber(_ value: JSONValue) -> Bool {
    switch value {
    case .number(let text): text.utf8.count > 15 || text.contains("e") || text.contains("E")
    case .array(let elements): elements.contains(where: hasLongNumber)
    case .object(let members): members.contains { hasLongNumber($0.value) }
    case .null, .bool, .string: false
    }
}
