import Glibc

/// The command line: finds the command, runs it, turns its failure into one line and an exit code.
@main
enum Cantilever {
    private static var commands: [any Command.Type] {
        [
            CheckCommand.self, PaperCommand.self, RunCommand.self,
            DoctorCommand.self, ConfigCommand.self, ExplainCommand.self,
            SimulateCommand.self, BacktestCommand.self, RecordCommand.self, ImportCommand.self,
            JournalCommand.self, ReplayCommand.self, KeysCommand.self,
            ReserveCommand.self, QuoteCommand.self, ABICommand.self,
        ]
    }

    static func main() {
        Terminal.open()
        do {
            try run(Array(CommandLine.arguments.dropFirst()))
        } catch {
            Terminal.complain("cantilever: \(error.message)")
            exit(error.exitCode.rawValue)
        }
    }

    private static func run(_ arguments: [String]) throws(Failure) {
        guard let word = arguments.first else {
            throw Failure(.usage, "no command given; 'cantilever --help' lists them")
        }
        let rest = Array(arguments.dropFirst())
        switch word {
        case "--version":
            try refuse(rest, after: word)
            Terminal.say("cantilever \(version)")
        case "--help", "-h":
            try refuse(rest, after: word)
            Terminal.say(Help.overview(of: commands))
        case "help":
            try explain(rest)
        default:
            try dispatch(word, rest)
        }
    }

    private static func dispatch(_ word: String, _ rest: [String]) throws(Failure) {
        let command = try command(named: word)
        // Whatever else stands on the line, a person who asks for help is helped.
        let asked = rest.prefix { $0 != "--" }.contains { $0 == "--help" || $0 == "-h" }
        guard !asked else { return Terminal.say(command.help) }
        try command.run(rest)
    }

    private static func explain(_ words: [String]) throws(Failure) {
        guard let word = words.first else {
            return Terminal.say(Help.overview(of: commands))
        }
        try refuse(Array(words.dropFirst()), after: "help \(word)")
        Terminal.say(try command(named: word).help)
    }

    private static func command(named word: String) throws(Failure) -> any Command.Type {
        guard let command = commands.first(where: { $0.name == word }) else {
            let known = commands.map { $0.name } + ["help", "--help", "--version"]
            throw Failure(.usage, Suggestion.unknown("command", word, among: known))
        }
        return command
    }

    private static func refuse(_ rest: [String], after word: String) throws(Failure) {
        guard let extra = rest.first else { return }
        throw Failure(.usage, "'\(word)' stands alone; remove '\(extra)'")
    }
}
