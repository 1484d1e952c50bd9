/// One word of the command line. Each lives in a file of its own.
protocol Command {
    static var name: String { get }

    /// One line for the list of commands.
    static var summary: String { get }

    /// What `--help` prints: synopsis, options, examples.
    static var help: String { get }

    /// Does the work; `arguments` is what stands behind the command's name.
    static func run(_ arguments: [String]) throws(Failure)
}
