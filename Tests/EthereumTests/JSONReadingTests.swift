import Ethereum
import Numerics
import TestSupport
import Testing
import Vocabulary

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

    @Test func `members found in one pass are the same, and refused for the same`() throws {
        let block = try fragment(
            block.dropLast(1) + #", "h\u0061sh2":"0x01", "h\u0061sh2":"0x02", "n\u006fnce":"0x03"}"#
        )
        let members = try block.readMembers()
        func outcome(
            _ read: () throws(JSONReadingError) -> JSONFragment?
        ) -> Result<Int?, JSONReadingError> {
            do throws(JSONReadingError) {
                return .success(try read()?.offset)
            } catch {
                return .failure(error)
            }
        }
        for key in ["number", "hash", "logs", "to", "twice", "note", "from", "", "hash2", "nonce"] {
            #expect(
                outcome { () throws(JSONReadingError) in try members.member(key) }
                    == outcome { () throws(JSONReadingError) in try block.member(key) },
                "\(key)"
            )
            #expect(
                outcome { () throws(JSONReadingError) in try members.optionalMember(key) }
                    == outcome { () throws(JSONReadingError) in try block.optionalMember(key) },
                "\(key)"
            )
        }
        #expect(try members.member("nonce").readData() == [3])
        #expect(throws: JSONReadingError.expected(.object, at: 10)) {
            try block.member("number").readMembers()
        }
    }

    @Test func `data is read whole, whatever its length, and not with one wrong digit`() throws {
        var chance = Chance(seed: 41)
        for count in 0...70 {
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &chance) }
            var text = Hexadecimal.text(of: bytes)
            if Bool.random(using: &chance) { text = "0x" + text.dropFirst(2).uppercased() }
            #expect(try fragment("\"\(text)\"").readData() == bytes)
            for (place, wrong) in zip(2..<text.utf8.count, Array("g/:@` ").repeated) {
                var digits = Array(text)
                digits[place] = wrong
                #expect(try fragment("\"\(String(digits))\"").data == nil, "\(place) of \(count)")
            }
        }
    }

    @Test func `a value is written as another one only where every byte is the same`() throws {
        var chance = Chance(seed: 42)
        for count in [1, 31, 32, 33, 64, 100] {
            let text = String((0..<count).map { _ in Character("x") })
            let value = try fragment(" [7, \"\(text)\" ]").readElements()[1]
            #expect(value.length == count + 2)
            var source = value.source
            #expect(value.isWritten(as: source))
            #expect(!value.isWritten(as: source + [0x20]))
            #expect(!value.isWritten(as: Array(source.dropLast())))
            for place in source.indices {
                source[place] ^= 1 << UInt8.random(in: 0...7, using: &chance)
                #expect(!value.isWritten(as: source), "\(place) of \(count)")
                source = value.source
            }
        }
    }
}

extension [Character] {
    /// Over and over.
    fileprivate var repeated: some Sequence<Character> {
        (0...).lazy.map { self[$0 % self.count] }
    }
}
