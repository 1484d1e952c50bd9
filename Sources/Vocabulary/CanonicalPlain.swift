public import Numerics

// The canonical forms of the values that all others are made of.

extension Canonical where Self: FixedWidthInteger & UnsignedInteger {
    public func write(to writer: inout CanonicalWriter) {
        writer.number(UInt64(self))
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self = try reader.number(as: Self.self)
    }
}

extension UInt8: Canonical {}
extension UInt16: Canonical {}
extension UInt32: Canonical {}
extension UInt64: Canonical {}

extension Int32: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        writer.number(Int256(self))
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let value = try reader.signed()
        self = try reader.whole(Int32(exactly: value), "a 32-bit number")
    }
}

extension UInt256: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        writer.number(self)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self = try reader.number()
    }
}

extension Int256: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        writer.number(self)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self = try reader.signed()
    }
}

extension Bool: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        writer.flag(self)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self = try reader.flag()
    }
}

extension String: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        writer.text(self)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self = try reader.text()
    }
}

extension Optional: Canonical where Wrapped: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        if let self { writer.something(self) } else { writer.nothing() }
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self = try reader.flag() ? Wrapped(from: &reader) : nil
    }
}

extension Array: Canonical where Element: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        writer.list(self)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self = try reader.list()
    }
}
