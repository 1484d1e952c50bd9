import Bot
import Configuration
import Live
import Risk
import Vocabulary

/// A strategy's file as it was last read and found sound, for commands that go on for long and read it again.
struct StrategyFile {
    let path: String
    let strategy: Strategy
    let settings: Settings
    /// The ways to each chain, with what is secret in them.
    let chains: [LiveChain]
    /// Names of environment variables that hold what the file doesn't: nobody else's business.
    let variables: [String]

    /// Each problem of the file is handed to `complain`.
    init(
        watching path: String,
        complain: (String) -> Void = Terminal.complain
    ) throws(Failure) {
        let (strategy, review) = try Self.read(path, complain: complain)
        self.path = path
        self.strategy = strategy
        settings = try StrategySettings.settings(strategy, for: .watching)
        chains = try StrategyEndpoints.resolve(strategy)
        variables = review.references.flatMap(\.reference.variables)
    }

    static func read(
        _ path: String,
        complain: (String) -> Void = Terminal.complain
    ) throws(Failure) -> (strategy: Strategy, review: Review) {
        let review = Strategy.review(try Files.read(path))
        guard let strategy = review.strategy else {
            for problem in review.errors { complain(problem.text(in: ConfigReport.name(of: path))) }
            throw Failure(.badData, "\(path) can't be used")
        }
        return (strategy, review)
    }

    /// Puts it in force in place of what was.
    func show(in world: LiveWorld) throws(Failure) {
        do throws(EndpointFault) {
            try world.configure(settings, chains, showing: .newest)
        } catch {
            throw Failure(.badData, StrategyEndpoints.sentence(error))
        }
    }

    /// What is worth an alert, as the file or the shipped defaults say.
    var parameters: AlertParameters { strategy.alerts?.parameters ?? AlertParameters() }

    /// What a chain's endpoints are called, in the order of the settings.
    func names(of chain: ChainID) -> [String] {
        chains.first { $0.chain == chain }?.endpoints.map(\.name) ?? []
    }
}
