public import Vocabulary

/// An incident that a world can play: what the world is, what goes wrong in it and when, and what is
/// expected of the bot.
///
/// Its text is a fault script with further lines; `Scenario(text:)` reads it.
public struct Scenario: Hashable, Sendable {
    /// The first comment: what it is called.
    public var title = ""
    public var order = SimulatedOrder(isScene: true)
    /// What single endpoints do besides.
    public var spells: [EndpointSpell] = []
    /// What an operator does meanwhile.
    public var deeds: [OperatorDeed] = []
    /// In the order of the text.
    public var expectations: [Expectation] = []

    /// A scenario of more lines of one kind is refused.
    public static let mostLines = 256

    public init() {}

    /// What one endpoint does for a while.
    public struct EndpointSpell: Hashable, Sendable {
        public let chain: ChainID
        /// From zero.
        public let index: Int
        public let trouble: Trouble
        public let from: Instant
        public let to: Instant

        public enum Trouble: Hashable, Sendable {
            /// It answers nothing.
            case down
            /// It shows its newest block of that moment, whatever comes after it.
            case stalled
            /// It is always so many blocks behind.
            case lag(UInt64)
            /// It answers that there are no logs where there are some.
            case withoutLogs
        }
    }

    /// What an operator does at a moment.
    public struct OperatorDeed: Hashable, Sendable {
        public let at: Instant
        public let act: Act

        public enum Act: String, Hashable, Sendable, CaseIterable {
            /// Nothing new is begun.
            case halt
            /// What is signed and in no block is cancelled too.
            case haltNow = "halt-now"
            case resume
        }
    }
}
