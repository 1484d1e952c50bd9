import Ethereum
import Foundation
import Numerics
import TestSupport
import Testing

@Suite struct JSONTests {
    @Test(arguments: [
        ("", JSONError.truncated(at: 0)), ("[1,]", .unexpectedByte(0x5D, at: 3)),
        ("{\"a\":1,}", .unexpectedByte(0x7D, at: 7)), ("[1 2]", .unexpectedByte(0x32, at: 3)),
        ("01", .badNumber(at: 0)), ("1.", .badNumber(at: 0)), ("-", .badNumber(at: 0)),
        ("1e", .badNumber(at: 0)), ("+1", .unexpectedByte(0x2B, at: 0)),
        ("nul", .truncated(at: 3)), ("nulx", .unexpectedByte(0x78, at: 3)),
        ("\"\\x\"", .badEscape(at: 1)), ("\"\\ud800 plain\"", .badEscape(at: 7)),
        ("\"\\udc00\"", .badEscape(at: 1)), ("\"\\u12g4\"", .badEscape(at: 1)),
        ("\"a\u{01}\"", .unexpectedByte(0x01, at: 2)), ("\"abc", .truncated(at: 4)),
        ("{\"a\":1,\"a\":2}", .duplicateKey("a", at: 8)),
        ("{\"a\":1,\"\\u0061\":2}", .duplicateKey("a", at: 8)),
        ("1 1", .trailingBytes(at: 2)), ("'a'", .unexpectedByte(0x27, at: 0)),
        ("[NaN]", .unexpectedByte(0x4E, at: 1)),
    ])
    func `a wrong document says what is wrong and where`(text: String, error: JSONError) {
        #expect(throws: error) { try JSONValue(parsing: text) }
    }

