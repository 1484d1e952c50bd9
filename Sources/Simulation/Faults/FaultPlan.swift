public import Vocabulary

/// Which faults a run will see: some by chance, some at a given moment.
public struct FaultPlan: Hashable, Sendable {
    /// A fault that strikes so often by chance.
    public struct Rate: Hashable, Sendable {
        public let fault: Fault
        /// Of a million chances; from a million on, all.
        public let perMillion: UInt32
        public let shape: FaultShape

        public init(_ fault: Fault, perMillion: UInt32, shape: FaultShape = FaultShape()) {
            self.fault = fault
            self.perMillion = min(perMillion, 1_000_000)
            self.shape = shape.kept(for: fault)
        }
    }

    /// A fault that strikes at a moment: it takes the next chance there is from then on.
    public struct Cue: Hashable, Sendable {
        public let moment: Moment
        public let fault: Fault
        public let shape: FaultShape
        public let times: Times

        public init(
            _ moment: Moment,
            _ fault: Fault,
            shape: FaultShape = FaultShape(),
            times: Times = .once
        ) {
            self.moment = moment
            self.fault = fault
            self.shape = shape.kept(for: fault)
            self.times = times == .count(0) ? .once : times
        }
    }

    public enum Moment: Hashable, Sendable {
        case time(Instant)
        /// A block of the shape's chain, or of any chain where it names none.
        case block(UInt64)
        /// A step of the bot.
        case step(UInt64)
        /// The chance of this number that the fault itself has, from one: "the second write".
        case chance(UInt64)
    }

    /// How many chances in a row a cue takes.
    public enum Times: Hashable, Sendable {
        case count(UInt32)
        case always

        public static let once = Times.count(1)
    }

    /// A plan of more lines is refused.
    public static let mostLines = 4_096

    public var rates: [Rate]
    public var cues: [Cue]
    /// From this moment on nothing fails any more; `nil` when faults never stop.
    public var stopsAt: Instant?

    public init(rates: [Rate] = [], cues: [Cue] = [], stopsAt: Instant? = nil) {
        self.rates = rates
        self.cues = cues
        self.stopsAt = stopsAt
    }
}
