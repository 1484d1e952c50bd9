import Glibc

/// `make bench`: what, figure, the limit measured in the same run, ratio, goal.
@main
enum Bench {
    /// Every suite there is, in the order of the table.
    private static var suites: [(name: String, comparisons: () -> [Comparison])] {
        [
            ("numbers", NumericsSuite.comparisons),
            ("digests", HashingSuite.comparisons),
            ("transactions", SigningSuite.comparisons),
            ("answers", JSONSuite.comparisons),
            ("pools", VenueSuite.comparisons),
            ("decisions", ParitySuite.comparisons),
            ("steps", BotSuite.comparisons),
            ("journal", JournalSuite.comparisons),
            ("requests", HTTPSuite.comparisons),
            ("worlds", WorldSuite.comparisons),
            ("starts", StartSuite.comparisons),
        ]
    }

    static func main() {
        let arguments = CommandLine.arguments.dropFirst()
        let isShort = arguments.contains("--short")
        let names = arguments.filter { !$0.hasPrefix("--") }
        let unknown = arguments.first { word in
            word != "--short" && !suites.contains { $0.name == word }
        }
        if let unknown {
            let known = suites.map(\.name).joined(separator: ", ")
            print("bench: '\(unknown)' is neither --short nor a suite: \(known)")
            exit(64)
        }
        print(Table.head)
        for suite in suites where names.isEmpty || names.contains(suite.name) {
            for comparison in suite.comparisons() {
                print(Table.row(for: comparison, comparison.measured(isShort: isShort)))
            }
        }
        if isShort { print("short run: proves that they run, measures nothing") }
    }
}
