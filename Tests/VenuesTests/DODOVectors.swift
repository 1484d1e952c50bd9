import Numerics
import TestSupport
import Testing

@testable import Venues

/// One file of DODO vectors, read into pools and expectations.
struct DODOVectors: Sendable, CustomTestStringConvertible {
    let file: String
    let kind: DODOPool.Kind
    let revision: DODOPool.Revision
    let expectedCounts: Counts

    /// How much of the file was held against the maths, and what was left out.
    struct Counts: Equatable, Sendable {
        var states = 0
        var queries = 0
        var sales = 0
        var skipped: [String: Int] = [:]
    }

    var testDescription: String { file }
}

extension JSON {
    /// A decimal string.
    var integer: UInt256? { string.flatMap { UInt256($0, radix: 10) } }

    /// `{"revert": {…}}` as the revert it describes.
    var revert: Revert? {
        let revert = self["revert"]
        switch revert["kind"].string {
        case "Error": return revert["msg"].string.map { .error($0) }
        case "Panic": return revert["code"].int.map { .panic(UInt8($0)) }
        case "empty": return .empty
        case "halt": return .invalidOpcode
        default: return nil
        }
    }
}

/// Either a value or the revert that took its place.
enum Outcome<Value: Equatable>: Equatable {
    case value(Value)
    case refused(Refusal)

    init(_ body: () throws(Refusal) -> Value) {
        do throws(Refusal) { self = .value(try body()) } catch { self = .refused(error) }
    }
}
