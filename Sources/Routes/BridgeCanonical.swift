import Ethereum
public import Vocabulary

// The canonical forms of how bridges are spoken to: signatures as people write them.

extension BridgeSignature: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("part", part)
        writer.field("signature", signature.description)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let part: BridgePart = try reader.read()
        let text: String = try reader.read()
        do throws(BridgeSignatureFault) {
            try self.init(text, as: part)
        } catch {
            throw CanonicalError(.invalid("\(part.rawValue): \(error)"), at: reader.offset)
        }
    }
}

extension BridgePart: CanonicalName {}

extension BridgeInterface.ChainNumber: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("chain", chain)
        writer.field("number", number)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(chain: try reader.read(), number: try reader.read())
    }
}

extension BridgeInterface: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("signatures", BridgePart.allCases.compactMap { self[$0] })
        writer.field("chainNumbers", chainNumbers)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let signatures: [BridgeSignature] = try reader.read()
        let chainNumbers: [ChainNumber] = try reader.read()
        do throws(BridgeInterfaceFault) {
            try self.init(signatures, chainNumbers: chainNumbers)
        } catch {
            throw CanonicalError(.invalid("bridge: \(error)"), at: reader.offset)
        }
    }
}

extension BridgeContract: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("key", key)
        writer.field("interface", interface)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(key: try reader.read(), interface: try reader.read())
    }
}
