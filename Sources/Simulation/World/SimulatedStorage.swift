public import Bot

/// Where a simulated bot's entries become durable.
public enum SimulatedStorage: Sendable {
    /// In the world itself: a restart has all of them.
    case memory
    /// Somewhere else, such as in a file; a restart has what comes back from there.
    case outside(
        write: @Sendable (_ entries: [Entry], _ bot: Bot) -> Written,
        recover: @Sendable () -> Bot?
    )

    public enum Written: Hashable, Sendable {
        case durable
        /// Into the last reserve of room.
        case short
        /// Not at all: the process ends.
        case failed
    }
}
