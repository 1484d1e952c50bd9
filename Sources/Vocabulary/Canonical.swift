/// A value with one binary form and one JSON form.
///
/// Equal bytes mean equal values and equal parts mean equal bytes, in every process and on every
/// machine: journal, recordings and replay compare and hash these bytes. The JSON form is a view for
/// people and their tools; it is written and never read back.
public protocol Canonical {
    func write(to writer: inout CanonicalWriter)

    /// Reads what `write` wrote, and refuses everything else.
    init(from reader: inout CanonicalReader) throws(CanonicalError)
}

/// A canonical value made of named fields, read back in the order they are written.
public protocol CanonicalRecord: Canonical {
    func writeFields(to writer: inout CanonicalWriter)
}

extension CanonicalRecord {
    public func write(to writer: inout CanonicalWriter) {
        writer.record { writer in writeFields(to: &writer) }
    }
}

/// A canonical value that is one of several cases without a payload: its name is its JSON form.
public protocol CanonicalName: Canonical, RawRepresentable, CaseIterable
where RawValue == String {}

extension CanonicalName {
    public func write(to writer: inout CanonicalWriter) {
        var number: UInt8 = 0
        for other in Self.allCases {
            if other.rawValue == rawValue { break }
            number += 1
        }
        writer.choice(number, rawValue)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let start = reader.offset
        let number = try reader.choice()
        guard let value = Self.allCases.dropFirst(Int(number)).first else {
            throw CanonicalError(.unknownChoice(number), at: start)
        }
        self = value
    }
}

/// The layout of all canonical bytes. A change that makes old bytes unreadable, or read otherwise,
/// raises the version.
public enum CanonicalForm {
    public static let version: UInt8 = 1
}

extension Canonical {
    /// The version, then the value.
    public var canonicalBytes: [UInt8] {
        var writer = CanonicalWriter(.binary)
        writer.append(CanonicalForm.version)
        write(to: &writer)
        return writer.bytes
    }

    /// Reads a whole value: another version or a byte too many is refused.
    public init(canonicalBytes bytes: [UInt8]) throws(CanonicalError) {
        var reader = CanonicalReader(bytes)
        let version = try reader.byte()
        guard version == CanonicalForm.version else {
            throw CanonicalError(.otherVersion(version), at: 0)
        }
        self = try Self(from: &reader)
        try reader.finish()
    }

    /// One line of JSON; integers are strings, since JSON's readers round them.
    public var canonicalJSON: String {
        var writer = CanonicalWriter(.json)
        write(to: &writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}

/// Why bytes are not the canonical form of the value they were read as.
public struct CanonicalError: Error, Hashable, Sendable {
    public let problem: Problem
    /// The byte at which it shows.
    public let offset: Int

    public enum Problem: Hashable, Sendable {
        case truncated
        case trailingBytes
        case otherVersion(UInt8)
        /// A number with idle zeros, a minus before nothing: a second form of the same value.
        case notMinimal
        case tooLarge
        case unknownChoice(UInt8)
        case badText
        /// The parts are readable and make no such value.
        case invalid(String)
    }

    public init(_ problem: Problem, at offset: Int) {
        self.problem = problem
        self.offset = offset
    }
}
