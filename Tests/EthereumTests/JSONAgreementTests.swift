import Ethereum
import Foundation
import TestSupport
import Testing

/// Foundation's parser and ours on documents that were changed here and there.
@Suite struct JSONAgreementTests {
    private static let documents = [
        #"{"jsonrpc":"2.0","id":1,"result":{"number":"0x9f2a4","logs":[],"to":null}}"#,
        #"[{"id":1,"error":{"code":-32000,"message":"né 金 \ud83d\udd11 \n\"","data":[1.5e+3,-0]}}]"#,
        #" { "a" : [ true , false , [ ] , { } ] , "b" : 0.25E-2 , "c" : "\u0041\/\b" } "#,
        #""0x00ff\\00""#, "[[[[[1]]]]]", "-12",
    ].map { Array($0.utf8) }

    @Test(arguments: [64, 65, 66, 67] as [UInt64])
    func `they agree, except where Foundation is known to be laxer`(seed: UInt64) {
        var chance = Chance(seed: seed)
        let marks = Array("{}[]\",:\\u09aAeE+-. \n\t/tfn".utf8) + [0x00, 0x1F, 0x7F, 0x80]
        var (both, neither, lax) = (0, 0, 0)
        for _ in 0..<20_000 {
            let document = Self.documents[
                Int.random(in: 0..<Self.documents.count, using: &chance)
            ]
            var bytes = document
            for _ in 0...Int.random(in: 0...2, using: &chance) {
                let place = Int.random(in: 0..<bytes.count, using: &chance)
                let byte = marks[Int.random(in: 0..<marks.count, using: &chance)]
                switch Int.random(in: 0..<4, using: &chance) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &chance)
                case 1: bytes[place] = byte
                case 2: bytes.insert(byte, at: place)
                default: if bytes.count > 1 { bytes.remove(at: place) }
                }
            }
            let ours = JSONAgreement.refusal(of: bytes)
            let theirs = try? JSONSerialization.jsonObject(
                with: Data(bytes),
                options: .fragmentsAllowed
            )
            switch (ours, theirs) {
            case (nil, .some): both += 1
            case (.some, nil): neither += 1
            case (.some(let error), .some):
                lax += 1
                #expect(JSONAgreement.isLaxer(error, bytes), "\(error): \(text(bytes))")
            case (nil, nil):
                #expect(JSONAgreement.isStricter(bytes), "\(text(bytes))")
            }
        }
        #expect(both > 2_000 && neither > 2_000, "\(both), \(neither), \(lax)")
    }

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}

/// What is known of Foundation's parser.
enum JSONAgreement {
    static func refusal(of bytes: [UInt8]) -> JSONError? {
        do throws(JSONError) {
            _ = try JSONValue(parsing: bytes)
            return nil
        } catch {
            return error
        }
    }

    /// It takes a key twice and a comma behind the last element, and where one of the first four bytes is
    /// zero or a byte order mark it reads UTF-16 or UTF-32, or skips the mark: RFC 8259 wants UTF-8 without.
    static func isLaxer(_ error: JSONError, _ bytes: [UInt8]) -> Bool {
        if bytes.prefix(4).contains(0) || bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return true }
        switch error {
        case .duplicateKey: return true
        case .unexpectedByte(let byte, at: let offset) where byte == 0x5D || byte == 0x7D:
            return bytes.prefix(offset).last { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } == 0x2C
        default: return false
        }
    }

    /// Its numbers must fit floating point.
    static func isStricter(_ bytes: [UInt8]) -> Bool {
        String(decoding: bytes, as: UTF8.self).contains(/[0-9][eE][+]?[0-9]{3,}/)
    }
}
