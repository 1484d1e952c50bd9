public import Risk
public import Routes

/// A configuration file as the bot takes it. It holds no secret, only where each is to be found.
public struct Strategy: Equatable, Sendable {
    /// The version of the file's form that is read.
    public static let format: UInt64 = 1

    public let name: String
    public let fleet: Fleet
    /// In the order of the fleet's chains.
    public let access: [ChainAccess]
    public let breakers: BreakerParameters
    public let limits: LimitParameters
    /// What the file limits; a lane it says nothing of is not here.
    public let lanes: [LaneLimits]
    public let journal: String?
    public let simulation: SimulationSettings?
    public let alerts: AlertDescription?

    /// Reads a file and judges it. Whatever the bytes are, there is an answer.
    public static func review(_ bytes: [UInt8]) -> Review {
        let (root, problems) = TreeBuilder.build(bytes)
        var reader = Reader(problems: problems)
        guard let root else { return Review(strategy: nil, reader) }
        var draft = StrategyDraft()
        reader.section(root, "", into: &draft, StrategyDraft.keys)
        var assembly = Assembly(draft, reader)
        let strategy = assembly.strategy()
        return Review(strategy: strategy, assembly.reader)
    }

    /// All keys there are, in the order of the file.
    public static var keys: [KeyText] { StrategyDraft.keys.texts(below: "") }
}

/// What there is to say about a configuration file.
public struct Review: Sendable {
    /// `nil` where there is an error.
    public let strategy: Strategy?
    /// In the order of the file.
    public let problems: [Problem]
    /// Every value in the end, in the order of the keys.
    public let settings: [Setting]
    /// What is to be found outside.
    public let references: [LocatedReference]

    init(strategy: Strategy?, _ reader: Reader) {
        let hasErrors = reader.problems.contains { $0.severity == .error }
        // What a sound file promises is no news about one that isn't.
        let told = reader.problems.filter { !hasErrors || $0.severity != .note }
        let sorted = told.enumerated().sorted {
            ($0.element.location, $0.offset) < ($1.element.location, $1.offset)
        }
        var problems = sorted.map(\.element)
        if problems.count > FileLimits.mostProblems {
            let rest = problems.count - FileLimits.mostProblems
            let last = problems[FileLimits.mostProblems].location
            problems.removeLast(rest)
            problems.append(Problem(.error, at: last, path: "", "\(rest) more are not listed"))
        }
        self.problems = problems
        let isSound = !problems.contains { $0.severity == .error }
        self.strategy = isSound ? strategy : nil
        settings = reader.settings
        references = reader.references
    }

    public var errors: [Problem] { problems.filter { $0.severity == .error } }
}
