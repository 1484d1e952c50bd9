public import Hashing
import Numerics

// The canonical forms of the vocabulary.

extension Digest: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        writer.fixed(bytes, text: description)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let bytes = try reader.fixed(32)
        self = try reader.whole(Digest(bytes: bytes), "digest")
    }
}

extension BlockHash: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        digest.write(to: &writer)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(try Digest(from: &reader))
    }
}

extension TransactionHash: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        digest.write(to: &writer)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(try Digest(from: &reader))
    }
}

extension Address: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        writer.fixed(bytes, text: checksummed)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let bytes = try reader.fixed(20)
        self = try reader.whole(Address(bytes: bytes), "address")
    }
}

extension ChainID: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        writer.number(value)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let number = try reader.number(as: UInt64.self)
        self = try reader.whole(ChainID(number), "chain id")
    }
}

extension Token: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("chain", chain)
        writer.field("address", address)
        writer.field("symbol", symbol)
        writer.field("decimals", decimals)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let token = Token(
            chain: try reader.read(),
            address: try reader.read(),
            symbol: try reader.read(),
            decimals: try reader.read()
        )
        self = try reader.whole(token, "token")
    }
}

extension Amount: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        writer.number(units)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(units: try reader.number())
    }
}

extension Wei: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        writer.number(value)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(try reader.number())
    }
}

extension Price: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("numerator", numerator)
        writer.field("denominator", denominator)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let price = Price(numerator: try reader.read(), denominator: try reader.read())
        self = try reader.whole(price, "price")
    }
}

extension BasisPoints: Canonical {
    /// In JSON with its unit, exactly: `15 bps`, `0.5 bps`.
    public func write(to writer: inout CanonicalWriter) {
        writer.number(UInt256(millionths), text: description)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(millionths: try reader.number(as: UInt64.self))
    }
}

extension Instant: Canonical {
    /// Milliseconds.
    public func write(to writer: inout CanonicalWriter) {
        writer.number(milliseconds)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(milliseconds: try reader.number(as: UInt64.self))
    }
}

extension Interval: Canonical {
    /// Milliseconds.
    public func write(to writer: inout CanonicalWriter) {
        writer.number(milliseconds)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(milliseconds: try reader.number(as: UInt64.self))
    }
}
