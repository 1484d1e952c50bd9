public import Numerics

/// Writes a value's binary or JSON form; the value says its parts once for both.
public struct CanonicalWriter: Sendable {
    public enum Form: Hashable, Sendable {
        case binary
        case json
    }

    public let form: Form
    public private(set) var bytes: [UInt8] = []
    /// In JSON: whether something stands before the next member or element.
    private var needsComma = false

    public init(_ form: Form) {
        self.form = form
    }

    mutating func append(_ byte: UInt8) {
        bytes.append(byte)
    }

    /// A number is its length in bytes and its bytes, the most significant first, without leading zeros.
    public mutating func number(_ value: UInt256) {
        switch form {
        case .binary:
            let count = (256 - value.leadingZeroBitCount + 7) / 8
            bytes.append(UInt8(count))
            for shift in stride(from: 8 * (count - 1), through: 0, by: -8) {
                bytes.append(UInt8(truncatingIfNeeded: value >> shift))
            }
        case .json: json("\"\(value)\"")
        }
    }

    public mutating func number(_ value: UInt64) {
        switch form {
        case .binary:
            let count = (64 - value.leadingZeroBitCount + 7) / 8
            bytes.append(UInt8(count))
            for shift in stride(from: 8 * (count - 1), through: 0, by: -8) {
                bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(shift)))
            }
        case .json: json("\"\(value)\"")
        }
    }

    /// The sign, then the magnitude.
    public mutating func number(_ value: Int256) {
        switch form {
        case .binary:
            bytes.append(value.isNegative ? 1 : 0)
            number(value.magnitude)
        case .json: json("\"\(value)\"")
        }
    }

    public mutating func flag(_ value: Bool) {
        switch form {
        case .binary: bytes.append(value ? 1 : 0)
        case .json: json(value ? "true" : "false")
        }
    }

    public mutating func text(_ value: String) {
        switch form {
        case .binary: raw(Array(value.utf8))
        case .json: json(Self.quoted(value))
        }
    }

    /// Bytes behind their count; in JSON hexadecimal.
    public mutating func data(_ value: [UInt8]) {
        switch form {
        case .binary: raw(value)
        case .json: json("\"\(Hexadecimal.text(of: value))\"")
        }
    }

    /// Exactly these bytes, whose number the reader knows; in JSON `text`, which is made for nothing else.
    public mutating func fixed(_ value: [UInt8], text: @autoclosure () -> String) {
        switch form {
        case .binary: bytes += value
        case .json: json(Self.quoted(text()))
        }
    }

    /// A number that people read with its unit: binary as the number, in JSON as `text`.
    public mutating func number(_ value: UInt256, text: @autoclosure () -> String) {
        switch form {
        case .binary: number(value)
        case .json: json(Self.quoted(text()))
        }
    }

    public mutating func record(_ fields: (inout CanonicalWriter) -> Void) {
        enclosed(in: "{", "}", fields)
    }

    public mutating func field(_ name: String, _ value: some Canonical) {
        key(name)
        value.write(to: &self)
    }

    public mutating func field(_ name: String, data value: [UInt8]) {
        key(name)
        data(value)
    }

    public mutating func list<Element: Canonical>(_ elements: some Collection<Element>) {
        if form == .binary { number(UInt64(elements.count)) }
        enclosed(in: "[", "]") { writer in
            for element in elements { element.write(to: &writer) }
        }
    }

    /// One of several cases: its number in the binary form, its name in JSON.
    public mutating func choice(_ number: UInt8, _ name: String) {
        switch form {
        case .binary: bytes.append(number)
        case .json: json(Self.quoted(name))
        }
    }

    /// A case with fields of its own.
    public mutating func choice(
        _ number: UInt8,
        _ name: String,
        _ fields: (inout CanonicalWriter) -> Void
    ) {
        if form == .binary { bytes.append(number) }
        record { writer in
            writer.key(name)
            writer.record(fields)
        }
    }

    /// A case that holds one value.
    public mutating func choice(_ number: UInt8, _ name: String, _ value: some Canonical) {
        if form == .binary { bytes.append(number) }
        record { writer in writer.field(name, value) }
    }

    public mutating func nothing() {
        switch form {
        case .binary: bytes.append(0)
        case .json: json("null")
        }
    }

    public mutating func something(_ value: some Canonical) {
        if form == .binary { bytes.append(1) }
        value.write(to: &self)
    }

    private mutating func key(_ name: String) {
        guard form == .json else { return }
        json(Self.quoted(name) + ":")
        needsComma = false
    }

    private mutating func enclosed(
        in opening: String,
        _ closing: String,
        _ body: (inout CanonicalWriter) -> Void
    ) {
        guard form == .json else { return body(&self) }
        json(opening)
        needsComma = false
        body(&self)
        needsComma = false
        json(closing)
    }

    private mutating func json(_ text: String) {
        if needsComma { bytes.append(0x2C) }
        bytes += Array(text.utf8)
        needsComma = true
    }

    private mutating func raw(_ content: [UInt8]) {
        number(UInt64(content.count))
        bytes += content
    }

    /// JSON's string: quotes, backslashes and controls escaped.
    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\u{0}"..."\u{1F}":
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
