#if PLANTED_BUGS
    import Bot
    import Foundation
    import Simulation
    import Testing
    import Vocabulary

    /// That the simulated world catches whatever mistake the bot could make.
    struct PlantedBugTests {
        @Test(arguments: PlantedBug.allCases)
        func `a planted bug is caught`(bug: PlantedBug) throws {
            let life = bug.caught
            let order = try life.order(Mistake(bug))
            let lived = try PlantedLife(order, life.incident, until: life.catcher)
            #expect(lived.noticed.contains(life.catcher), "\(lived.noticed)")
        }

        @Test(arguments: Self.lives)
        func `without the bug the same life breaks no promise, and who caught it is silent`(
            life: PlantedCase
        ) throws {
            let lived = try PlantedLife(try life.order(), life.incident, until: nil)
            for violation in lived.violations { Issue.record("\(violation)") }
            let catchers = Self.bugs(of: life).map(\.caught.catcher)
            #expect(!lived.noticed.contains { catchers.contains($0) }, "\(lived.noticed)")
        }

        /// Each once: many bugs are caught in the same life.
        private static var lives: [PlantedCase] {
            var lives: [PlantedCase] = []
            for life in PlantedBug.allCases.map(\.caught)
            where !lives.contains(where: { $0.isSameLife(as: life) }) {
                lives.append(life)
            }
            return lives
        }

        private static func bugs(of life: PlantedCase) -> [PlantedBug] {
            PlantedBug.allCases.filter { $0.caught.isSameLife(as: life) }
        }

        @Test func `the document names each bug's seed and what catches it`() throws {
            let root = URL(filePath: #filePath).deletingLastPathComponent()
                .deletingLastPathComponent().deletingLastPathComponent()
            let document = try String(
                contentsOf: root.appending(path: "docs/planted-bugs.md"),
                encoding: .utf8
            )
            // Those of alerts have sections and tests of their own.
            let rows = document.components(separatedBy: "\n## ")[0].split(separator: "\n")
                .filter { $0.hasPrefix("| `") }
            #expect(rows.count == PlantedBug.allCases.count)
            for bug in PlantedBug.allCases {
                let row = rows.first { $0.hasPrefix("| `\(bug.rawValue)` |") }
                let end = "| \(bug.caught) | \(bug.caught.catcher) |"
                #expect(row?.hasSuffix(end) == true, "\(bug.rawValue) … \(end)")
            }
        }
    }

    extension PlantedCase: CustomTestStringConvertible {
        fileprivate func isSameLife(as other: PlantedCase) -> Bool {
            description == other.description
        }

        var testDescription: String { description }
    }
#endif
