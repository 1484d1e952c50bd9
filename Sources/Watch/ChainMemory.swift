public import Routes
public import Vocabulary

/// What a restart must know of a chain: a fault outlives the process, and so does what was final.
public struct ChainMemory: Hashable, Sendable {
    /// The newest block that was final.
    public let final: Block?
    public let fault: ChainFault?

    public init(final: Block? = nil, fault: ChainFault? = nil) {
        self.final = final
        self.fault = fault
    }
}

extension ChainMemory: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("final", final)
        writer.field("fault", fault)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        final = try reader.read()
        fault = try reader.read()
    }
}
