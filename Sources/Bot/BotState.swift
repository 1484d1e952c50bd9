public import Vocabulary

extension Bot {
    /// Everything that must survive a crash, as canonical bytes: with them a journal need not be read from
    /// its first entry on.
    public var state: [UInt8] { memory.canonicalBytes }

    /// The same for people.
    public var stateView: String { memory.canonicalJSON }

    /// The bot as it was at `state`, or at the very beginning, and after the entries that came later.
    public init(state: [UInt8]?, entries: [Entry]) throws(CanonicalError) {
        self.init()
        if let state { memory = try Memory(canonicalBytes: state) }
        for entry in entries { _ = memory.apply(entry) }
    }
}