    @Test func `bytes that are no UTF-8 are refused`() {
        for bytes: [UInt8] in [
            [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80],
            [0xF0, 0x80, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80],
            [0xC3, 0x28],
        ] {
            #expect(throws: JSONError.notUTF8(at: 1)) {
                try JSONValue(parsing: [0x22] + bytes + [0x22, 0x20, 0x20])
            }
        }
    }

    @Test func `every byte is judged alike in every place of a long text`() throws {
        let plain = [UInt8](repeating: 0x61, count: 130)
        for byte in UInt8.min...UInt8.max {
            for place in [0, 1, 15, 16, 31, 32, 47, 48, 63, 64, 65, 127, 128, 129] {
                var content = plain
                content[place] = byte
                let text = [0x22] + content + [0x22]
                let expected: JSONError? =
                    switch byte {
                    case 0x22: .trailingBytes(at: place + 2)
                    case 0x5C: .badEscape(at: place + 1)
                    case 0x00..<0x20: .unexpectedByte(byte, at: place + 1)
                    case 0x80...: .notUTF8(at: place + 1)
                    default: nil
                    }
                // So near to the end an escape or a scalar may be cut short instead of wrong.
                if place > 126, byte == 0x5C || byte >= 0x80 { continue }
                if let expected {
                    #expect(throws: expected) { try JSONValue(parsing: text) }
                } else {
                    let string = String(decoding: content, as: UTF8.self)
                    #expect(try JSONValue(parsing: text) == .string(string))
                }
            }
        }
    }

    @Test func `values nest only so deep`() {
        let fits = String(repeating: "[", count: 128) + String(repeating: "]", count: 128)
        #expect(throws: Never.self) { try JSONValue(parsing: fits) }
        #expect(throws: JSONError.tooDeep(at: 128)) { try JSONValue(parsing: "[" + fits + "]") }
        #expect(throws: JSONError.self) {
            try JSONValue(parsing: String(repeating: "[", count: 1_000_000))
        }
    }

    @Test func `a number keeps its digits`() throws {
        let text = "123456789012345678901234567890.10e+5"
        #expect(try JSONValue(parsing: text) == .number(text))
    }

    @Test func `what is written is read back, on one line and on many`() throws {
        let document = JSONValue.object([
            JSONMember("text", .string("quote \" slash \\ line \n bell \u{07} gold 金 \u{1F511}")),
            JSONMember("list", .array([.null, .bool(true), .number("-1.5e3"), .array([])])),
            JSONMember("empty", .object([])),
        ])
        #expect(try JSONValue(parsing: document.description) == document)
        #expect(try JSONValue(parsing: document.indented) == document)
        #expect(try JSONValue(parsing: "\"\\ud83d\\udd11\\u00e9\\/\"") == .string("\u{1F511}é/"))
    }

    @Test(arguments: [60, 61, 62] as [UInt64])
    func `Foundation's parser agrees on what is JSON`(seed: UInt64) {
        var chance = Chance(seed: seed)
        let pieces = [
            "{", "}", "[", "]", ",", ":", "\"a\"", "\"b\\n\"", "\"\\u00e9\"", "1", "-0", "0.5",
            "1e9", "true",
            "false", "null", " ", "\n", "\"\\ud83d\\udd11\"", "12", "\"é\"", "\\", "\"", "-", ".",
        ]
        var (valid, invalid) = (0, 0)
        for _ in 0..<30_000 {
            let count = Int.random(in: 1...9, using: &chance)
            var text = (0..<count).map { _ in
                pieces[Int.random(in: 0..<pieces.count, using: &chance)]
            }.joined()
            if Bool.random(using: &chance) { text = "[" + text + "]" }
            if Bool.random(using: &chance) { text = "{\"k\":" + text + "}" }
            let ours: JSONError? = {
                do throws(JSONError) {
                    _ = try JSONValue(parsing: text)
                    return nil
                } catch { return error }
            }()
            if Self.isKnownDifference(ours, text) { continue }
            let theirs = try? JSONSerialization.jsonObject(
                with: Data(text.utf8),
                options: .fragmentsAllowed
            )
            #expect((ours == nil) == (theirs != nil), "\(text): \(String(describing: ours))")
            if ours == nil { valid += 1 } else { invalid += 1 }
        }
        #expect(valid > 1_000 && invalid > 1_000)
    }

    /// Where Foundation is laxer: it takes duplicate keys and a comma behind the last element. And where
    /// it is stricter: a number must fit a floating-point one.
    private static func isKnownDifference(_ error: JSONError?, _ text: String) -> Bool {
        switch error {
        case .duplicateKey: return true
        case .unexpectedByte(let byte, at: let offset) where byte == 0x5D || byte == 0x7D:
            let before = text.utf8.prefix(offset).last { ![0x20, 0x0A].contains($0) }
            return before == 0x2C
        case nil: return text.contains(/[0-9]e[0-9]{3,}/)
        default: return false
        }
    }

    @Test func `a fragment reads quantities, data and words strictly`() throws {
        func fragment(_ text: String) throws -> JSONFragment {
            try JSONFragment(checking: Array(text.utf8))
        }
        #expect(try fragment("\"0x0\"").quantity == 0)
        #expect(try fragment("\"0x9f2a4\"").quantity == 651_940)
        #expect(try fragment("\"0x" + String(repeating: "f", count: 64) + "\"").quantity == .max)
        for text in ["\"0x\"", "\"0x00\"", "\"12\"", "12", "\"0xg\"", "null", "\"0x0\\u0030\""] {
            #expect(try fragment(text).quantity == nil, "\(text)")
        }
        #expect(
            try fragment("\"0x1" + String(repeating: "0", count: 64) + "\"").quantity == nil
        )
        #expect(try fragment("\"0x\"").data == [])
        #expect(try fragment("\"0x00fF\"").data == [0, 255])
        #expect(try fragment("\"0x0\"").data == nil)
        #expect(try fragment("\"0x0g\"").data == nil)
        #expect(try fragment("null").isNull)
        #expect(try fragment("\"0x\"").words == [])
        #expect(try fragment("{\"a\":[1,{\"b\":\"c\"}]}")["a"]?.elements?[1]["b"]?.text == "c")
        #expect(try fragment("[]")["a"] == nil)
        #expect(try fragment("{}").elements == nil)
    }

    @Test func `every byte that is no digit is found in every place of a word`() throws {
        var chance = Chance(seed: 63)
        let digits = Array("0123456789abcdefABCDEF".utf8)
        for byte in UInt8(0x20)..<0x7F where byte != 0x22 && byte != 0x5C {
            for place in [0, 1, 7, 8, 15, 16, 33, 62, 63] {
                var word = (0..<64).map { _ in digits[Int.random(in: 0..<22, using: &chance)] }
                let expected = try UInt256(
                    hexadecimal: "0x" + String(decoding: word, as: UTF8.self)
                )
                let plain = try JSONFragment(checking: [0x22, 0x30, 0x78] + word + [0x22])
                #expect(plain.words == [expected])
                word[place] = byte
                let spoiled = try JSONFragment(checking: [0x22, 0x30, 0x78] + word + [0x22])
                #expect((spoiled.words != nil) == digits.contains(byte), "byte \(byte) at \(place)")
            }
        }
        let beyondASCII = "\"0x" + String(repeating: "é", count: 32) + "\""
        #expect(try JSONFragment(checking: Array(beyondASCII.utf8)).words == nil)
    }
}
