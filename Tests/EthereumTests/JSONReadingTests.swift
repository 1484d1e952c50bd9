import Ethereum
import Numerics
import TestSupport
import Testing

@Suite struct JSONReadingTests {
    private func fragment(_ text: String) throws -> JSONFragment {
        try JSONFragment(checking: Array(text.utf8))
    }

    private let block = #"""
        {"number":"0x9f2a4", "hash":"0x00ff", "logs":[{"removed":false}], "to":null,
         "twice":1, "twice":2, "note":"a\"b"}
        """#

    @Test func `what is asked for is read`() throws {
        let block = try fragment(block)
        #expect(try block.member("number").readQuantity() == 651_940)
        #expect(try block.member("number").readShortQuantity() == 651_940)
        #expect(try block.member("hash").readData() == [0, 255])
        #expect(try block.member("hash").readData(count: 2) == [0, 255])
        #expect(try block.member("logs").readElements()[0].member("removed").readFlag() == false)
        #expect(try block.member("note").readText() == #"a"b"#)
        #expect(try block.optionalMember("to")?.offset == nil)
        #expect(try block.optionalMember("from")?.offset == nil)
        #expect(try block.optionalMember("hash")?.offset == 28)
    }

    @Test func `what is not there as asked is named, with its place`() throws {
        let block = try fragment(block)
        func refused(
            _ error: JSONReadingError,
            _ body: () throws -> Void
        ) {
            #expect(throws: error, performing: body)
        }
        refused(.missing("from", at: 0)) { _ = try block.member("from") }
        refused(.twice("twice", at: 90)) { _ = try block.member("twice") }
        refused(.twice("twice", at: 90)) { _ = try block.optionalMember("twice") }
        #expect(block["twice"]?.offset == nil)
        let number = try block.member("number")
        refused(.expected(.object, at: 10)) { _ = try number.member("a") }
        refused(.expected(.object, at: 10)) { _ = try number.optionalMember("a") }
        refused(.expected(.array, at: 10)) { _ = try number.readElements() }
        refused(.expected(.flag, at: 10)) { _ = try number.readFlag() }
        refused(.expected(.data, at: 10)) { _ = try number.readData() }
        refused(.expected(.words, at: 10)) { _ = try number.readWords() }
        let hash = try block.member("hash")
        refused(.expected(.quantity, at: 28)) { _ = try hash.readQuantity() }
        refused(.expected(.dataOf(count: 32), at: 28)) { _ = try hash.readData(count: 32) }
        refused(.expected(.text, at: 45)) { _ = try block.member("logs").readText() }
        let long = try fragment("\"0x1" + String(repeating: "0", count: 16) + "\"")
        #expect(try long.readQuantity() == UInt256(1) << 64)
        refused(.expected(.shortQuantity, at: 0)) { _ = try long.readShortQuantity() }
    }
}
