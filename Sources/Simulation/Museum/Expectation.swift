public import Vocabulary

/// One thing that is expected of the bot in a scenario, and where its text says so.
public struct Expectation: Hashable, Sendable {
    /// From one; zero for what is expected of every scenario without a line.
    public let line: Int
    public let claim: Claim

    public init(line: Int, _ claim: Claim) {
        self.line = line
        self.claim = claim
    }

    public enum Claim: Hashable, Sendable {
        /// How often something happens in a stretch of time.
        case happens(Subject, Bound, Span)
        /// What chains and bridge hold for us at the very end is this much less than at the beginning, at
        /// most, gas and the bridge's fees included.
        case loss(atMost: Worth)
        /// What is under way on any one lane of the bridge at any moment.
        case onBridge(atMost: Worth)
        /// The share of block ends with prices closer together than the target.
        case insideTarget(atLeast: BasisPoints)
        /// When faults and flow are over, before a person comes: parity and no halt.
        case restsInParity
        /// The same, with this halt standing.
        case restsHalted(HaltName)
        /// After a person has come and lifted what stood: parity, and nothing stands.
        case converges
        /// A fault that the script names has struck: a scenario without its accident shows nothing.
        case strikes(Fault)
        /// No promise that holds for every run is broken.
        case keepsPromises
    }

    /// What can happen, with its name where there are several.
    public enum Subject: Hashable, Sendable {
        /// A trade is begun.
        case trade
        case settled
        case unwound
        case nothingFilled
        /// A trade is left to a person.
        case parked
        /// Tokens are sent over the bridge.
        case transfer
        case halt(HaltName)
        /// The verdict that nothing is begun, because of this check.
        case hold(CheckName)
        case alert(AlertName?)
        case crash
    }

    public enum Bound: Hashable, Sendable {
        case atLeast(UInt64)
        case atMost(UInt64)
        case exactly(UInt64)

        func holds(_ count: UInt64) -> Bool {
            switch self {
            case .atLeast(let least): count >= least
            case .atMost(let most): count <= most
            case .exactly(let other): count == other
            }
        }
    }

    /// From a moment, and before another.
    public struct Span: Hashable, Sendable {
        public var from = Instant.start
        public var to: Instant?

        public init() {}

        func holds(_ instant: Instant) -> Bool {
            instant >= from && to.map { instant < $0 } ?? true
        }
    }
}

/// What was expected and what was found.
public struct Finding: Hashable, Sendable {
    public let expectation: Expectation
    public let isKept: Bool
    /// In words, for people.
    public let found: String
}
