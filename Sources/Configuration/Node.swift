/// A value of a configuration file and where it stands.
struct Node {
    let location: Location
    let content: Content

    enum Content {
        /// Nothing was written: a blank to fill in.
        case blank
        case text(String)
        /// In the order of the file; no key twice.
        case mapping([Entry])
        case sequence([Node])
        /// Something a strategy must not hold. It has been reported, and is read as if it weren't there.
        case refused
    }

    struct Entry {
        let key: String
        let location: Location
        let value: Node
    }
}

/// What a configuration file may at most be.
public enum FileLimits {
    public static let mostBytes = 1 << 20
    public static let mostDepth = 16
    public static let mostNodes = 50_000
    public static let longestText = 4_096
    /// More mistakes than this are not listed.
    public static let mostProblems = 200
}
