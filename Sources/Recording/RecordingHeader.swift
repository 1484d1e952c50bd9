public import Routes
public import Vocabulary

/// What a recording is of: all that is needed to read it without any other file.
public struct RecordingHeader: Equatable, Sendable {
    /// A name for people.
    public let name: String
    public let origin: Origin
    /// The chains, tokens, pools, lanes and routes that were looked at.
    public let fleet: Fleet

    public enum Origin: String, CanonicalName, Hashable, Sendable {
        /// Of chains that others run.
        case watched
        /// Of virtual chains: people, money and time are made up.
        case simulated
        /// Out of somebody's table; what the table does not say was filled in by rule.
        case imported
    }

    public init(name: String, origin: Origin, fleet: Fleet) {
        self.name = name
        self.origin = origin
        self.fleet = fleet
    }
}

extension RecordingHeader: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("name", name)
        writer.field("origin", origin)
        writer.field("fleet", fleet)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(name: try reader.read(), origin: try reader.read(), fleet: try reader.read())
    }
}
