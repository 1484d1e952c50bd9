/// The page that `cantilever --help` prints.
enum Help {
    static func overview(of commands: [any Command.Type]) -> String {
        let width = commands.map { $0.name.count }.max() ?? 0
        let list = commands.map { "  \(pad($0.name, to: width))  \($0.summary)" }
        let codes = ExitCode.allCases.map { "  \(pad("\($0.rawValue)", to: 2))  \($0.meaning)" }
        return """
            cantilever keeps a token's price equal on two chains, and explains every verdict.

            Usage: cantilever COMMAND [ARGUMENT ...]

            Commands:
            \(list.joined(separator: "\n"))
              \(pad("help", to: width))  what a command does, with examples

            Options:
              --help     this page; after a command: that command's page
              --version  the version

            Exit codes, of all but check and doctor:
            \(codes.joined(separator: "\n"))

            Examples:
              cantilever check alltra.yaml
              cantilever paper --sim
              cantilever help paper
            """
    }

    private static func pad(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
